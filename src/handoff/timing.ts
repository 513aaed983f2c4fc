import { dispatchKey } from './keys.ts';
import type { DispatchOutcome, Handoff, HandoffState, Observation } from './state.ts';
import type { Situation } from './step.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** How long a dispatch may go without an answer before people are asked. */
export const ANSWER_WITHIN_MS = 3 * MINUTE;
/** How long the run of an unanswered dispatch may take to show up before it counts as lost. */
export const LOST_AFTER_MS = 30 * MINUTE;
/** How long after the run the Verify run that it started may take to show up. */
export const VERIFY_WITHIN_MS = 5 * MINUTE;
/** Longest life of a workflow run: https://docs.github.com/en/actions/reference/limits */
export const RUN_LIFE_MS = 35 * 24 * 60 * MINUTE;

/** How often a run that is followed or looked for is read: steps make no webhooks. */
export const LOOK_AGAIN_MS = 30 * SECOND;
/** When an effect is asked about that ought to have told of itself. */
export const EFFECT_BACKSTOP_MS = 3 * MINUTE;
/** When gates are judged again of which nothing was heard. */
const GATES_BACKSTOP_MS = 10 * MINUTE;

const WAKE_AFTER_MS: Readonly<Record<HandoffState['kind'], number | null>> = {
  waiting: GATES_BACKSTOP_MS,
  ready: GATES_BACKSTOP_MS,
  dispatching: EFFECT_BACKSTOP_MS,
  dispatch_unknown: LOOK_AGAIN_MS,
  dispatched: LOOK_AGAIN_MS,
  running: LOOK_AGAIN_MS,
  approving: EFFECT_BACKSTOP_MS,
  approved: null,
  failed: null,
  stopped: null,
  superseded: null,
  abandoned: null,
};

/** `at` plus `ms`, both and the answer in ISO 8601. */
export function later(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString();
}

export function isPast(deadline: string, now: string): boolean {
  return Date.parse(now) >= Date.parse(deadline);
}

/** What became of the newest dispatch; still on its way where the observation is about none or an earlier one. */
export function dispatchOutcome(
  handoff: Handoff,
  { dispatchKey: key, dispatch }: Observation,
): DispatchOutcome {
  return dispatch !== null && key === dispatchKey(handoff) ? dispatch : { kind: 'pending' };
}

/** When the handoff must be looked at again though nothing was heard; `null` once it has ended. */
export function wakeAt(handoff: Handoff, { observation, now }: Situation): string | null {
  const { kind } = handoff.state;
  const outcome = dispatchOutcome(handoff, observation);
  if (kind === 'dispatching' && outcome.kind === 'unanswered') {
    return earlier(later(now, LOOK_AGAIN_MS), later(outcome.triedAt, ANSWER_WITHIN_MS));
  }
  const after = WAKE_AFTER_MS[kind];
  return after === null ? null : later(now, after);
}

/** The earlier of two times in ISO 8601. */
export function earlier(a: string, b: string): string {
  return a < b ? a : b;
}
