import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { CodedError, messageOf, unreachable } from '../errors.ts';
import type { EmbeddedReply, EmbeddedRequest } from './embedded-worker.ts';
import type { SqlResult } from './sql-pool.ts';

type Question =
  | { readonly kind: 'query'; readonly text: string; readonly values: readonly unknown[] | null }
  | { readonly kind: 'listen'; readonly channel: string }
  | { readonly kind: 'close' };

interface Waiting {
  readonly resolve: (result: SqlResult) => void;
  readonly reject: (error: Error) => void;
}

/** A PGlite in a worker thread, which answers one question after the other. */
export class EmbeddedEngine {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #onNotification: (channel: string, payload: string) => void;
  #lastId = 0;
  #dead: CodedError | null = null;

  private constructor(worker: Worker, onNotification: (channel: string, payload: string) => void) {
    this.#worker = worker;
    this.#onNotification = onNotification;
  }

  /** Opens, or makes, the database below `directory`. Rejects with a coded error where it does not run. */
  static async start(
    directory: string,
    onNotification: (channel: string, payload: string) => void,
  ): Promise<EmbeddedEngine> {
    const worker = new Worker(new URL('./embedded-worker.ts', import.meta.url), {
      workerData: { directory: join(directory, 'pgdata') },
      execArgv: [],
    });
    const engine = new EmbeddedEngine(worker, onNotification);
    try {
      await engine.#ready(directory);
    } catch (error) {
      await worker.terminate();
      throw error;
    }
    return engine;
  }

  ask(question: Question): Promise<SqlResult> {
    if (this.#dead !== null) return Promise.reject(this.#dead);
    this.#lastId += 1;
    const request: EmbeddedRequest = { id: this.#lastId, ...question };
    return new Promise((resolve, reject) => {
      this.#waiting.set(request.id, { resolve, reject });
      this.#worker.postMessage(request);
    });
  }

  async stop(): Promise<void> {
    try {
      if (this.#dead === null) await this.ask({ kind: 'close' });
    } finally {
      this.#dead = new CodedError('AIOPS_STORE_CLOSED', 'the store was closed and is asked no more');
      await this.#worker.terminate();
    }
  }

  #ready(directory: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const die = (why: string) => {
        this.#dead ??= new CodedError(
          'AIOPS_STORE_EMBEDDED',
          `the embedded database in ${directory} does not run: ${why}; see that the disk has room and restart, or restore the directory from a backup`,
        );
        for (const waiting of this.#waiting.values()) waiting.reject(this.#dead);
        this.#waiting.clear();
        reject(this.#dead);
      };
      this.#worker.on('error', (error) => die(messageOf(error)));
      this.#worker.on('exit', () => die('its thread ended'));
      this.#worker.on('message', (reply: EmbeddedReply) => {
        if (reply.kind === 'ready') resolve();
        else this.#hear(reply);
      });
    });
  }

  #hear(reply: Exclude<EmbeddedReply, { kind: 'ready' }>): void {
    switch (reply.kind) {
      case 'notification':
        this.#onNotification(reply.channel, reply.payload);
        return;
      case 'done':
        this.#answered(reply.id)?.resolve(reply);
        return;
      case 'failed':
        this.#answered(reply.id)?.reject(Object.assign(new Error(reply.message), reply.fields));
        return;
      default:
        unreachable(reply);
    }
  }

  #answered(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }
}
