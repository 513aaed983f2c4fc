import type { StickyCommentEffect } from '../../effect/effect.ts';
import type { Locale } from '../../policies/locale.ts';
import type { Both, Texts } from './locale.ts';
import { code, fence, link, paragraphs } from './markdown.ts';
import { standing, standingIcon } from './standing.ts';
import { requestsMade, viewBody } from './view-body.ts';

/** GitHub refuses a longer comment. */
export const MAX_COMMENT = 65_536;

/** What is around the report's text takes less: fences, summary, note. */
const AROUND_REPORT = 500;

const WORDS = {
  keptUpToDate: (decision: string): Both => ({
    en: `Decision ${decision} · this comment is kept up to date · \`/ai-ops help\``,
    ja: `判定 ${decision} · このコメントは自動で更新されます · \`/ai-ops help\``,
  }),
  report: { en: 'LangGraph Verify report', ja: 'LangGraph Verify レポート' },
  run: { en: 'its run', ja: '実行' },
  from: (run: string): Both => ({ en: `From ${run}.`, ja: `出典: ${run}` }),
  cutFrom: (run: string): Both => ({
    en: `From ${run}; cut here, since a comment holds no more.`,
    ja: `出典: ${run}（コメントの上限を超えるため、以降は省略しました）`,
  }),
} satisfies Texts;

/**
 * The one comment of a PR that always shows where it stands, with the Verify report (G3). Where all
 * does not fit, the report is cut, never the gates.
 *
 * @param marker hidden last line, by which the comment is found again
 */
export function stickyText(effect: StickyCommentEffect, marker: string): string {
  const { view, verifyReport } = effect;
  const head = paragraphs(`### ${standingIcon(view)} ${standing(view)}`, viewBody(view), requestsMade(view));
  const foot = `<sub>${WORDS.keptUpToDate(code(view.decisionId))[view.locale]}</sub>\n\n${marker}`;
  const room = MAX_COMMENT - paragraphs(head, '-', foot).length;
  return paragraphs(head, verifyReport && report(verifyReport, room, view.locale), foot);
}

type Report = NonNullable<StickyCommentEffect['verifyReport']>;

/** The report is untrusted: shown letter by letter, and folded. */
function report({ text, runUrl }: Report, room: number, locale: Locale): string {
  const title = WORDS.report[locale];
  const source = link(WORDS.run[locale], runUrl);
  const whole = folded(title, fence(text), WORDS.from(source)[locale]);
  if (whole.length <= room) return whole;
  const fits = room - source.length - AROUND_REPORT;
  return folded(title, fence(wholeLines(text, fits)), WORDS.cutFrom(source)[locale]);
}

function folded(title: string, content: string, note: string): string {
  return `<details>\n<summary>${title}</summary>\n\n${content}\n\n${note}\n\n</details>`;
}

/** As many lines as fit; of one endless line, its beginning. */
function wholeLines(text: string, max: number): string {
  const end = text.lastIndexOf('\n', max);
  return text.slice(0, end > 0 ? end : max);
}
