import type { DeadlinesView } from '../../../effect/deadline.ts';
import type { HandoffView, PullView } from '../../../effect/effect.ts';
import type { Verdict } from '../../../policies/verdict.ts';
import { deadlineLines } from '../deadlines.ts';
import { GATE_TITLES } from '../gates-table.ts';
import type { Both, Texts } from '../locale.ts';
import { nextStep } from '../next-step.ts';
import { seenText, wantedText } from '../said.ts';
import { about, handoffIcon, OUTCOME_ICONS, standing, standingIcon, stateWord } from '../standing.ts';
import { code, fromMarkdown, link, text } from './mrkdwn.ts';

const MAX_LINKS = 3;
const MAX_PROBLEMS = 5;
const MOST_NAMES = 3;

const WORDS = {
  handoff: (state: string): Both => ({ en: `*Handoff*: ${state}`, ja: `*ハンドオフ*: ${state}` }),
  run: { en: 'run', ja: '実行' },
  approval: { en: 'approval comment', ja: '承認コメント' },
  seen: { en: 'Seen', ja: '確認結果' },
  wanted: { en: 'Wanted', ja: '条件' },
  next: { en: 'Next step', ja: '次の対応' },
  evidence: { en: 'Evidence', ja: '証跡' },
} satisfies Texts;

/** Where the PR stands: one line for each gate, with the next step for those that are closed; then what is owed. */
export function statusText(view: PullView, deadlines: DeadlinesView): readonly string[] {
  const owed = deadlineLines(deadlines, view.locale, { code, text, most: MOST_NAMES });
  return [
    ...heading(view),
    ...view.configProblems.slice(0, MAX_PROBLEMS).map((problem) => `• ${text(problem, 300)}`),
    ...view.verdicts.flatMap((verdict) => gateLines(verdict, view)),
    ...(view.handoff === null ? [] : [handoffLine(view.handoff, view)]),
    ...(owed === null ? [] : [`*${owed.heading}*`, ...owed.lines.map((line) => `• ${line}`)]),
  ];
}

/** The gates at length. */
export function explainedText(view: PullView, verdicts: readonly Verdict[]): readonly string[] {
  return [...heading(view), ...verdicts.flatMap((verdict) => explained(verdict, view))];
}

function heading(view: PullView): readonly string[] {
  return [`${standingIcon(view)} *${text(standing(view), 300)}*`, fromMarkdown(about(view))];
}

function gateLines(verdict: Verdict, view: PullView): readonly string[] {
  const line = `${gateName(verdict, view)} ${code(verdict.code)} ${text(seenText(verdict.seen, view.locale), 300)}`;
  return verdict.outcome === 'pass' ? [line] : [line, `     → ${fromMarkdown(nextStep(verdict.code, view))}`];
}

function explained(verdict: Verdict, view: PullView): readonly string[] {
  const { locale } = view;
  return [
    `${gateName(verdict, view)} ${code(verdict.code)}`,
    `• ${WORDS.seen[locale]}: ${text(seenText(verdict.seen, view.locale), 300)}`,
    `• ${WORDS.wanted[locale]}: ${text(wantedText(verdict.wanted, view.locale), 150)}`,
    `• ${WORDS.next[locale]}: ${fromMarkdown(nextStep(verdict.code, view))}`,
    ...verdict.evidence
      .slice(0, MAX_LINKS)
      .map(({ label, url }) => `• ${WORDS.evidence[locale]}: ${link(label, url)}`),
  ];
}

function gateName({ gate, outcome }: Verdict, { locale }: PullView): string {
  return `${OUTCOME_ICONS[outcome]} *${gate}* ${GATE_TITLES[gate][locale]}`;
}

function handoffLine(handoff: HandoffView, { locale }: PullView): string {
  const { runUrl, approvalUrl } = handoff;
  const state = text(stateWord(handoff, locale), 140);
  return [
    `${handoffIcon(handoff)} ${WORDS.handoff(state)[locale]}`,
    ...(runUrl === null ? [] : [link(WORDS.run[locale], runUrl)]),
    ...(approvalUrl === null ? [] : [link(WORDS.approval[locale], approvalUrl)]),
  ].join(' · ');
}
