import type { Effect } from '../effect/effect.ts';
import { countsOf, type Finding, type FindingStatus } from '../effect/finding.ts';
import type { StoreContext } from './context.ts';
import { enqueueEffect } from './enqueue-effect.ts';
import { decode } from './json-text.ts';
import { appendToLedger, type LedgerDraft } from './ledger.ts';

/** What people were last told of a precondition that did not hold. */
export type Told = Pick<Finding, 'id' | 'about' | 'status'>;

/** What a look at the preconditions of one repository found (P1). */
export interface Examination {
  readonly repositoryId: number;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly findings: readonly Finding[];
  readonly told: readonly Told[];
}

/** The newest examination of each repository, and when the next ones come. */
export interface Examinations {
  /** `null` before the first. */
  last(repositoryId: number): Promise<Examination | null>;
  /** Takes the place of the one before, on record and with what people are told of it, all or nothing. */
  keep(
    examination: Examination,
    saying: { readonly ledger: readonly LedgerDraft[]; readonly effects: readonly Effect[] },
  ): Promise<void>;
  /** Sees to it that one comes for each: at once where there is none to come. */
  schedule(repositoryIds: readonly number[]): Promise<void>;
  /** Newest findings of all repositories, by status. */
  counts(): Promise<Readonly<Record<FindingStatus, number>>>;
}

export class SqlExaminations implements Examinations {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  async last(repositoryId: number): Promise<Examination | null> {
    const row = await this.#context.database.sql
      .selectFrom('examinations')
      .selectAll()
      .where('repository_id', '=', repositoryId)
      .executeTakeFirst();
    if (row === undefined) return null;
    return {
      repositoryId,
      at: row.examined_at.toISOString(),
      findings: decode<readonly Finding[]>(row.findings),
      told: decode<readonly Told[]>(row.told),
    };
  }

  async keep(
    { repositoryId, at, findings, told }: Examination,
    { ledger, effects }: { readonly ledger: readonly LedgerDraft[]; readonly effects: readonly Effect[] },
  ): Promise<void> {
    const { database } = this.#context;
    const row = {
      examined_at: new Date(at),
      findings: JSON.stringify(findings),
      told: JSON.stringify(told),
    };
    await database.transaction(async () => {
      await database.sql
        .insertInto('examinations')
        .values({ repository_id: repositoryId, ...row })
        .onConflict((conflict) => conflict.column('repository_id').doUpdateSet(row))
        .execute();
      const entry = await appendToLedger(this.#context, repositoryId, ledger);
      for (const effect of effects) await enqueueEffect(this.#context, effect, entry);
    });
  }

  async schedule(repositoryIds: readonly number[]): Promise<void> {
    const { database, wakeups } = this.#context;
    await database.transaction(async () => {
      for (const id of repositoryIds) await wakeups.wake('doctor', String(id));
    });
  }

  async counts(): Promise<Readonly<Record<FindingStatus, number>>> {
    const rows = await this.#context.database.sql
      .selectFrom('examinations')
      .innerJoin('repositories', 'repositories.id', 'examinations.repository_id')
      .select('findings')
      .execute();
    return countsOf(rows.flatMap(({ findings }) => decode<readonly Finding[]>(findings)));
  }
}
