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

/** The one message of an incident of PagerDuty. */
export interface IncidentMessage {
  readonly message: Message;
  readonly number: number;
  /** Such as `👀 Acknowledged`. */
  readonly state: string;
  readonly thread: readonly string[];
}

const INCIDENT = /^\[AI Ops\] PagerDuty incident #(?<number>\d+): .* — (?<state>[^—]+)$/su;
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
    return [{ message, rule, state, blocks, link, thread: threadOf(message, workspace) }];
  });
}

export function incidentMessages(
  workspace: Workspace,
  incidents: readonly { readonly number: number }[],
): readonly IncidentMessage[] {
  return ownMessages(workspace).flatMap((message) => {
    const { number, state = '' } = INCIDENT.exec(message.content.text)?.groups ?? {};
    if (!incidents.some((incident) => incident.number === Number(number))) return [];
    return [{ message, number: Number(number), state, thread: threadOf(message, workspace) }];
  });
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
