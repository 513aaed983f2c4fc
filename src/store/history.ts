import { isDeepStrictEqual } from 'node:util';
import type { AccessChange } from '../effect/access-change.ts';
import type { Effect, PullTarget, RepositoryTarget } from '../effect/effect.ts';
import type { Obligation } from '../handoff/obligation.ts';
import { draftKey } from '../history/owed.ts';
import type { StoreContext } from './context.ts';
import type { Database } from './database.ts';
import { enqueueEffect, reissueEffect } from './enqueue-effect.ts';
import { decode } from './json-text.ts';
import { obligationSubject } from './keys.ts';
import { appendToLedger, type LedgerDraft, lockChain } from './ledger.ts';
import { lookAtHistories } from './look-at-histories.ts';
import { stateOf } from './obligations.ts';
import type { OutboxRow } from './outbox.ts';
import { placeOf } from './repository-place.ts';
import type { EffectResult } from './settlement.ts';
import { setTimer } from './timers.ts';

/** The pull request in which the lines of a history are proposed, as far as it got. */
export interface HistoryDraft {
  readonly state: OutboxRow['state'];
  /** Its number and address once it is there. */
  readonly pull: { readonly number: number; readonly url: string } | null;
}

/** What of a change belongs to one repository, kept with the obligation. */
export interface HistoryDetail {
  readonly repository: RepositoryTarget;
  readonly change: AccessChange;
  readonly files: readonly string[];
  /** When it was opened (ISO). */
  readonly openedAt: string;
}

export interface OwedHistory extends HistoryDetail {
  readonly obligation: Obligation;
  /** `null`: none was asked for. */
  readonly draft: HistoryDraft | null;
}

/** The history that a change may bring a repository, by the id of its obligation. */
export type HistoryRecord =
  /** Noticed; nobody has asked the repository yet whether it keeps a history of it. */
  | { readonly kind: 'noticed'; readonly repository: RepositoryTarget; readonly change: AccessChange }
  | { readonly kind: 'owed'; readonly owed: OwedHistory }
  /** The App is suspended there: nothing can be read, and nothing is done until it is taken up again. */
  | { readonly kind: 'suspended'; readonly isOwed: boolean }
  /** No such change, or the App is not there any more. */
  | { readonly kind: 'gone' };

/** State, ledger, effects and timer of one look: written together or not at all. */
export interface HistoryCommit {
  readonly obligation: Obligation;
  readonly ledger: readonly LedgerDraft[];
  readonly effects: readonly Effect[];
  /** Keys of effects that did not leave, to be tried again. */
  readonly reissue: readonly string[];
  /** When to look again though nothing was heard; `null` once all is said. */
  readonly wakeAt: string | null;
}

/** What is owed because secrets or permissions changed (P4). */
export interface Histories {
  load(id: string): Promise<HistoryRecord>;
  /** Opens it; where it was opened before, nothing is written. */
  open(detail: HistoryDetail, commit: HistoryCommit): Promise<void>;
  /** `false`: it has changed since it was read, and nothing was written. */
  keep(expected: OwedHistory, commit: HistoryCommit): Promise<boolean>;
  /** It is looked at as soon as possible. */
  look(id: string): Promise<void>;
  /** So are those that this PR is to settle. */
  lookAtThoseOf(pull: Pick<PullTarget, 'repositoryId' | 'number'>): Promise<void>;
}

export class SqlHistories implements Histories {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  async load(id: string): Promise<HistoryRecord> {
    const { database } = this.#context;
    return database.snapshot(async () => {
      const [, repositoryId, changeId] = /^history:(\d+):(\w+)$/.exec(id) ?? [];
      if (repositoryId === undefined || changeId === undefined) return { kind: 'gone' };
      const owed = await readOwed(database, id);
      const place = await placeOf(database, Number(repositoryId));
      if (place?.suspended) return { kind: 'suspended', isOwed: owed !== null };
      const repository = place?.repository ?? owed?.repository;
      if (repository === undefined) return { kind: 'gone' };
      if (owed !== null) return { kind: 'owed', owed: { ...owed, repository } };
      const change = await database.sql
        .selectFrom('access_changes')
        .select('body')
        .where('id', '=', changeId)
        .executeTakeFirst();
      return change === undefined
        ? { kind: 'gone' }
        : { kind: 'noticed', repository, change: decode<AccessChange>(change.body) };
    });
  }

  async open(detail: HistoryDetail, commit: HistoryCommit): Promise<void> {
    const { database } = this.#context;
    const { repositoryId } = detail.repository;
    await database.transaction(async () => {
      await lockChain(database, repositoryId);
      const { obligation } = commit;
      const { numInsertedOrUpdatedRows: opened } = await database.sql
        .insertInto('obligations')
        .values({
          id: obligation.id,
          kind: obligation.kind,
          repository_id: repositoryId,
          number: 0,
          due_at: new Date(obligation.dueAt),
          ...stateOf(obligation),
          detail: JSON.stringify(detail),
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirstOrThrow();
      if (opened !== 0n) await this.#write(repositoryId, commit);
    });
  }

  async keep(expected: OwedHistory, commit: HistoryCommit): Promise<boolean> {
    const { database } = this.#context;
    const { repositoryId } = expected.repository;
    return database.transaction(async () => {
      await lockChain(database, repositoryId);
      const { id } = commit.obligation;
      const now = await readOwed(database, id, 'locked');
      const isSame =
        isDeepStrictEqual(now?.obligation, expected.obligation) &&
        isDeepStrictEqual(now?.draft, expected.draft);
      if (!isSame) return false;
      await database.sql
        .updateTable('obligations')
        .set(stateOf(commit.obligation))
        .where('id', '=', id)
        .execute();
      await this.#write(repositoryId, commit);
      return true;
    });
  }

  async look(id: string): Promise<void> {
    await this.#context.database.transaction(() => lookAtHistories(this.#context, { id }));
  }

  async lookAtThoseOf({ repositoryId, number }: Pick<PullTarget, 'repositoryId' | 'number'>): Promise<void> {
    await this.#context.database.transaction(() =>
      lookAtHistories(this.#context, { repositoryIds: [repositoryId], number }),
    );
  }

  async #write(repositoryId: number, { obligation, ...commit }: HistoryCommit): Promise<void> {
    const newest = await appendToLedger(this.#context, repositoryId, commit.ledger);
    for (const effect of commit.effects) await enqueueEffect(this.#context, effect, newest);
    for (const key of commit.reissue) await reissueEffect(this.#context, key);
    await setTimer(this.#context, obligationSubject(obligation.id), commit.wakeAt);
  }
}

async function readOwed({ sql }: Database, id: string, lock?: 'locked'): Promise<OwedHistory | null> {
  const rows = sql.selectFrom('obligations').select(['body', 'detail']).where('id', '=', id);
  const row = await (lock === undefined ? rows : rows.forUpdate()).executeTakeFirst();
  if (row === undefined || row.detail === null) return null;
  const draft = await sql
    .selectFrom('effects')
    .select(['state', 'result'])
    .where('key', '=', draftKey(id))
    .executeTakeFirst();
  return {
    ...decode<HistoryDetail>(row.detail),
    obligation: decode<Obligation>(row.body),
    draft:
      draft === undefined ? null : { state: draft.state as OutboxRow['state'], pull: pullIn(draft.result) },
  };
}

function pullIn(result: string | null): HistoryDraft['pull'] {
  const { id: number, url } = result === null ? {} : decode<EffectResult>(result);
  return number === undefined || url === undefined ? null : { number, url };
}
