import type { StickyCommentEffect } from '../../effect.ts';
import { code, fence, link, paragraphs } from './markdown.ts';
import { standing, standingIcon } from './standing.ts';
import { requestsMade, viewBody } from './view-body.ts';

/** GitHub refuses a longer comment. */
export const MAX_COMMENT = 65_536;

/** What is around the report's text takes less: fences, summary, note. */
const AROUND_REPORT = 500;

/**
 * The one comment of a PR that always shows where it stands, with the Verify report (G3). Where all
 * does not fit, the report is cut, never the gates.
 *
 * @param marker hidden last line, by which the comment is found again
 */
export function stickyText(effect: StickyCommentEffect, marker: string): string {
  const { view, verifyReport } = effect;
  const head = paragraphs(`### ${standingIcon(view)} ${standing(view)}`, viewBody(view), requestsMade(view));
  const foot = `<sub>Decision ${code(view.decisionId)} · this comment is kept up to date · \`/ai-ops help\`</sub>\n\n${marker}`;
  const room = MAX_COMMENT - paragraphs(head, '-', foot).length;
  return paragraphs(head, verifyReport && report(verifyReport, room), foot);
}

/** The report is untrusted: shown letter by letter, and folded. */
function report({ text, runUrl }: NonNullable<StickyCommentEffect['verifyReport']>, room: number): string {
  const source = link('its run', runUrl);
  const whole = folded(fence(text), `From ${source}.`);
  if (whole.length <= room) return whole;
  const fits = room - source.length - AROUND_REPORT;
  return folded(fence(wholeLines(text, fits)), `From ${source}; cut here, since a comment holds no more.`);
}

function folded(content: string, note: string): string {
  return `<details>\n<summary>LangGraph Verify report</summary>\n\n${content}\n\n${note}\n\n</details>`;
}

/** As many lines as fit; of one endless line, its beginning. */
function wholeLines(text: string, max: number): string {
  const end = text.lastIndexOf('\n', max);
  return text.slice(0, end > 0 ? end : max);
}
