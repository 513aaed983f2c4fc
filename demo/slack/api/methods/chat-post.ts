import { z } from 'zod';
import { post, postEphemeral } from '../../acts/messages.ts';
import { MAX_TEXT } from '../../block-kit/validate.ts';
import { messageJson } from '../../json/message.ts';
import type { Content } from '../../model/channel.ts';
import { expectArguments, flag, timestamp } from '../arguments.ts';
import { contentArguments, readBlocks, readMetadata } from '../content.ts';
import { postable } from '../conversation.ts';
import type { Reply } from '../http.ts';
import type { Call, Method } from '../method.ts';
import { Refusal } from '../refusal.ts';

const looks = { mrkdwn: flag.optional(), parse: z.string().optional(), link_names: flag.optional() };

const postArguments = z.strictObject({
  channel: z.string(),
  ...contentArguments,
  metadata: z.unknown().optional(),
  thread_ts: timestamp.optional(),
  reply_broadcast: flag.optional(),
  unfurl_links: flag.optional(),
  unfurl_media: flag.optional(),
  ...looks,
});

const ephemeralArguments = z.strictObject({
  channel: z.string(),
  user: z.string(),
  ...contentArguments,
  thread_ts: timestamp.optional(),
  ...looks,
});

export const chatPostMethods: readonly Method[] = [
  { name: 'chat.postMessage', scopes: ['chat:write'], answer: postMessage },
  { name: 'chat.postEphemeral', scopes: ['chat:write'], answer: postToOne },
];

function postMessage(call: Call): Reply {
  const { world, app, limits } = call;
  const args = expectArguments(postArguments, call.args);
  const channel = postable(call, args.channel);
  const { content, warnings } = contentOf(args);
  const metadata = readMetadata(args.metadata) ?? null;
  limits.spend(app, channel);
  const message = post(world, channel, {
    author: app.botUser,
    app,
    content: { ...content, metadata },
    threadTs: args.thread_ts ?? null,
    isBroadcast: args.reply_broadcast === true,
  });
  return {
    body: { channel: channel.id, ts: message.ts, message: messageJson(world, message, false) },
    warnings,
  };
}

function postToOne(call: Call): Reply {
  const args = expectArguments(ephemeralArguments, call.args);
  const channel = postable(call, args.channel);
  const to = call.world.user(args.user);
  if (to === undefined || !channel.members.has(to)) throw new Refusal('user_not_in_channel');
  const { content, warnings } = contentOf(args);
  const threadTs = args.thread_ts ?? null;
  const { ts } = postEphemeral(call.world, channel, { app: call.app, to, threadTs, content });
  return { body: { message_ts: ts }, warnings };
}

/** Text that is too long is cut off with a warning, as Slack does here; edits are refused. */
function contentOf(args: { readonly text?: string | undefined; readonly blocks?: unknown }): {
  readonly content: Content;
  readonly warnings: readonly string[];
} {
  const blocks = readBlocks(args.blocks) ?? [];
  const text = args.text ?? '';
  if (text === '' && blocks.length === 0) throw new Refusal('no_text');
  return {
    content: { text: text.slice(0, MAX_TEXT), blocks, metadata: null },
    warnings: text.length > MAX_TEXT ? ['message_truncated'] : [],
  };
}
