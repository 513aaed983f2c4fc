import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, messageOf } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Job, Jobs, QueueName } from '../store/store.ts';
import { NotYet } from './not-yet.ts';

/** A queue's work; it throws `NotYet` where it knows when trying again is worth it. */
export interface Work {
  readonly queue: QueueName;
  /** Jobs worked on at the same time. */
  readonly concurrency: number;
  readonly run: (job: Job) => Promise<void>;
}

/** A new job is told at once; this is only for what nobody told, and for jobs whose time has come. */
const POLL_MS = 1_000;

export interface PumpDeps {
  readonly jobs: Jobs;
  readonly log: Logger;
  /** Called each time the store answered: the sign of life that readiness looks at. */
  readonly onTaken: () => void;
}

/** Empties one queue, at most `concurrency` jobs at a time; a slow or failing job never holds up the others. */
export class Pump {
  readonly #work: Work;
  readonly #deps: PumpDeps;
  readonly #running = new Set<Promise<void>>();
  #stopping = new AbortController();
  #told = false;
  #endIdling: () => void = () => undefined;

  constructor(work: Work, deps: PumpDeps) {
    this.#work = work;
    this.#deps = deps;
  }

  get queue(): QueueName {
    return this.#work.queue;
  }

  /** Runs until `stop`; resolves when the last job in flight has ended. */
  async run(): Promise<void> {
    const off = this.#deps.jobs.onReady(this.#work.queue, () => this.#wake());
    try {
      while (!this.#stopping.signal.aborted) {
        this.#told = false;
        if (!(await this.#takeSome())) await this.#idle();
      }
    } finally {
      off();
      await Promise.all(this.#running);
    }
  }

  /** Takes no new job; those in flight end by themselves. */
  stop(): void {
    this.#stopping.abort();
    this.#wake();
  }

  /** Works until no job is ready, and returns how many were taken: what tests drive instead of `run`. */
  async drain(): Promise<number> {
    let taken = 0;
    for (;;) {
      const jobs = await this.#deps.jobs.take(this.#work.queue, this.#work.concurrency);
      if (jobs.length === 0) return taken;
      taken += jobs.length;
      await Promise.all(jobs.map((job) => this.#runOne(job)));
    }
  }

  async #takeSome(): Promise<boolean> {
    const free = this.#work.concurrency - this.#running.size;
    if (free <= 0) return false;
    try {
      const jobs = await this.#deps.jobs.take(this.#work.queue, free);
      this.#deps.onTaken();
      for (const job of jobs) this.#start(job);
      return jobs.length > 0;
    } catch (error) {
      this.#deps.log.error(
        { code: codeOf(error), queue: this.#work.queue },
        `jobs cannot be taken: ${messageOf(error)}`,
      );
      return false;
    }
  }

  #start(job: Job): void {
    const running = this.#runOne(job).finally(() => {
      this.#running.delete(running);
      this.#wake();
    });
    this.#running.add(running);
  }

  #wake(): void {
    this.#told = true;
    this.#endIdling();
  }

  /** Not at all where it was woken while the store was asked: what it was told of may have come too late for that answer. */
  async #idle(): Promise<void> {
    if (this.#told) return;
    const woken = new Promise<void>((resolve) => {
      this.#endIdling = resolve;
    });
    const timeout = new AbortController();
    await Promise.race([woken, sleep(POLL_MS, undefined, { signal: timeout.signal }).catch(() => undefined)]);
    timeout.abort();
  }

  async #runOne(job: Job): Promise<void> {
    try {
      await this.#work.run(job);
      await this.#deps.jobs.done(job);
    } catch (error) {
      await this.#giveBack(job, error);
    }
  }

  async #giveBack(job: Job, error: unknown): Promise<void> {
    const { jobs, log } = this.#deps;
    const line = { code: codeOf(error), message: messageOf(error) };
    log.warn(
      { queue: job.queue, job: job.key, tries: job.retries + 1, ...line },
      'a job failed and is tried again later',
    );
    try {
      await jobs.failed(job, line, error instanceof NotYet ? error.retryAt : undefined);
    } catch (failure) {
      log.error(
        { queue: job.queue, job: job.key, code: codeOf(failure) },
        `a job could not be given back: ${messageOf(failure)}`,
      );
    }
  }
}
