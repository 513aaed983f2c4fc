import { unreachable } from '../errors.ts';
import { fail } from './closing.ts';
import type { Handoff, HandoffIn } from './state.ts';
import { enter, type Situation, type Step } from './step.ts';
import { ANSWER_WITHIN_MS, dispatchOutcome, isPast, LOST_AFTER_MS, later } from './timing.ts';

/**
 * From `dispatching` and `dispatch_unknown`. Neither a push nor a closed PR ends these: until it is
 * known whether there is a run, it could not be cancelled, nor a second one ruled out.
 */
export function awaitDispatch(
  handoff: HandoffIn<'dispatching' | 'dispatch_unknown'>,
  situation: Situation,
): Step | null {
  const { state } = handoff;
  const { now } = situation;
  const outcome = dispatchOutcome(handoff, situation.observation);
  switch (outcome.kind) {
    case 'sent':
      return enter(handoff, { ...handoff, state: { kind: 'dispatched', since: now, run: outcome.run } });
    case 'withdrawn':
      return enter(handoff, { ...handoff, state: { kind: 'waiting', since: now } }, { code: outcome.code });
    case 'refused':
      return fail(handoff, situation, {
        code: 'dispatch_refused',
        run: null,
        phase: null,
        detail: { say: 'answered', why: outcome.detail },
      });
    case 'pending':
      return null;
    case 'unanswered':
      return state.kind === 'dispatching'
        ? unknownAfter(later(outcome.triedAt, ANSWER_WITHIN_MS), handoff, situation)
        : lostAfter(later(state.since, LOST_AFTER_MS), handoff, situation);
    default:
      return unreachable(outcome);
  }
}

function unknownAfter(deadline: string, handoff: Handoff, { now }: Situation): Step | null {
  if (!isPast(deadline, now)) return null;
  return enter(handoff, { ...handoff, state: { kind: 'dispatch_unknown', since: now } });
}

function lostAfter(deadline: string, handoff: Handoff, situation: Situation): Step | null {
  if (!isPast(deadline, situation.now)) return null;
  return fail(handoff, situation, {
    code: 'dispatch_lost',
    run: null,
    phase: null,
    detail: { say: 'no_run_showed_up' },
  });
}
