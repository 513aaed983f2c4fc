import { isDeepStrictEqual } from 'node:util';
import { dailyKey } from '../effect/daily.ts';
import type {
  DispatchEffect,
  Effect,
  HistoryPullEffect,
  RemoveLabelEffect,
  RerunRunEffect,
} from '../effect/effect.ts';
import type { DailyPageEffect, EpisodePageEffect, LadderNotice } from '../effect/messages.ts';
import { CodedError, unreachable } from '../errors.ts';
import { readRepositoryConfig } from '../gather/config.ts';
import { type GatherDeps, gather, type Reading } from '../gather/gather.ts';
import { rollbackDispatchKey } from '../handoff/rollback.ts';
import { isInFlight } from '../handoff/state.ts';
import type { ReasonCode } from '../policies/reason-codes.ts';
import type { PullMemory } from '../store/store.ts';
import { type Confirmation, GO } from './confirmation.ts';
import { type EvidenceRequest, evidenceStart } from './evidence-start.ts';
import { type ConfirmAckDeps, confirmAck } from './incidents/confirm-ack.ts';
import { labelRemovals } from './label-removals.ts';
import { rollbackInTheWay } from './roll-back.ts';
import { type Standing, standingOf } from './standing.ts';
import { confirmWatched } from './watch/confirm.ts';
import { statusKey } from './watch/status.ts';

export interface ConfirmDeps extends GatherDeps, ConfirmAckDeps {}

type Confirmed = Extract<Effect, { kind: 'dispatch' | 'rerun_run' | 'approval_comment' | 'remove_label' }>;

/**
 * Reads the world once more right before an act, and says whether what it was decided on still
 * holds: head, base, gates and stop. Acts that only inform or take back are not asked about.
 *
 * @throws when the world cannot be read: the act waits
 */
export async function confirm(effect: Effect, deps: ConfirmDeps): Promise<Confirmation> {
  switch (effect.kind) {
    case 'dispatch':
    case 'rerun_run':
    case 'approval_comment':
    case 'remove_label': {
      const memory = await deps.store.pulls.memory(effect.pull);
      const reading = await gather(deps, memory, { fresh: true });
      return confirmAct(effect, { memory, reading, now: deps.clock.now() });
    }
    case 'history_pull':
      return confirmDraft(effect, deps);
    case 'slack_notice':
      return effect.notice.says === 'ladder_sre' || effect.notice.says === 'ladder_platform_pm'
        ? confirmCall(effect.notice, deps)
        : GO;
    case 'episode_page':
      return effect.scope === 'status' && effect.action === 'trigger' ? confirmUnheard(effect, deps) : GO;
    case 'daily_page':
      return effect.action === 'trigger' ? confirmUntold(effect, deps) : GO;
    case 'rerun_watched':
    case 'cancel_watched':
      return confirmWatched(effect, deps);
    case 'incident_ack':
      return confirmAck(effect, deps);
    default:
      return GO;
  }
}

interface Scene {
  readonly memory: PullMemory;
  readonly reading: Reading;
  readonly now: number;
}

function confirmAct(effect: Confirmed, scene: Scene): Confirmation {
  const standing = standingOf(scene.reading);
  if (effect.kind === 'dispatch' && effect.purpose === 'rollback')
    return confirmRollback(effect, scene, standing);
  if (!standing.enforcing) return withdraw('command_not_enforcing');
  if (effect.kind === 'remove_label') return confirmRemoval(effect, scene, standing);
  // Restoring a record that was posted moves nothing on.
  if (effect.kind === 'approval_comment' && wasPosted(effect.handoffId, scene.memory)) return GO;
  const { pull } = scene.reading.facts;
  if (pull.headSha !== effect.headSha) return withdraw('superseded_by_push');
  if (pull.baseRef !== effect.baseRef) return withdraw('superseded_by_base_change');
  if (effect.kind === 'approval_comment') {
    if (!approving(effect.handoffId, scene.memory)) return withdraw('handoff_finished');
    return confirmGates(effect, standing);
  }
  const { purpose, asked } = effect;
  if (purpose === 'handoff' || purpose === 'rollback') return confirmGates(effect, standing);
  return asked === undefined
    ? confirmEvidence(effect.key, purpose, standing)
    : confirmAsked(effect, { purpose, asked }, { ...scene, standing });
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
  throw unconfirmed(key, unread.code);
}

function unconfirmed(key: string, code: ReasonCode): CodedError {
  return new CodedError(
    'AIOPS_UNCONFIRMED',
    `what it needs cannot be read right now (${code}), so ${key} waits; it is tried again`,
  );
}

/** Starting Smoke or Verify moves nothing on: it only needs a clear way, and that none has run meanwhile. */
function confirmEvidence(
  key: string,
  purpose: EvidenceRequest['purpose'],
  { verdicts }: Standing,
): Confirmation {
  const way = verdicts.find(({ gate }) => gate === 'G5');
  if (way !== undefined && way.outcome !== 'pass') return withdraw(way.code);
  const proof = verdicts.find(({ gate }) => gate === (purpose === 'smoke' ? 'G1' : 'G3'));
  if (proof === undefined || proof.code === `${purpose}_missing`) return GO;
  if (proof.outcome === 'unknown') throw unconfirmed(key, proof.code);
  return withdraw(proof.code);
}

/** What a person has asked for must still come to this very deed. */
function confirmAsked(
  effect: DispatchEffect | RerunRunEffect,
  request: EvidenceRequest,
  { standing, ...scene }: Scene & { readonly standing: Standing },
): Confirmation {
  const start = evidenceStart(request, scene, standing);
  switch (start.kind) {
    case 'start':
      return isDeepStrictEqual(start.effect, effect) ? GO : withdraw('command_overtaken');
    case 'refused':
      return withdraw(start.code);
    case 'unread':
      throw unconfirmed(effect.key, start.code);
    default:
      return unreachable(start);
  }
}

/** Taking back needs no open gate, no open PR and no head: only that it is still wanted, and nothing else runs. */
function confirmRollback(
  { key, workflowPath, ref }: DispatchEffect,
  { memory, reading }: Scene,
  standing: Standing,
): Confirmation {
  const { config, facts } = reading;
  if (config.kind === 'unreadable') throw unconfirmed(key, 'config_unreadable');
  const inTheWay = rollbackInTheWay(facts.stop, standing);
  if (inTheWay === 'stop_unreadable') throw unconfirmed(key, inTheWay);
  if (inTheWay !== null) return withdraw(inTheWay);
  if (memory.handoffs.some(isInFlight)) return withdraw('command_handoff_in_flight');
  const isWanted = memory.rollbacks.some(
    (rollback) => rollbackDispatchKey(rollback) === key && rollback.state.kind === 'starting',
  );
  const isConfigured =
    config.config.rollback?.workflow === workflowPath && facts.repository.defaultBranch === ref;
  return isWanted && isConfigured ? GO : withdraw('command_overtaken');
}

function confirmRemoval({ key }: RemoveLabelEffect, scene: Scene, standing: Standing): Confirmation {
  const input = {
    ...scene,
    otherDispatchUnresolved: false,
    dispatchRefused: false,
    channels: { slack: false, pagerduty: false },
  };
  const stillDue = labelRemovals(input, standing).some((removal) => removal.key === key);
  return stillDue ? GO : withdraw('label_trusted');
}

function approving(handoffId: string, { active }: PullMemory): boolean {
  return active?.id === handoffId && active.state.kind === 'approving';
}

function wasPosted(handoffId: string, { comments }: PullMemory): boolean {
  return comments.some((comment) => comment.kind === 'approval' && comment.handoffId === handoffId);
}

/** Proposing lines is an act like the others: only where the bot may act now. */
async function confirmDraft({ repository }: HistoryPullEffect, deps: GatherDeps): Promise<Confirmation> {
  const stop = await deps.stop(repository);
  if (stop.kind !== 'none') return withdraw(stop.kind === 'stopped' ? 'stopped' : 'stop_unreadable');
  const client = await deps.github(repository.installationId);
  const { kind, config } = await readRepositoryConfig(client, repository);
  return kind === 'ok' && config.mode === 'enforce' ? GO : withdraw('command_not_enforcing');
}

/** Slack may have been down as well: by now PagerDuty may have called. */
async function confirmCall({ pageKey }: LadderNotice, { store }: GatherDeps): Promise<Confirmation> {
  const found = await store.ladders.page(pageKey);
  return found?.page.state === 'unsent' ? GO : withdraw('call_overtaken');
}

/** Slack may have taken the status meanwhile: then nobody has to be called for it. */
async function confirmUnheard({ view }: EpisodePageEffect, { store }: GatherDeps): Promise<Confirmation> {
  const status = await store.outbox.load(statusKey(view.episode));
  return status?.state === 'sent' ? withdraw('call_overtaken') : GO;
}

/** Nor for a daily status that Slack has by now; it may be edited, so what counts is that it was once sent. */
async function confirmUntold(
  { repository, day }: DailyPageEffect,
  { store }: GatherDeps,
): Promise<Confirmation> {
  const message = await store.outbox.load(dailyKey(repository.repositoryId, day));
  return message !== null && message.result !== null ? withdraw('call_overtaken') : GO;
}

function withdraw(code: ReasonCode): Confirmation {
  return { kind: 'withdraw', code };
}
