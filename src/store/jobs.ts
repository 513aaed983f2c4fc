import { type Kysely, sql } from 'kysely';
import type { PgBoss } from 'pg-boss';
import type { Clock } from '../clock.ts';
import { Batch } from './batch.ts';
import { JOB_TABLE } from './boss.ts';
import type { StoreContext } from './context.ts';
import type { JobSignals } from './job-signals.ts';
import { DOCTOR_EVERY_MS, QUEUES, type QueueName, SWEEP_EVERY_MS } from './queues.ts';
import type { Tables } from './tables.ts';
import type { JobData } from './wakeups.ts';

export interface Job {
  readonly queue: QueueName;
  readonly id: string;
  /** Row the job is about: a delivery GUID, `<repo id>#<pr>`, an effect key, a run, a repository's id. */
  readonly key: string;
  /** Tries before this one. */
  readonly retries: number;
}

/** Wake-ups, claimed by one worker at a time, retried with back-off, then dead. */
export interface Jobs {
  /** Claims up to `limit` jobs whose time has come; at most one at a time per key. */
  take(queue: QueueName, limit: number): Promise<readonly Job[]>;
  /** Ends a job that was done. A timer that fired is gone with it; a sweep or an examination is followed by the next one. */
  done(job: Job): Promise<void>;
  /**
   * Gives a job back. `at` sets when it may be tried again (ISO), else it backs off by itself; after the
   * queue's last try it becomes a dead letter. `error` is one line without secrets.
   */
  failed(job: Job, error: { readonly code: string; readonly message: string }, at?: string): Promise<void>;
  /** Calls `listener` when a job may be ready sooner than the next poll. Returns how to stop. */
  onReady(queue: QueueName, listener: () => void): () => void;
  /** Jobs ready now or active, per queue, and the age of the oldest ready one in seconds. */
  backlog(): Promise<readonly QueueBacklog[]>;
}

export interface QueueBacklog {
  readonly queue: QueueName;
  readonly ready: number;
  readonly active: number;
  readonly oldestSeconds: number;
}

/** Queues whose job, when it ends, has more to it than its end. */
type FollowedUp = 'timer' | 'sweep' | 'doctor';

/** First half of the advisory locks that make claims take turns; the second is the queue's index. */
const CLAIM_LOCK = 0x41494f50;

const MOST_ENDED_AT_ONCE = 64;

/** Jobs over pg-boss, which claims, retries and buries them. */
export class BossJobs implements Jobs {
  readonly #context: StoreContext;
  readonly #boss: PgBoss;
  readonly #signals: JobSignals;
  readonly #shared: boolean;
  readonly #endings: Readonly<Record<Exclude<QueueName, FollowedUp>, Batch<Job, undefined>>>;

  /** `shared`: other processes may claim jobs of the same store. */
  constructor(
    context: StoreContext,
    engine: { readonly boss: PgBoss; readonly signals: JobSignals; readonly shared: boolean },
  ) {
    this.#context = context;
    this.#boss = engine.boss;
    this.#signals = engine.signals;
    this.#shared = engine.shared;
    const endings = (queue: QueueName) =>
      new Batch((jobs: readonly Job[]) => this.#endAll(queue, jobs), MOST_ENDED_AT_ONCE);
    this.#endings = {
      delivery: endings('delivery'),
      evaluate: endings('evaluate'),
      effect: endings('effect'),
      slack: endings('slack'),
      pagerduty: endings('pagerduty'),
      adopt: endings('adopt'),
      history: endings('history'),
      incident: endings('incident'),
      watch: endings('watch'),
    };
  }

  /**
   * pg-boss's `singleton` policy would keep keys apart too, but there one waiting job of a key that is
   * being worked on makes the whole claim come back empty, or keeps the key out for a minute or more.
   * A group per key skips just that key; the lock makes the claims of several replicas take turns,
   * since a group alone is not safe against two at once.
   */
  async take(queue: QueueName, limit: number): Promise<readonly Job[]> {
    const { database } = this.#context;
    const claim = () => this.#boss.fetch<JobData>(queue, { batchSize: limit, groupConcurrency: 1 });
    const claimInTurn = async () => {
      await sql`select pg_advisory_xact_lock(${CLAIM_LOCK}::int, ${QUEUES.indexOf(queue)}::int)`.execute(
        database.sql,
      );
      return claim();
    };
    const jobs = await (this.#shared ? database.transaction(claimInTurn) : claim());
    return jobs.map(({ id, data, retryCount }) => ({ queue, id, key: data.key, retries: retryCount }));
  }

  done(job: Job): Promise<void> {
    switch (job.queue) {
      case 'timer':
      case 'sweep':
      case 'doctor':
        return this.#endAndFollowUp(job);
      default:
        return this.#endings[job.queue].add(job);
    }
  }

  async failed(
    job: Job,
    error: { readonly code: string; readonly message: string },
    at?: string,
  ): Promise<void> {
    const output = { code: printable(error.code), message: printable(error.message) };
    await this.#context.database.transaction(async () => {
      const settled = settledIn(await this.#boss.fail(job.queue, attempt(job), output));
      if (settled.length === 0) return this.#lost(job);
      if (at !== undefined) await this.#boss.update(job.queue, undefined, { id: job.id, startAfter: at });
    });
  }

  onReady(queue: QueueName, listener: () => void): () => void {
    return this.#signals.on(queue, listener);
  }

  async backlog(): Promise<readonly QueueBacklog[]> {
    const { database, clock } = this.#context;
    const counts = await countJobs(database.sql, clock);
    return QUEUES.map((queue) => ({
      queue,
      ready: counts.get(queue)?.ready ?? 0,
      active: counts.get(queue)?.active ?? 0,
      oldestSeconds: counts.get(queue)?.oldest ?? 0,
    }));
  }

  /** Seeds the sweep: due at every start, to catch up on what was missed meanwhile. */
  async startSweeping(): Promise<void> {
    await this.#context.database.transaction(() => this.#context.wakeups.wake('sweep', 'sweep', 'now'));
  }

  /**
   * Gives back what a process that died was working on. Only where no other process can be at work,
   * that is under the lock of the embedded store's directory.
   */
  async reclaim(): Promise<void> {
    const now = new Date(this.#context.clock.now()).toISOString();
    const { rows } = await sql<{ name: QueueName; id: string; data: JobData; retry_count: number }>`
      select name, id, data, retry_count from ${sql.raw(JOB_TABLE)} where state = 'active'`.execute(
      this.#context.database.sql,
    );
    for (const { name, id, data, retry_count } of rows) {
      const job: Job = { queue: name, id, key: data.key, retries: retry_count };
      await this.failed(
        job,
        { code: 'AIOPS_WORKER_DIED', message: 'the process died while working on it' },
        now,
      );
    }
  }

  async #endAll(queue: QueueName, jobs: readonly Job[]): Promise<readonly undefined[]> {
    const settled = new Set(settledIn(await this.#boss.complete(queue, jobs.map(attempt))));
    for (const job of jobs) if (!settled.has(job.id)) this.#lost(job);
    return jobs.map(() => undefined);
  }

  async #endAndFollowUp(job: Job): Promise<void> {
    const { database, wakeups, clock } = this.#context;
    const now = clock.now();
    await database.transaction(async () => {
      if (settledIn(await this.#boss.complete(job.queue, attempt(job))).length === 0) return this.#lost(job);
      if (job.queue === 'timer') await forgetTimer(database.sql, job.key, new Date(now));
      if (job.queue === 'sweep')
        await wakeups.wake('sweep', job.key, new Date(now + SWEEP_EVERY_MS).toISOString());
      if (job.queue === 'doctor' && (await isInstalled(database.sql, Number(job.key))))
        await wakeups.wake('doctor', job.key, new Date(now + DOCTOR_EVERY_MS).toISOString());
    });
  }

  #lost(job: Job): void {
    this.#context.log.warn(
      { queue: job.queue, key: job.key },
      'a job took too long and was given to another worker',
    );
  }
}

/** Fences what follows to this try: once the job was given to another worker, nothing is touched. */
function attempt(job: Job): { readonly id: string; readonly retryCount: number } {
  return { id: job.id, retryCount: job.retries };
}

/** pg-boss types the answer of its settling calls as an empty object. */
function settledIn(response: object): readonly string[] {
  return (response as { readonly settled: readonly string[] }).settled;
}

async function forgetTimer(db: Kysely<Tables>, subject: string, now: Date): Promise<void> {
  await db.deleteFrom('timers').where('subject', '=', subject).where('due_at', '<=', now).execute();
}

/** Where the App was taken away, nobody looks any more. */
async function isInstalled(db: Kysely<Tables>, id: number): Promise<boolean> {
  const row = await db.selectFrom('repositories').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}

async function countJobs(
  db: Kysely<Tables>,
  clock: Clock,
): Promise<Map<string, { readonly ready: number; readonly active: number; readonly oldest: number }>> {
  const now = new Date(clock.now()).toISOString();
  const { rows } = await sql<{ name: string; ready: number; active: number; oldest: number }>`
    select name,
      count(*) filter (where state < 'active' and start_after <= ${now}::timestamptz) as ready,
      count(*) filter (where state = 'active') as active,
      coalesce(extract(epoch from (${now}::timestamptz - min(start_after)
        filter (where state < 'active' and start_after <= ${now}::timestamptz))), 0)::float8 as oldest
    from ${sql.raw(JOB_TABLE)} where state <= 'active' group by name`.execute(db);
  return new Map(rows.map((row) => [row.name, row]));
}

/** One line that any column can hold. */
function printable(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .slice(0, 500);
}
