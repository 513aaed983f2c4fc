import type { BackendProfile, Clock as JobClock, PgBoss } from 'pg-boss';
import { CodedError, messageOf } from '../errors.ts';
import { createBoss, startBoss } from './boss.ts';
import { Database } from './database.ts';
import { EmbeddedPool } from './embedded-pool.ts';
import { JobSignals } from './job-signals.ts';
import { applyMigrations } from './migrate.ts';
import { type ServerAddress, serverAddress } from './server-address.ts';
import { ServerPool } from './server-pool.ts';
import type { StoreLog } from './sql-pool.ts';

export interface EngineSettings {
  /** A PostgreSQL, for several processes; without it the store is embedded, for this process alone. */
  readonly databaseUrl?: string | undefined;
  /** Where the embedded store lives. */
  readonly dataDir: string;
  readonly log: StoreLog;
  /** pg-boss's clock; tests pass the one clock that both they and the database follow. */
  readonly jobClock?: JobClock | undefined;
}

/** A database that is up to date, with pg-boss running on it. */
export interface Engine {
  readonly database: Database;
  readonly boss: PgBoss;
  readonly signals: JobSignals;
  /** Names of the migrations that this start applied. */
  readonly migrations: readonly string[];
  /** Other processes may use the same database. */
  readonly shared: boolean;
}

export async function startEngine(settings: EngineSettings): Promise<Engine> {
  const { databaseUrl, dataDir, jobClock: clock, log } = settings;
  const address = databaseUrl === undefined ? null : serverAddress(databaseUrl);
  const pool =
    address === null ? await EmbeddedPool.open(dataDir, log) : new ServerPool(address.connectionString, log);
  const database = new Database(pool);
  const signals = new JobSignals();
  const backend: BackendProfile = address?.backend ?? 'pglite';
  const boss = createBoss({ database, signals, backend, clock, log });
  try {
    await startBoss(boss);
    const migrations = await applyMigrations(database);
    return { database, boss, signals, migrations, shared: address !== null };
  } catch (error) {
    await stopEngine({ boss, database });
    throw address === null ? error : unreachableServer(error, address);
  }
}

export async function stopEngine({ boss, database }: Pick<Engine, 'boss' | 'database'>): Promise<void> {
  try {
    await boss.stop({ graceful: false, close: false });
  } finally {
    await database.close();
  }
}

function unreachableServer(error: unknown, { place }: ServerAddress): unknown {
  if (error instanceof CodedError) return error;
  return new CodedError(
    'AIOPS_DATABASE_UNREACHABLE',
    `the PostgreSQL at ${place} cannot be used (${messageOf(error)}); check that it runs, and DATABASE_URL`,
    { cause: error },
  );
}
