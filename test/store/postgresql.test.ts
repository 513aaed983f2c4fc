import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { openTestStore } from '../support/store.ts';
import { everySuite } from './suites.ts';

const present = process.env.TEST_DATABASE_URL !== undefined;
if (!present) console.log('The store was not tested on PostgreSQL: TEST_DATABASE_URL names no server.');

(present ? describe : describe.skip)('on a PostgreSQL server', () => {
  everySuite('postgresql');

  test('who waits for a queue is told again after the connection that listens was lost', async () => {
    const { store, database, logged, close } = await openTestStore('postgresql');
    const told = new Promise<void>((resolve) => store.jobs.onReady('effect', resolve));
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like 'listen %'`.execute(database.sql);
    await told;
    expect(logged).toContain('lost the connection that listens for jobs');
    await close();
  });
});
