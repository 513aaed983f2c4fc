import { randomBytes } from 'node:crypto';
import { cpSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { TestClock } from 'pg-boss';
import type { Database } from '../../src/store/database.ts';
import { startEngine } from '../../src/store/engine.ts';
import { storeOver } from '../../src/store/open.ts';
import type { Job, QueueName, Store } from '../../src/store/store.ts';

/** `postgresql`: on the server that `TEST_DATABASE_URL` names. */
export type TestEngine = 'embedded' | 'postgresql';

export interface TestStore {
  readonly store: Store;
  /** Time for the store, for pg-boss and for the database; it stands still until it is set. */
  readonly clock: TestClock;
  /** For what the port does not show: tampering, counting. */
  readonly database: Database;
  /** Lines that the store logged. */
  readonly logged: readonly string[];
  /** Moves time on. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** Monday, 2 March 2026, 09:00 UTC. */
export const START = Date.parse('2026-03-02T09:00:00.000Z');

const SERVER = process.env.TEST_DATABASE_URL;

/** A store of its own: a copy of one that was made once, or a new database on the server. */
export async function openTestStore(engine: TestEngine = 'embedded'): Promise<TestStore> {
  const place = engine === 'embedded' ? await copiedDirectory() : await newDatabase();
  const clock = new TestClock(START);
  const logged: string[] = [];
  const log = { info: () => {}, warn: (_: object, message: string) => void logged.push(message) };
  const running = await startEngine({ ...place.settings, log, jobClock: clock });
  const store = await storeOver(running, { clock, log });
  return {
    store,
    clock,
    database: running.database,
    logged,
    pass: (ms) => clock.setTime(clock.now() + ms),
    close: async () => {
      await store.close();
      await place.remove();
    },
  };
}

/** A copy of the store that global-setup.mjs made, for tests that open it themselves. */
export async function copiedDirectory() {
  const template = process.env.AI_OPS_TEST_STORE_TEMPLATE;
  if (template === undefined) throw new Error('test/support/global-setup.mjs did not run');
  const dataDir = await mkdtemp(join(tmpdir(), 'ai-ops-store-'));
  // A thousand files: all in one call is ten times cheaper than one after the other.
  cpSync(template, dataDir, { recursive: true });
  return {
    settings: { dataDir },
    remove: async () => rmSync(dataDir, { recursive: true, force: true }),
  };
}

/** Claims what is ready in a queue and returns the jobs of one key; the others are ended. */
export async function claim(store: Store, queue: QueueName, key: string): Promise<readonly Job[]> {
  const jobs = await store.jobs.take(queue, 100);
  for (const job of jobs) if (job.key !== key) await store.jobs.done(job);
  return jobs.filter((job) => job.key === key);
}

async function newDatabase() {
  const url = new URL(SERVER ?? '');
  const name = `ai_ops_test_${randomBytes(6).toString('hex')}`;
  await administer(url, `create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return {
    settings: { databaseUrl: own.href, dataDir: '' },
    remove: () => administer(url, `drop database ${name} with (force)`),
  };
}

async function administer(url: URL, statement: string): Promise<void> {
  const client = new pg.Client(url.href);
  await client.connect();
  await client.query(statement);
  await client.end();
}
