import type { JobWithMetadata, PgBoss } from 'pg-boss';
import type { StoreContext } from './context.ts';
import { DEAD_LETTERS, QUEUES, type QueueName } from './queues.ts';
import type { JobData } from './wakeups.ts';

export interface DeadLetter {
  readonly id: string;
  readonly queue: QueueName;
  readonly key: string;
  readonly diedAt: string;
  readonly error: string;
}

/** Jobs that failed for good: they wait here for a person. */
export interface DeadLetters {
  /** Oldest first. */
  list(): Promise<readonly DeadLetter[]>;
  /** Puts them back to be tried afresh; returns how many. Empty `ids` means all. */
  retry(ids: readonly string[]): Promise<number>;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const AT_ONCE = 1000;

export class BossDeadLetters implements DeadLetters {
  readonly #context: StoreContext;
  readonly #boss: PgBoss;

  constructor(context: StoreContext, boss: PgBoss) {
    this.#context = context;
    this.#boss = boss;
  }

  async list(): Promise<readonly DeadLetter[]> {
    const jobs = await this.#boss.findJobs<JobData>(DEAD_LETTERS, { queued: true });
    return jobs
      .toSorted((a, b) => Number(a.createdOn) - Number(b.createdOn))
      .flatMap((job) => {
        const queue = QUEUES.find((name) => name === job.sourceName);
        return queue === undefined ? [] : [deadLetter(queue, job)];
      });
  }

  async retry(ids: readonly string[]): Promise<number> {
    const known = ids.filter((id) => UUID.test(id));
    if (ids.length > 0 && known.length === 0) return 0;
    let total = 0;
    for (;;) {
      const moved = await this.#context.database.transaction(() =>
        this.#boss.redrive(DEAD_LETTERS, { limit: AT_ONCE, ...(known.length > 0 && { ids: [...known] }) }),
      );
      total += moved;
      if (moved < AT_ONCE) break;
    }
    return total;
  }
}

function deadLetter(queue: QueueName, job: JobWithMetadata<JobData>): DeadLetter {
  return {
    id: job.id,
    queue,
    key: job.data.key,
    diedAt: new Date(job.createdOn).toISOString(),
    error: describe(job.sourceOutput),
  };
}

/** `{code, message}` where a worker gave it back, `{value: {message}}` where pg-boss saw its worker die. */
function describe(output: object | null): string {
  const { code, message, value } = (output ?? {}) as {
    readonly code?: unknown;
    readonly message?: unknown;
    readonly value?: { readonly message?: unknown };
  };
  if (typeof message === 'string') return typeof code === 'string' ? `${code}: ${message}` : message;
  return typeof value?.message === 'string' ? value.message : 'no reason was recorded';
}
