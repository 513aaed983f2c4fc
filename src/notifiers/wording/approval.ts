import type { ApprovalCommentEffect } from '../../effect.ts';
import type { Sending } from '../notifier.ts';
import { evidenceTable } from './gates-table.ts';
import { code, link, paragraphs, text } from './markdown.ts';

/** What the approval rests on: the effect, and the ledger entry of the decision that asked for it. */
export type Approval = Pick<Sending<ApprovalCommentEffect>, 'effect' | 'ledger'>;

/**
 * The approval decision (H4, R2), complete in itself: it stays when the gates have moved on.
 * `@ai-ops` is code, since as plain text it would call whoever owns that login.
 *
 * @param marker hidden last line, by which the comment is found again
 */
export function approvalText({ effect, ledger }: Approval, marker: string): string {
  const { headSha, baseRef, handoffId, runUrl, verdicts } = effect;
  const label = verdicts.find(({ gate }) => gate === 'G4');
  const facts = [
    `- Head commit: ${code(headSha)}`,
    `- Base branch: ${code(baseRef)}`,
    `- Auto Handoff: ${link('run', runUrl)}`,
    ...(label === undefined ? [] : [`- Label: ${text(label.seen, 300)}`]),
    `- Handoff id: ${code(handoffId)}`,
    ...(ledger === null ? [] : [`- Ledger: entry ${ledger.seq}, ${code(ledger.hash)}`]),
  ];
  return paragraphs(
    `\`@ai-ops\` approval: every gate was open for ${code(headSha)} onto ${code(baseRef)}, and the handoff succeeded.`,
    evidenceTable(verdicts),
    facts.join('\n'),
    '<sub>Written once and never changed; a newer head or another base branch needs an approval of its own.</sub>',
    marker,
  );
}
