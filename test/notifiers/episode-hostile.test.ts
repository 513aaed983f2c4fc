import { describe, expect, test } from '@jest/globals';
import { validateMessage } from '../../demo/slack/block-kit/validate.ts';
import { type Episode, type Measure, RULES } from '../../src/alerts/episode.ts';
import type { FailedPart } from '../../src/alerts/run.ts';
import type { EpisodeDeed, EpisodeNote, EpisodeView } from '../../src/effect/episode.ts';
import { episodePageText } from '../../src/notifiers/wording/pagerduty/episode-page.ts';
import { episodeMessage } from '../../src/notifiers/wording/slack/episode-message.ts';
import { episodeNoteText } from '../../src/notifiers/wording/slack/episode-note.ts';
import { alertBody } from '../../src/pagerduty/event.ts';
import { LOCALES } from '../../src/policies/locale.ts';
import { Secret } from '../../src/secrets.ts';
import { HOSTILE_RADIUS } from './blast-samples.ts';
import { HOSTILE } from './effects.ts';
import {
  counted,
  episode,
  episodePage,
  episodeView,
  LATE,
  LATER,
  MEASURES,
  OPENED,
  runUrl,
  STATES,
  slackEpisode,
  slackEpisodeNote,
} from './episode-samples.ts';

const LONG = `${HOSTILE} <!channel> <@U0EVIL> <!date^1^{time}|x> \u202emorf\u202c ${'*_~`<>&|@here :rocket: 漢字'.repeat(60)}`;
/** As long as an address may get at a GitHub of one's own. */
const FAR = `https://github.${'x'.repeat(60)}.example/${'o'.repeat(39)}/${'r'.repeat(100)}`;
const BAD = `${FAR}/a|b>c<d?q=${encodeURIComponent('<!here>'.repeat(90))}`;

/** All but whole links and Slack's own times, what calls, what is made a picture, and what turns text round. */
const UNSAFE =
  /<(?!https?:\/\/[^|<>]+\|[^|<>]*>|!date\^\d+\^\{date_short_pretty\} \{time\}\|[\w: -]+>)|@(?:here|everyone|channel)\b|:rocket:|\u202e/;

const PARTS: readonly FailedPart[] = [
  { kind: 'item', name: LONG },
  ...Array.from({ length: 40 }, (_, i) => ({
    kind: 'job' as const,
    job: `${i} ${LONG}`,
    step: LONG,
    says: LONG,
    url: i % 2 === 0 ? BAD : 'javascript:alert(1)',
  })),
];
const RUNS = Array.from({ length: 50 }, (_, i) =>
  counted(i, 'failure', { url: `${FAR}/actions/runs/${i}`, parts: PARTS, pulls: Array(50).fill(7) }),
);
const RATE = { failed: 50, of: 50, runs: RUNS };

const HUGE: { readonly [R in Measure['rule']]: Measure } = {
  smoke_failure_rate: { ...MEASURES.smoke_failure_rate, raw: RATE, confirmed: RATE, window: 50 },
  verify_failure: { ...MEASURES.verify_failure, raw: RATE, confirmed: RATE, window: 50 },
  verify_latency: {
    ...MEASURES.verify_latency,
    slow: Array.from({ length: 100 }, (_, i) => ({
      runId: i,
      attempt: 9,
      url: i === 0 ? BAD : `${FAR}/actions/runs/${i}`,
      pulls: Array.from({ length: 500 }, (__, pull) => pull),
      state: 'waiting' as const,
      queuedMs: 9e12,
      executingMs: 9e12,
      waitedMs: 9e12,
      causes: ['queue', 'rate_limit', 'retries'] as const,
    })),
  },
  handoff_lead_time: {
    ...MEASURES.handoff_lead_time,
    late: Array.from({ length: 100 }, (_, i) => ({
      ...LATE,
      handoffId: LONG,
      pull: i,
      runUrl: BAD,
      since: LONG,
      segments: Array(8).fill(LATE.segments[3]),
      waitsFor: Array.from({ length: 60 }, () => ({ kind: 'team' as const, id: 1, name: LONG })),
      approveUrl: 'javascript:alert(1)',
    })),
  },
  severe: { ...MEASURES.severe, smoke: RATE, verify: RATE },
};

const DEEDS: readonly EpisodeDeed[] = Array.from({ length: 60 }, () => ({
  did: 'rerun',
  at: OPENED,
  role: 'verify',
  url: BAD,
}));

function hostile(of: Episode): EpisodeView {
  return episodeView(of, {
    repositoryUrl: FAR,
    repository: { installationId: 1, repositoryId: 2, owner: 'o'.repeat(39), repo: 'r'.repeat(100) },
    playbookUrl: BAD,
    blast: { radius: HOSTILE_RADIUS, commentUrl: BAD },
    pulls: Array.from({ length: 500 }, (_, number) => ({
      number,
      title: LONG,
      url: `${FAR}/pull/${number}`,
    })),
    handoffs: Array.from({ length: 500 }, (_, pull) => ({ pull, state: LONG, url: BAD })),
    did: [...DEEDS, { did: 'rerun_asked', at: LATER, by: LONG, role: 'smoke', url: BAD, came: 'on_its_way' }],
    incident: { number: 1, url: BAD, status: 'triggered', assignees: [LONG, LONG] },
    stop: { by: LONG, reason: LONG },
    insights: { text: `${LONG}\n`.repeat(200), url: BAD, at: LATER },
    next: { what: 'status_due', at: LONG },
    stillCalls: true,
  });
}

const views = RULES.map((rule) =>
  hostile(
    episode(rule, {
      ...STATES.rerunning,
      measure: HUGE[rule],
      acknowledged: { by: LONG, at: LONG },
      heldDown: { by: LONG, pagerduty: LONG, at: LONG, until: LONG, recalledAt: null },
      flapping: true,
      noDataSince: LONG,
      partOf: LONG,
    }),
  ),
);
const first = views[0] ?? hostile(episode('severe'));

function notesOf(view: EpisodeView): readonly EpisodeNote[] {
  const handoff = HUGE.handoff_lead_time.rule === 'handoff_lead_time' ? HUGE.handoff_lead_time.late[0] : LATE;
  return [
    ...(
      ['opened', 'confirmed', 'paged', 'resolved', 'flapping', 'no_data', 'reopened', 'called_again'] as const
    ).map((says) => ({ says, view })),
    { says: 'rerun', view },
    { says: 'status', view },
    { says: 'ack_refused', by: LONG, url: BAD },
    {
      says: 'acknowledged',
      by: LONG,
      at: LONG,
      in: 'slack',
      call: { kind: 'goes_on', because: 'person_unknown', url: BAD },
    },
    { says: 'status_late', view, dueAt: LONG },
    { says: 'told_at_once', view },
    { says: 'ladder', step: 'sre', view },
    { says: 'lead_time_note', handoffId: LONG, handoff: handoff ?? LATE, view },
    { says: 'approval_asked', handoffId: LONG, handoff: handoff ?? LATE, view },
  ];
}

describe.each(LOCALES)('in %s', (locale) => {
  const messages = [
    ...views.map((view) =>
      episodeMessage(
        slackEpisode(view, {
          locale,
          buttons: ['acknowledge', 'rerun', 'stop', 'resume'],
          shown: 'x'.repeat(60),
        }),
        { seq: 9_007_199_254_740_991, hash: 'ab' },
      ),
    ),
    ...views.flatMap(notesOf).map((note) => episodeNoteText(slackEpisodeNote(note, { locale }))),
    episodeNoteText(
      slackEpisodeNote({ says: 'acknowledged', by: LONG, at: LONG, in: 'pagerduty', call: null }, { locale }),
    ),
    episodeNoteText(
      slackEpisodeNote(
        { says: 'insights', insights: first.insights ?? { text: '', url: '', at: '' } },
        { locale },
      ),
    ),
  ];

  test('whatever people wrote, it formats, links and calls nothing, and fits', () => {
    for (const message of messages) {
      expect(validateMessage({ ...message })).toEqual([]);
      expect(JSON.stringify(message)).not.toMatch(UNSAFE);
    }
  });

  test('what there is no room for is counted', () => {
    const [message] = messages;
    expect(JSON.stringify(message)).toMatch(locale === 'en' ? /and 49\d more/ : /ほか 49\d 件/);
    const [insights] = messages.slice(-1);
    expect(JSON.stringify(insights)).toMatch(locale === 'en' ? /and \d{3} more lines/ : /ほか \d{3} 行/);
  });

  test.each(RULES)('the page of %s fits, in one line', (rule) => {
    const view = views[RULES.indexOf(rule)] ?? first;
    const text = episodePageText(episodePage(view, { locale }), {
      host: 'github.com',
      slackUrl: null,
      ledger: null,
    });
    expect(text.summary).not.toMatch(/[\n\r\u202e]/);
    expect(JSON.stringify(text.links)).not.toMatch(/javascript:/);
    const body = alertBody({ ...text, action: 'trigger', dedupKey: 'k' }, new Secret('0'.repeat(32)));
    expect(JSON.stringify(body).length).toBeLessThan(200_000);
    expect(JSON.stringify(body)).not.toMatch(/\u202e|left_out/);
    expect(text.details).toMatchObject({ affected_pulls_in_all: 500 });
  });
});

test('a run of the window keeps its link where the address is an ordinary one', () => {
  const message = episodeMessage(slackEpisode(), null);
  expect(JSON.stringify(message)).toContain(`<${runUrl(107)}|❌>`);
});
