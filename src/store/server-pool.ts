import pg from 'pg';
import { messageOf } from '../errors.ts';
import { resultOf, TYPES } from './pg-values.ts';
import { ServerListener } from './server-listener.ts';
import type { Listening, SqlClient, SqlPool, StoreLog } from './sql-pool.ts';

const CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 10_000;

/** Connections to a PostgreSQL server. */
export class ServerPool implements SqlPool {
  readonly #pool: pg.Pool;
  readonly #settings: pg.ClientConfig;
  readonly #log: StoreLog;
  readonly #listeners: ServerListener[] = [];
  #sessionStatements: readonly string[] = [];

  constructor(connectionString: string, log: StoreLog) {
    this.#log = log;
    this.#settings = {
      connectionString,
      application_name: 'ai-ops',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      types: TYPES,
    };
    this.#pool = new pg.Pool({ ...this.#settings, max: CONNECTIONS });
    this.#pool.on('error', (error) =>
      log.warn({ error: messageOf(error) }, 'an idle database connection was lost'),
    );
    this.#pool.on('connect', (client) => {
      for (const statement of this.#sessionStatements) {
        client
          .query(statement)
          .catch((error) => log.warn({ error: messageOf(error) }, 'a session could not be set up'));
      }
    });
  }

  async connect(): Promise<SqlClient> {
    const client = await this.#pool.connect();
    return {
      query: async (text, values) =>
        resultOf(await client.query(text, values === undefined ? undefined : [...values])),
      release: (error) => client.release(error),
    };
  }

  async listen(
    channel: string,
    onNotification: (payload: string) => void,
    onReconnect: () => void,
  ): Promise<Listening> {
    const listener = new ServerListener({
      settings: this.#settings,
      channel,
      onNotification,
      onReconnect,
      log: this.#log,
    });
    this.#listeners.push(listener);
    await listener.start();
    return listener;
  }

  /** Reaches the sessions opened from now on; called before the first. */
  async setSessionStatements(statements: readonly string[]): Promise<void> {
    this.#sessionStatements = statements;
  }

  async end(): Promise<void> {
    await Promise.all(this.#listeners.map((listener) => listener.close()));
    await this.#pool.end();
  }
}
