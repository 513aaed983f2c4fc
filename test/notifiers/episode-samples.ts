import {
  type CountedRun,
  type Episode,
  type LateHandoff,
  type Measure,
  RULES,
  type Rule,
} from '../../src/alerts/episode.ts';
import type { RunResult } from '../../src/alerts/run.ts';
import type { EpisodeNote, EpisodeView } from '../../src/effect/episode.ts';
import type {
  EpisodePageEffect,
  SlackEpisodeEffect,
  SlackEpisodeNoteEffect,
} from '../../src/effect/episode-effects.ts';
import { episodeMessageKey, episodeNoteKey, episodePageParts } from '../../src/effect/episode-keys.ts';
import { HEAD, PULL } from './effects.ts';

const REPOSITORY_URL = 'https://github.com/octo/shop';
export const OPENED = '2026-11-22T10:31:00.000Z';
export const LATER = '2026-11-22T10:42:00.000Z';
const SOON = '2026-11-22T10:57:00.000Z';

const { number: _, ...REPOSITORY } = PULL;

export const runUrl = (id: number): string => `${REPOSITORY_URL}/actions/runs/${id}`;

export function counted(runId: number, result: RunResult, over: Partial<CountedRun> = {}): CountedRun {
  return {
    runId,
    attempt: 1,
    url: runUrl(runId),
    result,
    headSha: HEAD,
    pulls: [12],
    parts:
      result === 'success'
        ? []
        : [
            { kind: 'item', name: 'hr-onboarding' },
            {
              kind: 'job',
              job: 'verify',
              step: 'Run tests',
              says: 'AssertionError: expected 3 to be 4',
              url: `${runUrl(runId)}/job/1`,
            },
          ],
    ...over,
  };
}

const GOOD = [104, 103, 102, 101].map((id) => counted(id, 'success'));
const again = { attempt: 2 };
const RAW = [counted(107, 'failure'), counted(106, 'timeout'), counted(105, 'failure'), ...GOOD];
const LAST = [
  counted(107, 'failure', again),
  counted(106, 'success', again),
  counted(105, 'failure', again),
  ...GOOD,
];
const rates = {
  raw: { failed: 3, of: 7, runs: RAW },
  confirmed: { failed: 2, of: 7, runs: LAST },
  window: 7,
  inARow: 1,
};

export const LATE: LateHandoff = {
  handoffId: 'h1',
  pull: 12,
  since: '2026-11-22T09:45:00.000Z',
  runUrl: runUrl(120),
  segments: [
    { name: 'dispatch', of: 'machine', ms: 20_000, isOpen: false },
    { name: 'queue', of: 'queue', ms: 100_000, isOpen: false },
    { name: 'template_generation', of: 'machine', ms: 300_000, isOpen: false },
    { name: 'deploy_approval', of: 'people', ms: 2_340_000, isOpen: true },
  ],
  waitsFor: [
    { kind: 'user', id: 1, name: 'mona' },
    { kind: 'team', id: 2, name: 'release' },
  ],
  approveUrl: runUrl(120),
};

export const MEASURES: { readonly [R in Rule]: Extract<Measure, { rule: R }> } = {
  smoke_failure_rate: { rule: 'smoke_failure_rate', ...rates },
  verify_failure: { rule: 'verify_failure', ...rates },
  verify_latency: {
    rule: 'verify_latency',
    limitMs: 600_000,
    slow: [
      {
        runId: 110,
        attempt: 2,
        url: runUrl(110),
        pulls: [12],
        state: 'running',
        queuedMs: 45_000,
        executingMs: 605_000,
        waitedMs: 0,
        causes: ['rate_limit', 'retries'],
      },
    ],
  },
  handoff_lead_time: {
    rule: 'handoff_lead_time',
    limitMs: 2_700_000,
    late: [LATE],
  },
  severe: {
    rule: 'severe',
    parts: ['1296269:smoke_failure_rate:1', '1296269:verify_failure:1'],
    smoke: { failed: 2, of: 7, runs: LAST },
    verify: { failed: 3, of: 5, runs: RAW.slice(0, 5) },
  },
};

export function episode(rule: Rule, over: Partial<Episode> = {}): Episode {
  return {
    id: `1296269:${rule}:${Date.parse(OPENED)}`,
    repositoryId: 1296269,
    rule,
    openedAt: OPENED,
    state: { kind: 'warning', since: OPENED },
    measure: MEASURES[rule],
    confirmedAt: null,
    paged: null,
    reruns: [],
    acknowledged: null,
    heldDown: null,
    flapping: false,
    noDataSince: null,
    partOf: null,
    told: [],
    ...over,
  };
}

const reran = {
  of: { runId: 110, attempt: 1, url: runUrl(110) },
  role: 'verify',
  askedAt: OPENED,
} as const;

/** One of each state, as far as it has come by then. */
export const STATES = {
  noted: { state: { kind: 'noted', since: OPENED } },
  warning: {},
  rerunning: {
    state: { kind: 'rerunning', since: OPENED, until: SOON },
    reruns: [{ ...reran, outcome: { kind: 'pending' } }],
  },
  confirmed: {
    state: { kind: 'confirmed', since: LATER },
    confirmedAt: LATER,
    paged: { at: LATER, because: 'two_of_seven_confirmed' },
    reruns: [
      {
        ...reran,
        outcome: {
          kind: 'ended',
          run: { runId: 110, attempt: 2, url: `${runUrl(110)}/attempts/2` },
          result: 'failure',
        },
      },
    ],
    acknowledged: { by: 'rin', at: LATER },
  },
  recovering: { state: { kind: 'recovering', since: LATER, goodRuns: 1 } },
  resolved: { state: { kind: 'resolved', since: SOON } },
} as const satisfies Record<Episode['state']['kind'], Partial<Episode>>;

const NEXT: Readonly<Record<Episode['state']['kind'], EpisodeView['next']>> = {
  noted: { what: 'look_again', at: SOON },
  warning: { what: 'status_due', at: SOON },
  rerunning: { what: 'rerun_due', at: SOON },
  confirmed: { what: 'person', at: null },
  recovering: { what: 'look_again', at: null },
  resolved: { what: 'look_again', at: null },
};

export function episodeView(of: Episode, over: Partial<EpisodeView> = {}): EpisodeView {
  const wasRerun = of.reruns.length > 0;
  const recalledAt = of.heldDown?.recalledAt ?? null;
  return {
    episode: of,
    repository: REPOSITORY,
    repositoryUrl: REPOSITORY_URL,
    playbookUrl: `${REPOSITORY_URL}/blob/main/docs/ai/ops-playbooks.md#1-codex-smoke`,
    limits: { percent: 5, pageAt: 2 },
    pulls: [
      { number: 12, title: 'Add HR templates', url: `${REPOSITORY_URL}/pull/12` },
      { number: 14, title: 'Payroll graph', url: `${REPOSITORY_URL}/pull/14` },
    ],
    handoffs: [{ pull: 12, state: 'running', url: null }],
    blast: null,
    did: [
      ...(wasRerun ? [{ did: 'rerun', at: OPENED, role: 'verify', url: runUrl(110) } as const] : []),
      ...(of.paged === null ? [] : [{ did: 'paged', at: of.paged.at } as const]),
      ...(recalledAt === null ? [] : [{ did: 'paged_again', at: recalledAt } as const]),
    ],
    next: NEXT[of.state.kind],
    incident: null,
    stillCalls: false,
    stop: null,
    insights: null,
    ledgerSeq: 42,
    ...over,
  };
}

/** Every rule in every state. */
export const VIEWS: readonly (readonly [string, EpisodeView])[] = RULES.flatMap((rule) =>
  Object.entries(STATES)
    .filter(([state]) => state !== 'noted' || rule === 'handoff_lead_time')
    .map(([state, over]) => [`${rule}, ${state}`, episodeView(episode(rule, over))] as const),
);

export const INSIGHTS = {
  text: '# Insights 2026-11-21\n\n| KPI | value |\n| --- | --- |\n| Verify success | 18/20 |\n| Verify p50 | 312 s |\n| Smoke failures | 2/40 |\n',
  url: runUrl(900),
  at: '2026-11-22T00:05:00.000Z',
};

export function slackEpisode(
  view: EpisodeView = episodeView(episode('smoke_failure_rate')),
  over: Partial<SlackEpisodeEffect> = {},
): SlackEpisodeEffect {
  const key = episodeMessageKey(view.episode);
  return {
    kind: 'slack_episode',
    key,
    lane: key,
    locale: 'en',
    channel: null,
    repository: REPOSITORY,
    episodeId: view.episode.id,
    view,
    buttons: ['acknowledge', 'rerun', 'stop'],
    shown: '1',
    ...over,
  };
}

export function slackEpisodeNote(
  note: EpisodeNote = { says: 'status', view: episodeView(episode('smoke_failure_rate')) },
  over: Partial<SlackEpisodeNoteEffect> = {},
): SlackEpisodeNoteEffect {
  const of = 'view' in note ? note.view.episode : episode('smoke_failure_rate');
  return {
    kind: 'slack_episode_note',
    key: episodeNoteKey(of, note.says),
    lane: episodeMessageKey(of),
    about: episodeMessageKey(of),
    locale: 'en',
    channel: null,
    repository: REPOSITORY,
    episodeId: of.id,
    note,
    mentions: [],
    broadcast: false,
    ...over,
  };
}

export function episodePage(
  view: EpisodeView = episodeView(episode('smoke_failure_rate', STATES.confirmed)),
  over: Partial<EpisodePageEffect> = {},
): EpisodePageEffect {
  return {
    kind: 'episode_page',
    ...episodePageParts(view.episode, over.action ?? 'trigger'),
    locale: 'en',
    repository: REPOSITORY,
    severity: view.episode.rule === 'severe' ? 'critical' : 'error',
    about: episodeMessageKey(view.episode),
    view,
    ...over,
  };
}
