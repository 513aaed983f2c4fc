import { type Migration, Migrator, sql } from 'kysely';
import { CodedError, messageOf } from '../errors.ts';
import { type Database, databaseError, SCHEMA } from './database.ts';
import * as inbox from './migrations/0001-inbox.ts';
import * as pulls from './migrations/0002-pulls.ts';
import * as outbox from './migrations/0003-outbox.ts';
import * as runs from './migrations/0004-runs.ts';
import * as ledger from './migrations/0005-ledger.ts';
import * as installations from './migrations/0006-installations.ts';
import * as people from './migrations/0007-people.ts';
import * as slack from './migrations/0008-slack.ts';
import * as history from './migrations/0009-history.ts';
import * as doctor from './migrations/0010-doctor.ts';
import * as watch from './migrations/0011-watch.ts';
import * as deadlines from './migrations/0012-deadlines.ts';
import * as daily from './migrations/0013-daily.ts';

const UNDEFINED_TABLE = '42P01';

/** Every migration there is, in order. Forward only: one that was released is never edited or removed. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-inbox': inbox,
  '0002-pulls': pulls,
  '0003-outbox': outbox,
  '0004-runs': runs,
  '0005-ledger': ledger,
  '0006-installations': installations,
  '0007-people': people,
  '0008-slack': slack,
  '0009-history': history,
  '0010-doctor': doctor,
  '0011-watch': watch,
  '0012-deadlines': deadlines,
  '0013-daily': daily,
};

/** Brings the store's own tables up to date; returns the names of what was applied. Replicas that start together wait for each other. */
export async function applyMigrations(database: Database): Promise<readonly string[]> {
  if ((await appliedBefore(database)).join() === Object.keys(MIGRATIONS).join()) return [];
  const migrator = new Migrator({
    db: database.unqualified(),
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
    migrationTableSchema: SCHEMA,
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined)
    throw refusal(error, results?.find(({ status }) => status === 'Error')?.migrationName);
  return (results ?? []).map(({ migrationName }) => migrationName);
}

/** Asked first because Kysely's own look at the catalog takes longer than all else at start. */
async function appliedBefore(database: Database): Promise<readonly string[]> {
  try {
    const { rows } = await sql<{
      name: string;
    }>`select name from ${sql.table(`${SCHEMA}.kysely_migration`)} order by name`.execute(database.sql);
    return rows.map(({ name }) => name);
  } catch (error) {
    if (databaseError(error).code === UNDEFINED_TABLE) return [];
    throw error;
  }
}

function refusal(error: unknown, migration: string | undefined): CodedError {
  return new CodedError(
    'AIOPS_STORE_MIGRATION',
    migration === undefined
      ? `the database cannot be migrated (${messageOf(error)}); one that a newer version of the bot made needs that version`
      : `migration ${migration} failed and was rolled back (${messageOf(error)}); see that the database user may create schemas and tables, and start again`,
    { cause: error },
  );
}
