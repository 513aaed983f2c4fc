import type { HandoffView } from '../../src/effect/effect.ts';
import type {
  ChangeEventEffect,
  HandoffMessage,
  HandoffNote,
  HandoffPage,
  Notice,
  PageEffect,
  SlackAnswerEffect,
  SlackHandoffEffect,
  SlackNoticeEffect,
  SlackThreadEffect,
} from '../../src/effect/messages.ts';
import type { Locale } from '../../src/policies/locale.ts';
import { HEAD, handoff, PULL } from './effects.ts';

const AT = '2026-11-22T12:34:56Z';
const SUBJECT = {
  title: 'Add HR templates',
  url: 'https://github.com/octo/shop/pull/7',
  name: 'octo/shop#7',
};
const PLAYBOOK = 'https://github.com/octo/shop/blob/main/docs/ai/ops-playbooks.md';
const STATUS = 'https://github.com/octo/shop/pull/7#issuecomment-1';

export function handoffMessageView(over: Partial<HandoffMessage> = {}): HandoffMessage {
  return {
    pull: SUBJECT,
    headSha: HEAD,
    baseRef: 'main',
    handoff: handoff(),
    started: true,
    stop: null,
    requests: [],
    buttons: ['hold'],
    shown: '2026-11-22T12:34:56Z/0',
    statusUrl: STATUS,
    playbookUrl: PLAYBOOK,
    ...over,
  };
}

export const slackHandoff = (
  over: Partial<HandoffMessage> = {},
  locale: Locale = 'en',
): SlackHandoffEffect => ({
  kind: 'slack_handoff',
  key: 'slack:h1',
  lane: 'slack:h1',
  locale,
  channel: null,
  pull: PULL,
  handoffId: 'h1',
  view: handoffMessageView(over),
});

export const slackThread = (
  note: HandoffNote = { says: 'phase', handoff: handoff() },
  over: Partial<SlackThreadEffect> = {},
): SlackThreadEffect => ({
  kind: 'slack_thread',
  key: 'slack:h1:phase',
  lane: 'slack:h1',
  locale: 'en',
  channel: null,
  pull: PULL,
  about: 'slack:h1',
  note,
  mentions: [],
  broadcast: false,
  ...over,
});

export const slackNotice = (
  notice: Notice = {
    says: 'stop_set',
    place: 'octo/shop',
    by: 'mona',
    reason: 'release freeze',
    cancels: false,
  },
  over: Partial<SlackNoticeEffect> = {},
): SlackNoticeEffect => ({
  kind: 'slack_notice',
  key: 'notice:1',
  lane: 'notice:1',
  locale: 'en',
  channel: null,
  repository: PULL,
  notice,
  mentions: [],
  ...over,
});

export const slackAnswer = (over: Partial<SlackAnswerEffect> = {}): SlackAnswerEffect => ({
  kind: 'slack_answer',
  key: 'answer:1',
  lane: 'answer:1',
  locale: 'en',
  channel: null,
  repository: PULL,
  to: { channel: 'C0', user: 'U0' },
  answer: { says: 'granted', what: 'hold octo/shop#7' },
  ...over,
});

export const failedHandoff = (over: Partial<HandoffView> = {}): HandoffView =>
  handoff({
    state: 'failed',
    code: 'run_failed',
    detail: { say: 'concluded', conclusion: 'failure' },
    ...over,
  });

export const page = (shown: HandoffView = failedHandoff()): HandoffPage => ({
  pull: SUBJECT,
  headSha: HEAD,
  baseRef: 'main',
  handoff: shown,
  statusUrl: STATUS,
  playbookUrl: PLAYBOOK,
  decisionId: 'd-42',
});

export const pageEffect = (over: Partial<PageEffect> = {}): PageEffect => ({
  kind: 'page',
  key: 'page:1:7:trigger:h1',
  lane: 'page:1:7',
  locale: 'en',
  pull: PULL,
  action: 'trigger',
  matter: 'handoff',
  scope: '7',
  about: 'slack:h1',
  page: page(),
  ...over,
});

export const changeEvent = (over: Partial<ChangeEventEffect> = {}): ChangeEventEffect => ({
  kind: 'change_event',
  key: 'change:h1',
  lane: 'change:1',
  locale: 'en',
  repository: PULL,
  change: { says: 'handoff_finished', page: page(handoff({ state: 'approved', code: 'handoff_finished' })) },
  at: AT,
  ...over,
});
