import { z } from 'zod';
import { blockList } from '../block-kit/blocks.ts';
import { problemsOfBlocks } from '../block-kit/validate.ts';
import type { Interaction } from '../model/interaction.ts';
import type { World } from '../model/world.ts';
import { deleteMessage, editMessage, post, postEphemeral } from './messages.ts';

const schema = z.object({
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  text: z.string().default(''),
  blocks: blockList.default([]),
  replace_original: z.boolean().default(false),
  delete_original: z.boolean().default(false),
  thread_ts: z.string().optional(),
});

/** What an app says to what somebody did: at once, or later at the address that it was given for that. */
export type Answer = z.output<typeof schema>;

/** What Slack calls an answer that it does not take. */
export type BadAnswer = 'invalid_payload' | 'invalid_blocks' | 'no_text';

/** @param body JSON, or text as it is */
export function readAnswer(body: string): Answer | BadAnswer {
  const { success, data } = schema.extend({ blocks: z.unknown().optional() }).safeParse(fieldsOf(body));
  if (!success) return 'invalid_payload';
  const blocks = data.blocks ?? [];
  if (problemsOfBlocks(blocks).length > 0) return 'invalid_blocks';
  const answer = { ...data, blocks: blockList.parse(blocks) };
  const isEmpty = answer.text === '' && answer.blocks.length === 0 && !answer.delete_original;
  return isEmpty ? 'no_text' : answer;
}

/** Shows it to the person, or to the channel, or in place of the message whose button was pressed. */
export function giveAnswer(
  world: World,
  to: Pick<Interaction, 'app' | 'by' | 'channel' | 'message'>,
  answer: Answer,
): void {
  const { app, by, channel, message } = to;
  const { text, blocks } = answer;
  const isThere = message !== null && channel.messages.includes(message);
  if (answer.delete_original) {
    if (isThere) deleteMessage(world, message);
    return;
  }
  if (answer.replace_original && isThere) {
    editMessage(world, message, { text, blocks, metadata: message.content.metadata });
    return;
  }
  const content = { text, blocks, metadata: null };
  const threadTs = answer.thread_ts ?? null;
  if (answer.response_type === 'ephemeral') postEphemeral(world, channel, { app, to: by, threadTs, content });
  else post(world, channel, { author: app.botUser, app, content, threadTs });
}

function fieldsOf(body: string): unknown {
  if (!body.trimStart().startsWith('{')) return { text: body };
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
