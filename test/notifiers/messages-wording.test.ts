import { describe, expect, test } from '@jest/globals';
import { validateMessage } from '../../demo/slack/block-kit/validate.ts';
import type {
  HandoffNote,
  HistoryNotice,
  Mention,
  Notice,
  SlackAnswer,
  StopNotice,
} from '../../src/effect/messages.ts';
import { changeText } from '../../src/notifiers/wording/pagerduty/change.ts';
import { pageText } from '../../src/notifiers/wording/pagerduty/page.ts';
import { answerText } from '../../src/notifiers/wording/slack/answer.ts';
import { handoffMessage } from '../../src/notifiers/wording/slack/handoff-message.ts';
import { noteText } from '../../src/notifiers/wording/slack/handoff-note.ts';
import { code, link, text } from '../../src/notifiers/wording/slack/mrkdwn.ts';
import { noticeText } from '../../src/notifiers/wording/slack/notice.ts';
import { LOCALES, type Locale } from '../../src/policies/locale.ts';
import type { SlackText } from '../../src/slack/messages.ts';
import { FORGOTTEN, HOSTILE_OWED, NOTHING_OWED, OWED } from './deadline-samples.ts';
import { HEAD, HOSTILE, handoff, hostileView, view } from './effects.ts';
import { CREDENTIALS, historyNotice, hostileHistories, PERMISSIONS, SECRETS } from './history-samples.ts';
import {
  changeEvent,
  failedHandoff,
  handoffMessageView,
  pageEffect,
  slackAnswer,
  slackHandoff,
  slackNotice,
  slackThread,
} from './message-effects.ts';
import { shown } from './shown.ts';

const DUE = '2026-11-22T13:04:56Z';
const OWNERS = ['rin', 'aki'];
const CALLED: readonly Mention[] = [
  { kind: 'user', id: 'U0RIN' },
  { kind: 'group', id: 'S0SRE' },
];
const owed = { dueAt: DUE, owners: OWNERS };
const waiting = handoff({ phase: { name: 'deploy_approval', at: 'deploy', waiting: true } });
const approved = handoff({
  state: 'approved',
  code: 'handoff_finished',
  phase: null,
  approvalUrl: 'https://github.com/octo/shop/pull/7#issuecomment-2',
  followUp: { state: 'owed', dueAt: DUE, owners: OWNERS, by: null, at: null },
});

const MESSAGES: Readonly<Record<string, Parameters<typeof slackHandoff>[0]>> = {
  running: {},
  'waits for a person, held': {
    handoff: waiting,
    stop: { by: 'mona', reason: 'release freeze' },
    buttons: ['unhold'],
    requests: [{ what: 'hold', by: 'mona', granted: true, code: 'command_granted', at: DUE }],
  },
  'approved, follow-up owed': { handoff: approved, buttons: ['done', 'rollback'] },
  'approved, follow-up done': {
    handoff: {
      ...approved,
      followUp: { state: 'done', dueAt: DUE, owners: OWNERS, by: 'rin', at: DUE },
      rollback: {
        state: 'running',
        by: 'mona',
        runUrl: 'https://github.com/octo/shop/actions/runs/100',
        code: null,
        detail: null,
      },
    },
    buttons: [],
  },
  failed: {
    handoff: failedHandoff(),
    buttons: ['handoff', 'rollback'],
    requests: [{ what: 'handoff', by: 'olli', granted: false, code: 'command_not_allowed', at: DUE }],
  },
  'could not be started': {
    started: false,
    handoff: handoff({ state: 'dispatch_unknown', code: 'dispatch_unknown', phase: null, runUrl: null }),
    buttons: [],
    statusUrl: null,
  },
};

const NOTES: Readonly<Record<string, HandoffNote>> = {
  'a phase': { says: 'phase', handoff: handoff() },
  'a phase that waits': { says: 'phase', handoff: waiting },
  'the end, approved': { says: 'ended', handoff: approved, playbookUrl: 'https://github.com/octo/shop' },
  'the end, failed': { says: 'ended', handoff: failedHandoff(), playbookUrl: 'https://github.com/octo/shop' },
  'follow-up owed': { says: 'follow_up_owed', ...owed },
  'follow-up owed by nobody in particular': { says: 'follow_up_owed', dueAt: DUE, owners: [] },
  reminder: { says: 'follow_up_reminder', ...owed },
  missed: { says: 'follow_up_missed', ...owed },
  done: { says: 'follow_up_done', by: 'rin', note: 'looked at the canary' },
};

/** What is shown in the channel too. */
const IN_THE_CHANNEL: ReadonlySet<string> = new Set(['the end, failed', 'missed']);

const STOPS = {
  'stop of a repository': {
    says: 'stop_set',
    place: 'octo/shop',
    by: 'mona',
    reason: 'release freeze',
    cancels: false,
  },
  'stop everywhere': { says: 'stop_set', place: 'everywhere', by: 'mona', reason: null, cancels: false },
  'stop that cancels': {
    says: 'stop_set',
    place: 'octo/shop',
    by: 'mona',
    reason: null,
    cancels: true,
  },
  resumed: { says: 'stop_lifted', place: 'octo/shop#7', by: 'mona', reason: null, cancels: false },
} as const satisfies Readonly<Record<string, StopNotice>>;

const HISTORIES: Readonly<Record<string, HistoryNotice>> = {
  'history owed, with a pull request': historyNotice(),
  'history owed, to be written by hand': historyNotice({ change: PERMISSIONS, pull: null }),
  'reminder of a history': historyNotice({ says: 'history_reminder' }),
  'reminder of a history whose pull request was closed': historyNotice({
    says: 'history_reminder',
    change: CREDENTIALS,
    pull: { url: 'https://github.com/octo/shop/pull/8', isOpen: false },
  }),
  'history missed': historyNotice({ says: 'history_missed' }),
  'history missed, to be written by hand': historyNotice({ says: 'history_missed', pull: null }),
  'history written': historyNotice({
    says: 'history_settled',
    settled: { by: 'mona', note: null, proof: 'https://github.com/octo/shop/pull/8', isLate: false },
  }),
  'history written, late': historyNotice({
    says: 'history_settled',
    settled: { by: 'rin', note: 'in the wiki', proof: null, isLate: true },
  }),
  'history found written': historyNotice({
    says: 'history_settled',
    settled: { by: null, note: null, proof: 'https://github.com/octo/shop/blob/c0ffee/a.md', isLate: false },
  }),
};

const NOTICES: Readonly<Record<string, Notice>> = {
  ...STOPS,
  ...HISTORIES,
  'preconditions that got worse': {
    says: 'doctor',
    place: 'octo/shop',
    worse: [
      { id: 'check_pinned', status: 'fail', about: 'AI Ops gates (main)' },
      { id: 'secret_age', status: 'warn', about: 'ai/ops/codex' },
      { id: 'pagerduty_on_call', status: 'unknown', about: null },
    ],
    well: [{ id: 'slack_member', about: '#ops <@U1>' }],
  },
  'preconditions that hold again': {
    says: 'doctor',
    place: 'octo/shop',
    worse: [],
    well: [{ id: 'clock', about: null }],
  },
  'more preconditions than are shown': {
    says: 'doctor',
    place: 'octo/shop',
    worse: Array.from({ length: 17 }, (_, i) => ({ id: 'slack_people', status: 'fail', about: `U${i}` })),
    well: [],
  },
};

const ANSWERS: Readonly<Record<string, (locale: Locale) => SlackAnswer>> = {
  granted: () => ({ says: 'granted', what: 'hold octo/shop#7' }),
  refused: () => ({
    says: 'refused',
    what: 'handoff octo/shop#7',
    code: 'command_gates_closed',
    headSha: HEAD,
    labelName: 'LG-Verified ✅',
  }),
  'asked before': () => ({
    says: 'asked_before',
    what: 'rollback octo/shop#7',
    by: 'mona',
    at: '2026-11-22T12:00:00Z',
  }),
  nobody: () => ({
    says: 'nobody',
    what: 'stop octo/shop',
    place: 'octo/shop',
    user: { workspace: 'T0ACME', user: 'U0MONA' },
  }),
  'not understood': () => ({ says: 'not_understood', text: 'stauts octo/shop#7', nearest: 'status' }),
  'not understood at all': () => ({ says: 'not_understood', text: 'deploy', nearest: null }),
  status: (locale) => ({ says: 'status', view: view({ locale }), deadlines: OWED }),
  'status of a handoff': (locale) => ({
    says: 'status',
    view: view({ locale, handoff: failedHandoff() }),
    deadlines: FORGOTTEN,
  }),
  'status while observing': (locale) => ({
    says: 'status',
    view: view({ locale, mode: 'observe' }),
    deadlines: NOTHING_OWED,
  }),
  'status with a broken configuration': (locale) => ({
    says: 'status',
    view: view({ locale, mode: 'closed', verdicts: [], configProblems: ['line 3: unknown key <b>'] }),
    deadlines: NOTHING_OWED,
  }),
  explained: (locale) => ({ says: 'explain', verdicts: view().verdicts.slice(0, 3), view: view({ locale }) }),
  help: () => ({ says: 'help' }),
};

/** Everything that people are shown in Slack, by the name of what it is. */
function surfaces(locale: Locale): readonly (readonly [string, SlackText])[] {
  return [
    ...Object.entries(MESSAGES).map(
      ([name, view]) => [`message: ${name}`, handoffMessage(slackHandoff(view, locale))] as const,
    ),
    ...Object.entries(NOTES).map(
      ([name, said]) =>
        [
          `thread: ${name}`,
          noteText(slackThread(said, { locale, mentions: CALLED, broadcast: IN_THE_CHANNEL.has(name) })),
        ] as const,
    ),
    ...Object.entries(NOTICES).map(
      ([name, said]) => [`notice: ${name}`, noticeText(slackNotice(said, { locale }))] as const,
    ),
    ...Object.entries(ANSWERS).map(
      ([name, said]) =>
        [`answer: ${name}`, answerText(slackAnswer({ locale, answer: said(locale) }))] as const,
    ),
  ];
}

function hostileAnswers(long: string, locale: Locale): readonly SlackAnswer[] {
  const shown = hostileView({ locale, configProblems: Array.from({ length: 30 }, () => long) });
  return [
    { says: 'granted', what: long },
    { says: 'refused', what: long, code: 'label_missing', headSha: HEAD, labelName: long },
    { says: 'asked_before', what: long, by: long, at: long },
    { says: 'nobody', what: long, place: long, user: { workspace: long, user: long } },
    { says: 'not_understood', text: long, nearest: null },
    { says: 'status', view: shown, deadlines: HOSTILE_OWED },
    { says: 'explain', verdicts: shown.verdicts, view: shown },
  ];
}

describe.each(LOCALES)('in %s', (locale) => {
  test.each(surfaces(locale))('%s', (_name, message) => {
    expect(validateMessage({ ...message })).toEqual([]);
    expect(shown(message)).toMatchSnapshot();
  });

  test('what the one who is called is told', () => {
    const context = {
      host: 'github.com',
      slackUrl: 'https://acme.slack.com/p1',
      ledger: { seq: 3, hash: 'ab' },
    };
    expect(pageText(pageEffect({ locale }), context)).toMatchSnapshot();
  });

  test.each<[string, Parameters<typeof changeEvent>[0]]>([
    ['a handoff that is over', {}],
    ['a stop', { change: STOPS['stop of a repository'] }],
    ['a stop everywhere', { change: STOPS['stop everywhere'], repository: null }],
    ['resumed', { change: STOPS.resumed }],
    ['changed secrets', { change: { says: 'access_changed', place: 'octo/shop', change: SECRETS } }],
    ['changed permissions', { change: { says: 'access_changed', place: 'octo/shop', change: PERMISSIONS } }],
    [
      'a rollback',
      { change: { says: 'rollback', place: 'octo/shop#7', by: 'mona', runUrl: 'https://github.com/r/1' } },
    ],
  ])('a change: %s', (_name, over) => {
    expect(changeText(changeEvent({ ...over, locale }), 'github.com')).toMatchSnapshot();
  });

  test('whatever people wrote, it formats, links and calls nothing, and fits', () => {
    const long = `${HOSTILE} <!channel> <@U0EVIL> ${'*_~`<>&|@here :rocket:'.repeat(300)}`;
    const hostile = failedHandoff({
      detail: { say: 'answered', why: long },
      requestedBy: long,
      state: 'failed',
      phase: { name: long, at: long, waiting: true },
      runUrl: 'javascript:alert(1)',
      followUp: { state: 'missed', dueAt: long, owners: [long, long], by: long, at: long },
      rollback: { state: 'running', by: long, runUrl: 'https://evil.example/|>x', code: null, detail: null },
    });
    const view = handoffMessageView({
      pull: {
        title: long,
        url: `https://github.com/a|b>c<d?q=${encodeURIComponent(long)}`,
        name: 'octo/shop#7',
      },
      baseRef: long,
      handoff: hostile,
      stop: { by: long, reason: long },
      requests: Array.from({ length: 5 }, () => ({
        what: long,
        by: long,
        granted: false,
        code: 'command_not_allowed' as const,
        at: long,
      })),
      buttons: ['handoff', 'hold', 'unhold', 'done', 'rollback'],
    });
    const messages = [
      handoffMessage(slackHandoff(view, locale)),
      noteText(
        slackThread({ says: 'ended', handoff: hostile, playbookUrl: long }, { locale, broadcast: true }),
      ),
      noteText(slackThread({ says: 'follow_up_missed', dueAt: long, owners: [long] }, { locale })),
      noteText(slackThread({ says: 'follow_up_done', by: long, note: long }, { locale })),
      noticeText(
        slackNotice({ says: 'stop_set', place: long, by: long, reason: long, cancels: false }, { locale }),
      ),
      ...hostileAnswers(long, locale).map((answer) => answerText(slackAnswer({ locale, answer }))),
      ...hostileHistories(long).map((said) => noticeText(slackNotice(said, { locale }))),
    ];
    for (const message of messages) {
      expect(validateMessage({ ...message })).toEqual([]);
      expect(JSON.stringify(message)).not.toMatch(
        /<!|<@|@here|:rocket:|<javascript|<https?:[^|>]*<|<https?:[^>]*\|[^>]*\|/,
      );
    }
    const told = pageText(pageEffect({ locale, page: { ...pageEffect().page, handoff: hostile } }), {
      host: 'github.com',
      slackUrl: null,
      ledger: null,
    });
    expect(told.summary).not.toMatch(/[\n\r]/);
  });
});

test.each<[string, string, string]>([
  ['angle brackets', 'a <b> & <!here> <@U1>', 'a &lt;b&gt; &amp; &lt;!here&gt; &lt;@U1&gt;'],
  ['bold, strike and code', '*a* ~b~ `c`', '∗a∗ ∼b∼ ˋcˋ'],
  ['italics, not names', '_a_ b_c', '＿a＿ b_c'],
  ['lines', 'a\nb\u2028c', 'a b c'],
])('%s are inert', (_name, written, shown) => {
  expect(text(written, 100)).toBe(shown);
});

test('code and links end where they should', () => {
  expect(code('a`b`')).toBe('`aˋbˋ`');
  expect(link('a|b', 'https://github.com/x|y>z')).toBe('<https://github.com/x%7Cy%3Ez|a¦b>');
  expect(link('file', 'file:///etc/passwd')).toBe('file');
});
