import type { z } from 'zod';
import { type Block, blockList, interactiveIn, lengthOf } from './blocks.ts';
import { MAX_METADATA, messageMetadata } from './metadata.ts';
import { located, sentenceOf } from './sentences.ts';

/** Longer text is cut off by `chat.postMessage`. https://docs.slack.dev/reference/methods/chat.postMessage */
export const MAX_TEXT = 40_000;

/** What all blocks may show together. Not published: measured in slackapi/bolt-js#2509 and metabase/metabase#79908. */
const MAX_SHOWN = 13_000;

/** A message as it is handed to `chat.postMessage`; what is not of these three is not looked at. */
export interface MessageParts {
  readonly text?: unknown;
  readonly blocks?: unknown;
  readonly metadata?: unknown;
}

/** Slack's error code, and what it says of the place. */
export interface Problem {
  readonly error: 'invalid_blocks' | 'msg_blocks_too_long' | 'invalid_metadata_schema' | 'metadata_too_large';
  readonly text: string;
}

/** Every published limit of Block Kit that the message breaks, in Slack's words; nothing for a message that is fine. */
export function validateMessage({ text, blocks, metadata }: MessageParts): readonly string[] {
  const tooLong = typeof text === 'string' && text.length > MAX_TEXT;
  const empty = (text === undefined || text === '') && (!Array.isArray(blocks) || blocks.length === 0);
  return [
    ...(empty ? ['no text and no blocks'] : []),
    ...(tooLong ? [located(`must be less than ${MAX_TEXT + 1} characters`, ['text'])] : []),
    ...(blocks === undefined ? [] : problemsOfBlocks(blocks)).map((problem) => problem.text),
    ...(metadata === undefined ? [] : problemsOfMetadata(metadata)).map((problem) => problem.text),
  ];
}

export function problemsOfBlocks(blocks: unknown): readonly Problem[] {
  const { data, error } = blockList.safeParse(blocks, { reportInput: true });
  if (error !== undefined)
    return sentences(error, 'blocks').map((text) => ({ error: 'invalid_blocks', text }));
  const shown = lengthOf(data);
  return [
    ...repeated(data).map((text): Problem => ({ error: 'invalid_blocks', text })),
    ...(shown > MAX_SHOWN
      ? [
          {
            error: 'msg_blocks_too_long',
            text: located(`all text together is ${shown} characters`, ['blocks']),
          } as const,
        ]
      : []),
  ];
}

export function problemsOfMetadata(metadata: unknown): readonly Problem[] {
  const { error } = messageMetadata.safeParse(metadata, { reportInput: true });
  if (error !== undefined) {
    return sentences(error, 'metadata').map((text) => ({ error: 'invalid_metadata_schema', text }));
  }
  const size = Buffer.byteLength(JSON.stringify(metadata));
  if (size <= MAX_METADATA) return [];
  return [{ error: 'metadata_too_large', text: located(`${size} bytes are too many`, ['metadata']) }];
}

function sentences(error: z.ZodError, below: string): readonly string[] {
  return error.issues.map((issue) => sentenceOf(issue, below));
}

/** Ids that stand for two things. Slack wants an `action_id` to be unique in its block; in ours it is in the message. */
function repeated(blocks: readonly Block[]): readonly string[] {
  const ids = [
    ...blocks.map(({ block_id }, i) => ({ key: 'block_id', id: block_id, path: ['blocks', i, 'block_id'] })),
    ...interactiveIn(blocks).map(({ element: { action_id }, path }) => ({
      key: 'action_id',
      id: action_id,
      path: ['blocks', ...path, 'action_id'],
    })),
  ];
  const isSecond = ({ key, id }: (typeof ids)[number], i: number): boolean =>
    id !== undefined && ids.findIndex((other) => other.key === key && other.id === id) < i;
  return ids.filter(isSecond).map(({ key, id, path }) => located(`\`${key}\` "${id}" already exists`, path));
}
