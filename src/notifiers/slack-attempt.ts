import { unreachable } from '../errors.ts';
import type { SlackFor } from '../slack/client.ts';
import { classify, type SlackFailure } from '../slack/failure.ts';
import { type SlackChannel, SlackMessages } from '../slack/messages.ts';
import type { Pace } from '../slack/pace.ts';
import type { Outcome } from './notifier.ts';

/** What the notifiers for Slack need. */
export interface SlackDeps {
  readonly slack: SlackFor;
  readonly pace: Pace;
  /** The token was refused: read the credentials again. */
  readonly refused: () => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** An operator sets it up, or gives back what was taken away; nothing is lost meanwhile. */
const NOT_SET_UP_MS = 60_000;
/** What somebody mends at Slack: invite the bot, unarchive, rename back. */
const MENDABLE = new Set([
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
]);
const MENDABLE_AFTER_MS = 60_000;
/** Of those, what is so for everything that is to be said in the channel. */
const CLOSED = new Set(['channel_not_found', 'not_in_channel', 'is_archived']);

/**
 * Does one thing at Slack; what Slack or the network threw becomes the outcome, a bug is thrown on.
 *
 * @param what.channel name or id; `null` for the bot's own
 * @param what.within the channel of what stands already and is edited or answered
 */
export async function attemptSlack(
  deps: SlackDeps,
  what: {
    readonly call: 'post' | 'call';
    readonly channel: string | null;
    readonly within?: string | undefined;
  },
  act: (messages: SlackMessages, channel: SlackChannel) => Promise<Outcome>,
): Promise<Outcome> {
  const slack = deps.slack();
  if (slack === null)
    return {
      kind: 'retry',
      code: 'AIOPS_SLACK_UNCONFIGURED',
      detail: 'Slack is not set up; set SLACK_BOT_TOKEN',
      afterMs: NOT_SET_UP_MS,
    };
  const channel = what.within ?? what.channel ?? slack.channel;
  const wait = deps.pace.waitFor({ call: what.call, channel }, deps.now());
  if (wait > 0)
    return {
      kind: 'retry',
      code: 'AIOPS_SLACK_PACED',
      detail: 'Slack takes no more right now',
      afterMs: wait,
    };
  try {
    const messages = new SlackMessages(slack.client, () => deps.pace.posted(deps.now()));
    return await act(messages, what.channel ?? slack.channel);
  } catch (error) {
    return outcomeOf(classify(error), channel, deps);
  }
}

function outcomeOf(failure: SlackFailure, channel: string, deps: SlackDeps): Outcome {
  const { kind, detail } = failure;
  switch (kind) {
    case 'unsent':
      deps.pace.unreachable(deps.now());
      return { kind: 'retry', code: 'AIOPS_SLACK_UNREACHABLE', detail, afterMs: null };
    case 'limited':
      deps.pace.limited(deps.now(), failure.afterMs);
      return { kind: 'retry', code: 'AIOPS_SLACK_LIMITED', detail, afterMs: failure.afterMs };
    case 'unauthorized':
      deps.refused();
      return { kind: 'retry', code: 'AIOPS_SLACK_UNAUTHORIZED', detail, afterMs: null };
    case 'refused':
      if (CLOSED.has(failure.error)) deps.pace.closed(channel, deps.now());
      return MENDABLE.has(failure.error)
        ? { kind: 'retry', code: 'AIOPS_SLACK_CHANNEL', detail, afterMs: MENDABLE_AFTER_MS }
        : { kind: 'rejected', code: 'AIOPS_SLACK_REFUSED', detail };
    case 'ambiguous':
      deps.pace.unreachable(deps.now());
      return { kind: 'unanswered', code: 'AIOPS_SLACK_UNANSWERED', detail };
    default:
      return unreachable(kind);
  }
}
