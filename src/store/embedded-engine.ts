import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import pg from 'pg';
import { CodedError, messageOf } from '../errors.ts';
import { EmbeddedStream } from './embedded-stream.ts';
import type { EmbeddedReply, EmbeddedRequest } from './embedded-worker.ts';
import { resultOf, TYPES } from './pg-values.ts';
import type { SqlResult } from './sql-pool.ts';

const databaseBelow = (directory: string): string => join(directory, 'pgdata');

/** Whether an embedded store was ever made below `directory`. */
export function isEmbeddedStore(directory: string): boolean {
  return existsSync(databaseBelow(directory));
}

/** Statements that stay prepared: more than the bot has, fewer than would cost memory. */
const MOST_PREPARED = 1_000;

/** PGlite in a worker thread, spoken to through `pg` like every other PostgreSQL: one session, one question after the other. */
export class EmbeddedEngine {
  readonly #worker: Worker;
  readonly #client: pg.Client;
  readonly #prepared = new Map<string, string>();
  #dead: CodedError | null = null;

  private constructor(worker: Worker) {
    this.#worker = worker;
    const send = (bytes: EmbeddedRequest) => worker.postMessage(bytes);
    const stream = new EmbeddedStream(send);
    worker.on('message', (reply: EmbeddedReply) => {
      if (typeof reply !== 'string') stream.receive(reply);
    });
    worker.on('exit', () => stream.destroy());
    this.#client = new pg.Client({ stream: () => stream, types: TYPES });
    // What a lost connection means is said by the thread that was lost.
    this.#client.on('error', () => {});
  }

  /** Opens, or makes, the database below `directory`. Rejects with a coded error where it does not run. */
  static async start(
    directory: string,
    onNotification: (channel: string, payload: string) => void,
  ): Promise<EmbeddedEngine> {
    const worker = new Worker(new URL('./embedded-worker.ts', import.meta.url), {
      workerData: { directory: databaseBelow(directory) },
      execArgv: [],
    });
    const engine = new EmbeddedEngine(worker);
    try {
      await engine.#ready(directory);
      await engine.#client.connect();
    } catch (error) {
      await worker.terminate();
      throw error;
    }
    engine.#client.on('notification', ({ channel, payload }) => onNotification(channel, payload ?? ''));
    return engine;
  }

  /** One statement with values, which is prepared once and kept, or a text of one or more without. */
  async query(text: string, values: readonly unknown[]): Promise<SqlResult> {
    if (this.#dead !== null) throw this.#dead;
    try {
      return resultOf(
        await (values.length === 0
          ? this.#client.query(text)
          : this.#client.query({ ...this.#nameOf(text), text, values: [...values] })),
      );
    } catch (error) {
      throw this.#dead ?? error;
    }
  }

  async stop(): Promise<void> {
    try {
      if (this.#dead === null) await this.#close();
    } finally {
      this.#dead = new CodedError('AIOPS_STORE_CLOSED', 'the store was closed and is asked no more');
      await this.#worker.terminate();
    }
  }

  async #close(): Promise<void> {
    await this.#client.end();
    const closed = new Promise<void>((resolve) => {
      this.#worker.on('message', (reply: EmbeddedReply) => {
        if (reply === 'closed') resolve();
      });
      this.#worker.on('exit', () => resolve());
    });
    this.#worker.postMessage('close' satisfies EmbeddedRequest);
    await closed;
  }

  #nameOf(text: string): { readonly name?: string } {
    const known = this.#prepared.get(text);
    if (known !== undefined) return { name: known };
    if (this.#prepared.size >= MOST_PREPARED) return {};
    const name = `s${this.#prepared.size}`;
    this.#prepared.set(text, name);
    return { name };
  }

  #ready(directory: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const die = (why: string) => {
        this.#dead ??= new CodedError(
          'AIOPS_STORE_EMBEDDED',
          `the embedded database in ${directory} does not run: ${why}; see that the disk has room and restart, or restore the directory from a backup`,
        );
        reject(this.#dead);
      };
      this.#worker.on('error', (error) => die(messageOf(error)));
      this.#worker.on('exit', () => die('its thread ended'));
      this.#worker.on('message', (reply: EmbeddedReply) => {
        if (reply === 'ready') resolve();
      });
    });
  }
}
