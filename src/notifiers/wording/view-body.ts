import type { PullView, RequestView } from '../../effect.ts';
import { gatesTable } from './gates-table.ts';
import { handoffLine } from './handoff-line.ts';
import { code, paragraphs, text, time } from './markdown.ts';
import { nextStep } from './next-step.ts';
import { about } from './standing.ts';

const MAX_PROBLEMS = 10;
const MAX_REQUESTS = 5;

/** What every surface shows of a PR below its first line: the gates, and where the handoff stands. */
export function viewBody(view: PullView): string {
  return paragraphs(about(view), configProblems(view), gatesTable(view), handoffLine(view));
}

/** How the last commands and button presses ended. */
export function requestsMade(view: PullView): string {
  const shown = view.requests.slice(-MAX_REQUESTS).map((request) => `- ${requested(request, view)}`);
  return shown.length === 0 ? '' : `**Asked of the bot**\n\n${shown.join('\n')}`;
}

function configProblems({ configProblems: problems }: PullView): string {
  const shown = problems.slice(0, MAX_PROBLEMS).map((problem) => `- ${text(problem, 300)}`);
  const more = problems.length - shown.length;
  return [...shown, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}

function requested({ what, by, granted, code: reason, at }: RequestView, view: PullView): string {
  const who = `${code(what, 120)} by ${text(by, 60)}, ${time(at)}`;
  return granted ? `🚀 ${who}` : `👎 ${who}: ${code(reason)} ${nextStep(reason, view)}`;
}
