import type { EpisodeRerun } from './episode.ts';
import { type FailureRule, rerunOf, stepFailures } from './failures.ts';
import type { Lived } from './life.ts';
import type { LogicalRun } from './logical-runs.ts';
import { isTooHigh } from './rates.ts';
import { isNested, whyNotAtAll, whyNotYet } from './reruns.ts';
import type { Seen } from './seen.ts';

/**
 * M1: more than `percent` of the newest Codex Smoke runs failed. As the runbook says, LangGraph Verify is re-run once;
 * the failed Smoke is too, since only that can confirm it.
 */
const SMOKE_RATE: FailureRule = {
  rule: 'smoke_failure_rate',
  role: 'smoke',
  warns: ({ input }, raw) => {
    const { window, percent } = input.settings.smoke_failure_rate;
    return isTooHigh(raw, window, percent);
  },
  rerunsToo: verifyOnce,
};

export function stepSmokeRate(seen: Seen, partOf: string | null): Lived {
  return stepFailures(seen, SMOKE_RATE, partOf);
}

/**
 * Verify of the head whose Smoke failed, else the newest there is, but none that a handoff waits for where there is
 * another. One that is under way tells by itself.
 */
function verifyOnce(seen: Seen, failed: LogicalRun): readonly EpisodeRerun[] {
  const free = seen.verify.filter((run) => !isNested(seen, run));
  const verify = free.length === 0 ? seen.verify : free;
  const ofHead = verify.filter(({ newest }) => newest.headSha === failed.newest.headSha);
  const run = ofHead[0] ?? verify.find((one) => whyNotYet(one) === null);
  if (run === undefined) return [];
  return [rerunOf(seen, run, 'verify', whyNotYet(run) ?? whyNotAtAll(seen, run, 'verify'))];
}
