import { createHash } from 'node:crypto';
import type { PullView } from '../../effect/effect.ts';
import { unreachable } from '../../errors.ts';
import type { Locale } from '../../policies/locale.ts';
import { type CheckButton, checkButtons } from './buttons.ts';
import type { Both, Texts } from './locale.ts';
import { code, line, paragraphs } from './markdown.ts';
import { standing } from './standing.ts';
import { requestsMade, viewBody } from './view-body.ts';

/**
 * GitHub's limit for summary and for text, in characters by its documentation; counted in bytes, the
 * stricter reading.
 * @see https://docs.github.com/rest/checks/runs#create-a-check-run
 */
export const MAX_OUTPUT_BYTES = 65_535;
const MAX_BASE = 100;

/** What a check run shows, in the words of GitHub's API. */
export type CheckText = CheckOutput &
  ({ readonly status: 'in_progress' } | { readonly status: 'completed'; readonly conclusion: Conclusion });
export type Conclusion = 'success' | 'failure' | 'neutral' | 'action_required';

interface CheckOutput {
  readonly output: { readonly title: string; readonly summary: string; readonly text: string };
  readonly actions: CheckButton[];
}

const WORDS = {
  decision: (id: string): Both => ({ en: `Decision ${id}`, ja: `判定 ${id}` }),
  cut: { en: '… cut: longer than GitHub shows.', ja: '… 以降は GitHub の表示上限を超えるため省略しました。' },
} satisfies Texts;

/** Two PRs can share a head commit, so the check's name says for which base branch it is. */
export function checkName(baseRef: string): string {
  const shown = line(baseRef);
  if (shown === baseRef && baseRef.length <= MAX_BASE) return `AI Ops gates (${baseRef})`;
  const digest = createHash('sha256').update(baseRef).digest('hex').slice(0, 8);
  return `AI Ops gates (${shown.slice(0, MAX_BASE).toWellFormed()}… ${digest})`;
}

export function checkText(view: PullView): CheckText {
  const { locale } = view;
  const conclusion = conclusionOf(view);
  const decision = WORDS.decision(code(view.decisionId))[locale];
  return {
    output: {
      title: standing(view),
      summary: cutBytes(viewBody(view), MAX_OUTPUT_BYTES, locale),
      text: cutBytes(paragraphs(requestsMade(view), decision), MAX_OUTPUT_BYTES, locale),
    },
    actions: checkButtons(view),
    ...(conclusion === null ? { status: 'in_progress' } : { status: 'completed', conclusion }),
  };
}

/** `null` while something is awaited. Observing is neutral: it says nothing for or against, and GitHub blocks nothing by it. */
function conclusionOf({ mode, overall }: PullView): Conclusion | null {
  if (mode === 'closed') return 'failure';
  if (mode === 'observe') return 'neutral';
  switch (overall) {
    case 'open':
      return 'success';
    case 'closed':
      return 'failure';
    case 'action':
      return 'action_required';
    case 'wait':
    case 'unknown':
      return null;
    default:
      return unreachable(overall);
  }
}

/** The beginning of the text that fits, and a note that it goes on; never through the middle of a character. */
export function cutBytes(value: string, max: number, locale: Locale): string {
  if (Buffer.byteLength(value) <= max) return value;
  const note = `\n\n${WORDS.cut[locale]}`;
  const kept = Buffer.from(value).subarray(0, max - Buffer.byteLength(note));
  return new TextDecoder('utf-8').decode(kept, { stream: true }) + note;
}
