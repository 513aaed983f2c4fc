import { type BackendProfile, type Clock as JobClock, PgBoss } from 'pg-boss';
import { messageOf } from '../errors.ts';
import type { Database } from './database.ts';
import type { JobSignals } from './job-signals.ts';
import { DEAD_LETTER_SETTINGS, DEAD_LETTERS, QUEUE_SETTINGS, QUEUES } from './queues.ts';
import type { StoreLog } from './sql-pool.ts';

/** pg-boss's schema, named here because a few questions have no answer in its API. */
export const JOB_TABLE = 'pgboss.job';

/** How often pg-boss looks for jobs whose worker died. */
const SUPERVISE_SECONDS = 30;
/** How often old jobs are deleted, and what is not used here is looked at. */
const HOURLY_SECONDS = 3600;

interface BossSettings {
  readonly database: Database;
  readonly signals: JobSignals;
  readonly backend: BackendProfile;
  readonly clock: JobClock | undefined;
  readonly log: StoreLog;
}

/** The job engine, not started yet. */
export function createBoss({ database, signals, backend, clock, log }: BossSettings): PgBoss {
  const onServer = backend !== 'pglite';
  const boss = new PgBoss({
    db: database.forJobs((queue) => signals.emit(queue)),
    backend,
    ...(clock && { clock }),
    useListenNotify: backend !== 'cockroachdb',
    schedule: false,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    maintenanceIntervalSeconds: HOURLY_SECONDS,
    queueCacheIntervalSeconds: HOURLY_SECONDS,
    flowIntervalSeconds: HOURLY_SECONDS,
    reindex: onServer,
    monitorVacuum: onServer,
  });
  boss.on('error', (error) => log.warn({ error: messageOf(error) }, 'the job engine reported an error'));
  boss.on('warning', ({ message }) => log.warn({ warning: message }, 'the job engine reported a warning'));
  return boss;
}

/** Starts it, installing or upgrading its schema, with the queues as this version wants them. */
export async function startBoss(boss: PgBoss): Promise<void> {
  await boss.start();
  const wanted = [
    { name: DEAD_LETTERS, settings: DEAD_LETTER_SETTINGS },
    ...QUEUES.map((name) => ({ name, settings: QUEUE_SETTINGS[name] })),
  ];
  const present = new Map(
    (await boss.getQueues(wanted.map(({ name }) => name))).map((queue) => [queue.name, queue]),
  );
  for (const { name, settings } of wanted) {
    const queue = present.get(name);
    if (queue === undefined) await boss.createQueue(name, { policy: 'standard', ...settings });
    else if (!isSubset(settings, queue)) await boss.updateQueue(name, settings);
  }
}

function isSubset(wanted: object, present: object): boolean {
  const has = new Map<string, unknown>(Object.entries(present));
  return Object.entries(wanted).every(([key, value]) => has.get(key) === value);
}
