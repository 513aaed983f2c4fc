import { EFFECT_TRAITS, type Effect, isEditedInSlack, placeOf } from '../effect/effect.ts';
import { CodedError, unreachable } from '../errors.ts';
import { type ConfirmDeps, confirm } from '../handlers/confirm.ts';
import { GO } from '../handlers/confirmation.ts';
import { bindLog } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Notifier, Outcome } from '../notifiers/notifier.ts';
import type { Job, Json, LedgerDraft, OutboxRow, Settlement } from '../store/store.ts';
import { NotYet } from './not-yet.ts';

export interface DeliverDeps extends ConfirmDeps {
  readonly metrics: Metrics;
  /** The notifier of an effect's kind. */
  readonly notifierOf: (effect: Effect) => Notifier;
}

/** A dispatch that could not be sent for a few minutes is given up: by then a person should look. */
const DISPATCH_TRIES = 6;
/** An effect that waits its turn is woken when it has come; this is for the case that nobody did. */
const TURN_MS = 60_000;

/**
 * Carries one effect out of the outbox: confirm that it still holds, record that a try begins,
 * send, settle with a ledger entry. At least once; each notifier can tell that it was done already.
 */
export async function deliver(job: Job, deps: DeliverDeps): Promise<void> {
  const row = await deps.store.outbox.load(job.key);
  if (row === null || row.state !== 'pending') return;
  const { effect } = row;
  if (row.waitsItsTurn)
    throw new NotYet(
      'AIOPS_EFFECT_IN_TURN',
      `${job.key} waits for what was said before it`,
      later(deps, TURN_MS),
    );
  // A dispatch that may have happened is not confirmed again: its run is looked for, whatever has changed.
  const mayHaveStarted = effect.kind === 'dispatch' && row.triedAt !== null;
  if (effect.kind === 'dispatch' && !mayHaveStarted && job.retries >= DISPATCH_TRIES)
    return giveUp(row, deps);
  const confirmation = mayHaveStarted ? GO : await confirm(effect, deps);
  if (confirmation.kind === 'withdraw')
    return settle(row, { kind: 'withdrawn', code: confirmation.code }, deps);
  const before = await deps.store.outbox.beginTry(job.key, row.generation);
  if (before === null) return again(job, deps, 'a newer one took its place');
  const outcome = await deps.notifierOf(effect).send({
    effect,
    mayHaveBeenDoneSince: before.triedAt,
    previous: before.result,
    isOver: before.isOver,
    about: before.about,
    ledger: before.ledger,
  });
  deps.metrics.effect(effect.kind, outcome.kind);
  await conclude(row, outcome, deps);
}

function giveUp(row: OutboxRow, deps: DeliverDeps): Promise<void> {
  const detail = `GitHub could not be reached in ${DISPATCH_TRIES} tries; nothing was started`;
  return settle(row, { kind: 'rejected', code: 'AIOPS_DISPATCH_GIVEN_UP', detail }, deps);
}

async function conclude(row: OutboxRow, outcome: Outcome, deps: DeliverDeps): Promise<void> {
  switch (outcome.kind) {
    case 'sent':
      if (outcome.tampered) await recordTampering(row, deps);
      return settle(row, { kind: 'sent', result: outcome.result }, deps);
    case 'rejected':
      return settle(row, { kind: 'rejected', code: outcome.code, detail: outcome.detail }, deps);
    case 'unanswered':
      // A dispatch is never sent again: its run is looked for. Everything else can tell that it was done.
      if (row.effect.kind === 'dispatch')
        return settle(row, { kind: 'unanswered', detail: outcome.detail }, deps);
      throw new CodedError(outcome.code, outcome.detail);
    case 'retry':
      await deps.store.outbox.clearTry(row.effect.key);
      if (outcome.lost && 'about' in row.effect && row.effect.about !== null)
        await deps.store.outbox.sendAnew(row.effect.about);
      if (outcome.afterMs === null) throw new CodedError(outcome.code, outcome.detail);
      throw new NotYet(outcome.code, outcome.detail, later(deps, outcome.afterMs));
    default:
      return unreachable(outcome);
  }
}

/** Somebody had changed or deleted the comment between two looks at it. */
async function recordTampering({ effect }: OutboxRow, { store }: DeliverDeps): Promise<void> {
  const entry = {
    action: 'comment.tampered',
    subject: subjectOf(effect),
    actor: 'ai-ops',
    data: { key: effect.key },
  };
  await store.ledger.append(placeOf(effect)?.repositoryId ?? 0, [entry]);
}

function subjectOf(effect: Effect): string {
  const place = placeOf(effect);
  if (place === null) return 'everywhere';
  const { owner, repo } = place;
  return 'number' in place ? `${owner}/${repo}#${place.number}` : `${owner}/${repo}`;
}

async function settle(row: OutboxRow, settlement: Settlement, deps: DeliverDeps): Promise<void> {
  const { effect, generation } = row;
  const subject = subjectOf(effect);
  bindLog(deps.log, { pr: subject }).info(
    { effect: effect.kind, key: effect.key, ...told(settlement) },
    `effect ${settlement.kind}`,
  );
  await deps.store.outbox.settle(effect.key, generation, settlement, entriesFor(row, settlement, subject));
}

/** What only shows the newest state is not worth an entry each time; every deed is, and so is a new Slack message. */
function entriesFor(
  { effect, result }: OutboxRow,
  settlement: Settlement,
  subject: string,
): readonly LedgerDraft[] {
  const isEdit = EFFECT_TRAITS[effect.kind].level && (!isEditedInSlack(effect.kind) || result !== null);
  if (isEdit && settlement.kind === 'sent') return [];
  if (effect.kind === 'reaction' || effect.kind === 'slack_answer') return [];
  const data = { key: effect.key, ...('code' in effect && { why: effect.code }), ...told(settlement) };
  return [{ action: `effect.${effect.kind}.${settlement.kind}`, subject, actor: 'ai-ops', data }];
}

function told(settlement: Settlement): { readonly [key: string]: Json } {
  switch (settlement.kind) {
    case 'sent':
      return {
        ...(settlement.result.url === undefined ? {} : { url: settlement.result.url }),
        ...(settlement.result.run === undefined ? {} : { run: settlement.result.run.id }),
      };
    case 'rejected':
      return { code: settlement.code, detail: settlement.detail };
    case 'unanswered':
      return { detail: settlement.detail };
    case 'withdrawn':
      return { code: settlement.code };
    default:
      return unreachable(settlement);
  }
}

function again(job: Job, deps: DeliverDeps, why: string): never {
  throw new NotYet('AIOPS_EFFECT_REPLACED', `${job.key}: ${why}`, later(deps, 0));
}

function later(deps: DeliverDeps, ms: number): string {
  return new Date(deps.clock.now() + ms).toISOString();
}
