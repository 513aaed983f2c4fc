import { isDeepStrictEqual } from 'node:util';
import type { Effect, PullTarget } from '../effect/effect.ts';
import type { Obligation } from '../handoff/obligation.ts';
import { isOver, type Rollback } from '../handoff/rollback.ts';
import { type Handoff, hasEnded } from '../handoff/state.ts';
import type { ReasonCode } from '../policies/reason-codes.ts';
import type { StoreContext } from './context.ts';
import { type Database, databaseError } from './database.ts';
import { type Decision, insertDecision } from './decisions.ts';
import { giveUpDispatches, isUnresolvedElsewhere, ONE_UNRESOLVED } from './dispatches.ts';
import { enqueueEffect, reissueEffect } from './enqueue-effect.ts';
import { requestEvaluation } from './evaluations.ts';
import { pullKey } from './keys.ts';
import { appendToLedger, type LedgerDraft } from './ledger.ts';
import { lookAtHistories } from './look-at-histories.ts';
import { keepObligation } from './obligations.ts';
import { rememberBase, rememberPull } from './pull-address.ts';
import { readHandoffs } from './pull-memory.ts';
import { keepRollback, listRollbacks } from './rollbacks.ts';
import { takeStartedByHand } from './started-by-hand.ts';
import { changeStop, type StopChange } from './stops.ts';
import { setTimer } from './timers.ts';

/** State, ledger, effects and wake-up of one decision: written together or not at all. */
export interface Commit {
  readonly pull: PullTarget;
  /** All handoffs as read in `memory`: a concurrent change, or one more, makes the commit fail with `conflict`. */
  readonly expected: readonly Handoff[];
  /** Handoffs to write: new ones and changed ones. */
  readonly handoffs: readonly Handoff[];
  /** All rollbacks as read in `memory`, as with the handoffs; then those to write. */
  readonly expectedRollbacks: readonly Rollback[];
  readonly rollbacks: readonly Rollback[];
  /** `null` when the newest stored one says the same. */
  readonly decision: Decision | null;
  readonly ledger: readonly LedgerDraft[];
  readonly effects: readonly Effect[];
  /** Keys of effects to be sent again as they were: a comment that somebody edited, an approval held back. */
  readonly reissue: readonly string[];
  readonly commands: readonly {
    readonly id: string;
    readonly settled: 'granted' | 'refused' | 'answered';
    readonly code: ReasonCode;
  }[];
  /** Stops that commands of this PR set or lift. */
  readonly stops: readonly StopChange[];
  /** What people owe now, or have settled, or were reminded of. */
  readonly obligations: readonly Obligation[];
  /** The run id of `startedByHand` that a handoff has now taken. */
  readonly adoptedRunId: number | null;
  /** When the PR must be looked at again though nothing was heard; `null` once all is ended. */
  readonly wakeAt: string | null;
  /** The PR is open: keep it in the sweep. */
  readonly open: boolean;
  /** The base branch as it was read, to tell when it is another one. */
  readonly baseRef: string;
  /** When it was read (ISO). */
  readonly readAt: string;
}

/** `conflict`: nothing was written; read again. `dispatch_unresolved`: another dispatch of that workflow has no outcome yet; nothing was written. */
export type CommitResult =
  | { readonly kind: 'committed' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'dispatch_unresolved' };

/** Two commits that both add a handoff or a rollback: the second one's unique violation is a conflict as well. */
const ADDED_TWICE: ReadonlySet<string | null> = new Set([
  'handoffs_pkey',
  'handoffs_one_in_flight',
  'rollbacks_pkey',
  'rollbacks_one_in_flight',
]);
const UNIQUE_VIOLATION = '23505';

class Conflict extends Error {}

export async function commitDecision(context: StoreContext, commit: Commit): Promise<CommitResult> {
  try {
    await context.database.transaction(() => write(context, commit));
    return { kind: 'committed' };
  } catch (error) {
    if (error instanceof Conflict) return { kind: 'conflict' };
    const { code, constraint } = databaseError(error);
    if (code === UNIQUE_VIOLATION && ADDED_TWICE.has(constraint)) return { kind: 'conflict' };
    if (code === UNIQUE_VIOLATION && constraint === ONE_UNRESOLVED) return { kind: 'dispatch_unresolved' };
    throw error;
  }
}

async function write(context: StoreContext, commit: Commit): Promise<void> {
  const { database } = context;
  const { pull } = commit;
  await rememberPull(context, pull, commit.open);
  await rememberBase(context, pull, { baseRef: commit.baseRef, at: new Date(commit.readAt) });
  if (!isSame(await readHandoffs(database, pull), commit.expected)) throw new Conflict();
  if (!isSame(await listRollbacks(database, pull), commit.expectedRollbacks)) throw new Conflict();
  for (const handoff of endedFirst(commit.handoffs)) await writeHandoff(database, handoff);
  for (const rollback of commit.rollbacks) await keepRollback(database, pull, rollback);
  if (commit.decision !== null) await insertDecision(database, commit.decision);
  for (const { id, settled, code } of commit.commands) {
    await database.sql
      .updateTable('commands')
      .set({ state: settled, code })
      .where('id', '=', id)
      .where('state', '=', 'pending')
      .execute();
  }
  if (commit.handoffs.some((handoff) => usesRequest(handoff, commit.expected)))
    await useRequests(database, pull);
  if (commit.adoptedRunId !== null) await takeStartedByHand(context, pull.repositoryId, commit.adoptedRunId);
  const newest = await appendToLedger(context, pull.repositoryId, commit.ledger);
  if (commit.handoffs.some(waitsItsTurn)) await lookAgainIfItCame(context, pull);
  for (const effect of commit.effects) await enqueueEffect(context, effect, newest);
  for (const key of commit.reissue) await reissueEffect(context, key);
  for (const handoff of commit.handoffs.filter(hasEnded)) await giveUpDispatches(context, handoff.id);
  for (const rollback of commit.rollbacks.filter(isOver)) await giveUpDispatches(context, rollback.id);
  for (const change of commit.stops) await changeStop(context, change);
  for (const obligation of commit.obligations) {
    await keepObligation(database, pull, obligation);
    if (obligation.kind === 'history') await lookAtHistories(context, { id: obligation.id });
  }
  await setTimer(context, pullKey(pull), commit.wakeAt);
}

function waitsItsTurn({ state }: Handoff): boolean {
  return state.kind === 'ready' && state.awaiting === 'other_dispatch';
}

/**
 * The dispatch that it waits for may have had its outcome since it was read, and then nobody wakes it. Asked while
 * the repository's ledger is locked, as it is when an outcome is written.
 */
async function lookAgainIfItCame(context: StoreContext, pull: PullTarget): Promise<void> {
  if (await isUnresolvedElsewhere(context.database, pull)) return;
  await requestEvaluation(context, pull, { reason: 'the dispatch before it has an outcome' });
}

function isSame<T extends { readonly id: string }>(stored: readonly T[], expected: readonly T[]): boolean {
  const read = new Map(expected.map((one) => [one.id, one]));
  return stored.length === read.size && stored.every((one) => isDeepStrictEqual(one, read.get(one.id)));
}

/** So that the one in flight can be replaced by the next within one commit. */
function endedFirst(handoffs: readonly Handoff[]): readonly Handoff[] {
  return handoffs.toSorted((a, b) => Number(hasEnded(b)) - Number(hasEnded(a)));
}

async function writeHandoff({ sql }: Database, handoff: Handoff): Promise<void> {
  const state = {
    ended: hasEnded(handoff),
    state: handoff.state.kind,
    since: new Date(handoff.state.since),
    body: JSON.stringify(handoff),
  };
  await sql
    .insertInto('handoffs')
    .values({ id: handoff.id, repository_id: handoff.repositoryId, number: handoff.number, ...state })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(state))
    .execute();
}

/** This commit gives the handoff the request of a person: it is new, or nobody had asked for it before. */
function usesRequest(handoff: Handoff, expected: readonly Handoff[]): boolean {
  const before = expected.find(({ id }) => id === handoff.id);
  return isRequested(handoff) && (before === undefined || !isRequested(before));
}

function isRequested({ origin, requestedBy }: Handoff): boolean {
  return origin === 'command' || (origin === 'gates' && requestedBy !== null);
}

async function useRequests({ sql }: Database, pull: PullTarget): Promise<void> {
  await sql
    .updateTable('commands')
    .set({ used: true })
    .where('repository_id', '=', pull.repositoryId)
    .where('number', '=', pull.number)
    .where('state', '=', 'granted')
    .execute();
}
