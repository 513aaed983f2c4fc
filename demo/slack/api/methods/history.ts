import { z } from 'zod';
import { messageJson } from '../../json/message.ts';
import type { Channel, Message } from '../../model/channel.ts';
import { type Arguments, count, expectArguments, flag, timestamp } from '../arguments.ts';
import { readable, scopesFor } from '../conversation.ts';
import type { Reply } from '../http.ts';
import type { Call, Method } from '../method.ts';
import { pageOf } from '../paging.ts';
import { Refusal } from '../refusal.ts';

const range = {
  channel: z.string(),
  latest: timestamp.optional(),
  oldest: timestamp.optional(),
  inclusive: flag.optional(),
  include_all_metadata: flag.optional(),
  cursor: z.string().optional(),
};

export const historyMethods: readonly Method[] = [
  { name: 'conversations.history', scopes: scopesFor('history'), answer: history },
  { name: 'conversations.replies', scopes: scopesFor('history'), answer: replies },
];

/** Newest first, without the replies that only their thread shows. */
function history(call: Call): Reply {
  const args = expectArguments(
    z.strictObject({ ...range, limit: count.max(999, 'at most 999').default(100) }),
    call.args,
  );
  const channel = inside(call, args.channel);
  const messages = call.world.topLevel(channel).filter(within(args)).toReversed();
  return page(call, messages, {
    ...args,
    extra: { pin_count: 0, channel_actions_ts: null, channel_actions_count: 0 },
  });
}

/** A thread: its first message, then the replies, oldest first. */
function replies(call: Call): Reply {
  const args = expectArguments(
    z.strictObject({ ...range, ts: timestamp, limit: count.max(1000, 'at most 1000').default(1000) }),
    call.args,
  );
  const channel = inside(call, args.channel);
  const first = call.world.message(channel, args.ts);
  if (first === undefined) throw new Refusal('thread_not_found');
  const following = call.world.repliesTo(first).filter(within(args));
  return page(call, [first, ...following], { ...args, extra: {} });
}

/** @throws {Refusal} where the app is not in the channel: it reads nowhere else */
function inside(call: Call, id: string): Channel {
  const channel = readable(call, id, 'history');
  if (!channel.members.has(call.app.botUser)) throw new Refusal('not_in_channel');
  return channel;
}

function within(args: {
  readonly latest?: string | undefined;
  readonly oldest?: string | undefined;
  readonly inclusive?: boolean | undefined;
}): (message: Message) => boolean {
  const { latest = 'none', oldest = '0', inclusive = false } = args;
  return ({ ts }) =>
    (Number(ts) > Number(oldest) && (latest === 'none' || Number(ts) < Number(latest))) ||
    (inclusive && (ts === oldest || ts === latest));
}

function page(
  { world }: Call,
  messages: readonly Message[],
  how: {
    readonly cursor?: string | undefined;
    readonly limit: number;
    readonly include_all_metadata?: boolean | undefined;
    readonly extra: Arguments;
  },
): Reply {
  const { items, next } = pageOf(messages, { cursor: how.cursor, limit: how.limit, keyOf: ({ ts }) => ts });
  return {
    body: {
      messages: items.map((message) => messageJson(world, message, how.include_all_metadata === true)),
      has_more: next !== '',
      ...how.extra,
      ...(next === '' ? {} : { response_metadata: { next_cursor: next } }),
    },
  };
}
