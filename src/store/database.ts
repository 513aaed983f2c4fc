import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely } from 'kysely';
import type { Db } from 'pg-boss';
import { CodedError } from '../errors.ts';
import { dialectOver } from './kysely-dialect.ts';
import type { Listening, SqlClient, SqlPool, SqlResult } from './sql-pool.ts';
import type { Tables } from './tables.ts';

/** Where the store's own tables live, beside pg-boss's schema. */
export const SCHEMA = 'ai_ops';

/** Serialization failure and deadlock: the same transaction, run again, gets through. */
const AGAIN: ReadonlySet<unknown> = new Set(['40001', '40P01']);
const MAX_RUNS = 8;

interface OpenTransaction {
  readonly client: SqlClient;
  live: boolean;
}

/**
 * SQL on one pool. Inside `transaction`, everything on the same asynchronous path, pg-boss
 * included, runs on the transaction's connection: with one connection (PGlite), a look-up on a
 * second one would wait for the transaction that waits for it.
 */
export class Database {
  /** Typed SQL over the store's own tables. */
  readonly sql: Kysely<Tables>;
  readonly #pool: SqlPool;
  readonly #current = new AsyncLocalStorage<OpenTransaction>();

  constructor(pool: SqlPool) {
    this.#pool = pool;
    this.sql = this.unqualified().withSchema(SCHEMA);
  }

  /** Runs `work` in one transaction, from the start again where the database asks for it: it must do nothing but SQL. */
  transaction<T>(work: () => Promise<T>): Promise<T> {
    return this.#transact('begin', work);
  }

  /** Reads everything in `work` as of one moment. */
  snapshot<T>(work: () => Promise<T>): Promise<T> {
    return this.#transact('begin isolation level repeatable read read only', work);
  }

  /** Kysely without the schema, for the migrator. */
  unqualified(): Kysely<Tables> {
    return new Kysely<Tables>({ dialect: dialectOver(() => this.#acquire()) });
  }

  /** The same routing for pg-boss. `onJob` hears the name of each queue that got a job to run now; `null` for any. */
  forJobs(onJob: (queue: string | null) => void): Db {
    return {
      executeSql: async (text, values) => ({ rows: [...(await this.#execute(text, values)).rows] }),
      listen: (channel, onNotification, onReconnect) =>
        this.#listen(channel, { notified: onNotification, reconnected: onReconnect, onJob }),
      setSessionStatements: (statements) => this.#pool.setSessionStatements(statements),
    };
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  #open(): OpenTransaction | undefined {
    const open = this.#current.getStore();
    return open?.live ? open : undefined;
  }

  async #transact<T>(begin: string, work: () => Promise<T>): Promise<T> {
    if (this.#open() !== undefined) {
      throw new CodedError(
        'AIOPS_BUG',
        'a store transaction was opened inside another; please report this as a bug',
      );
    }
    return again(async () => {
      const client = await this.#pool.connect();
      const open: OpenTransaction = { client, live: true };
      try {
        await client.query(begin);
        const result = await this.#current.run(open, work);
        open.live = false;
        await client.query('commit');
        client.release();
        return result;
      } catch (error) {
        open.live = false;
        await rollBack(client);
        throw error;
      }
    });
  }

  async #acquire(): Promise<SqlClient> {
    const open = this.#open();
    if (open !== undefined)
      return { query: (text, values) => open.client.query(text, values), release: () => {} };
    return untilFailure(await this.#pool.connect());
  }

  async #execute(text: string, values: readonly unknown[] | undefined): Promise<SqlResult> {
    const run = async () => {
      const client = await this.#acquire();
      try {
        return await client.query(text, values);
      } finally {
        client.release();
      }
    };
    return this.#open() === undefined ? again(run) : run();
  }

  #listen(
    channel: string,
    hear: {
      readonly notified: (payload: string) => void;
      readonly reconnected: () => void;
      readonly onJob: (queue: string | null) => void;
    },
  ): Promise<Listening> {
    return this.#pool.listen(
      channel,
      (payload) => {
        hear.notified(payload);
        hear.onJob(payload);
      },
      () => {
        hear.reconnected();
        hear.onJob(null);
      },
    );
  }
}

/** The PostgreSQL error code and constraint of a failed statement, where there are any. */
export function databaseError(error: unknown): {
  readonly code: string | null;
  readonly constraint: string | null;
} {
  const { code, constraint } = (error ?? {}) as { readonly code?: unknown; readonly constraint?: unknown };
  return {
    code: typeof code === 'string' ? code : null,
    constraint: typeof constraint === 'string' ? constraint : null,
  };
}

async function again<T>(run: () => Promise<T>): Promise<T> {
  for (let runs = 1; ; runs += 1) {
    try {
      return await run();
    } catch (error) {
      if (runs === MAX_RUNS || !AGAIN.has(databaseError(error).code)) throw error;
      await sleep(2 ** (runs + 1));
    }
  }
}

async function rollBack(client: SqlClient): Promise<void> {
  try {
    await client.query('rollback');
    client.release();
  } catch (error) {
    client.release(error instanceof Error ? error : new Error(String(error)));
  }
}

/** A statement of several parts that fails may leave its session inside a transaction: such a session is not handed on. */
function untilFailure(client: SqlClient): SqlClient {
  let failure: Error | undefined;
  return {
    query: async (text, values) => {
      try {
        return await client.query(text, values);
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
        throw error;
      }
    },
    release: () => client.release(failure),
  };
}
