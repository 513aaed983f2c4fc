import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { DEADLINE_KINDS, DEADLINE_OUTCOMES } from '../effect/deadline.ts';
import { FINDING_STATUSES } from '../effect/finding.ts';
import type { Metrics } from '../metrics.ts';
import type { DeadLetters, Deadlines, Examinations, Jobs } from '../store/store.ts';
import type { Route } from './route.ts';

export interface MetricsParts {
  /** Events somebody handles; other names, which anybody can send, count as `other`. */
  readonly events: ReadonlySet<string>;
  readonly version: string;
  /** Where the depth of the queues, what the doctor found last and what became of deadlines is read at each scrape. */
  readonly store: {
    readonly jobs: Pick<Jobs, 'backlog'>;
    readonly deadLetters: Pick<DeadLetters, 'list'>;
    readonly examinations: Pick<Examinations, 'counts'>;
    readonly deadlines: Pick<Deadlines, 'counts'>;
  };
}

export interface PrometheusMetrics {
  readonly metrics: Metrics;
  readonly route: Route;
}

/** All metrics of the bot, in one registry of their own. Labels are closed lists, so their number is bounded. */
export function prometheusMetrics(parts: MetricsParts): PrometheusMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const readStore = storeGauges(registry, parts.store);
  new Gauge({
    name: 'ai_ops_build_info',
    help: 'Version that runs; always 1',
    labelNames: ['version', 'node'],
    registers: [registry],
  }).set({ version: parts.version, node: process.version }, 1);
  return {
    metrics: counters(registry, parts.events),
    route: {
      method: 'GET',
      path: '/metrics',
      handle: async (_request, response) => {
        await readStore();
        const text = await registry.metrics();
        response.writeHead(200, { 'content-type': registry.contentType });
        response.end(text);
      },
    },
  };
}

function counters(registry: Registry, events: ReadonlySet<string>): Metrics {
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: `ai_ops_${name}_total`, help, labelNames: [...labelNames], registers: [registry] });
  const deliveries = counter('deliveries', 'Webhook deliveries at the door', ['event', 'result']);
  const evaluations = counter('evaluations', 'Evaluations of pull requests', ['outcome']);
  const verdicts = counter('verdicts', 'Verdicts of the gates', ['gate', 'outcome']);
  const effects = counter('effects', 'Effects carried out', ['kind', 'outcome']);
  const handoffs = counter('handoffs', 'Handoffs that entered a state', ['state']);
  const episodes = counter('episodes', 'What was said or done of episodes of monitoring', ['rule', 'what']);
  const githubCalls = counter('github_calls', 'Calls to GitHub', ['status']);
  const eventAge = new Histogram({
    name: 'ai_ops_event_age_seconds',
    help: "Time from a delivery's receipt to the end of its handling",
    buckets: [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800],
    registers: [registry],
  });
  const known = (event: string) =>
    events.has(event) || event === 'ping' || event === 'unverified' ? event : 'other';
  return {
    delivery: (event, result) => deliveries.inc({ event: known(event), result }),
    eventAge: (seconds) => eventAge.observe(seconds),
    evaluation: (outcome) => evaluations.inc({ outcome }),
    verdict: (gate, outcome) => verdicts.inc({ gate, outcome }),
    effect: (kind, outcome) => effects.inc({ kind, outcome }),
    handoff: (state) => handoffs.inc({ state }),
    episode: (rule, what) => episodes.inc({ rule, what }),
    githubCall: (status) =>
      githubCalls.inc({ status: status === null ? 'none' : `${Math.floor(status / 100)}xx` }),
  };
}

/** Returns how to read the store anew; a store that cannot be read shows as `ai_ops_store_up 0`, not as a failed scrape. */
function storeGauges(
  registry: Registry,
  { jobs, deadLetters, examinations, deadlines }: MetricsParts['store'],
): () => Promise<void> {
  const gauge = (name: string, help: string, labelNames: readonly string[]) =>
    new Gauge({ name: `ai_ops_${name}`, help, labelNames: [...labelNames], registers: [registry] });
  const up = gauge('store_up', 'Whether the store could be read for this scrape', []);
  const ready = gauge('jobs_ready', 'Jobs whose time has come', ['queue']);
  const active = gauge('jobs_active', 'Jobs being worked on', ['queue']);
  const oldest = gauge('jobs_oldest_seconds', 'Age of the oldest ready job', ['queue']);
  const dead = gauge('dead_letters', 'Jobs that failed for good and wait for a person', ['queue']);
  const findings = gauge('doctor_findings', 'What the newest examinations of the preconditions found', [
    'status',
  ]);
  const counted = deadlineCounters(registry);
  return async () => {
    for (const each of [ready, active, oldest, dead, findings]) each.reset();
    try {
      const [backlog, letters, found, kept] = await Promise.all([
        jobs.backlog(),
        deadLetters.list(),
        examinations.counts(),
        deadlines.counts(),
      ]);
      for (const queue of backlog) {
        ready.set({ queue: queue.queue }, queue.ready);
        active.set({ queue: queue.queue }, queue.active);
        oldest.set({ queue: queue.queue }, queue.oldestSeconds);
        dead.set({ queue: queue.queue }, letters.filter((letter) => letter.queue === queue.queue).length);
      }
      for (const status of FINDING_STATUSES) findings.set({ status }, found[status]);
      counted(kept);
      up.set(1);
    } catch {
      up.set(0);
    }
  };
}

/**
 * Counted from their rows, each of which has one outcome: so neither a restart nor a crash between a row and its
 * count makes one count twice or not at all. While the store cannot be read they stay as they were, as a counter must.
 */
function deadlineCounters(registry: Registry): (kept: Awaited<ReturnType<Deadlines['counts']>>) => void {
  const registers = [registry];
  const ended = new Counter({
    name: 'ai_ops_deadlines_total',
    help: 'What was owed to people, in time or not, over all time and all processes of this store',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const open = new Gauge({
    name: 'ai_ops_deadlines_open',
    help: 'What is owed to people and is not due yet',
    labelNames: ['kind'],
    registers,
  });
  return (kept) => {
    ended.reset();
    for (const kind of DEADLINE_KINDS) {
      for (const outcome of DEADLINE_OUTCOMES) {
        const count = kept.find((one) => one.kind === kind && one.outcome === outcome)?.count ?? 0;
        if (outcome === 'open') open.set({ kind }, count);
        else ended.inc({ kind, outcome }, count);
      }
    }
  };
}
