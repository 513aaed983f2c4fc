import { type FailureRule, stepFailures } from './failures.ts';
import type { Lived } from './life.ts';
import type { Seen } from './seen.ts';

/** LangGraph Verify failed (O2): each failure warns, and what is affected is laid out; it is counted as M1 is. */
const VERIFY_FAILURE: FailureRule = {
  rule: 'verify_failure',
  role: 'verify',
  warns: () => true,
  rerunsToo: () => [],
};

export function stepVerifyFailure(seen: Seen, partOf: string | null): Lived {
  return stepFailures(seen, VERIFY_FAILURE, partOf);
}
