import type { Message } from '../../demo/slack/model/channel.ts';

/** The header of a message, as people read it; `null` where it has none. */
export function headerOf({ content }: Message): string | null {
  for (const block of content.blocks) {
    if (block.type === 'header') return block.text.text;
  }
  return null;
}
