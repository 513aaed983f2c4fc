import type { Selectable } from 'kysely';
import type { Call } from '../effect/call.ts';
import type { DailyPageEffect } from '../effect/daily.ts';
import { EFFECT_TRAITS, type Effect, type EffectKind } from '../effect/effect.ts';
import type { StoreContext } from './context.ts';
import { enqueueEffect } from './enqueue-effect.ts';
import { decode } from './json-text.ts';
import { appendToLedger, type LedgerDraft, type LedgerRef } from './ledger.ts';
import { settleEffect } from './settle-effect.ts';
import type { EffectResult, Settlement } from './settlement.ts';
import type { Tables } from './tables.ts';

export type { EffectResult, Settlement } from './settlement.ts';

export interface OutboxRow {
  readonly effect: Effect;
  /** Grows when a newer level effect replaced the payload. */
  readonly generation: number;
  readonly tries: number;
  /**
   * Start of the first try that may have been done: set before each try and cleared when the try surely
   * did nothing, unless an earlier one may have. Not `null` means "may have been done".
   */
  readonly triedAt: string | null;
  readonly createdAt: string;
  /** Newest ledger entry of the commit that made it. */
  readonly ledger: LedgerRef | null;
  readonly state: 'pending' | 'sent' | 'rejected' | 'withdrawn' | 'unanswered';
  /** What the last sending of this key left: ids, URLs, digests. */
  readonly result: EffectResult | null;
  /** An earlier effect of its lane was never sent and is still to be. */
  readonly waitsItsTurn: boolean;
  /** It calls somebody for what is over by now: the end of the call waits behind it in its lane. */
  readonly isOver: boolean;
  /** What the effect that this one is `about` left; `null` where there is none or it was not sent. */
  readonly about: EffectResult | null;
}

/** An effect that waits, and since when (ISO). */
export interface Unsent {
  readonly kind: EffectKind;
  readonly createdAt: string;
}

/** Effects on their way out. */
export interface Outbox {
  /** What has waited longest of all that was never sent; edits of what stands already do not count. */
  oldestUnsent(): Promise<Unsent | null>;
  load(key: string): Promise<OutboxRow | null>;
  /** Keeps an effect that goes with no decision, with its ledger entries, once: known by its key, nothing is written. */
  say(effect: Effect, repositoryId: number, ledger: readonly LedgerDraft[]): Promise<void>;
  /**
   * Records durably that a try of that generation begins, before anything leaves the process. Returns
   * the row as it was before; `null` when there is nothing of that generation to try any more.
   */
  beginTry(key: string, generation: number): Promise<OutboxRow | null>;
  /** The try surely did nothing (refused connection, rate limit): it may be made again. */
  clearTry(key: string): Promise<void>;
  /** What was sent under this key is gone: it is sent once more as if it never had been. */
  sendAnew(key: string): Promise<void>;
  /**
   * Ends the try of that generation with its ledger entry, tells the dispatch, comment or approval
   * memory of the PR, and asks for an evaluation where the handoff waits for it. A newer generation stays
   * pending. What was settled before is left as it is, its ledger too: a settlement may be repeated.
   */
  settle(
    key: string,
    generation: number,
    settlement: Settlement,
    ledger: readonly LedgerDraft[],
  ): Promise<void>;
}

export class SqlOutbox implements Outbox {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  async oldestUnsent(): Promise<Unsent | null> {
    const row = await this.#context.database.sql
      .selectFrom('effects')
      .select(['payload', 'created_at'])
      .where('state', '=', 'pending')
      .where('result', 'is', null)
      .orderBy('created_at')
      .limit(1)
      .executeTakeFirst();
    if (row === undefined) return null;
    return { kind: decode<Effect>(row.payload).kind, createdAt: row.created_at.toISOString() };
  }

  async load(key: string): Promise<OutboxRow | null> {
    const { sql } = this.#context.database;
    const row = await sql.selectFrom('effects').selectAll().where('key', '=', key).executeTakeFirst();
    return row === undefined ? null : this.#outboxRow(row);
  }

  async say(effect: Effect, repositoryId: number, ledger: readonly LedgerDraft[]): Promise<void> {
    await this.#context.database.transaction(async () => {
      if (await enqueueEffect(this.#context, effect, null))
        await appendToLedger(this.#context, repositoryId, ledger);
    });
  }

  async beginTry(key: string, generation: number): Promise<OutboxRow | null> {
    const { database, clock } = this.#context;
    const begun = await database.sql
      .updateTable('effects')
      .set((column) => ({
        tries: column('tries', '+', 1),
        tried_at: column.fn.coalesce('tried_at', column.val(new Date(clock.now()))),
        tried_before: column.ref('tried_at'),
      }))
      .where('key', '=', key)
      .where('generation', '=', generation)
      .where('state', '=', 'pending')
      .returningAll()
      .executeTakeFirst();
    if (begun === undefined) return null;
    return this.#outboxRow({ ...begun, tries: begun.tries - 1, tried_at: begun.tried_before });
  }

  async clearTry(key: string): Promise<void> {
    await this.#context.database.sql
      .updateTable('effects')
      .set((column) => ({ tried_at: column.ref('tried_before') }))
      .where('key', '=', key)
      .where('state', '=', 'pending')
      .execute();
  }

  async settle(
    key: string,
    generation: number,
    settlement: Settlement,
    ledger: readonly LedgerDraft[],
  ): Promise<void> {
    await this.#context.database.transaction(() =>
      settleEffect(this.#context, { key, generation, settlement, ledger }),
    );
  }

  async sendAnew(key: string): Promise<void> {
    const { database, wakeups } = this.#context;
    await database.transaction(async () => {
      const lost = await database.sql
        .updateTable('effects')
        .set(({ eb }) => ({
          state: 'pending',
          generation: eb('generation', '+', 1),
          result: null,
          tried_at: null,
          tried_before: null,
        }))
        .where('key', '=', key)
        .where('result', 'is not', null)
        .returning('payload')
        .executeTakeFirst();
      if (lost === undefined) return;
      const { kind } = decode<Effect>(lost.payload);
      await wakeups.wake(EFFECT_TRAITS[kind].queue, key, 'now', EFFECT_TRAITS[kind].priority);
    });
  }

  async #outboxRow(row: Selectable<Tables['effects']>): Promise<OutboxRow> {
    const effect = decode<Effect>(row.payload);
    const about = 'about' in effect ? effect.about : null;
    return {
      ...outboxRow(row, effect),
      waitsItsTurn: row.lane !== null && (await this.#isBehind(row.lane, row.seq)),
      isOver: row.lane !== null && callsSomebody(effect) && (await this.#isFollowed(row.lane, row.seq)),
      about: about === null ? null : await this.#resultOf(about),
    };
  }

  async #isBehind(lane: string, seq: number): Promise<boolean> {
    const earlier = await this.#context.database.sql
      .selectFrom('effects')
      .select('key')
      .where('lane', '=', lane)
      .where('seq', '<', seq)
      .where('state', '=', 'pending')
      .where('result', 'is', null)
      .limit(1)
      .executeTakeFirst();
    return earlier !== undefined;
  }

  /** Behind a call its lane has nothing but its end, and what comes after that. */
  async #isFollowed(lane: string, seq: number): Promise<boolean> {
    const later = await this.#context.database.sql
      .selectFrom('effects')
      .select('payload')
      .where('lane', '=', lane)
      .where('seq', '>', seq)
      .where('state', '=', 'pending')
      .execute();
    return later.some(({ payload }) => endsCall(decode<Effect>(payload)));
  }

  async #resultOf(key: string): Promise<EffectResult | null> {
    const row = await this.#context.database.sql
      .selectFrom('effects')
      .select('result')
      .where('key', '=', key)
      .executeTakeFirst();
    return row === undefined || row.result === null ? null : decode(row.result);
  }
}

function callsSomebody(effect: Effect): boolean {
  return isPage(effect) && effect.action === 'trigger';
}

function endsCall(effect: Effect): boolean {
  return isPage(effect) && effect.action === 'resolve';
}

function isPage(effect: Effect): effect is Call | DailyPageEffect {
  const { kind } = effect;
  return kind === 'page' || kind === 'episode_page' || kind === 'daily_page';
}

function outboxRow(
  row: Selectable<Tables['effects']>,
  effect: Effect,
): Omit<OutboxRow, 'waitsItsTurn' | 'isOver' | 'about'> {
  return {
    effect,
    generation: row.generation,
    tries: row.tries,
    triedAt: row.tried_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    ledger:
      row.ledger_seq === null || row.ledger_hash === null
        ? null
        : { seq: row.ledger_seq, hash: row.ledger_hash },
    state: row.state as OutboxRow['state'],
    result: row.result === null ? null : decode(row.result),
  };
}
