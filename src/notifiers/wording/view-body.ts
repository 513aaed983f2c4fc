import type { PullView, RequestView } from '../../effect/effect.ts';
import { gatesTable } from './gates-table.ts';
import { earlierLines, handoffLine } from './handoff-line.ts';
import { type Both, type Texts, time } from './locale.ts';
import { code, paragraphs, text } from './markdown.ts';
import { nextStep } from './next-step.ts';
import { about } from './standing.ts';

const MAX_PROBLEMS = 10;
const MAX_REQUESTS = 5;

const WORDS = {
  asked: { en: '**Asked of the bot**', ja: '**ボットへの依頼**' },
  request: (what: string, by: string, at: Both): Both => ({
    en: `${what} by ${by}, ${at.en}`,
    ja: `${what}（${by}、${at.ja}）`,
  }),
  more: (count: number): Both => ({ en: `and ${count} more`, ja: `ほか ${count} 件` }),
} satisfies Texts;

/** What every surface shows of a PR below its first line: the gates, where the handoff stands, what is left of those before it. */
export function viewBody(view: PullView): string {
  return paragraphs(
    about(view),
    configProblems(view),
    gatesTable(view),
    handoffLine(view),
    earlierLines(view),
  );
}

/** How the last commands and button presses ended. */
export function requestsMade(view: PullView): string {
  const shown = view.requests.slice(-MAX_REQUESTS).map((request) => `- ${requested(request, view)}`);
  return shown.length === 0 ? '' : `${WORDS.asked[view.locale]}\n\n${shown.join('\n')}`;
}

/** The problems themselves are error messages, as `ai-ops check-config` prints them. */
function configProblems({ configProblems: problems, locale }: PullView): string {
  const shown = problems.slice(0, MAX_PROBLEMS).map((problem) => `- ${text(problem, 300)}`);
  const more = problems.length - shown.length;
  return [...shown, ...(more > 0 ? [`- ${WORDS.more(more)[locale]}`] : [])].join('\n');
}

function requested({ what, by, granted, code: reason, at }: RequestView, view: PullView): string {
  const who = WORDS.request(code(what, 120), text(by, 60), time(at))[view.locale];
  return granted ? `🚀 ${who}` : `👎 ${who}: ${code(reason)} ${nextStep(reason, view)}`;
}
