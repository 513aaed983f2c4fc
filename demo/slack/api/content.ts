import { z } from 'zod';
import { type Block, blockList } from '../block-kit/blocks.ts';
import { type Metadata, messageMetadata } from '../block-kit/metadata.ts';
import { type Problem, problemsOfBlocks, problemsOfMetadata } from '../block-kit/validate.ts';
import { embedded } from './arguments.ts';
import { Refusal, refusalWith } from './refusal.ts';

/** What a message is made of, as arguments of the `chat` methods. */
export const contentArguments = {
  text: z.string().optional(),
  blocks: z.unknown().optional(),
};

/** @throws {Refusal} with every problem and its place */
export function readBlocks(argument: unknown): readonly Block[] | undefined {
  if (argument === undefined) return undefined;
  const blocks = embedded(argument, 'invalid_blocks_format');
  if (!Array.isArray(blocks)) throw new Refusal('invalid_blocks_format');
  refuse(problemsOfBlocks(blocks));
  return blockList.parse(blocks);
}

/** @returns `null` for an empty object, which takes metadata away. @throws {Refusal} */
export function readMetadata(argument: unknown): Metadata | null | undefined {
  if (argument === undefined) return undefined;
  const metadata = embedded(argument, 'invalid_metadata_format');
  if (typeof metadata !== 'object' || metadata === null) throw new Refusal('invalid_metadata_format');
  if (Object.keys(metadata).length === 0) return null;
  refuse(problemsOfMetadata(metadata));
  return messageMetadata.parse(metadata);
}

function refuse(problems: readonly Problem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  const same = problems.filter(({ error }) => error === first.error);
  throw refusalWith(
    first.error,
    same.map(({ text }) => text),
  );
}
