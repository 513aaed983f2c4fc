import { sql } from 'kysely';
import type { Clock } from '../clock.ts';
import { CodedError, messageOf } from '../errors.ts';
import { keepAudience, readAudience } from './audience.ts';
import { SqlCommands } from './commands.ts';
import type { StoreContext } from './context.ts';
import type { Database } from './database.ts';
import { BossDeadLetters } from './dead-letters.ts';
import { SqlDeadlines } from './deadlines.ts';
import { type Engine, type EngineSettings, startEngine, stopEngine } from './engine.ts';
import { SqlEvaluations } from './evaluations.ts';
import { SqlExaminations } from './examinations.ts';
import { SqlHistories } from './history.ts';
import { SqlInbox } from './inbox.ts';
import { SqlIncidents } from './incidents.ts';
import { SqlInstallations } from './installations.ts';
import { BossJobs } from './jobs.ts';
import { SqlLadders } from './ladders.ts';
import { SqlLedger } from './ledger.ts';
import { readMarkerKey } from './marker-key.ts';
import { SqlOutbox } from './outbox.ts';
import { SqlPulls } from './pulls.ts';
import { SqlRuns } from './runs.ts';
import { SqlSightings } from './sightings.ts';
import type { StoreLog } from './sql-pool.ts';
import { SqlStops } from './stops.ts';
import type { Store } from './store.ts';
import { Wakeups } from './wakeups.ts';
import { SqlWatches } from './watches.ts';

export interface StoreSettings extends EngineSettings {
  readonly clock: Clock;
}

/**
 * Opens the store, up to date and ready: rejects with one coded line where the database cannot be
 * reached, the directory is in use, or a migration fails.
 */
export async function openStore(settings: StoreSettings): Promise<Store> {
  const { clock, log } = settings;
  const engine = await startEngine(settings);
  try {
    const store = await storeOver(engine, { clock, log });
    log.info(
      { engine: engine.shared ? 'postgresql' : 'embedded', migrated: engine.migrations },
      'the store is open',
    );
    return store;
  } catch (error) {
    await stopEngine(engine);
    throw error;
  }
}

/** Brings the database up to date and lets go of it; returns the names of the migrations that were applied. */
export async function migrateStore(settings: EngineSettings): Promise<readonly string[]> {
  const engine = await startEngine(settings);
  await stopEngine(engine);
  return engine.migrations;
}

/** The store on an engine that runs; `close` stops that too. */
export async function storeOver(
  engine: Engine,
  { clock, log }: { readonly clock: Clock; readonly log: StoreLog },
): Promise<Store> {
  const { database, boss } = engine;
  const context: StoreContext = { database, wakeups: new Wakeups(boss), clock, log };
  const jobs = new BossJobs(context, engine);
  if (!engine.shared) await jobs.reclaim();
  await jobs.startSweeping();
  return {
    clock,
    inbox: new SqlInbox(context),
    evaluations: new SqlEvaluations(context),
    pulls: new SqlPulls(context),
    commands: new SqlCommands(context),
    runs: new SqlRuns(context),
    outbox: new SqlOutbox(context),
    ledger: new SqlLedger(context),
    stops: new SqlStops(context),
    installations: new SqlInstallations(context),
    sightings: new SqlSightings(context),
    histories: new SqlHistories(context),
    deadlines: new SqlDeadlines(context),
    examinations: new SqlExaminations(context),
    incidents: new SqlIncidents(context),
    ladders: new SqlLadders(context),
    watches: new SqlWatches(context),
    jobs,
    deadLetters: new BossDeadLetters(context, boss),
    markerKey: () => readMarkerKey(context),
    audience: () => readAudience(context),
    keepAudience: (audience) => keepAudience(context, audience),
    ping: () => ping(database),
    close: closeOnce(engine),
  };
}

async function ping(database: Database): Promise<void> {
  try {
    await sql`select 1`.execute(database.sql);
  } catch (cause) {
    throw new CodedError(
      'AIOPS_STORE_DOWN',
      `the store does not answer (${messageOf(cause)}); nothing is decided until it does`,
      { cause },
    );
  }
}

function closeOnce(engine: Engine): () => Promise<void> {
  let closing: Promise<void> | null = null;
  return () => {
    closing ??= stopEngine(engine);
    return closing;
  };
}
