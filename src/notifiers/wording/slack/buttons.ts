import type { ActionsBlock, Button } from '@slack/web-api';
import { BUTTON_ACTION } from '../../../effect/messages.ts';
import type { Locale } from '../../../policies/locale.ts';
import type { Both, Texts } from '../locale.ts';

/** Slack cuts a button's label at 75 characters; shorter ones fit a phone. `confirm` is asked before it counts. */
export interface ButtonText {
  readonly label: Both;
  readonly style?: 'primary' | 'danger';
  readonly confirm?: Both;
}

const CONFIRM = {
  title: { en: 'Are you sure?', ja: '実行しますか？' },
  yes: { en: 'Yes', ja: '実行する' },
  no: { en: 'No', ja: 'キャンセル' },
} satisfies Texts;

/** @param value what comes back when one is pressed */
export function buttons<B extends string>(
  shown: readonly B[],
  {
    texts,
    locale,
    value,
  }: { readonly texts: Readonly<Record<B, ButtonText>>; readonly locale: Locale; readonly value: string },
): readonly ActionsBlock[] {
  if (shown.length === 0) return [];
  const elements = shown.map((button): Button => {
    const { label, style, confirm } = texts[button];
    return {
      type: 'button',
      action_id: `${BUTTON_ACTION}:${button}`,
      text: { type: 'plain_text', text: label[locale], emoji: true },
      value,
      ...(style !== undefined && { style }),
      ...(confirm !== undefined && {
        confirm: {
          title: { type: 'plain_text', text: CONFIRM.title[locale] },
          text: { type: 'plain_text', text: confirm[locale] },
          confirm: { type: 'plain_text', text: CONFIRM.yes[locale] },
          deny: { type: 'plain_text', text: CONFIRM.no[locale] },
        },
      }),
    };
  });
  return [{ type: 'actions', elements }];
}
