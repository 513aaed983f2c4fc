import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { DeadlineCount } from '../../src/store/store.ts';
import { prometheusMetrics } from '../../src/web/metrics.ts';
import { type Serving, serving } from './serving.ts';

const calm = {
  jobs: {
    backlog: () => Promise.resolve([{ queue: 'delivery' as const, ready: 3, active: 1, oldestSeconds: 42 }]),
  },
  deadLetters: {
    list: () =>
      Promise.resolve([
        { id: '1', queue: 'delivery' as const, key: 'k', diedAt: '2026-11-22T03:00:00Z', error: 'x' },
      ]),
  },
  examinations: {
    counts: () => Promise.resolve({ ok: 40, warn: 2, fail: 1, unknown: 0, skipped: 5 }),
  },
  deadlines: {
    counts: (): Promise<readonly DeadlineCount[]> =>
      Promise.resolve([
        { kind: 'follow_up', outcome: 'met', count: 7 },
        { kind: 'follow_up', outcome: 'open', count: 2 },
        { kind: 'history', outcome: 'missed', count: 1 },
      ]),
  },
};

let queues = calm;
let made: ReturnType<typeof prometheusMetrics>;
let at: Serving;
beforeEach(async () => {
  queues = calm;
  made = prometheusMetrics({
    events: new Set(['pull_request']),
    version: '1.2.3',
    store: {
      jobs: { backlog: () => queues.jobs.backlog() },
      deadLetters: { list: () => queues.deadLetters.list() },
      examinations: { counts: () => queues.examinations.counts() },
      deadlines: { counts: () => queues.deadlines.counts() },
    },
  });
  at = await serving([made.route]);
});
afterEach(() => at.server.close(0));

async function scrape(): Promise<string> {
  const response = await fetch(`${at.url}/metrics`);
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    expect.stringMatching(/^text\/plain; version=0\.0\.4/),
  ]);
  return response.text();
}

test('what was counted is on the page', async () => {
  const { metrics } = made;
  metrics.delivery('pull_request', 'stored');
  metrics.delivery('pull_request', 'stored');
  metrics.eventAge(0.3);
  metrics.evaluation('committed');
  metrics.verdict('G1', 'pass');
  metrics.effect('check_run', 'sent');
  metrics.handoff('dispatched');
  metrics.githubCall(502);
  metrics.githubCall(null);
  const lines = (await scrape()).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'ai_ops_deliveries_total{event="pull_request",result="stored"} 2',
      'ai_ops_event_age_seconds_bucket{le="0.5"} 1',
      'ai_ops_evaluations_total{outcome="committed"} 1',
      'ai_ops_verdicts_total{gate="G1",outcome="pass"} 1',
      'ai_ops_effects_total{kind="check_run",outcome="sent"} 1',
      'ai_ops_handoffs_total{state="dispatched"} 1',
      'ai_ops_github_calls_total{status="5xx"} 1',
      'ai_ops_github_calls_total{status="none"} 1',
      `ai_ops_build_info{version="1.2.3",node="${process.version}"} 1`,
    ]),
  );
});

test('the queues, and what the doctor found, are read at each scrape', async () => {
  expect((await scrape()).split('\n')).toEqual(
    expect.arrayContaining([
      'ai_ops_jobs_ready{queue="delivery"} 3',
      'ai_ops_jobs_active{queue="delivery"} 1',
      'ai_ops_jobs_oldest_seconds{queue="delivery"} 42',
      'ai_ops_dead_letters{queue="delivery"} 1',
      'ai_ops_doctor_findings{status="ok"} 40',
      'ai_ops_doctor_findings{status="fail"} 1',
      'ai_ops_doctor_findings{status="unknown"} 0',
      'ai_ops_store_up 1',
    ]),
  );
});

test('deadlines are counted from their rows, each once however often they are read', async () => {
  await scrape();
  const lines = (await scrape()).split('\n').filter((line) => line.startsWith('ai_ops_deadlines_'));
  expect(lines.toSorted()).toEqual([
    'ai_ops_deadlines_open{kind="daily_report"} 0',
    'ai_ops_deadlines_open{kind="follow_up"} 2',
    'ai_ops_deadlines_open{kind="history"} 0',
    'ai_ops_deadlines_open{kind="incident_status"} 0',
    'ai_ops_deadlines_open{kind="status"} 0',
    'ai_ops_deadlines_total{kind="daily_report",outcome="met"} 0',
    'ai_ops_deadlines_total{kind="daily_report",outcome="missed"} 0',
    'ai_ops_deadlines_total{kind="follow_up",outcome="met"} 7',
    'ai_ops_deadlines_total{kind="follow_up",outcome="missed"} 0',
    'ai_ops_deadlines_total{kind="history",outcome="met"} 0',
    'ai_ops_deadlines_total{kind="history",outcome="missed"} 1',
    'ai_ops_deadlines_total{kind="incident_status",outcome="met"} 0',
    'ai_ops_deadlines_total{kind="incident_status",outcome="missed"} 0',
    'ai_ops_deadlines_total{kind="status",outcome="met"} 0',
    'ai_ops_deadlines_total{kind="status",outcome="missed"} 0',
  ]);
});

test('while the store is down a counter stays where it was', async () => {
  await scrape();
  queues = { ...calm, deadlines: { counts: () => Promise.reject(new Error('away')) } };
  expect(await scrape()).toContain('ai_ops_deadlines_total{kind="follow_up",outcome="met"} 7');
});

test('a store that is down shows as such, without stale numbers', async () => {
  await scrape();
  queues = { ...calm, jobs: { backlog: () => Promise.reject(new Error('away')) } };
  const text = await scrape();
  expect(text).toContain('ai_ops_store_up 0');
  expect(text).not.toContain('ai_ops_jobs_ready{');
  expect(text).not.toContain('ai_ops_doctor_findings{');
});

test('event names that anybody can send make no new series', async () => {
  for (const event of ['star', 'made_up', 'push']) made.metrics.delivery(event, 'ignored');
  made.metrics.delivery('unverified', 'refused');
  made.metrics.delivery('ping', 'ping');
  const text = await scrape();
  expect(text).toContain('ai_ops_deliveries_total{event="other",result="ignored"} 3');
  expect(text.match(/^ai_ops_deliveries_total\{/gm)).toHaveLength(3);
});
