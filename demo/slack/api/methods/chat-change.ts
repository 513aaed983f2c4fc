import { z } from 'zod';
import { deleteMessage, editMessage } from '../../acts/messages.ts';
import { messageJson, permalink } from '../../json/message.ts';
import type { Message } from '../../model/channel.ts';
import { expectArguments, flag, timestamp } from '../arguments.ts';
import { contentArguments, readBlocks, readMetadata } from '../content.ts';
import { conversation } from '../conversation.ts';
import type { Reply } from '../http.ts';
import type { Call, Method } from '../method.ts';
import { Refusal } from '../refusal.ts';

/** Not published; longer text that could be posted cannot be put in by an edit (F3-Nation/archive-slackblast#64). */
const MAX_EDITED_TEXT = 4000;

const place = { channel: z.string(), ts: timestamp };

const updateArguments = z.strictObject({
  ...place,
  ...contentArguments,
  metadata: z.unknown().optional(),
  parse: z.string().optional(),
  link_names: flag.optional(),
  as_user: flag.optional(),
});

export const chatChangeMethods: readonly Method[] = [
  { name: 'chat.update', scopes: ['chat:write'], answer: update },
  { name: 'chat.delete', scopes: ['chat:write'], answer: remove },
  { name: 'chat.getPermalink', scopes: [], answer: getPermalink },
];

/** Blocks and metadata that are left out stay as they were; empty ones take them away. */
function update(call: Call): Reply {
  const { world } = call;
  const { text = '', ...args } = expectArguments(updateArguments, call.args);
  const message = messageAt(call, args);
  if (message.channel.isArchived) throw new Refusal('is_inactive');
  if (message.app !== call.app) throw new Refusal('cant_update_message');
  const blocks = readBlocks(args.blocks);
  if (text === '' && (blocks ?? []).length === 0) throw new Refusal('no_text');
  if (text.length > MAX_EDITED_TEXT) throw new Refusal('msg_too_long');
  const metadata = readMetadata(args.metadata);
  editMessage(world, message, {
    text,
    blocks: blocks ?? message.content.blocks,
    metadata: metadata === undefined ? message.content.metadata : metadata,
  });
  const shown = messageJson(world, message, false);
  return { body: { channel: message.channel.id, ts: message.ts, text, message: shown } };
}

function remove(call: Call): Reply {
  const message = messageAt(
    call,
    expectArguments(z.strictObject({ ...place, as_user: flag.optional() }), call.args),
  );
  if (message.app !== call.app) throw new Refusal('cant_delete_message');
  deleteMessage(call.world, message);
  return { body: { channel: message.channel.id, ts: message.ts } };
}

function getPermalink(call: Call): Reply {
  const { channel, message_ts } = expectArguments(
    z.strictObject({ channel: z.string(), message_ts: timestamp }),
    call.args,
  );
  const message = messageAt(call, { channel, ts: message_ts });
  return { body: { channel, permalink: permalink(call.world, message.channel, message) } };
}

/** @throws {Refusal} where there is none; channels go by id here */
function messageAt(call: Call, { channel, ts }: { readonly channel: string; readonly ts: string }): Message {
  const message = call.world.message(conversation(call, channel), ts);
  if (message === undefined) throw new Refusal('message_not_found');
  return message;
}
