import { handoffId } from './keys.ts';
import { allPass } from './open-gates.ts';
import type { Handoff, Observation } from './state.ts';
import { enter, type Situation, type Step } from './step.ts';

/**
 * Opens a handoff for the head and base of now, where none is open. The first opens by itself; another,
 * once those before it have ended, only when a person asks again or starts a run by hand (H1, H7).
 * So a push back to an earlier head starts nothing.
 */
export function open(handoffs: readonly Handoff[], situation: Situation): Step | null {
  const { observation, now } = situation;
  if (observation.pull === 'closed') return null;
  const earlier = ofHeadAndBase(handoffs, observation);
  const request = earlier.length === 0 ? null : askedAgain(earlier, observation);
  if (earlier.length > 0 && request === null && observation.startedByHand === null) return null;
  const { repositoryId, number, headSha, baseRef } = observation;
  const attempt = 1 + Math.max(0, ...earlier.map((handoff) => handoff.attempt));
  const identity = { repositoryId, number, headSha, baseRef, attempt };
  const opened: Handoff = {
    id: handoffId(identity),
    ...identity,
    origin: request === null ? 'gates' : 'command',
    requestedBy: request?.by ?? null,
    openedAt: now,
    dispatches: 0,
    state: { kind: 'waiting', since: now },
  };
  return enter(null, opened, { usedRequestId: request?.commandId ?? null });
}

/** Handoffs of the head and base that the PR has now, newest last. */
export function ofHeadAndBase(
  handoffs: readonly Handoff[],
  { headSha, baseRef }: Observation,
): readonly Handoff[] {
  return handoffs.filter((handoff) => handoff.headSha === headSha && handoff.baseRef === baseRef);
}

/** A request counts once: it must be younger than the end of all handoffs before it, and its gates open. */
function askedAgain(earlier: readonly Handoff[], { request, verdicts }: Observation): Observation['request'] {
  if (request === null || !allPass(verdicts)) return null;
  const askedAt = Date.parse(request.at);
  return earlier.every(({ state }) => askedAt > Date.parse(state.since)) ? request : null;
}
