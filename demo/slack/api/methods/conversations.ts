import { z } from 'zod';
import { directMessages } from '../../acts/channels.ts';
import { channelJson } from '../../json/channel.ts';
import type { Channel } from '../../model/channel.ts';
import { expectArguments, flag } from '../arguments.ts';
import { requireScope } from '../auth.ts';
import { isSeen, readable, scopeFor, scopesFor } from '../conversation.ts';
import type { Reply } from '../http.ts';
import type { Call, Method } from '../method.ts';
import { pageOf } from '../paging.ts';
import { Refusal } from '../refusal.ts';

const KINDS: Readonly<Record<string, Channel['kind']>> = {
  public_channel: 'public',
  private_channel: 'private',
  im: 'im',
};

export const conversationMethods: readonly Method[] = [
  { name: 'conversations.list', scopes: scopesFor('read'), answer: list },
  { name: 'conversations.info', scopes: scopesFor('read'), answer: info },
  { name: 'conversations.open', scopes: ['im:write'], answer: open },
];

function list(call: Call): Reply {
  const { world, app } = call;
  const args = expectArguments(
    z.strictObject({
      types: z.string().default('public_channel'),
      exclude_archived: flag.default(false),
      limit: z.coerce.number().int().default(100),
      cursor: z.string().optional(),
    }),
    call.args,
  );
  if (args.limit < 1 || args.limit > 1000) throw new Refusal('invalid_limit');
  const kinds = args.types.split(',').map(kindNamed);
  for (const kind of kinds) requireScope(app, [scopeFor(kind, 'read')]);
  const found = world.channels.filter(
    (channel) =>
      kinds.includes(channel.kind) && isSeen(channel, app) && !(args.exclude_archived && channel.isArchived),
  );
  const { items, next } = pageOf(found, { cursor: args.cursor, limit: args.limit, keyOf: ({ id }) => id });
  const channels = items.map((channel) => ({
    ...channelJson(world, channel, app),
    num_members: channel.members.size,
  }));
  return { body: { channels, response_metadata: { next_cursor: next } } };
}

function info(call: Call): Reply {
  const args = expectArguments(
    z.strictObject({
      channel: z.string(),
      include_num_members: flag.default(false),
      include_locale: flag.default(false),
    }),
    call.args,
  );
  const channel = readable(call, args.channel, 'read');
  const members = args.include_num_members ? { num_members: channel.members.size } : {};
  const locale = args.include_locale ? { locale: 'en-US' } : {};
  return { body: { channel: { ...channelJson(call.world, channel, call.app), ...members, ...locale } } };
}

/** Direct messages with one person; those with several are not known here. */
function open(call: Call): Reply {
  const { world, app } = call;
  const args = expectArguments(
    z.strictObject({
      users: z.string().optional(),
      return_im: flag.default(false),
      prevent_creation: flag.default(false),
    }),
    call.args,
  );
  const [id = '', ...others] = (args.users ?? '').split(',');
  if (id === '') throw new Refusal('users_list_not_supplied');
  const user = world.user(id);
  if (others.length > 0) world.unexpected.push('conversations.open with several users');
  if (user === undefined || others.length > 0) throw new Refusal('user_not_found');
  if (user.isDeleted) throw new Refusal('user_disabled');
  const before = world.channels.length;
  const channel = directMessages(world, app.botUser, user);
  const wasOpen = world.channels.length === before ? { no_op: true, already_open: true } : {};
  return {
    body: { ...wasOpen, channel: args.return_im ? channelJson(world, channel, app) : { id: channel.id } },
  };
}

function kindNamed(type: string): Channel['kind'] {
  const kind = KINDS[type.trim()];
  if (kind === undefined) throw new Refusal('invalid_types');
  return kind;
}
