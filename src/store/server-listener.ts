import pg from 'pg';
import { messageOf } from '../errors.ts';
import type { Listening, StoreLog } from './sql-pool.ts';

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;

interface Subscription {
  readonly settings: pg.ClientConfig;
  readonly channel: string;
  readonly onNotification: (payload: string) => void;
  readonly onReconnect: () => void;
  readonly log: StoreLog;
}

/** Holds one connection for LISTEN and opens it again when it is lost. Until then polling finds the jobs. */
export class ServerListener implements Listening {
  readonly #subscription: Subscription;
  #client: pg.Client | null = null;
  #timer: NodeJS.Timeout | null = null;
  #failures = 0;
  #closed = false;

  constructor(subscription: Subscription) {
    this.#subscription = subscription;
  }

  async start(): Promise<void> {
    const { settings, channel, onNotification, onReconnect } = this.#subscription;
    const client = new pg.Client(settings);
    client.on('notification', ({ payload }) => onNotification(payload ?? ''));
    client.on('error', (error) => this.#lost(client, error));
    client.on('end', () => this.#lost(client, new Error('the connection ended')));
    this.#client = client;
    await client.connect();
    await client.query(`listen ${client.escapeIdentifier(channel)}`);
    this.#failures = 0;
    onReconnect();
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#client?.end();
  }

  #lost(client: pg.Client, error: unknown): void {
    if (this.#closed || client !== this.#client) return;
    this.#client = null;
    client.end().catch(() => {});
    const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#subscription.log.warn(
      { error: messageOf(error), retryInMs: wait },
      'lost the connection that listens for jobs',
    );
    this.#timer = setTimeout(() => {
      this.start().catch((again: unknown) => this.#client && this.#lost(this.#client, again));
    }, wait);
    this.#timer.unref();
  }
}
