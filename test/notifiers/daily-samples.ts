import type {
  DailyPageEffect,
  DailyView,
  SlackDailyEffect,
  WorkflowFigures,
} from '../../src/effect/daily.ts';
import { dailyKey } from '../../src/effect/daily.ts';
import type { Locale } from '../../src/policies/locale.ts';

const REPOSITORY = { installationId: 1, repositoryId: 7, owner: 'octo', repo: 'shop' };
const MINUTE = 60_000;
const DAY = '2026-11-22';
const DUE = '2026-11-23T00:30:00.000Z';
const SLACK = 'https://acme.slack.com/archives/C1/p1';

const NO_RUNS: WorkflowFigures = {
  failedFirst: { k: 0, n: 0 },
  failedLast: { k: 0, n: 0 },
  executing: null,
  queued: null,
};

const QUIET: DailyView = {
  day: DAY,
  repositoryUrl: 'https://github.com/octo/shop',
  dueAt: DUE,
  isLate: false,
  verify: NO_RUNS,
  smoke: NO_RUNS,
  handoffs: {
    limitMinutes: 45,
    counted: 0,
    inTime: 0,
    late: 0,
    openLate: 0,
    open: 0,
    failed: 0,
    givenUp: 0,
    stopped: 0,
  },
  warnings: [],
  calls: 0,
  open: [],
  deadlines: [],
  isPartial: false,
};

/** By what they show. */
export const DAILY_VIEWS = {
  'a day without runs': QUIET,
  'a few runs': {
    ...QUIET,
    verify: {
      failedFirst: { k: 2, n: 9 },
      failedLast: { k: 1, n: 9 },
      executing: { n: 11, medianMs: 4 * MINUTE + 10_000, maxMs: 12 * MINUTE, p95Ms: null },
      queued: { n: 11, medianMs: 8_000, maxMs: 95_000, p95Ms: null },
    },
    smoke: { ...NO_RUNS, failedFirst: { k: 1, n: 12 }, failedLast: { k: 0, n: 12 } },
    handoffs: { ...QUIET.handoffs, counted: 4, inTime: 2, openLate: 1, failed: 1, stopped: 1 },
    warnings: [
      { rule: 'smoke_failure_rate', url: SLACK },
      { rule: 'verify_latency', url: null },
    ],
    calls: 1,
    open: [
      {
        rule: 'smoke_failure_rate',
        url: SLACK,
        state: { kind: 'confirmed', since: '2026-11-22T08:00:00.000Z' },
        openedAt: '2026-11-22T07:30:00.000Z',
      },
    ],
    deadlines: [
      { kind: 'status', met: { k: 1, n: 2 } },
      { kind: 'follow_up', met: { k: 2, n: 2 } },
      { kind: 'daily_report', met: { k: 1, n: 1 } },
    ],
  },
  'many runs, late, more than is counted': {
    ...QUIET,
    isLate: true,
    isPartial: true,
    verify: {
      failedFirst: { k: 12, n: 400 },
      failedLast: { k: 3, n: 400 },
      executing: { n: 412, medianMs: 5 * MINUTE, maxMs: 70 * MINUTE, p95Ms: 9 * MINUTE },
      queued: { n: 412, medianMs: 5_000, maxMs: 61_000, p95Ms: 30_000 },
    },
    handoffs: { ...QUIET.handoffs, counted: 6, inTime: 2, late: 1, open: 1, givenUp: 2 },
  },
  'handoffs that were all stopped': { ...QUIET, handoffs: { ...QUIET.handoffs, stopped: 2 } },
} as const satisfies Readonly<Record<string, DailyView>>;

export function slackDaily(
  view: DailyView = DAILY_VIEWS['a few runs'],
  over: Partial<SlackDailyEffect> = {},
): SlackDailyEffect {
  const key = dailyKey(REPOSITORY.repositoryId, DAY);
  return {
    kind: 'slack_daily',
    key,
    lane: key,
    locale: 'en',
    channel: null,
    repository: REPOSITORY,
    view,
    ...over,
  };
}

export function dailyPage(action: DailyPageEffect['action'], locale: Locale = 'en'): DailyPageEffect {
  return {
    kind: 'daily_page',
    key: `page:daily:7:${DAY}:${action}`,
    lane: 'page:7:daily_report:status',
    locale,
    repository: REPOSITORY,
    action,
    day: DAY,
    since: '2026-11-22T15:00:00.000Z',
    dueAt: DUE,
    repositoryUrl: QUIET.repositoryUrl,
  };
}
