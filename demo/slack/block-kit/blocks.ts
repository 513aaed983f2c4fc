import { z } from 'zod';
import { accessory, type InteractiveElement, image, interactiveElement } from './elements.ts';
import { address, identifier, plain, textObject } from './text.ts';

const named = { block_id: identifier.optional() };

const section = z
  .strictObject({
    type: z.literal('section'),
    ...named,
    text: textObject().optional(),
    fields: z.array(textObject(2000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine(({ text, fields }) => text !== undefined || fields !== undefined, {
    error: 'must define either `text` or `fields`',
  });

/** Blocks that a message of ours can hold; a type that is not here is refused. */
const block = z.discriminatedUnion('type', [
  section,
  z.strictObject({ type: z.literal('header'), ...named, text: plain(150) }),
  z.strictObject({ type: z.literal('divider'), ...named }),
  z.strictObject({
    type: z.literal('context'),
    ...named,
    elements: z
      .array(z.discriminatedUnion('type', [textObject(), image]))
      .min(1)
      .max(10),
  }),
  z.strictObject({
    type: z.literal('actions'),
    ...named,
    elements: z.array(interactiveElement).min(1).max(25),
  }),
  z.strictObject({
    type: z.literal('image'),
    ...named,
    image_url: address,
    alt_text: z.string().max(2000),
    title: plain(2000).optional(),
  }),
  z.strictObject({ type: z.literal('markdown'), ...named, text: z.string().min(1).max(12_000) }),
]);

/** https://docs.slack.dev/reference/block-kit/blocks */
export const blockList = z.array(block).max(50);

export type Block = z.output<typeof block>;

/** An element that people act on, and where in the blocks it is. */
export interface Placed {
  readonly element: InteractiveElement;
  readonly block: Block;
  /** Keys from the block list down to the element. */
  readonly path: readonly (string | number)[];
}

export function interactiveIn(blocks: readonly Block[]): readonly Placed[] {
  return blocks.flatMap((block, i): readonly Placed[] => {
    if (block.type === 'actions') {
      return block.elements.map((element, j) => ({ element, block, path: [i, 'elements', j] }));
    }
    if (block.type !== 'section' || block.accessory === undefined || block.accessory.type === 'image')
      return [];
    return [{ element: block.accessory, block, path: [i, 'accessory'] }];
  });
}

/** How many characters the blocks show. */
export function lengthOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => sum + textsOf(block).reduce((all, text) => all + text.length, 0), 0);
}

function textsOf(block: Block): readonly string[] {
  switch (block.type) {
    case 'section':
      return [...(block.text === undefined ? [] : [block.text]), ...(block.fields ?? [])].map(
        ({ text }) => text,
      );
    case 'header':
      return [block.text.text];
    case 'context':
      return block.elements.flatMap((element) => (element.type === 'image' ? [] : [element.text]));
    case 'actions':
      return block.elements.flatMap((element) => (element.type === 'button' ? [element.text.text] : []));
    case 'markdown':
      return [block.text];
    case 'image':
      return block.title === undefined ? [] : [block.title.text];
    case 'divider':
      return [];
  }
}
