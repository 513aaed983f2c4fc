import type { Rule } from '../../src/alerts/episode.ts';
import { RULE_TITLES } from '../../src/notifiers/wording/episode/names.ts';
import type { Workspace } from '../customer/workspace.ts';
import { permalink } from '../slack/json/message.ts';
import type { Message } from '../slack/model/channel.ts';
import { timeOf } from '../slack/model/timestamps.ts';
import { slackText } from './slack-text.ts';

/** The one message of an alert's episode. */
export interface EpisodeMessage {
  readonly message: Message;
  readonly rule: Rule;
  /** How it stands, such as `✅ Over`. */
  readonly state: string;
  /** What else it says, as Slack's own JSON. */
  readonly blocks: string;
  /** Where people open it. */
  readonly link: string;
  readonly thread: readonly string[];
}

/** What is told of an incident of PagerDuty. */
export interface IncidentMessage {
  /** Its own; else the line with its status, in the thread of what the bot called for. */
  readonly message: Message;
  readonly number: number;
  /** Such as `👀 Acknowledged`. */
  readonly state: string;
  readonly thread: readonly string[];
}

const INCIDENT = /^\[AI Ops\] PagerDuty incident #(?<number>\d+): .* — (?<state>[^—]+)$/su;
/** Its status as a line, as a terminal shows it. */
const STATUS_LINE = /^Status of PagerDuty incident #(?<number>\d+): (?<state>[^,]+), urgency /u;
/** What a line says of an incident, and how it stands by that. */
const CHANGES: readonly (readonly [RegExp, string | null])[] = [
  [/^👀 Acknowledged /u, '👀 Acknowledged'],
  [/^✅ Resolved at /u, '✅ Resolved'],
  [/^🚨 (?:Not acknowledged any more|Opened again); called: /u, '🚨 Triggered'],
  [/^⏫ Escalated; called now: /u, '🚨 Triggered'],
  [/^➡️ Now with /u, null],
];
const RULES = Object.keys(RULE_TITLES) as Rule[];

/** Episodes of alerts, of one time. They are about a repository, not about a pull request. */
export function episodeMessages(
  workspace: Workspace,
  isThen: (ms: number) => boolean,
): readonly EpisodeMessage[] {
  return ownMessages(workspace).flatMap((message) => {
    const header = headerOf(message);
    const rule = ruleIn(header);
    if (rule === null || !isThen(timeOf(message.ts))) return [];
    const state = header.slice(0, -`: ${RULE_TITLES[rule].en}`.length);
    const blocks = JSON.stringify(message.content.blocks);
    const link = permalink(workspace.slack.world, workspace.channel, message);
    return [{ message, rule, state, blocks, link, thread: ownThreadOf(message, workspace) }];
  });
}

export function incidentMessages(
  workspace: Workspace,
  incidents: readonly { readonly number: number }[],
): readonly IncidentMessage[] {
  const own = ownMessages(workspace).flatMap((message) => {
    const { number, state = '' } = INCIDENT.exec(message.content.text)?.groups ?? {};
    return [{ message, number: Number(number), state, thread: threadOf(message, workspace) }];
  });
  const lines = ownMessages(workspace).flatMap((parent) => linesIn(parent, workspace));
  return [...own, ...lines].filter(({ number }) => incidents.some((incident) => incident.number === number));
}

/** The incident of which the thread of another message tells, where it does. */
function linesIn(parent: Message, { slack: { world } }: Workspace): readonly IncidentMessage[] {
  const replies = world.repliesTo(parent);
  return replies.flatMap((message, at) => {
    const said = STATUS_LINE.exec(slackText(world, message.content.text))?.groups;
    if (said === undefined) return [];
    const thread = replies
      .slice(at + 1)
      .map(({ content }) => slackText(world, content.text))
      .filter((text) => changeIn(text) !== undefined);
    const state = thread.flatMap((text) => changeIn(text)?.[1] ?? []).at(-1) ?? said.state ?? '';
    return [{ message, number: Number(said.number), state, thread }];
  });
}

function changeIn(text: string): (typeof CHANGES)[number] | undefined {
  return CHANGES.find(([pattern]) => pattern.test(text));
}

/** It tells of an episode or an incident. */
export function isAlert(message: Message): boolean {
  return INCIDENT.test(message.content.text) || ruleIn(headerOf(message)) !== null;
}

/** What the daily look at the preconditions found: of the installation, so of no scene. */
export function isOfDoctor({ content }: Message): boolean {
  return content.text.startsWith('🩺');
}

/** Oldest first, as people read it. */
export function threadOf(message: Message, { slack: { world } }: Workspace): readonly string[] {
  return world.repliesTo(message).map((reply) => slackText(world, reply.content.text));
}

/** The same without what it tells of an incident. */
export function ownThreadOf(message: Message, workspace: Workspace): readonly string[] {
  return threadOf(message, workspace).filter(
    (text) => !STATUS_LINE.test(text) && changeIn(text) === undefined,
  );
}

export function headerOf({ content }: Message): string {
  const header = content.blocks.find((block) => block.type === 'header');
  return header?.text.text ?? '';
}

function ownMessages({ channel, bot }: Workspace): readonly Message[] {
  return channel.messages.filter(({ app, threadTs }) => app === bot && threadTs === null);
}

function ruleIn(header: string): Rule | null {
  return RULES.find((rule) => header.endsWith(`: ${RULE_TITLES[rule].en}`)) ?? null;
}
