import type { SlackText } from '../../src/slack/messages.ts';

/** What a message says, without the frame of its blocks. */
export function shown({ text: fallback, blocks }: SlackText): string {
  const strings = JSON.stringify(blocks, (key, value) => (key === 'type' ? undefined : value), 1)
    .split('\n')
    .flatMap((each) => /^ *"(?:text|value|action_id|style)": (".*?"),?$/.exec(each)?.[1] ?? [])
    .map((each) => JSON.parse(each) as string);
  return [fallback, '---', ...strings].join('\n');
}
