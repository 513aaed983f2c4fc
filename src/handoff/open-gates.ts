import { GATES, type Verdict } from '../policies/verdict.ts';

/** Every gate is there and passes: nothing else lets a handoff go on. */
export function allPass(verdicts: readonly Verdict[]): boolean {
  return (
    GATES.every((id) => verdicts.some(({ gate }) => gate === id)) &&
    verdicts.every(({ outcome }) => outcome === 'pass')
  );
}

export function notPassing(verdicts: readonly Verdict[]): readonly Verdict[] {
  return verdicts.filter(({ outcome }) => outcome !== 'pass');
}

/**
 * Gates that ended a handoff in flight. Waiting and unknown hold it, and so does a stop (O4): it
 * keeps things from going on, it does not undo them.
 */
export function closedForGood(verdicts: readonly Verdict[]): readonly Verdict[] {
  return verdicts.filter(
    ({ outcome, code }) => outcome === 'fail' && code !== 'stopped' && code !== 'stop_unreadable',
  );
}
