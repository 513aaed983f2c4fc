import { endIfGateClosed, endIfStale, endIfStopped, fail, failIfAdoptedClosed } from './closing.ts';
import { approvalLabelEffect } from './effects.ts';
import type { Handoff, HandoffIn } from './state.ts';
import { enter, type Situation, type Step } from './step.ts';

/** From `approving`: a comment that is posted settles it; until then the gates count (H4). */
export function awaitApproval(handoff: HandoffIn<'approving'>, situation: Situation): Step | null {
  const { run } = handoff.state;
  const { observation, now } = situation;
  const outcome = observation.approval?.handoffId === handoff.id ? observation.approval.outcome : null;
  if (outcome?.kind === 'posted') {
    const approved: Handoff = {
      ...handoff,
      state: { kind: 'approved', since: now, run, commentUrl: outcome.url },
    };
    return enter(handoff, approved, { effects: [approvalLabelEffect(approved, situation)] });
  }
  const left = { run, completed: true };
  return (
    endIfStale(handoff, situation, left) ??
    endIfStopped(handoff, situation, left) ??
    endIfGateClosed(handoff, situation, left) ??
    failIfAdoptedClosed(handoff, situation, run) ??
    (outcome === null
      ? null
      : fail(handoff, situation, {
          code: 'approval_refused',
          run,
          phase: null,
          detail: { say: 'answered', why: outcome.detail },
        }))
  );
}
