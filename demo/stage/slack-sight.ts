import type { Workspace } from '../customer/workspace.ts';
import type { Pull } from '../github/model/pull.ts';
import { permalink } from '../slack/json/message.ts';
import type { Message } from '../slack/model/channel.ts';
import { nameOf } from './pull-name.ts';
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

/** What a notification says: title, PR, state. */
const NOTIFIED = /^\[AI Ops\] Auto Handoff [\w ]+: (?<pull>\S+#\d+) — (?<state>.+)$/;

/** The bot's messages about the PR's handoffs, oldest first. */
export function handoffMessages({ slack, bot, channel }: Workspace, pull: Pull): readonly HandoffMessage[] {
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

function headerOf({ content }: Message): string {
  const header = content.blocks.find((block) => block.type === 'header');
  return header?.text.text ?? '';
}
