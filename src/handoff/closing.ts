import type { HandoffSaid } from '../effect/effect.ts';
import type { ReasonCode } from '../policies/reason-codes.ts';
import type { Verdict } from '../policies/verdict.ts';
import { cancelEffect } from './effects.ts';
import { closedForGood } from './open-gates.ts';
import type { FollowedRun, Handoff, HandoffState } from './state.ts';
import { enter, type Situation, type Step } from './step.ts';

/** The run a handoff leaves behind when it ends; one that has not completed is cancelled. */
export interface LeftRun {
  readonly run: FollowedRun;
  readonly completed: boolean;
}

/** Ends a handoff of another head or base, or of a closed PR (H6). */
export function endIfStale(handoff: Handoff, situation: Situation, left: LeftRun | null): Step | null {
  const { observation, now } = situation;
  const run = left?.run ?? null;
  if (observation.pull === 'closed') {
    return leave(
      handoff,
      { kind: 'abandoned', since: now, run },
      cancelling(left, 'pull_request_closed', situation),
    );
  }
  if (observation.headSha !== handoff.headSha) {
    return supersede(handoff, situation, {
      left,
      code: 'superseded_by_push',
      by: { say: 'new_head', headSha: observation.headSha },
    });
  }
  if (observation.baseRef !== handoff.baseRef) {
    return supersede(handoff, situation, {
      left,
      code: 'superseded_by_base_change',
      by: { say: 'new_base', branch: observation.baseRef },
    });
  }
  return null;
}

/** Ends a handoff that a stop was asked to cancel, one started by hand too (O4). */
export function endIfStopped(handoff: Handoff, situation: Situation, left: LeftRun): Step | null {
  const { observation, now } = situation;
  if (observation.cancelledBy === null) return null;
  const state = { kind: 'stopped', since: now, run: left.run, ...observation.cancelledBy } as const;
  return leave(handoff, state, cancelling(left, 'handoff_stopped', situation));
}

/** Ends a handoff whose gate closed for good; one started by hand goes on, as its starter decided (H7). */
export function endIfGateClosed(handoff: Handoff, situation: Situation, left: LeftRun): Step | null {
  const [closed] = closedForGood(situation.observation.verdicts);
  if (closed === undefined || handoff.origin === 'adopted') return null;
  return supersede(handoff, situation, {
    left,
    code: 'superseded_by_gate',
    by: gatesClosed([closed]),
  });
}

/** Fails a handoff started by hand that is done but whose gates are closed: no approval for it (H7). */
export function failIfAdoptedClosed(handoff: Handoff, situation: Situation, run: FollowedRun): Step | null {
  const closed = closedForGood(situation.observation.verdicts);
  if (closed.length === 0 || handoff.origin !== 'adopted') return null;
  const detail = gatesClosed(closed);
  return fail(handoff, situation, { code: 'adopted_gates_closed', run, phase: null, detail });
}

function gatesClosed(closed: readonly Verdict[]): HandoffSaid {
  return { say: 'gates_closed', gates: closed.map(({ gate, code }) => ({ gate, code })) };
}

export function fail(
  handoff: Handoff,
  { now }: Situation,
  why: Omit<Extract<HandoffState, { kind: 'failed' }>, 'kind' | 'since'>,
): Step {
  return leave(handoff, { kind: 'failed', since: now, ...why }, []);
}

function supersede(
  handoff: Handoff,
  situation: Situation,
  { left, code, by }: { readonly left: LeftRun | null; readonly code: ReasonCode; readonly by: HandoffSaid },
): Step {
  const state = { kind: 'superseded', since: situation.now, code, run: left?.run ?? null, by } as const;
  return leave(handoff, state, cancelling(left, code, situation));
}

function cancelling(left: LeftRun | null, code: ReasonCode, situation: Situation): Step['effects'] {
  return left === null || left.completed ? [] : [cancelEffect(left.run, code, situation)];
}

function leave(handoff: Handoff, state: HandoffState, effects: Step['effects']): Step {
  return enter(handoff, { ...handoff, state }, { effects });
}
