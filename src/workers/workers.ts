import type { Probot } from 'probot';
import { examineDaily } from '../doctor/daily.ts';
import type { DoctorDeps } from '../doctor/deps.ts';
import { CodedError } from '../errors.ts';
import { classify } from '../github/failure.ts';
import { adopt } from '../handlers/adopt.ts';
import { climbFor, type LadderDeps } from '../handlers/climb-ladder.ts';
import { type EvaluateDeps, evaluate } from '../handlers/evaluate.ts';
import type { HandlerDeps } from '../handlers/handler.ts';
import { type HistoryDeps, seeToHistory } from '../handlers/history/see-to.ts';
import { watchPermissions } from '../handlers/history/watch-permissions.ts';
import { type WatchDeps, watchSecrets } from '../handlers/history/watch-secrets.ts';
import { PAGERDUTY_HANDLERS } from '../handlers/incidents/index.ts';
import { pollIncidents } from '../handlers/incidents/poll.ts';
import { type IncidentDeps, seeToIncident } from '../handlers/incidents/see-to.ts';
import { sweep } from '../handlers/sweep.ts';
import { type WatchingDeps, watchRepository } from '../handlers/watch/watch.ts';
import {
  type Delivery,
  incidentIn,
  type Job,
  ladderIn,
  obligationIn,
  QUEUES,
  type QueueName,
  watchedIn,
} from '../store/store.ts';
import { type DeliverDeps, deliver } from './deliver.ts';
import { NotYet } from './not-yet.ts';
import { Pump, type Work } from './pump.ts';

/** GitHub itself shows deliveries for three days; longer than that, nobody can ask about one. */
const BODIES_KEPT_MS = 7 * 24 * 60 * 60_000;

export interface WorkerDeps
  extends DeliverDeps,
    EvaluateDeps,
    HandlerDeps,
    HistoryDeps,
    IncidentDeps,
    LadderDeps,
    WatchDeps,
    WatchingDeps {
  /** Hands a remembered delivery of GitHub's to its handler. */
  readonly receive: Probot['receive'];
  /** Hands one of Slack's to its handler. */
  readonly receiveSlack: (delivery: Delivery) => Promise<void>;
  /** What the doctor looks at, besides the store. */
  readonly doctor: Omit<DoctorDeps, 'store'>;
}

/** The bot at work: one pump for each queue. */
export class Workers {
  readonly #pumps: readonly Pump[];
  readonly #deps: WorkerDeps;
  #running: Promise<unknown> | null = null;
  #lastSuccessAt: number | null = null;

  constructor(deps: WorkerDeps) {
    this.#deps = deps;
    const parts = { jobs: deps.store.jobs, log: deps.log, onTaken: () => this.#alive() };
    this.#pumps = worksOf(deps).map((work) => new Pump(work, parts));
  }

  start(): void {
    this.#running = Promise.all(this.#pumps.map((pump) => pump.run()));
  }

  /** Takes no new work and resolves when what is in flight has ended. */
  async stop(): Promise<void> {
    for (const pump of this.#pumps) pump.stop();
    await this.#running;
    this.#running = null;
  }

  /**
   * Works until no queue has a ready job, and returns how many were taken: what tests drive instead of
   * `start`.
   *
   * @param only these queues
   */
  async drain(only: readonly QueueName[] = QUEUES): Promise<number> {
    for (let total = 0; ; ) {
      const backlog = await this.#deps.store.jobs.backlog();
      const ready = new Set(backlog.flatMap(({ queue, ready }) => (ready > 0 ? [queue] : [])));
      let taken = 0;
      for (const pump of this.#pumps) {
        if (ready.has(pump.queue) && only.includes(pump.queue)) taken += await pump.drain();
      }
      if (taken === 0) return total;
      total += taken;
    }
  }

  /** For readiness. */
  health(): { readonly running: boolean; readonly lastSuccessAt: number | null } {
    return { running: this.#running !== null, lastSuccessAt: this.#lastSuccessAt };
  }

  #alive(): void {
    this.#lastSuccessAt = this.#deps.clock.now();
  }
}

function worksOf(deps: WorkerDeps): readonly Work[] {
  const works: readonly Work[] = [
    { queue: 'delivery', concurrency: 8, run: (job) => handleDelivery(job, deps) },
    { queue: 'adopt', concurrency: 2, run: (job) => adopt(job.key, deps) },
    { queue: 'timer', concurrency: 4, run: (job) => wake(job, deps) },
    { queue: 'history', concurrency: 2, run: (job) => seeToHistory(job.key, deps) },
    { queue: 'incident', concurrency: 2, run: (job) => seeToIncident(job.key, deps) },
    { queue: 'watch', concurrency: 2, run: (job) => watchRepository(job.key, deps) },
    { queue: 'sweep', concurrency: 1, run: () => sweepAll(deps) },
    { queue: 'doctor', concurrency: 1, run: (job) => examineOne(job, deps) },
    { queue: 'evaluate', concurrency: 4, run: (job) => evaluateOne(job, deps) },
    { queue: 'effect', concurrency: 8, run: (job) => deliver(job, deps) },
    { queue: 'slack', concurrency: 1, run: (job) => deliver(job, deps) },
    { queue: 'pagerduty', concurrency: 2, run: (job) => deliver(job, deps) },
  ];
  return works.map((work) => ({ ...work, run: (job) => explained(work.run(job), deps) }));
}

/** What GitHub or the network threw, said in our words and with the time at which it is worth trying again. */
async function explained(work: Promise<void>, { clock }: WorkerDeps): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (error instanceof CodedError) throw error;
    const failure = classify(firstOf(error), clock.now());
    if (failure.kind !== 'limited')
      throw new CodedError('AIOPS_GITHUB_FAILED', failure.detail, { cause: error });
    const retryAt = new Date(clock.now() + failure.afterMs).toISOString();
    throw new NotYet('AIOPS_GITHUB_LIMITED', failure.detail, retryAt);
  }
}

/** Probot wraps what a handler threw; the first of it says what went wrong. */
function firstOf(error: unknown): unknown {
  return error instanceof AggregateError ? (error.errors[0] ?? error) : error;
}

async function handleDelivery(job: Job, deps: WorkerDeps): Promise<void> {
  const delivery = await deps.store.inbox.load(job.key);
  if (delivery === null) return;
  const { guid, receivedAt } = delivery;
  await handed(delivery, deps);
  await deps.store.inbox.done(guid);
  deps.metrics.eventAge((deps.clock.now() - Date.parse(receivedAt)) / 1000);
}

function handed(delivery: Delivery, deps: WorkerDeps): Promise<void> {
  if (delivery.event.startsWith('slack.')) return deps.receiveSlack(delivery);
  return delivery.event.startsWith('pagerduty.')
    ? receivePagerDuty(delivery, deps)
    : receiveGitHub(delivery, deps);
}

async function receivePagerDuty({ guid, event, body }: Delivery, deps: WorkerDeps): Promise<void> {
  const handler = Object.entries(PAGERDUTY_HANDLERS).find(([name]) => name === event)?.[1];
  const log = deps.log.child({ delivery: guid });
  await handler?.({ guid, name: event, payload: JSON.parse(body) }, { ...deps, log });
}

async function receiveGitHub({ guid, event, body }: Delivery, deps: WorkerDeps): Promise<void> {
  // Probot's types tie name and payload together; what the signed body holds is checked by the handler.
  await deps.receive({ id: guid, name: event, payload: JSON.parse(body) } as Parameters<
    Probot['receive']
  >[0]);
}

async function sweepAll(deps: WorkerDeps): Promise<void> {
  const { requested } = await sweep(deps);
  const repositories = await deps.store.installations.repositories();
  await deps.store.examinations.schedule(repositories.map(({ id }) => id));
  for (const { id } of repositories) await deps.store.watches.request({ repositoryId: id }, 'sweep');
  await watchPermissions(deps);
  await watchSecrets(deps);
  const incidents = await pollIncidents(deps);
  const forgotten = await deps.store.inbox.prune(new Date(deps.clock.now() - BODIES_KEPT_MS).toISOString());
  deps.log.info({ requested, incidents, forgotten }, 'swept');
}

function examineOne({ key }: Job, deps: WorkerDeps): Promise<void> {
  return examineDaily(key, { ...deps, toSlack: () => deps.channels().slack });
}

async function evaluateOne(job: Job, deps: WorkerDeps): Promise<void> {
  try {
    await evaluate(job.key, deps);
    deps.metrics.evaluation('done');
  } catch (error) {
    deps.metrics.evaluation('failed');
    throw error;
  }
}

/** A timer is a PR's, a watched repository's, an incident's, a page's, or that of something that is owed with no PR to owe it. */
async function wake(job: Job, deps: WorkerDeps): Promise<void> {
  const { store } = deps;
  const obligation = obligationIn(job.key);
  if (obligation !== null) return store.histories.look(obligation);
  const incident = incidentIn(job.key);
  if (incident !== null) return store.incidents.look(incident);
  const page = ladderIn(job.key);
  if (page !== null) return climbFor(page, deps);
  const repositoryId = watchedIn(job.key);
  if (repositoryId !== null) return store.watches.request({ repositoryId }, 'timer', { now: true });
  const pull = await store.pulls.byKey(job.key);
  if (pull === null)
    throw new CodedError(
      'AIOPS_BUG',
      `a timer is set for ${job.key}, which is no known PR; please report it`,
    );
  await store.evaluations.request(pull, 'timer', { now: true });
}
