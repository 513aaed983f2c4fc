import { type CheckSuite, type Conclusion, latest } from './check.ts';
import { current, type Run } from './run.ts';

export interface SuiteState {
  readonly status: 'queued' | 'in_progress' | 'completed';
  readonly conclusion: Conclusion | null;
}

const WORST_FIRST: readonly Conclusion[] = [
  'failure',
  'timed_out',
  'cancelled',
  'action_required',
  'stale',
  'success',
];

/** What a suite says as a whole: what its workflow run says where it has one, else the worst of its checks. */
export function suiteState(suite: CheckSuite, run: Run | null): SuiteState {
  if (run !== null) {
    const { status, conclusion } = current(run);
    // GraphQL and REST know the word; the webhooks, whose types these are, never tell of such a run.
    const word = conclusion as Conclusion | null;
    return { status: status === 'waiting' ? 'in_progress' : status, conclusion: word };
  }
  const checks = latest(suite.checkRuns);
  if (checks.length === 0) return { status: 'queued', conclusion: null };
  if (checks.some((check) => check.status !== 'completed'))
    return { status: 'in_progress', conclusion: null };
  const conclusion = WORST_FIRST.find((word) => checks.some((check) => check.conclusion === word));
  return { status: 'completed', conclusion: conclusion ?? 'neutral' };
}
