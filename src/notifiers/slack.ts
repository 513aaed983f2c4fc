import type {
  SlackAnswerEffect,
  SlackDailyEffect,
  SlackEpisodeEffect,
  SlackEpisodeNoteEffect,
  SlackHandoffEffect,
  SlackIncidentEffect,
  SlackIncidentNoteEffect,
  SlackNoticeEffect,
  SlackThreadEffect,
} from '../effect/messages.ts';
import { classify } from '../slack/failure.ts';
import type { NewMessage, SlackChannel, SlackMessages, SlackPlace, SlackText } from '../slack/messages.ts';
import type { Notifier, Outcome, Sending, SendResult } from './notifier.ts';
import { attemptSlack, type SlackDeps } from './slack-attempt.ts';
import { answerText } from './wording/slack/answer.ts';
import { dailyMessage } from './wording/slack/daily.ts';
import { episodeMessage } from './wording/slack/episode-message.ts';
import { episodeNoteText } from './wording/slack/episode-note.ts';
import { handoffMessage } from './wording/slack/handoff-message.ts';
import { noteText } from './wording/slack/handoff-note.ts';
import { incidentMessage } from './wording/slack/incident-message.ts';
import { incidentNoteText } from './wording/slack/incident-note.ts';
import { noticeText } from './wording/slack/notice.ts';

/** The one message of a handoff (H2). */
export function slackHandoffNotifier(deps: SlackDeps): Notifier<SlackHandoffEffect> {
  return { kinds: ['slack_handoff'], send: (sending) => keep(deps, sending, handoffMessage(sending.effect)) };
}

/** The one message of an episode. */
export function slackEpisodeNotifier(deps: SlackDeps): Notifier<SlackEpisodeEffect> {
  return {
    kinds: ['slack_episode'],
    send: (sending) => keep(deps, sending, episodeMessage(sending.effect, sending.ledger)),
  };
}

/** A line in the thread of a handoff. */
export function slackThreadNotifier(deps: SlackDeps): Notifier<SlackThreadEffect> {
  return { kinds: ['slack_thread'], send: (sending) => reply(deps, sending, noteText(sending.effect)) };
}

/** A line in the thread of an episode. */
export function slackEpisodeNoteNotifier(deps: SlackDeps): Notifier<SlackEpisodeNoteEffect> {
  return {
    kinds: ['slack_episode_note'],
    send: (sending) => reply(deps, sending, episodeNoteText(sending.effect)),
  };
}

/** The one message of an incident (O3). */
export function slackIncidentNotifier(deps: SlackDeps): Notifier<SlackIncidentEffect> {
  return {
    kinds: ['slack_incident'],
    send: (sending) => keep(deps, sending, incidentMessage(sending.effect)),
  };
}

/** A line in the thread of an incident. */
export function slackIncidentNoteNotifier(deps: SlackDeps): Notifier<SlackIncidentNoteEffect> {
  return {
    kinds: ['slack_incident_note'],
    send: (sending) => reply(deps, sending, incidentNoteText(sending.effect)),
  };
}

/** The one message of a day (O1). */
export function slackDailyNotifier(deps: SlackDeps): Notifier<SlackDailyEffect> {
  return { kinds: ['slack_daily'], send: (sending) => keep(deps, sending, dailyMessage(sending.effect)) };
}

/** A message of its own in the channel, posted once. */
export function slackNoticeNotifier(deps: SlackDeps): Notifier<SlackNoticeEffect> {
  return {
    kinds: ['slack_notice'],
    send: (sending) => {
      const shown = noticeText(sending.effect);
      return attemptSlack(deps, { call: 'post', channel: sending.effect.channel }, (messages, channel) =>
        post(messages, channel, { sending, shown, thread: null, broadcast: false }),
      );
    },
  };
}

/** What keeps an answer from being shown where it was asked for: then it goes to the person directly. */
const ELSEWHERE = new Set(['user_not_in_channel', 'channel_not_found', 'not_in_channel']);

/** An answer for one person's eyes. Slack keeps none, so a lost one cannot be found: it may be shown twice. */
export function slackAnswerNotifier(deps: SlackDeps): Notifier<SlackAnswerEffect> {
  return {
    kinds: ['slack_answer'],
    send: (sending) => {
      const { effect } = sending;
      const shown = answerText(effect);
      // Whom Slack shows nothing keeps the channel from nobody else.
      const what = { call: 'call', channel: null, within: effect.to.user } as const;
      return attemptSlack(deps, what, async (messages) => {
        try {
          await messages.whisper(effect.to, shown);
          return { kind: 'sent', result: {} };
        } catch (error) {
          const failure = classify(error);
          if (failure.kind !== 'refused' || !ELSEWHERE.has(failure.error)) throw error;
          return post(messages, effect.to.user, { sending, shown, thread: null, broadcast: false });
        }
      });
    },
  };
}

/** A message that is edited in place; posted anew where somebody deleted it. */
function keep(
  deps: SlackDeps,
  sending: Sending<SlackHandoffEffect | SlackEpisodeEffect | SlackIncidentEffect | SlackDailyEffect>,
  shown: SlackText,
): Promise<Outcome> {
  const { effect, previous } = sending;
  const call = previous?.slack === undefined ? 'post' : 'call';
  const what = { call, channel: effect.channel, within: previous?.slack?.channel } as const;
  return attemptSlack(deps, what, async (messages, channel) => {
    if (previous?.slack !== undefined && (await messages.edit(previous.slack, shown)))
      return sent(messages, previous.slack, previous);
    return post(messages, channel, { sending, shown, thread: null, broadcast: false });
  });
}

/** A line in the thread of the message that it is about, posted once. */
async function reply(
  deps: SlackDeps,
  sending: Sending<SlackThreadEffect | SlackEpisodeNoteEffect | SlackIncidentNoteEffect>,
  shown: SlackText,
): Promise<Outcome> {
  const { effect, about } = sending;
  const thread = about?.slack ?? null;
  if (thread === null)
    return {
      kind: 'rejected',
      code: 'AIOPS_SLACK_NO_PARENT',
      detail: `the message ${effect.about} was never posted, so there is no thread to write in`,
    };
  const what = { call: 'post', channel: effect.channel, within: thread.channel } as const;
  return attemptSlack(deps, what, (messages, channel) =>
    post(messages, channel, { sending, shown, thread, broadcast: effect.broadcast }),
  );
}

interface Posting extends Pick<NewMessage, 'thread' | 'broadcast'> {
  readonly sending: Sending;
  readonly shown: SlackText;
}

/** Posts it, unless an earlier try that got no answer has done so. */
async function post(
  messages: SlackMessages,
  channel: SlackChannel,
  { sending, shown, thread, broadcast }: Posting,
): Promise<Outcome> {
  const { effect, mayHaveBeenDoneSince: since } = sending;
  const { key } = effect;
  const place =
    (since === null ? null : await messages.find(channel, { key, since, thread })) ??
    (await messages.post(channel, { ...shown, key, thread, broadcast }));
  if (place !== null) return sent(messages, place, null);
  return {
    kind: 'retry',
    code: 'AIOPS_SLACK_PARENT_GONE',
    detail: 'the message that it answers is gone; it is posted anew first',
    afterMs: 0,
    lost: true,
  };
}

/** The link may be asked for again with the next edit; that it is lacking is no reason to post twice. */
async function sent(
  messages: SlackMessages,
  slack: SlackPlace,
  previous: SendResult | null,
): Promise<Outcome> {
  const url = previous?.url ?? (await linkTo(messages, slack));
  return { kind: 'sent', result: { slack, ...(url !== null && { url }) } };
}

async function linkTo(messages: SlackMessages, slack: SlackPlace): Promise<string | null> {
  try {
    return await messages.link(slack);
  } catch (error) {
    classify(error);
    return null;
  }
}
