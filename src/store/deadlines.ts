import { sql } from 'kysely';
import type { DeadlineKind, DeadlineOutcome, DeadlinesView } from '../effect/deadline.ts';
import type { StoreContext } from './context.ts';
import type { Database } from './database.ts';
import { type Deadline, type DeadlineRow, namedDeadlines, owedOf } from './deadline-rows.ts';

/** Which of them. */
export interface DeadlineQuery {
  /** `null`: those of every repository, and those that are about none. Without a number, all of the repository. */
  readonly place: { readonly repositoryId: number; readonly number: number | null } | null;
  /** Due at that time or later (ISO 8601). */
  readonly since: string;
}

/** How many of a kind there are, over all time; `open` until it is on record that one was met or missed. */
export interface DeadlineCount {
  readonly kind: DeadlineKind;
  readonly outcome: DeadlineOutcome;
  readonly count: number;
}

/** What was owed to people in time, and whether it was given. Reading only: each row is written with what it is about. */
export interface Deadlines {
  /** Those that are asked for, first due first, a page at a time. */
  pages(query: DeadlineQuery): AsyncIterable<readonly Deadline[]>;
  /** How a repository stands; `null` for all that the bot owes anywhere. */
  standing(repositoryId: number | null): Promise<DeadlinesView>;
  counts(): Promise<readonly DeadlineCount[]>;
}

type Row = DeadlineRow & { readonly due_at: Date };

const PAGE_ROWS = 500;
const SHOWN = 5;
const MISSED_WITHIN_MS = 30 * 24 * 3_600_000;

/** What a row has come to at a time; one whose time has passed is missed, though nobody has looked yet. */
function outcomeAt(now: Date) {
  return sql<DeadlineOutcome>`case when missed then 'missed' when settled then 'met'
    when due_at <= ${now} then 'missed' else 'open' end`;
}

export class SqlDeadlines implements Deadlines {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  async *pages(query: DeadlineQuery): AsyncGenerator<readonly Deadline[]> {
    const { database, clock } = this.#context;
    const now = new Date(clock.now());
    let after: Row | null = null;
    for (;;) {
      const rows: readonly Row[] = await rowsOf(database, query, after);
      if (rows.length > 0) yield await namedDeadlines(database, rows, now.toISOString());
      after = rows.at(-1) ?? null;
      if (rows.length < PAGE_ROWS || after === null) return;
    }
  }

  standing(repositoryId: number | null): Promise<DeadlinesView> {
    const { database, clock } = this.#context;
    return database.snapshot(() => readStanding(database, repositoryId, clock.now()));
  }

  async counts(): Promise<readonly DeadlineCount[]> {
    const outcome = sql<DeadlineOutcome>`case when missed then 'missed' when settled then 'met' else 'open' end`;
    const rows = await this.#context.database.sql
      .selectFrom('obligations')
      .select(['kind', outcome.as('outcome')])
      .select(({ fn }) => fn.countAll().as('count'))
      .groupBy(['kind', 'outcome'])
      .execute();
    return rows.map(({ kind, outcome, count }) => ({
      kind: kind as DeadlineKind,
      outcome,
      count: Number(count),
    }));
  }
}

/** A page of what is asked for, after the last row of the one before. */
function rowsOf(
  { sql: db }: Database,
  { place, since }: DeadlineQuery,
  after: Pick<Row, 'due_at' | 'seq'> | null,
): Promise<readonly Row[]> {
  let rows = db
    .selectFrom('obligations')
    .select(['seq', 'repository_id', 'number', 'body', 'detail', 'due_at'])
    .where('due_at', '>=', new Date(since))
    .orderBy('due_at')
    .orderBy('seq')
    .limit(PAGE_ROWS);
  if (place !== null) rows = rows.where('repository_id', '=', place.repositoryId);
  if (place?.number != null) rows = rows.where('number', '=', place.number);
  if (after !== null) rows = rows.where(sql<boolean>`(due_at, seq) > (${after.due_at}, ${after.seq})`);
  return rows.execute();
}

/** Inside a snapshot. `now` in epoch milliseconds. */
export async function readStanding(
  database: Database,
  repositoryId: number | null,
  now: number,
): Promise<DeadlinesView> {
  const at = new Date(now);
  const all = database.sql.selectFrom('obligations');
  const these = repositoryId === null ? all : all.where('repository_id', '=', repositoryId);
  const open = these.where('settled', '=', false).where('missed', '=', false).where('due_at', '>', at);
  const next = await open
    .select(['seq', 'repository_id', 'number', 'body', 'detail'])
    .orderBy('due_at')
    .orderBy('seq')
    .limit(SHOWN)
    .execute();
  const { waiting } = await open.select(({ fn }) => fn.countAll().as('waiting')).executeTakeFirstOrThrow();
  const { missed } = await these
    .where('due_at', '>=', new Date(now - MISSED_WITHIN_MS))
    .where(outcomeAt(at), '=', 'missed')
    .select(({ fn }) => fn.countAll().as('missed'))
    .executeTakeFirstOrThrow();
  const named = await namedDeadlines(database, next, at.toISOString());
  return { open: named.map(owedOf), more: Number(waiting) - next.length, missed: Number(missed) };
}
