import type { PgBoss } from 'pg-boss';
import { DEAD_LETTERS, type QueueName } from './queues.ts';

/** What a job carries: the rest is in the row that its key names. */
export interface JobData {
  readonly key: string;
}

/**
 * Makes and moves jobs. For use inside a transaction that holds the lock of the row the job is
 * about: that lock is what keeps one key from having two waiting jobs.
 */
export class Wakeups {
  readonly #boss: PgBoss;

  constructor(boss: PgBoss) {
    this.#boss = boss;
  }

  /**
   * Sees to it that a job of that key waits. `at` (ISO, or `now`) moves one that waits already;
   * without it that one keeps its time, its back-off included. The highest `priority` leaves first.
   */
  async wake(queue: QueueName, key: string, at?: string, priority?: number): Promise<void> {
    const data: JobData = { key };
    await this.#boss.upsert(queue, data, {
      singletonKey: key,
      group: { id: key },
      ...(at !== undefined && { startAfter: at === 'now' ? 0 : at }),
      ...(priority !== undefined && { priority }),
    });
  }

  /** Makes the jobs of keys that are new, and so can have none yet: all in one statement. */
  async start(queue: QueueName, keys: readonly string[], priority = 0): Promise<void> {
    if (keys.length === 0) return;
    await this.#boss.insert(
      queue,
      keys.map((key) => ({
        data: { key } satisfies JobData,
        singletonKey: key,
        group: { id: key },
        priority,
      })),
    );
  }

  /** Removes the waiting jobs of that key; one that is being worked on goes on. */
  async cancel(queue: QueueName, key: string): Promise<void> {
    await this.#remove(queue, await this.#boss.findJobs(queue, { key, queued: true }));
  }

  /** Whether a job of that key waits or is being worked on. */
  async coming(queue: QueueName, key: string): Promise<boolean> {
    const jobs = await this.#boss.findJobs(queue, { key });
    return jobs.some(({ state }) => state === 'created' || state === 'retry' || state === 'active');
  }

  /** Removes the dead letters of that key, because what they were about starts afresh. */
  async bury(queue: QueueName, key: string): Promise<void> {
    const dead = await this.#boss.findJobs(DEAD_LETTERS, { key, queued: true });
    await this.#remove(
      DEAD_LETTERS,
      dead.filter(({ sourceName }) => sourceName === queue),
    );
  }

  async #remove(queue: string, jobs: readonly { readonly id: string }[]): Promise<void> {
    if (jobs.length === 0) return;
    await this.#boss.deleteJob(
      queue,
      jobs.map(({ id }) => id),
    );
  }
}
