import type { Workspace } from '../customer/workspace.ts';
import type { Pull } from '../github/model/pull.ts';
import { permalink } from '../slack/json/message.ts';
import type { Message } from '../slack/model/channel.ts';
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
}

export interface Said {
  readonly message: Message;
  readonly text: string;
}

/** What a notification says: title, PR, state. */
const NOTIFIED = /^\[AI Ops\] Auto Handoff [\w ]+: (?<pull>\S+#\d+) — (?<state>.+)$/;

export function slackSight(workspace: Workspace, pull: Pull): SlackSight {
  const { slack, channel } = workspace;
  return {
    handoffs: handoffMessages(workspace, pull),
    notices: notices(workspace, pull),
    whispers: channel.ephemerals
      .filter(({ content }) => numberIn(content.text) === pull.number)
      .map(({ to, content }) => `${to.realName}: ${slackText(slack.world, content.text)}`),
  };
}

function handoffMessages({ slack, bot, channel }: Workspace, pull: Pull): readonly HandoffMessage[] {
  const { world } = slack;
  return channel.messages.flatMap((message) => {
    const { app, threadTs, content } = message;
    const said = NOTIFIED.exec(content.text)?.groups;
    if (app !== bot || threadTs !== null || said?.pull !== nameOf(pull)) return [];
    const thread = world.repliesTo(message).map((reply) => slackText(world, reply.content.text));
    const link = permalink(world, channel, message);
    return [{ message, header: headerOf(message), state: said.state ?? '', link, thread }];
  });
}

/** Messages that stand by themselves, and are about no handoff. */
function notices({ slack, bot, channel }: Workspace, pull: Pull): readonly Said[] {
  return channel.messages
    .filter(({ app, threadTs }) => app === bot && threadTs === null)
    .filter(({ content: { text } }) => numberIn(text) === pull.number && !NOTIFIED.test(text))
    .map((message) => ({ message, text: slackText(slack.world, message.content.text) }));
}

function headerOf({ content }: Message): string {
  const header = content.blocks.find((block) => block.type === 'header');
  return header?.text.text ?? '';
}
