import type { Workspace } from '../customer/workspace.ts';
import type { Pull } from '../github/model/pull.ts';
import { permalink } from '../slack/json/message.ts';
import type { Message } from '../slack/model/channel.ts';
import { timeOf } from '../slack/model/timestamps.ts';
import {
  type EpisodeMessage,
  episodeMessages,
  headerOf,
  type IncidentMessage,
  incidentMessages,
  isAlert,
  isOfDoctor,
  ownThreadOf,
} from './alert-messages.ts';
import { nameOf, numberIn } from './pull-name.ts';
import { slackText } from './slack-text.ts';

/** The one message of a handoff, and what stands in its thread. */
export interface HandoffMessage {
  readonly message: Message;
  /** `[AI Ops] Auto Handoff Started`, as it stands above the rest. */
  readonly header: string;
  /** What it says of the handoff now, such as `approved`. */
  readonly state: string;
  /** Where people open it. */
  readonly link: string;
  /** Oldest first, as people read it. */
  readonly thread: readonly string[];
}

/** What Slack has of a PR. */
export interface SlackSight {
  /** Oldest first. */
  readonly handoffs: readonly HandoffMessage[];
  /** Messages of their own: stops, and that they were lifted. */
  readonly notices: readonly Said[];
  /** What only one person saw: `Rin Hayashi: …`. */
  readonly whispers: readonly string[];
  /** Alerts of the repository while the PR was the newest one. */
  readonly episodes: readonly EpisodeMessage[];
  /** Of the PR's incidents at PagerDuty. */
  readonly incidents: readonly IncidentMessage[];
}

/** What of all that is in Slack is of one scene. */
export interface SlackScope {
  readonly pull: Pull;
  readonly incidents: readonly { readonly number: number }[];
  readonly isThen: (ms: number) => boolean;
}

export interface Said {
  readonly message: Message;
  readonly text: string;
}

/** What a notification says: title, PR, state. */
const NOTIFIED = /^\[AI Ops\] Auto Handoff [\w ]+: (?<pull>\S+#\d+) — (?<state>.+)$/;

export function slackSight(workspace: Workspace, scope: SlackScope): SlackSight {
  const { slack, channel } = workspace;
  return {
    handoffs: handoffMessages(workspace, scope.pull),
    episodes: episodeMessages(workspace, scope.isThen),
    incidents: incidentMessages(workspace, scope.incidents),
    notices: notices(workspace, scope),
    whispers: channel.ephemerals
      .filter((one) => isOf(one, scope))
      .map(({ to, content }) => `${to.realName}: ${slackText(slack.world, content.text)}`),
  };
}

function handoffMessages(workspace: Workspace, pull: Pull): readonly HandoffMessage[] {
  const {
    slack: { world },
    bot,
    channel,
  } = workspace;
  return channel.messages.flatMap((message) => {
    const { app, threadTs, content } = message;
    const said = NOTIFIED.exec(content.text)?.groups;
    if (app !== bot || threadTs !== null || said?.pull !== nameOf(pull)) return [];
    const link = permalink(world, channel, message);
    return [
      {
        message,
        header: headerOf(message),
        state: said.state ?? '',
        link,
        thread: ownThreadOf(message, workspace),
      },
    ];
  });
}

/** Messages that stand by themselves, and are about no handoff, no alert and no incident. */
function notices({ slack, bot, channel }: Workspace, scope: SlackScope): readonly Said[] {
  return channel.messages
    .filter(({ app, threadTs }) => app === bot && threadTs === null)
    .filter(
      (message) =>
        !isAlert(message) &&
        !isOfDoctor(message) &&
        !NOTIFIED.test(message.content.text) &&
        isOf(message, scope),
    )
    .map((message) => ({ message, text: slackText(slack.world, message.content.text) }));
}

function isOf({ content, ts }: Pick<Message, 'content' | 'ts'>, { pull, isThen }: SlackScope): boolean {
  const number = numberIn(content.text);
  return number === null ? isThen(timeOf(ts)) : number === pull.number;
}
