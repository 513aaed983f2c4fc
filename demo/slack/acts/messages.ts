import type { Block } from '../block-kit/blocks.ts';
import type { App } from '../model/app.ts';
import type { Channel, Content, Ephemeral, Message } from '../model/channel.ts';
import type { User } from '../model/people.ts';
import type { World } from '../model/world.ts';

/** Somebody writes something. */
export function say(
  world: World,
  channel: Channel,
  said: { readonly by: User; readonly text: string; readonly inThreadOf?: Message },
): Message {
  const content = { text: said.text, blocks: [], metadata: null };
  return post(world, channel, { author: said.by, app: null, content, threadTs: said.inThreadOf?.ts ?? null });
}

/**
 * Puts a message into a channel. A thread whose first message is gone is none: then it stands by
 * itself, and nobody is told.
 *
 * @param wanted.threadTs a message of the thread
 */
export function post(
  world: World,
  channel: Channel,
  wanted: {
    readonly author: User;
    readonly app: App | null;
    readonly content: Content;
    readonly threadTs: string | null;
    readonly isBroadcast?: boolean;
  },
): Message {
  const { author, app, content, isBroadcast = false } = wanted;
  const named = wanted.threadTs === null ? undefined : world.message(channel, wanted.threadTs);
  const parent = named?.threadTs == null ? named : world.message(channel, named.threadTs);
  const threadTs = parent?.ts ?? null;
  const message: Message = {
    channel,
    ts: world.ts(),
    author,
    app,
    threadTs,
    isBroadcast: isBroadcast && threadTs !== null,
    content: withIds(world, content),
    edits: [],
  };
  channel.messages.push(message);
  return message;
}

export function postEphemeral(
  world: World,
  channel: Channel,
  wanted: Pick<Ephemeral, 'app' | 'to' | 'threadTs' | 'content'>,
): Ephemeral {
  const shown = { ...wanted, channel, ts: world.ts(), content: withIds(world, wanted.content) };
  channel.ephemerals.push(shown);
  return shown;
}

export function editMessage(world: World, message: Message, content: Content): void {
  message.edits.push({ before: message.content, ts: world.ts() });
  message.content = withIds(world, content);
}

export function deleteMessage(_: World, message: Message): void {
  const { messages } = message.channel;
  messages.splice(messages.indexOf(message), 1);
}

/** Slack names every block and every element that was given no name. */
function withIds(world: World, content: Content): Content {
  return { ...content, blocks: content.blocks.map((block) => named(world, block)) };
}

function named(world: World, block: Block): Block {
  const block_id = block.block_id ?? world.ids.name();
  switch (block.type) {
    case 'actions': {
      const elements = block.elements.map((one) => ({
        ...one,
        action_id: one.action_id ?? world.ids.name(),
      }));
      return { ...block, block_id, elements };
    }
    case 'section': {
      const { accessory } = block;
      if (accessory === undefined || accessory.type === 'image') return { ...block, block_id };
      return {
        ...block,
        block_id,
        accessory: { ...accessory, action_id: accessory.action_id ?? world.ids.name() },
      };
    }
    case 'header':
    case 'divider':
    case 'context':
    case 'image':
    case 'markdown':
      return { ...block, block_id };
  }
}
