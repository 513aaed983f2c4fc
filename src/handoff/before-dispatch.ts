import { endIfStale } from './closing.ts';
import { dispatchEffect } from './effects.ts';
import { allPass, notPassing } from './open-gates.ts';
import { adopt } from './run-by-hand.ts';
import type { Awaited, Handoff, HandoffIn } from './state.ts';
import { enter, type Situation, type Step } from './step.ts';

type Unstarted = HandoffIn<'waiting' | 'ready'>;

/**
 * From `waiting` and `ready`: end, adopt, go on waiting, or dispatch (H1, H7). A request stays with its
 * handoff, so it need not be repeated because a dispatch was withdrawn.
 */
export function beforeDispatch(handoff: Unstarted, situation: Situation): Step | null {
  const { observation, now } = situation;
  const stale = endIfStale(handoff, situation, null);
  if (stale !== null) return stale;
  if (observation.startedByHand !== null) return adopt(handoff, observation.startedByHand, situation);
  if (!allPass(observation.verdicts)) return waitForGates(handoff, situation);

  const request = handoff.origin === 'command' ? null : observation.request;
  const asked: Handoff =
    request === null ? handoff : { ...handoff, origin: 'command', requestedBy: request.by };
  const usedRequestId = request?.commandId ?? null;
  const awaiting = awaited(asked, situation);
  if (awaiting === null) {
    const after: Handoff = {
      ...asked,
      dispatches: asked.dispatches + 1,
      state: { kind: 'dispatching', since: now },
    };
    const effect = dispatchEffect(after, situation);
    return enter(handoff, after, { effects: [effect], data: { dispatchKey: effect.key }, usedRequestId });
  }
  if (request === null && handoff.state.kind === 'ready' && handoff.state.awaiting === awaiting) return null;
  return enter(handoff, { ...asked, state: { kind: 'ready', since: now, awaiting } }, { usedRequestId });
}

function waitForGates(handoff: Unstarted, { observation, now }: Situation): Step | null {
  if (handoff.state.kind === 'waiting') return null;
  const [closed] = notPassing(observation.verdicts);
  const after: Handoff = { ...handoff, state: { kind: 'waiting', since: now } };
  return enter(handoff, after, closed === undefined ? {} : { code: closed.code });
}

function awaited(handoff: Handoff, { settings, observation }: Situation): Awaited | null {
  if (settings.start === 'command' && handoff.origin !== 'command') return 'command';
  if (observation.rollingBack) return 'rollback';
  return observation.otherDispatchUnresolved ? 'other_dispatch' : null;
}
