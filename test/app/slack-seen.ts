import type { Pull } from '../../demo/github/model/pull.ts';
import type { Message } from '../../demo/slack/model/channel.ts';
import type { Door } from './door.ts';

/** The header of a message, as people read it; `null` where it has none. */
export function headerOf({ content }: Message): string | null {
  for (const block of content.blocks) {
    if (block.type === 'header') return block.text.text;
  }
  return null;
}

/** Whatever is under way is done, and what it changed is shown: edits are gathered for a quarter of a minute. */
export async function settleMessages(door: Pick<Door, 'settle' | 'pass'>): Promise<void> {
  await door.settle();
  await door.pass(20_000, 5_000);
  await door.settle();
}

/** The one message about the PR's newest handoff, by its number in the text. */
export function messageOf({ workspace }: Pick<Door, 'workspace'>, pull: Pull): Message {
  const name = new RegExp(`acme/erp#${pull.number}\\b`);
  const found = workspace.channel.messages.findLast(
    ({ threadTs, content }) => threadTs === null && headerIn(content) && name.test(content.text),
  );
  if (found === undefined) throw new Error(`there is no message about ${pull.number}`);
  return found;
}

function headerIn({ blocks }: Message['content']): boolean {
  return blocks.some(({ type }) => type === 'header');
}

/** What its buttons ask for, in their order. */
export function buttonsOf({ content }: Message): readonly string[] {
  return content.blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements.map(({ action_id }) => action_id?.replace('ai_ops:', '') ?? '')
      : [],
  );
}
