import type { AccessChange } from '../../effect/access-change.ts';
import type { HistoryPullEffect } from '../../effect/effect.ts';
import { referenceOf } from '../../history/owed.ts';
import { type Hand, partsOf } from './access-change.ts';
import { type Both, listed, same, type Texts, time } from './locale.ts';
import { code, paragraphs, text } from './markdown.ts';

const WORDS = {
  heading: { en: '## History', ja: '## 変更履歴' },
  line: (at: Both, said: Both, proof: Both): Both => ({
    en: `- ${at.en}: ${said.en} — ${proof.en}`,
    ja: `- ${at.ja}: ${said.ja} — ${proof.ja}`,
  }),
  ledger: (seq: number, hash: string): Both => ({
    en: `ledger entry ${seq} ${hash}`,
    ja: `台帳 ${seq} 番 ${hash}`,
  }),
  intro: (due: Both): Both => ({
    en: `The runbook asks for a history of changed secrets and permissions within 24 hours: here it is, due at ${due.en}. Correct the lines where they lack something, keep the reference at their end, and merge.`,
    ja: `Runbook の定めにより、Secrets や権限の変更は 24 時間以内に履歴へ追記します（期限: ${due.ja}）。不足があれば行末の参照を残したまま修正し、マージしてください。`,
  }),
  files: { en: '### Files', ja: '### ファイル' },
  otherwise: {
    en: 'A release owner may also settle this without a merge: `/ai-ops done <note>` in a comment here.',
    ja: 'マージせずに対応済みとする場合は、リリース責任者がこの PR に `/ai-ops done <メモ>` とコメントしてください。',
  },
} satisfies Texts;

const TITLES: Readonly<Record<AccessChange['kind'], Both>> = {
  secrets: { en: 'Record a change of secrets', ja: 'Secrets の変更履歴を追記' },
  credentials: { en: 'Record a change of credentials', ja: '認証情報の変更履歴を追記' },
  permissions: { en: 'Record a change of App permissions', ja: 'App の権限の変更履歴を追記' },
};

/** What is done to a file. */
const DEEDS = {
  added: { en: 'lines added', ja: '追記' },
  made: {
    en: 'did not exist and is made; is the path in `history.files` right?',
    ja: '存在しないため新規作成。`history.files` のパスが正しいか確認してください。',
  },
  unread: {
    en: 'left as it is, since GitHub does not show it as text; add the lines by hand',
    ja: 'テキストとして読み取れないため変更なし。手作業で追記してください。',
  },
} satisfies Texts;
export type FileDeed = keyof typeof DEEDS;

/** The record is whole. */
const HAND: Hand = { code, text, most: Number.POSITIVE_INFINITY };
const HASH_SHOWN = 12;

/** The entries of the history about the change, and the heading for one that is begun. */
export function historyLines(
  { change, locale }: Pick<HistoryPullEffect, 'change' | 'locale'>,
  ledger: { readonly seq: number; readonly hash: string } | null,
): { readonly heading: string; readonly lines: readonly string[] } {
  const entry = ledger === null ? [] : [WORDS.ledger(ledger.seq, code(ledger.hash.slice(0, HASH_SHOWN)))];
  const proof = listed([...entry, same(code(referenceOf(change)))], 0);
  return {
    heading: WORDS.heading[locale],
    lines: partsOf(change, HAND).map(({ said, at }) => WORDS.line(time(at), said, proof)[locale]),
  };
}

/** Title of the pull request, and of its commit. */
export function historyTitle({ change, locale }: HistoryPullEffect): string {
  return TITLES[change.kind][locale];
}

/** What the pull request says of itself. */
export function historyBody(
  { locale, dueAt }: HistoryPullEffect,
  told: {
    readonly lines: readonly string[];
    readonly files: readonly { readonly path: string; readonly deed: FileDeed }[];
  },
): string {
  const files = told.files.map(({ path, deed }) => `- ${code(path)}: ${DEEDS[deed][locale]}`);
  return paragraphs(
    WORDS.intro(time(dueAt))[locale],
    told.lines.join('\n'),
    WORDS.files[locale],
    files.join('\n'),
    WORDS.otherwise[locale],
  );
}
