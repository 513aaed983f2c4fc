import type { ApprovalCommentEffect } from '../../effect/effect.ts';
import type { Sending } from '../notifier.ts';
import { evidenceTable } from './gates-table.ts';
import type { Both, Texts } from './locale.ts';
import { code, link, paragraphs, text } from './markdown.ts';
import { seenText } from './said.ts';

/**
 * What the approval rests on: the effect, and the ledger entry of the decision that asked for it; and the
 * handoff's message in Slack, `null` where there is none to link (R2).
 */
export interface Approval extends Pick<Sending<ApprovalCommentEffect>, 'effect' | 'ledger'> {
  readonly slackUrl: string | null;
}

const WORDS = {
  approved: (head: string, base: string): Both => ({
    en: `\`@ai-ops\` approval: every gate was open for ${head} onto ${base}, and the handoff succeeded.`,
    ja: `\`@ai-ops\` 承認: ${head}（ベースブランチ ${base}）はすべてのゲートを通過し、ハンドオフに成功しました。`,
  }),
  head: { en: 'Head commit', ja: 'ヘッドコミット' },
  base: { en: 'Base branch', ja: 'ベースブランチ' },
  run: { en: 'run', ja: '実行' },
  label: { en: 'Label', ja: 'ラベル' },
  message: { en: 'message', ja: 'メッセージ' },
  handoffId: { en: 'Handoff id', ja: 'ハンドオフ ID' },
  ledger: (seq: number, hash: string): Both => ({
    en: `Ledger: entry ${seq}, ${hash}`,
    ja: `台帳: エントリ ${seq}、${hash}`,
  }),
  neverChanged: {
    en: 'Written once and never changed; a newer head or another base branch needs an approval of its own.',
    ja: 'このコメントは一度だけ投稿され、変更されません。新しいヘッドコミットや別のベースブランチには、別途承認が必要です。',
  },
} satisfies Texts;

/**
 * The approval decision (H4, R2), complete in itself: it stays when the gates have moved on.
 * `@ai-ops` is code, since as plain text it would call whoever owns that login.
 *
 * @param marker hidden last line, by which the comment is found again
 */
export function approvalText({ effect, ledger, slackUrl }: Approval, marker: string): string {
  const { headSha, baseRef, handoffId, runUrl, verdicts, locale } = effect;
  const label = verdicts.find(({ gate }) => gate === 'G4');
  const facts = [
    `- ${WORDS.head[locale]}: ${code(headSha)}`,
    `- ${WORDS.base[locale]}: ${code(baseRef)}`,
    `- Auto Handoff: ${link(WORDS.run[locale], runUrl)}`,
    ...(label === undefined ? [] : [`- ${WORDS.label[locale]}: ${text(seenText(label.seen, locale), 300)}`]),
    `- ${WORDS.handoffId[locale]}: ${code(handoffId)}`,
    ...(slackUrl === null ? [] : [`- Slack: ${link(WORDS.message[locale], slackUrl)}`]),
    ...(ledger === null ? [] : [`- ${WORDS.ledger(ledger.seq, code(ledger.hash))[locale]}`]),
  ];
  return paragraphs(
    WORDS.approved(code(headSha), code(baseRef))[locale],
    evidenceTable(verdicts, locale),
    facts.join('\n'),
    `<sub>${WORDS.neverChanged[locale]}</sub>`,
    marker,
  );
}
