import type { FollowUpView, RollbackView } from '../../effect/effect.ts';
import { unreachable } from '../../errors.ts';
import { type Both, type Texts, time } from './locale.ts';

/** Makes text from people inert where it is shown: each surface has its own way. */
type Shown = (value: string, max: number) => string;

const FOLLOW_UPS = {
  team: { en: 'the AI Ops team', ja: 'AI Ops チーム' },
  owed: (due: Both, owners: Both): Both => ({
    en: `owed by ${owners.en} until ${due.en}`,
    ja: `${owners.ja} が ${due.ja} までに対応`,
  }),
  reminded: (due: Both, owners: Both): Both => ({
    en: `⏰ owed by ${owners.en} until ${due.en}, reminded`,
    ja: `⏰ ${owners.ja} が ${due.ja} までに対応（リマインド済み）`,
  }),
  missed: (due: Both, owners: Both): Both => ({
    en: `❗ missed: owed by ${owners.en} until ${due.en}`,
    ja: `❗ 期限超過: ${owners.ja}、期限 ${due.ja}`,
  }),
  done: (by: string, at: Both): Both => ({
    en: `✅ done by ${by}, ${at.en}`,
    ja: `✅ ${by} が対応済み（${at.ja}）`,
  }),
} satisfies Texts;

const ROLLBACKS: Readonly<Record<RollbackView['state'], Both>> = {
  starting: { en: 'is being started', ja: '開始処理中' },
  running: { en: 'running', ja: '実行中' },
  succeeded: { en: 'succeeded', ja: '成功' },
  failed: { en: 'failed', ja: '失敗' },
  unknown: { en: 'not known to have started', ja: '開始を確認できず' },
};

const ICONS: Readonly<Record<RollbackView['state'], string>> = {
  starting: '⏪',
  running: '⏪',
  succeeded: '✅',
  failed: '❌',
  unknown: '❔',
};

/** Who owes the follow-up until when, or who has done it (H5). */
export function followUpWord({ state, dueAt, owners, by, at }: FollowUpView, shown: Shown): Both {
  const names = shown(owners.join(', '), 300);
  const who = owners.length === 0 ? FOLLOW_UPS.team : { en: names, ja: names };
  const due = time(dueAt);
  switch (state) {
    case 'owed':
      return FOLLOW_UPS.owed(due, who);
    case 'reminded':
      return FOLLOW_UPS.reminded(due, who);
    case 'missed':
      return FOLLOW_UPS.missed(due, who);
    case 'done':
      return FOLLOW_UPS.done(shown(by ?? '', 60), time(at ?? ''));
    default:
      return unreachable(state);
  }
}

/** How far a rollback is (H6). */
export function rollbackWord(state: RollbackView['state']): Both {
  return ROLLBACKS[state];
}

export function rollbackIcon(state: RollbackView['state']): string {
  return ICONS[state];
}
