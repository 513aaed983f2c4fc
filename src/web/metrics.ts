import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { FINDING_STATUSES } from '../effect/finding.ts';
import type { Metrics } from '../metrics.ts';
import type { DeadLetters, Examinations, Jobs } from '../store/store.ts';
import type { Route } from './route.ts';

export interface MetricsParts {
  /** Events somebody handles; other names, which anybody can send, count as `other`. */
  readonly events: ReadonlySet<string>;
  readonly version: string;
  /** Where the depth of the queues, and what the doctor found last, is read at each scrape. */
  readonly store: {
    readonly jobs: Pick<Jobs, 'backlog'>;
    readonly deadLetters: Pick<DeadLetters, 'list'>;
    readonly examinations: Pick<Examinations, 'counts'>;
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
  const deadlines = counter('deadlines', 'What was owed to people, in time or not', ['kind', 'outcome']);
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
    deadline: (kind, outcome) => deadlines.inc({ kind, outcome }),
    githubCall: (status) =>
      githubCalls.inc({ status: status === null ? 'none' : `${Math.floor(status / 100)}xx` }),
  };
}

/** Returns how to read the store anew; a store that cannot be read shows as `ai_ops_store_up 0`, not as a failed scrape. */
function storeGauges(
  registry: Registry,
  { jobs, deadLetters, examinations }: MetricsParts['store'],
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
  return async () => {
    for (const each of [ready, active, oldest, dead, findings]) each.reset();
    try {
      const [backlog, letters, found] = await Promise.all([
        jobs.backlog(),
        deadLetters.list(),
        examinations.counts(),
      ]);
      for (const queue of backlog) {
        ready.set({ queue: queue.queue }, queue.ready);
        active.set({ queue: queue.queue }, queue.active);
        oldest.set({ queue: queue.queue }, queue.oldestSeconds);
        dead.set({ queue: queue.queue }, letters.filter((letter) => letter.queue === queue.queue).length);
      }
      for (const status of FINDING_STATUSES) findings.set({ status }, found[status]);
      up.set(1);
    } catch {
      up.set(0);
    }
  };
}
