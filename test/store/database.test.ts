import { expect, test } from '@jest/globals';
import { Database } from '../../src/store/database.ts';
import type { SqlClient, SqlPool } from '../../src/store/sql-pool.ts';

/** A pool that answers every statement with nothing, or with what `answer` throws. */
function poolThat(answer: (text: string) => void) {
  const heard: string[] = [];
  let open = 0;
  const connect = async (): Promise<SqlClient> => {
    open += 1;
    return {
      query: async (text) => {
        heard.push(text);
        answer(text);
        return { rows: [], rowCount: 0 };
      },
      release: () => {
        open -= 1;
      },
    };
  };
  const pool: SqlPool = {
    connect,
    listen: async () => ({ close: async () => {} }),
    setSessionStatements: async () => {},
    end: async () => {},
  };
  return { database: new Database(pool), heard, open: () => open };
}

const failing = (code: string, times: number) => {
  let left = times;
  return (text: string) => {
    if (text !== 'select 1' || left === 0) return;
    left -= 1;
    throw Object.assign(new Error(`failed with ${code}`), { code });
  };
};

const once = (database: Database) => database.forJobs(() => {}).executeSql('select 1');

test('inside a transaction everything runs on its connection, pg-boss too; afterwards it does not', async () => {
  const { database, heard, open } = poolThat(() => {});
  const over = Promise.withResolvers<void>();
  let late: Promise<unknown> | undefined;
  await database.transaction(async () => {
    expect(open()).toBe(1);
    await once(database);
    await database.sql.selectFrom('timers').select('subject').execute();
    expect(open()).toBe(1);
    late = over.promise.then(() => once(database));
  });
  over.resolve();
  await late;
  expect(heard).toEqual([
    'begin',
    'select 1',
    'select "subject" from "ai_ops"."timers"',
    'commit',
    'select 1',
  ]);
  expect(open()).toBe(0);
});

test('a transaction inside a transaction is refused', async () => {
  const { database, heard } = poolThat(() => {});
  const nested = database.transaction(() => database.snapshot(async () => {}));
  await expect(nested).rejects.toMatchObject({ code: 'AIOPS_BUG' });
  expect(heard).toEqual(['begin', 'rollback']);
});

test.each(['40001', '40P01'])('a transaction that fails with %s runs again, from the start', async (code) => {
  const { database, heard, open } = poolThat(failing(code, 2));
  await database.transaction(() => once(database));
  expect(heard.join(' ')).toBe('begin select 1 rollback begin select 1 rollback begin select 1 commit');
  expect(open()).toBe(0);
});

test('so does a single statement of pg-boss', async () => {
  const { database, heard, open } = poolThat(failing('40001', 1));
  await once(database);
  expect(heard).toEqual(['select 1', 'select 1']);
  expect(open()).toBe(0);
});

test('anything else fails at once', async () => {
  const { database, heard } = poolThat(failing('23505', 1));
  await expect(database.transaction(() => once(database))).rejects.toMatchObject({ code: '23505' });
  expect(heard).toEqual(['begin', 'select 1', 'rollback']);
});

test('what never gets through fails in the end', async () => {
  const { database, open } = poolThat(failing('40001', 100));
  await expect(database.transaction(() => once(database))).rejects.toMatchObject({ code: '40001' });
  expect(open()).toBe(0);
});
