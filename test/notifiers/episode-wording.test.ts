import { describe, expect, test } from '@jest/globals';
import { validateMessage } from '../../demo/slack/block-kit/validate.ts';
import { RULES } from '../../src/alerts/episode.ts';
import type { EpisodeNote, EpisodeView } from '../../src/effect/episode.ts';
import type { Mention } from '../../src/effect/messages.ts';
import { episodePageText } from '../../src/notifiers/wording/pagerduty/episode-page.ts';
import { episodeMessage } from '../../src/notifiers/wording/slack/episode-message.ts';
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
const ACKNOWLEDGED = { says: 'acknowledged', by: 'rin', at: LATER, in: 'slack' } as const;
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

/** What may be out of the ordinary about one. */
const SPECIAL: Readonly<Record<string, EpisodeView>> = {
  'with nothing affected': episodeView(episode('smoke_failure_rate'), {
    pulls: [],
    handoffs: [],
    next: { what: 'person', at: null },
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
      { did: 'no_rerun', at: OPENED, because: 'most_of_it_failed' },
      { did: 'paged', at: LATER },
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
      next: { what: 'call_again', at: HELD_DOWN.until },
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
  'status, late': { says: 'status_late', view: warning, dueAt: LATER },
  acknowledged: { ...ACKNOWLEDGED, call: null },
  'acknowledged in PagerDuty': { ...ACKNOWLEDGED, by: 'Ren Ito', in: 'pagerduty', call: null },
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
