import type { DispatchEffect, Effect } from '../effect.ts';
import { CodedError } from '../errors.ts';
import { type GatherDeps, gather, type Reading } from '../gather/gather.ts';
import type { ReasonCode } from '../policies/reason-codes.ts';
import type { Verdict } from '../policies/verdict.ts';
import type { PullMemory } from '../store/store.ts';
import { labelRemovals } from './label-removals.ts';
import { type Standing, standingOf } from './standing.ts';

/** `go`: the act may be done now. `withdraw`: it must not, and why. */
export type Confirmation = { readonly kind: 'go' } | { readonly kind: 'withdraw'; readonly code: ReasonCode };

export const GO: Confirmation = { kind: 'go' };

/**
 * Reads the world once more right before an act, and says whether what it was decided on still
 * holds: head, base, gates and stop. Acts that only inform or take back are not asked about.
 *
 * @throws when the world cannot be read: the act waits
 */
export async function confirm(effect: Effect, deps: GatherDeps): Promise<Confirmation> {
  switch (effect.kind) {
    case 'dispatch':
    case 'approval_comment':
    case 'remove_label': {
      const memory = await deps.store.pulls.memory(effect.pull);
      const reading = await gather(deps, memory, { fresh: true });
      return confirmAct(effect, { memory, reading, now: deps.clock.now() });
    }
    default:
      return GO;
  }
}

interface Scene {
  readonly memory: PullMemory;
  readonly reading: Reading;
  readonly now: number;
}

function confirmAct(
  effect: Extract<Effect, { kind: 'dispatch' | 'approval_comment' | 'remove_label' }>,
  scene: Scene,
): Confirmation {
  const standing = standingOf(scene.reading);
  if (!standing.enforcing) return withdraw('command_not_enforcing');
  if (effect.kind === 'remove_label') {
    const input = { ...scene, otherDispatchUnresolved: false, channels: { slack: false, pagerduty: false } };
    const stillDue = labelRemovals(input, standing).some(({ key }) => key === effect.key);
    return stillDue ? GO : withdraw('label_trusted');
  }
  // Restoring a record that was posted moves nothing on.
  if (effect.kind === 'approval_comment' && wasPosted(effect.handoffId, scene.memory)) return GO;
  const { pull } = scene.reading.facts;
  if (pull.headSha !== effect.headSha) return withdraw('superseded_by_push');
  if (pull.baseRef !== effect.baseRef) return withdraw('superseded_by_base_change');
  if (effect.kind === 'dispatch' && effect.purpose !== 'handoff') return confirmEvidence(effect, standing);
  if (effect.kind === 'approval_comment' && !approving(effect.handoffId, scene.memory))
    return withdraw('handoff_finished');
  return confirmGates(effect, standing);
}

/**
 * A closed gate withdraws the act. One that could not be read makes it wait: the next evaluation may
 * still believe what was read before, and would only ask for the same act again at once.
 */
function confirmGates({ key }: Effect, { verdicts }: Standing): Confirmation {
  const closed = verdicts.find(({ outcome }) => outcome === 'fail' || outcome === 'wait');
  if (closed !== undefined) return withdraw(closed.code);
  const unread = verdicts.find(({ outcome }) => outcome === 'unknown');
  if (unread === undefined) return GO;
  throw unconfirmed(key, unread);
}

function unconfirmed(key: string, { gate, code }: Verdict): CodedError {
  return new CodedError(
    'AIOPS_UNCONFIRMED',
    `${gate} cannot be read right now (${code}), so ${key} waits; it is tried again`,
  );
}

/** Starting Smoke or Verify moves nothing on: it only needs a clear way, and that none has run meanwhile. */
function confirmEvidence({ key, purpose }: DispatchEffect, { verdicts }: Standing): Confirmation {
  const way = verdicts.find(({ gate }) => gate === 'G5');
  if (way !== undefined && way.outcome !== 'pass') return withdraw(way.code);
  const proof = verdicts.find(({ gate }) => gate === (purpose === 'smoke' ? 'G1' : 'G3'));
  if (proof === undefined || proof.code === `${purpose}_missing`) return GO;
  if (proof.outcome === 'unknown') throw unconfirmed(key, proof);
  return withdraw(proof.code);
}

function approving(handoffId: string, { active }: PullMemory): boolean {
  return active?.id === handoffId && active.state.kind === 'approving';
}

function wasPosted(handoffId: string, { comments }: PullMemory): boolean {
  return comments.some((comment) => comment.kind === 'approval' && comment.handoffId === handoffId);
}

function withdraw(code: ReasonCode): Confirmation {
  return { kind: 'withdraw', code };
}
