import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { lockDirectory } from '../../src/store/directory-lock.ts';
import { startEngine } from '../../src/store/engine.ts';
import { migrateStore, openStore, storeOver } from '../../src/store/open.ts';
import { pullKey } from '../../src/store/store.ts';
import { claim, copiedDirectory } from '../support/store.ts';
import { commitOf, draft, handoff, newPull } from './samples.ts';

const log = { info: () => {}, warn: () => {} };
const clock = { now: () => Date.now() };

/** One directory through its life: each test goes on from where the one before it left off. */
describe('a data directory', () => {
  const pull = newPull();
  let place: Awaited<ReturnType<typeof copiedDirectory>>;
  let child: ChildProcess;
  let markerKey: string;

  beforeAll(async () => {
    place = await copiedDirectory();
    const script = fileURLToPath(new URL('./hold-store.ts', import.meta.url));
    child = spawn(process.execPath, [script, place.settings.dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (child.stdout !== null) await once(child.stdout, 'data');
  });

  afterAll(async () => {
    child.kill('SIGKILL');
    await place.remove();
  });

  test('is refused to a second process, in one line that says what to do', async () => {
    await expect(openStore({ ...place.settings, clock, log })).rejects.toMatchObject({
      code: 'AIOPS_DATA_DIR_IN_USE',
      message: expect.stringMatching(
        /^the data directory .* is in use by another process; .*DATA_DIR.*DATABASE_URL/,
      ),
    });
  });

  test('is free once its process was killed: what was acknowledged is there, its job is back at once', async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
    const store = await openStore({ ...place.settings, clock, log });
    expect(await store.inbox.load('acknowledged')).toMatchObject({ guid: 'acknowledged' });
    expect(await claim(store, 'delivery', 'acknowledged')).toMatchObject([{ retries: 1 }]);

    markerKey = await store.markerKey();
    const wakeAt = new Date(clock.now() - 1).toISOString();
    await store.pulls.commit(commitOf(pull, { handoffs: [handoff(pull)], ledger: [draft()], wakeAt }));
    await store.close();
    await store.close();
    await expect(store.ping()).rejects.toMatchObject({ code: 'AIOPS_STORE_DOWN' });
  });

  test('keeps everything from one opening to the next', async () => {
    const engine = await startEngine({ ...place.settings, log });
    expect(engine.migrations).toEqual([]);
    const store = await storeOver(engine, { clock, log });
    await store.ping();
    expect(markerKey).toMatch(/^[0-9a-f]{64}$/);
    expect(await store.markerKey()).toBe(markerKey);
    expect((await store.pulls.memory(pull)).handoffs).toEqual([handoff(pull)]);
    expect(await store.ledger.verify()).toMatchObject([
      { repositoryId: pull.repositoryId, ok: true, entries: 1 },
    ]);
    expect(await claim(store, 'timer', pullKey(pull))).toHaveLength(1);

    await sql`insert into ai_ops.kysely_migration values ('9999-future', '2027-01-01')`.execute(
      engine.database.sql,
    );
    await store.close();
  });

  test('is refused when a newer version has been at it, and let go', async () => {
    await expect(migrateStore({ ...place.settings, log })).rejects.toMatchObject({
      code: 'AIOPS_STORE_MIGRATION',
      message: expect.stringMatching(/9999-future.*newer version/),
    });
    const letGo = lockDirectory(place.settings.dataDir);
    letGo();
  });
});

test('a data directory that cannot be made is refused in one line', async () => {
  const refused = openStore({ dataDir: '/dev/null/data', clock, log });
  await expect(refused).rejects.toMatchObject({
    code: 'AIOPS_DATA_DIR',
    message: expect.stringContaining('DATA_DIR'),
  });
});

test('a server that does not answer is named without its password', async () => {
  const refused = openStore({
    databaseUrl: 'postgres://bot:s3cret@127.0.0.1:1/ai_ops',
    dataDir: '',
    clock,
    log,
  });
  await expect(refused).rejects.toMatchObject({
    code: 'AIOPS_DATABASE_UNREACHABLE',
    message: expect.stringMatching(
      /^the PostgreSQL at 127\.0\.0\.1:1\/ai_ops cannot be used .*DATABASE_URL$/,
    ),
  });
  await expect(refused).rejects.not.toThrow(/s3cret/);
});
