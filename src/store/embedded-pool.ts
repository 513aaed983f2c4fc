import pg from 'pg';
import { CodedError, messageOf } from '../errors.ts';
import { lockDirectory } from './directory-lock.ts';
import { EmbeddedEngine } from './embedded-engine.ts';
import type { Listening, SqlClient, SqlPool, SqlResult, StoreLog } from './sql-pool.ts';

/** PGlite has no background processes: nothing else cuts its log back or vacuums its tables. */
const STATEMENTS_PER_CHECKPOINT = 2_000;
const CHECKPOINTS_PER_VACUUM = 50;

interface Held {
  readonly engine: EmbeddedEngine;
  readonly unlock: () => void;
  readonly listeners: Map<string, Set<(payload: string) => void>>;
  readonly log: StoreLog;
}

/** The one connection of an embedded database, handed to one caller at a time, in turn. */
export class EmbeddedPool implements SqlPool {
  readonly #engine: EmbeddedEngine;
  readonly #unlock: () => void;
  readonly #listeners: Map<string, Set<(payload: string) => void>>;
  readonly #log: StoreLog;
  readonly #queue: (() => void)[] = [];
  #busy = false;
  #statements = 0;
  #checkpoints = 0;

  private constructor({ engine, unlock, listeners, log }: Held) {
    this.#engine = engine;
    this.#unlock = unlock;
    this.#listeners = listeners;
    this.#log = log;
  }

  /** Opens, or makes, the database in `directory`, which no other process can open until `end`. */
  static async open(directory: string, log: StoreLog): Promise<EmbeddedPool> {
    const unlock = lockDirectory(directory);
    const listeners: Held['listeners'] = new Map();
    try {
      const engine = await EmbeddedEngine.start(directory, (channel, payload) => {
        for (const listener of listeners.get(channel) ?? []) listener(payload);
      });
      return new EmbeddedPool({ engine, unlock, listeners, log });
    } catch (error) {
      unlock();
      throw error;
    }
  }

  async connect(): Promise<SqlClient> {
    if (this.#busy) await new Promise<void>((resolve) => this.#queue.push(resolve));
    this.#busy = true;
    let released = false;
    return {
      query: async (text, values) => {
        if (released) throw new CodedError('AIOPS_BUG', 'a statement was sent on a released connection');
        return this.#run(text, values);
      },
      release: (error) => {
        if (released) return;
        released = true;
        void this.#handOn(error !== undefined);
      },
    };
  }

  async listen(channel: string, onNotification: (payload: string) => void): Promise<Listening> {
    const listeners = this.#listeners.get(channel) ?? new Set();
    listeners.add(onNotification);
    if (!this.#listeners.has(channel)) {
      this.#listeners.set(channel, listeners);
      await this.#engine.query(`listen ${pg.escapeIdentifier(channel)}`, []);
    }
    return { close: async () => void listeners.delete(onNotification) };
  }

  async setSessionStatements(statements: readonly string[]): Promise<void> {
    const client = await this.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      client.release();
    }
  }

  async end(): Promise<void> {
    const client = await this.connect();
    try {
      await this.#engine.stop();
    } finally {
      this.#unlock();
      client.release();
    }
  }

  #run(text: string, values: readonly unknown[] = []): Promise<SqlResult> {
    this.#statements += 1;
    return this.#engine.query(text, values);
  }

  async #handOn(broken: boolean): Promise<void> {
    try {
      if (broken) await this.#run('rollback');
      if (this.#statements >= STATEMENTS_PER_CHECKPOINT) await this.#tidy();
    } catch (error) {
      this.#log.warn({ error: messageOf(error) }, 'the embedded database could not be tidied up');
    }
    const next = this.#queue.shift();
    if (next === undefined) this.#busy = false;
    else next();
  }

  async #tidy(): Promise<void> {
    this.#statements = 0;
    this.#checkpoints += 1;
    if (this.#checkpoints % CHECKPOINTS_PER_VACUUM === 0) await this.#run('vacuum analyze');
    await this.#run('checkpoint');
  }
}
