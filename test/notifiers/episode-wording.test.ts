import { describe, expect, test } from '@jest/globals';
import { validateMessage } from '../../demo/slack/block-kit/validate.ts';
import { RULES } from '../../src/alerts/episode.ts';
import type { EpisodeDeed, EpisodeNext, EpisodeNote, EpisodeView } from '../../src/effect/episode.ts';
import type { Mention } from '../../src/effect/messages.ts';
import { headline } from '../../src/notifiers/wording/episode/headline.ts';
import { episodePageText } from '../../src/notifiers/wording/pagerduty/episode-page.ts';
import { episodeMessage } from '../../src/notifiers/wording/slack/episode-message.ts';
import { next } from '../../src/notifiers/wording/slack/episode-next.ts';
import { episodeNoteText } from '../../src/notifiers/wording/slack/episode-note.ts';
import { LOCALES } from '../../src/policies/locale.ts';
import { FULL } from './blast-samples.ts';
import {
  counted,
  episode,
  episodePage,
  episodeView,
  INSIGHTS,
  LATE,
  LATER,
  MEASURES,
  OPENED,
  runUrl,
  STATES,
  slackEpisode,
  slackEpisodeNote,
  VIEWS,
} from './episode-samples.ts';
import { shown } from './shown.ts';

const CALLED: readonly Mention[] = [
  { kind: 'user', id: 'U0RIN' },
  { kind: 'group', id: 'S0SRE' },
];
const CONTEXT = { host: 'github.com', slackUrl: 'https://acme.slack.com/p1', ledger: { seq: 3, hash: 'ab' } };

const warning = episodeView(episode('smoke_failure_rate'));
const confirmed = episodeView(episode('smoke_failure_rate', STATES.confirmed));
const severe = episodeView(episode('severe', STATES.confirmed));
const late = episodeView(episode('handoff_lead_time'));
const INCIDENT = {
  number: 17,
  url: 'https://acme.pagerduty.com/incidents/Q1',
  status: 'triggered',
  assignees: ['Rin'],
} as const;
const ACKNOWLEDGED = { says: 'acknowledged', by: 'rin', at: LATER } as const;
const HELD_DOWN = {
  by: 'Ren Ito',
  pagerduty: 'P0REN',
  at: LATER,
  until: '2026-11-22T11:12:00.000Z',
  recalledAt: null,
};
const recalled = episodeView(
  episode('smoke_failure_rate', {
    ...STATES.confirmed,
    acknowledged: null,
    heldDown: { ...HELD_DOWN, recalledAt: HELD_DOWN.until },
  }),
);
const [REPEAT] = STATES.rerunning.reruns;
const rerun = (
  outcome: (typeof STATES)['confirmed']['reruns'][0]['outcome'] | { readonly kind: 'overdue' },
) => episodeView(episode('verify_failure', { ...STATES.rerunning, reruns: [{ ...REPEAT, outcome }] }));

const ASKED: readonly EpisodeDeed[] = [
  { did: 'noted', at: OPENED, pull: 12 },
  { did: 'asked', at: LATER, pull: 12, of: LATE.waitsFor },
];

function wasLate(tookMs: number | null) {
  return { ...MEASURES.handoff_lead_time, late: [{ ...LATE, asked: LATE.waitsFor, over: { tookMs } }] };
}

/** So many of seven failed; of the newest nobody knows the outcome of its re-run. */
function awaiting(failed: number) {
  const raw = Array.from({ length: 7 }, (_, i) => counted(107 - i, i < failed ? 'failure' : 'success'));
  return {
    raw: { failed, of: 7, runs: raw },
    confirmed: { failed: failed - 1, of: 6, runs: raw.slice(1) },
  };
}

const NEXT: readonly EpisodeNext[] = [
  { what: 'warned', at: LATER },
  { what: 'rerun_due', at: LATER },
  { what: 'approval', of: LATE.waitsFor },
  { what: 'called_at', at: LATER },
  ...(['failures', 'all_failures', 'rerun_slow', 'next_slow'] as const).map(
    (when) => ({ what: 'called_when', when }) as const,
  ),
  { what: 'over', runs: 0, at: LATER },
  { what: 'over', runs: 0, at: null },
  { what: 'over', runs: 1, at: null },
  { what: 'over', runs: 2, at: LATER },
  { what: 'climbs' },
  { what: 'call_again', at: LATER },
  { what: 'person' },
  { what: 'look_again' },
  { what: 'severe_speaks' },
  { what: 'observes' },
  { what: 'stays_stopped' },
];

/** What may be out of the ordinary about one. */
const SPECIAL: Readonly<Record<string, EpisodeView>> = {
  'with nothing affected': episodeView(episode('smoke_failure_rate'), {
    pulls: [],
    handoffs: [],
    next: [{ what: 'person' }],
  }),
  'with its blast radius': episodeView(episode('verify_failure'), {
    blast: { radius: FULL, commentUrl: 'https://github.com/octo/shop/pull/12#issuecomment-3' },
  }),
  flapping: episodeView(episode('smoke_failure_rate', { flapping: true })),
  'flapping, and somebody has it': episodeView(
    episode('smoke_failure_rate', { flapping: true, acknowledged: { by: 'rin', at: LATER } }),
  ),
  'without data': episodeView(episode('smoke_failure_rate', { noDataSince: LATER })),
  'part of a severe one': episodeView(episode('smoke_failure_rate', { partOf: severe.episode.id })),
  'called in PagerDuty, and stopped by a person': episodeView(episode('verify_failure'), {
    incident: {
      number: 17,
      url: 'https://acme.pagerduty.com/incidents/Q1',
      status: 'triggered',
      assignees: ['Rin'],
    },
    stop: { by: 'mona', reason: 'release freeze' },
    did: [
      { did: 'no_rerun', at: OPENED, role: 'verify', url: runUrl(110), because: 'most_of_it_failed' },
      { did: 'paged', at: LATER, because: 'two_in_a_row' },
      { did: 'stopped', at: LATER },
    ],
    insights: INSIGHTS,
  }),
  're-runs that people asked for': episodeView(episode('smoke_failure_rate'), {
    did: (['on_its_way', 'running', 'success', 'failure', 'refused'] as const).map((came) => ({
      did: 'rerun_asked',
      at: LATER,
      by: 'octocat',
      role: 'smoke',
      url: came === 'refused' ? null : runUrl(110),
      came,
    })),
  }),
  'stopped by the button of an episode': episodeView(episode('verify_failure'), {
    stop: { by: 'mika', reason: 'verify_failure' },
  }),
  'acknowledged in PagerDuty': episodeView(episode('verify_failure'), {
    incident: {
      number: 17,
      url: 'https://acme.pagerduty.com/incidents/Q1',
      status: 'acknowledged',
      assignees: ['Rin'],
    },
  }),
  'acknowledged in Slack while PagerDuty goes on calling': episodeView(
    episode('verify_failure', STATES.confirmed),
    { incident: INCIDENT, stillCalls: true },
  ),
  'the same, where the incident is not known': episodeView(episode('verify_failure', STATES.confirmed), {
    stillCalls: true,
  }),
  'resolved by hand though it is still wrong': episodeView(
    episode('smoke_failure_rate', { ...STATES.confirmed, heldDown: HELD_DOWN }),
    {
      incident: { ...INCIDENT, status: 'resolved', assignees: [] },
      next: [{ what: 'call_again', at: HELD_DOWN.until }],
    },
  ),
  'resolved by hand, and recovering': episodeView(
    episode('smoke_failure_rate', { ...STATES.recovering, heldDown: HELD_DOWN }),
  ),
  'called again': recalled,
  'a run that waits in the queue': episodeView(
    episode('verify_latency', {
      measure: {
        ...MEASURES.verify_latency,
        slow: MEASURES.verify_latency.slow.map((run) => ({
          ...run,
          state: 'queued',
          queuedMs: 720_000,
          executingMs: 0,
          causes: ['queue'],
        })),
      },
    }),
  ),
  'its only failure is re-run, and nothing has come of that': episodeView(
    episode('smoke_failure_rate', {
      ...STATES.rerunning,
      measure: { ...MEASURES.smoke_failure_rate, ...awaiting(1) },
    }),
  ),
  'one of two re-runs has ended': episodeView(
    episode('verify_failure', {
      ...STATES.rerunning,
      measure: { ...MEASURES.verify_failure, ...awaiting(2) },
    }),
  ),
  'severe, with what was done for its parts': episodeView(episode('severe', STATES.confirmed), {
    did: [
      { did: 'rerun', at: OPENED, role: 'smoke', url: runUrl(107), came: 'failure' },
      { did: 'rerun', at: OPENED, role: 'verify', url: runUrl(110), came: 'running' },
      { did: 'no_rerun', at: OPENED, role: 'verify', url: runUrl(111), because: 'not_taken' },
      { did: 'paged', at: LATER, because: 'severe' },
      { did: 'stopped', at: LATER },
    ],
    next: [{ what: 'rerun_due', at: LATER }, { what: 'climbs' }, { what: 'stays_stopped' }],
  }),
  'a late handoff, whoever may approve was asked': episodeView(episode('handoff_lead_time'), { did: ASKED }),
  'a late handoff that is over': episodeView(
    episode('handoff_lead_time', { ...STATES.resolved, measure: wasLate(3_180_000) }),
    { did: ASKED },
  ),
  'a late handoff that is over, nobody knows since when': episodeView(
    episode('handoff_lead_time', { ...STATES.resolved, measure: wasLate(null) }),
  ),
  'a slow run, cancelled to be re-run': episodeView(
    episode('verify_latency', {
      ...STATES.rerunning,
      reruns: [{ ...REPEAT, outcome: { kind: 'cancelling' } }],
    }),
    { did: [{ did: 'cancelled', at: OPENED, url: runUrl(110) }] },
  ),
  'two late handoffs': episodeView(
    episode('handoff_lead_time', {
      measure: {
        ...MEASURES.handoff_lead_time,
        late: [
          ...MEASURES.handoff_lead_time.late,
          {
            handoffId: 'h2',
            pull: 14,
            since: OPENED,
            runUrl: null,
            segments: [{ name: 'dispatch', of: 'machine', ms: 4_000_000, isOpen: true }],
            waitsFor: [],
            approveUrl: null,
          },
        ],
      },
    }),
  ),
};

const NOTES: Readonly<Record<string, EpisodeNote>> = {
  opened: { says: 'opened', view: warning },
  'opened, severe': { says: 'opened', view: severe },
  confirmed: { says: 'confirmed', view: confirmed },
  paged: { says: 'paged', view: confirmed },
  recovering: { says: 'recovering', view: episodeView(episode('smoke_failure_rate', STATES.recovering)) },
  resolved: { says: 'resolved', view: episodeView(episode('smoke_failure_rate', STATES.resolved)) },
  flapping: { says: 'flapping', view: episodeView(episode('smoke_failure_rate', { flapping: true })) },
  'no data': { says: 'no_data', view: episodeView(episode('smoke_failure_rate', { noDataSince: LATER })) },
  reopened: { says: 'reopened', view: warning },
  're-run began': { says: 'rerun', view: episodeView(episode('verify_failure', STATES.rerunning)) },
  're-run failed': { says: 'rerun', view: rerun(STATES.confirmed.reruns[0].outcome) },
  're-run overdue': { says: 'rerun', view: rerun({ kind: 'overdue' }) },
  'no re-run': {
    says: 'rerun',
    view: episodeView(
      episode('verify_failure', {
        reruns: [{ ...REPEAT, outcome: { kind: 'not_done', because: 'budget_spent' } }],
      }),
    ),
  },
  'a handoff takes long': { says: 'lead_time_note', handoffId: 'h1', handoff: LATE, view: late },
  'approval asked': { says: 'approval_asked', handoffId: 'h1', handoff: LATE, view: late },
  status: { says: 'status', view: warning },
  'status of a severe one': { says: 'status', view: severe },
  'status of one that is over': {
    says: 'status',
    view: episodeView(episode('verify_failure', STATES.resolved)),
  },
  'a late handoff is over': {
    says: 'resolved',
    view: episodeView(episode('handoff_lead_time', { ...STATES.resolved, measure: wasLate(3_180_000) })),
  },
  'status, late': { says: 'status_late', view: warning, dueAt: LATER },
  acknowledged: { ...ACKNOWLEDGED, call: null },
  'acknowledged, and passed on': { ...ACKNOWLEDGED, call: { kind: 'passed_on' } },
  'acknowledged by somebody whom PagerDuty does not know': {
    ...ACKNOWLEDGED,
    call: { kind: 'goes_on', because: 'person_unknown', url: INCIDENT.url },
  },
  'acknowledged, without a token': {
    ...ACKNOWLEDGED,
    call: { kind: 'goes_on', because: 'no_token', url: null },
  },
  'acknowledged, and PagerDuty refused it': { says: 'ack_refused', by: 'rin', url: INCIDENT.url },
  'called again': { says: 'called_again', view: recalled },
  'ladder, SRE': { says: 'ladder', step: 'sre', view: confirmed },
  'ladder, Platform PM': { says: 'ladder', step: 'platform_pm', view: confirmed },
  'told at once': { says: 'told_at_once', view: severe },
  insights: { says: 'insights', insights: INSIGHTS },
  'insights, empty': { says: 'insights', insights: { ...INSIGHTS, text: ' \n' } },
};

describe.each(LOCALES)('in %s', (locale) => {
  test.each([...VIEWS, ...Object.entries(SPECIAL)])('message: %s', (_name, view) => {
    const message = episodeMessage(slackEpisode(view, { locale }), null);
    expect(validateMessage({ ...message })).toEqual([]);
    expect(JSON.stringify(message)).not.toMatch(/<@|<!subteam|<!here|<!channel/);
    expect(shown(message)).toMatchSnapshot();
  });

  test('message: every button', () => {
    const buttons = ['acknowledge', 'rerun', 'stop', 'resume'] as const;
    const message = episodeMessage(slackEpisode(warning, { locale, buttons }), null);
    expect(validateMessage({ ...message })).toEqual([]);
    expect(message.blocks.filter(({ type }) => type === 'actions')).toMatchSnapshot();
  });

  test.each(Object.entries(NOTES))('thread: %s', (_name, note) => {
    const message = episodeNoteText(slackEpisodeNote(note, { locale, mentions: CALLED }));
    expect(validateMessage({ ...message })).toEqual([]);
    expect(message.text).toMatch(/^<@U0RIN> <!subteam\^S0SRE> /);
    expect(shown(message)).toMatchSnapshot();
  });

  test('next: every step', () => {
    const said = NEXT.map(
      (step) => next(episodeView(episode('smoke_failure_rate'), { next: [step] }))[locale],
    );
    expect(said).toMatchSnapshot();
  });

  test.each(RULES)('page: %s', (rule) => {
    const view = episodeView(episode(rule, STATES.confirmed), { insights: INSIGHTS });
    expect(episodePageText(episodePage(view, { locale }), CONTEXT)).toMatchSnapshot();
  });
});

test('a call because Slack does not take a status says so', () => {
  const { summary } = episodePageText(episodePage(confirmed, { scope: 'status' }), CONTEXT);
  expect(summary).toMatch(/^Slack does not take the status of: Codex Smoke 3\/7 failed/);
});

test('a second call says who resolved the first one by hand', () => {
  expect(episodePageText(episodePage(recalled), CONTEXT).details).toMatchObject({
    resolved_by_hand: 'Ren Ito',
  });
});

test('a page names the runs of the window even where nothing is confirmed', () => {
  const raw = { failed: 1, of: 1, runs: [counted(1, 'failure')] };
  const of = episode('smoke_failure_rate', {
    measure: { ...MEASURES.smoke_failure_rate, raw, confirmed: { failed: 0, of: 0, runs: [] } },
  });
  expect(episodePageText(episodePage(episodeView(of)), CONTEXT).links).toContainEqual({
    href: runUrl(1),
    text: 'Run',
  });
});

test('what a re-run has not told yet is no zero', () => {
  const seen = (failed: number) => headline({ ...MEASURES.smoke_failure_rate, ...awaiting(failed) }).en;
  expect(seen(1)).toBe('Codex Smoke 1/7 failed, re-run pending');
  expect(seen(2)).toBe('Codex Smoke 2/7 failed, 1/6 after re-runs, 1 re-run pending');
  // Older runs have filled its place.
  const older = [...awaiting(1).confirmed.runs, counted(90, 'success')];
  const full = { ...awaiting(1), confirmed: { failed: 0, of: 7, runs: older } };
  expect(headline({ ...MEASURES.smoke_failure_rate, ...full }).en).toBe(
    'Codex Smoke 1/7 failed, re-run pending',
  );
  // Two that somebody re-ran after they were cancelled have pushed it out.
  const pushed = [counted(120, 'success'), ...older.slice(0, 6)];
  const oldest = {
    raw: { failed: 1, of: 7, runs: [...older.slice(0, 6), counted(80, 'failure')] },
    confirmed: { failed: 0, of: 7, runs: pushed },
  };
  expect(headline({ ...MEASURES.smoke_failure_rate, ...oldest }).en).toBe(
    'Codex Smoke 1/7 failed, 0/7 after re-runs',
  );
});
