import { canonicalJson, type Json } from './canonical-json.ts';
import type { StoreContext } from './context.ts';
import type { Database } from './database.ts';
import { decode } from './json-text.ts';
import { entryHash, GENESIS } from './ledger-hash.ts';
import { type LedgerVerdict, verifyChains } from './ledger-verify.ts';

export type { Json } from './canonical-json.ts';
export type { LedgerVerdict } from './ledger-verify.ts';

export interface LedgerDraft {
  /** `decision.made`, `handoff.dispatching`, `command.refused`, … */
  readonly action: string;
  /** `<owner>/<repo>#<n>` or `<owner>/<repo>`. */
  readonly subject: string;
  readonly actor: string;
  readonly data: Json;
}

export interface LedgerEntry extends LedgerDraft {
  readonly v: 1;
  readonly seq: number;
  readonly prevHash: string;
  readonly at: string;
  readonly hash: string;
}

/** One hash chain per repository. */
export interface Ledger {
  append(repositoryId: number, drafts: readonly LedgerDraft[]): Promise<void>;
  entries(repositoryId: number, fromSeq: number, limit: number): Promise<readonly LedgerEntry[]>;
  /** Recomputes each chain from its first entry and compares with the stored heads. */
  verify(): Promise<readonly LedgerVerdict[]>;
}

/** An entry that others point to. */
export interface LedgerRef {
  readonly seq: number;
  readonly hash: string;
}

export class SqlLedger implements Ledger {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  async append(repositoryId: number, drafts: readonly LedgerDraft[]): Promise<void> {
    await this.#context.database.transaction(() => appendToLedger(this.#context, repositoryId, drafts));
  }

  async entries(repositoryId: number, fromSeq: number, limit: number): Promise<readonly LedgerEntry[]> {
    const rows = await this.#context.database.sql
      .selectFrom('ledger_entries')
      .select(['hash', 'body'])
      .where('repository_id', '=', repositoryId)
      .where('seq', '>=', fromSeq)
      .orderBy('seq')
      .limit(limit)
      .execute();
    return rows.map(({ hash, body }) => ({ ...decode<Omit<LedgerEntry, 'hash'>>(body), hash }));
  }

  verify(): Promise<readonly LedgerVerdict[]> {
    return verifyChains(this.#context.database);
  }
}

/**
 * Appends inside a transaction that is open, under the lock of the chain's head, so that a chain
 * cannot fork. Returns the newest entry written, `null` where there was nothing to write.
 */
export async function appendToLedger(
  { database, clock }: StoreContext,
  repositoryId: number,
  drafts: readonly LedgerDraft[],
): Promise<LedgerRef | null> {
  if (drafts.length === 0) return null;
  let head = await lockChain(database, repositoryId);
  const at = new Date(clock.now()).toISOString();
  const rows = drafts.map(({ action, subject, actor, data }) => {
    const seq = head.seq + 1;
    const body = canonicalJson({ v: 1, seq, prevHash: head.hash, at, action, subject, actor, data });
    head = { seq, hash: entryHash(body) };
    return { repository_id: repositoryId, ...head, body };
  });
  await database.sql.insertInto('ledger_entries').values(rows).execute();
  await database.sql
    .updateTable('ledger_heads')
    .set(head)
    .where('repository_id', '=', repositoryId)
    .execute();
  return head;
}

/** Takes the lock under which a chain grows, until the transaction ends. Returns the newest entry, seq 0 before the first. */
export async function lockChain({ sql }: Database, repositoryId: number): Promise<LedgerRef> {
  await sql
    .insertInto('ledger_heads')
    .values({ repository_id: repositoryId, seq: 0, hash: GENESIS })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return sql
    .selectFrom('ledger_heads')
    .select(['seq', 'hash'])
    .where('repository_id', '=', repositoryId)
    .forUpdate()
    .executeTakeFirstOrThrow();
}
