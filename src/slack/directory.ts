import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { classify } from './failure.ts';

/** As whom the token speaks. */
export interface SlackSelf {
  readonly workspace: string;
  /** Id of the organization that the workspace belongs to; `null` where there is none. */
  readonly enterprise: string | null;
  /** Name of the workspace. */
  readonly name: string;
  /** What the token may do, such as `chat:write`. */
  readonly scopes: readonly string[];
}

export interface SlackChannelFound {
  readonly id: string;
  readonly name: string;
  readonly isArchived: boolean;
  /** The bot is in it. */
  readonly isMember: boolean;
}

export interface SlackPerson {
  readonly isDeleted: boolean;
  readonly isBot: boolean;
  /** Invited to some channels only. */
  readonly isGuest: boolean;
  /** Ids of the workspace and of the organization that they belong to. */
  readonly belongsTo: readonly string[];
}

const PAGE = 200;

const selfAnswer = z.object({
  team_id: z.string(),
  team: z.string().default(''),
  enterprise_id: z.string().nullish(),
  response_metadata: z.object({ scopes: z.array(z.string()).default([]) }).default({ scopes: [] }),
});
const channel = z.object({
  id: z.string(),
  name: z.string().default(''),
  is_archived: z.boolean().default(false),
  is_member: z.boolean().default(false),
});
const channelAnswer = z.object({ channel });
const channelsAnswer = z.object({
  channels: z.array(channel).default([]),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
const personAnswer = z.object({
  user: z.object({
    team_id: z.string().optional(),
    enterprise_id: z.string().optional(),
    enterprise_user: z.object({ enterprise_id: z.string().optional() }).optional(),
    deleted: z.boolean().default(false),
    is_bot: z.boolean().default(false),
    is_restricted: z.boolean().default(false),
    is_ultra_restricted: z.boolean().default(false),
    is_stranger: z.boolean().default(false),
  }),
});
const groupsAnswer = z.object({ usergroups: z.array(z.object({ id: z.string() })).default([]) });

/** @see https://docs.slack.dev/reference/methods/auth.test */
export async function slackSelf(client: WebClient): Promise<SlackSelf> {
  const answer = selfAnswer.parse(await client.auth.test());
  return {
    workspace: answer.team_id,
    enterprise: answer.enterprise_id ?? null,
    name: answer.team,
    scopes: answer.response_metadata.scopes,
  };
}

/** A channel by id or name; `null` where there is none that the bot can see: private ones it must be in. */
export async function slackChannel(client: WebClient, named: string): Promise<SlackChannelFound | null> {
  if (/^[CGD][A-Z0-9]{5,}$/.test(named)) {
    const found = await orNull(['channel_not_found'], () => client.conversations.info({ channel: named }));
    return found === null ? null : shown(channelAnswer.parse(found).channel);
  }
  const name = named.replace(/^#/, '');
  for (let cursor = ''; ; ) {
    const answer = await client.conversations.list({
      limit: PAGE,
      types: 'public_channel,private_channel',
      ...(cursor !== '' && { cursor }),
    });
    const page = channelsAnswer.parse(answer);
    const found = page.channels.find((each) => each.name === name);
    if (found !== undefined) return shown(found);
    cursor = page.response_metadata?.next_cursor ?? '';
    if (cursor === '') return null;
  }
}

/** A person by id; `null` where Slack shows nobody. @see https://docs.slack.dev/reference/methods/users.info */
export async function slackPerson(client: WebClient, id: string): Promise<SlackPerson | null> {
  const found = await orNull(['user_not_found', 'user_not_visible'], () => client.users.info({ user: id }));
  if (found === null) return null;
  const { user } = personAnswer.parse(found);
  const ids = [user.team_id, user.enterprise_id, user.enterprise_user?.enterprise_id];
  return {
    isDeleted: user.deleted,
    isBot: user.is_bot,
    isGuest: user.is_restricted || user.is_ultra_restricted || user.is_stranger,
    belongsTo: ids.filter((each) => each !== undefined),
  };
}

/** Ids of the user groups that are not disabled. @see https://docs.slack.dev/reference/methods/usergroups.list */
export async function slackUserGroups(client: WebClient): Promise<readonly string[]> {
  const { usergroups } = groupsAnswer.parse(await client.usergroups.list());
  return usergroups.map(({ id }) => id);
}

function shown({ id, name, is_archived, is_member }: z.output<typeof channel>): SlackChannelFound {
  return { id, name, isArchived: is_archived, isMember: is_member };
}

async function orNull<T>(codes: readonly string[], ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    const failure = classify(error);
    if (failure.kind === 'refused' && codes.includes(failure.error)) return null;
    throw error;
  }
}
