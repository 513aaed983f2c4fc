import type { AccessChange } from '../effect/access-change.ts';
import { historyId } from '../history/owed.ts';
import type { StoreContext } from './context.ts';
import type { Database } from './database.ts';
import { decode } from './json-text.ts';

/** What is to be kept as seen, by subject, and what has changed by it. */
export interface Judged<S> {
  readonly seen: ReadonlyMap<string, S>;
  readonly change: AccessChange | null;
}

/** What was seen last of secrets, credentials and permissions: what differs from it has changed. */
export interface Sightings {
  /** Those of the subjects at which nobody has looked since then (ISO). */
  due(subjects: readonly string[], since: string): Promise<readonly string[]>;
  /**
   * Compares what is seen now with what was seen last, keeps it, and has the history of a change seen to in every
   * repository that it may concern: all together, so that a change is noticed once, by whoever looks first.
   *
   * @param subjects that are looked at
   * @param judge what was seen last, of those that ever were; pure, since it may be asked again
   */
  see<S>(
    subjects: readonly string[],
    judge: (last: ReadonlyMap<string, S>) => Judged<S>,
  ): Promise<AccessChange | null>;
}

export class SqlSightings implements Sightings {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  async due(subjects: readonly string[], since: string): Promise<readonly string[]> {
    if (subjects.length === 0) return [];
    const rows = await this.#context.database.sql
      .selectFrom('sightings')
      .select('subject')
      .where('subject', 'in', subjects)
      .where('looked_at', '>', new Date(since))
      .execute();
    const fresh = new Set(rows.map(({ subject }) => subject));
    return subjects.filter((subject) => !fresh.has(subject));
  }

  async see<S>(
    subjects: readonly string[],
    judge: (last: ReadonlyMap<string, S>) => Judged<S>,
  ): Promise<AccessChange | null> {
    if (subjects.length === 0) return null;
    const { database, clock } = this.#context;
    return database.transaction(async () => {
      const { seen, change } = judge(await lockAndRead<S>(database, subjects));
      const looked_at = new Date(clock.now());
      for (const subject of subjects) {
        const sighting = seen.get(subject);
        await database.sql
          .updateTable('sightings')
          .set({ looked_at, ...(sighting !== undefined && { seen: JSON.stringify(sighting) }) })
          .where('subject', '=', subject)
          .execute();
      }
      if (change !== null) await this.#notice(change);
      return change;
    });
  }

  async #notice(change: AccessChange): Promise<void> {
    const { database, wakeups, clock } = this.#context;
    await database.sql
      .insertInto('access_changes')
      .values({ id: change.id, noticed_at: new Date(clock.now()), body: JSON.stringify(change) })
      .execute();
    const repositories = await concerned(database, change);
    await wakeups.start(
      'history',
      repositories.map((id) => historyId(id, change.id)),
    );
  }
}

/** Rows that are not there yet are made first: there is nothing else to lock. */
async function lockAndRead<S>(
  { sql }: Database,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, S>> {
  const sorted = [...new Set(subjects)].sort();
  await sql
    .insertInto('sightings')
    .values(sorted.map((subject) => ({ subject })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const rows = await sql
    .selectFrom('sightings')
    .select(['subject', 'seen'])
    .where('subject', 'in', sorted)
    .orderBy('subject')
    .forUpdate()
    .execute();
  return new Map(
    rows.flatMap(({ subject, seen }) => (seen === null ? [] : [[subject, decode<S>(seen)] as const])),
  );
}

/** Permissions are those of one installation; a secret may be anybody's, as the configurations say. */
async function concerned({ sql }: Database, change: AccessChange): Promise<readonly number[]> {
  const installed = sql.selectFrom('repositories').select('id');
  const known = sql.selectFrom('pulls').select('repository_id as id').distinct().where('open', '=', true);
  const [rows, others] =
    change.kind === 'permissions'
      ? await Promise.all([
          installed.where('installation_id', '=', change.installationId).execute(),
          known.where('installation_id', '=', change.installationId).execute(),
        ])
      : await Promise.all([installed.execute(), known.execute()]);
  return [...new Set([...rows, ...others].map(({ id }) => id))].sort((a, b) => a - b);
}
