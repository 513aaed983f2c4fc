import type { Workspace } from '../customer/workspace.ts';
import type { Ephemeral, Message } from '../slack/model/channel.ts';
import { numberIn } from './pull-name.ts';
import { slackText } from './slack-text.ts';
import type { Teller } from './teller.ts';
import type { Row } from './terminal.ts';

/** Tells what the bot writes in Slack, read from the channel as people see it. */
export class SlackTeller implements Teller {
  readonly #workspace: Workspace;
  /** What each message of the bot said when it was told of. */
  readonly #told = new Map<Message, string>();
  #ephemerals = 0;
  #requests = 0;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  news(): readonly Row[] {
    const { bot, channel, slack } = this.#workspace;
    const calls = slack.service.requests.slice(this.#requests);
    const ephemerals = channel.ephemerals.slice(this.#ephemerals);
    this.#requests += calls.length;
    this.#ephemerals += ephemerals.length;
    return [
      ...calls
        .filter(({ fault }) => fault !== null)
        .map(({ method }) => this.#row(null, `calls Slack in vain (${method})`)),
      ...channel.messages.filter(({ app }) => app === bot).flatMap((message) => this.#messageNews(message)),
      ...ephemerals.map((one) => this.#whispered(one)),
    ];
  }

  /** An edit that changes nothing of what a notification says is not worth a line. */
  #messageNews(message: Message): readonly Row[] {
    const { text } = message.content;
    const before = this.#told.get(message);
    if (before === text) return [];
    this.#told.set(message, text);
    const said = this.#plain(text);
    return [
      this.#row(
        this.#pullOf(message),
        before === undefined ? this.#posted(message, said) : `edits its message in Slack: ${stateIn(said)}`,
      ),
    ];
  }

  #posted({ threadTs, isBroadcast }: Message, said: string): string {
    const { name } = this.#workspace.channel;
    if (threadTs === null) return `Slack, #${name}: ${said}`;
    return `Slack, in its thread${isBroadcast ? ' and in the channel' : ''}: ${said}`;
  }

  #whispered({ to, content }: Ephemeral): Row {
    return this.#row(
      numberIn(content.text),
      `Slack, for ${to.realName}'s eyes only: ${this.#plain(content.text)}`,
    );
  }

  /** A line of a thread does not name the PR; what it answers does. */
  #pullOf({ channel, threadTs, content }: Message): number | null {
    const { world } = this.#workspace.slack;
    const parent = threadTs === null ? undefined : world.message(channel, threadTs);
    return numberIn((parent?.content ?? content).text);
  }

  #plain(text: string): string {
    return slackText(this.#workspace.slack.world, text);
  }

  #row(pull: number | null, text: string): Row {
    return { pull, who: this.#workspace.bot.name, text, by: 'bot' };
  }
}

/** Handoffs and incidents say it last, alerts first. */
function stateIn(notified: string): string {
  const state = notified.startsWith('[AI Ops]')
    ? notified.replace(/^.* — /, '')
    : notified.replace(/ — .*$/, '');
  return `now “${state}”`;
}
