import type { PullView } from '../../effect/effect.ts';
import type { Locale } from '../../policies/locale.ts';
import type { Evidence, GateId, Verdict } from '../../policies/verdict.ts';
import { type Both, same, type Texts } from './locale.ts';
import { code, link, table, text } from './markdown.ts';
import { nextStep } from './next-step.ts';
import { seenText, wantedText, warningText } from './said.ts';
import { OUTCOME_ICONS } from './standing.ts';

/** Bounds that keep the whole table far below what any of GitHub's fields holds. */
const MAX_SEEN = 300;
const MAX_WANTED = 150;
const MAX_WARNINGS = 3;
const MAX_WARNING = 200;
const MAX_LINKS = 5;

/** What the gates are called. */
export const GATE_TITLES: Readonly<Record<GateId, Both>> = {
  G1: same('Codex Smoke'),
  G2: { en: 'Tests', ja: 'テスト' },
  G3: same('LangGraph Verify'),
  G4: { en: 'Label', ja: 'ラベル' },
  G5: { en: 'Nothing in the way', ja: '阻害要因なし' },
};

const WORDS = {
  gate: { en: 'Gate', ja: 'ゲート' },
  seen: { en: 'Seen', ja: '確認結果' },
  wanted: { en: 'Wanted', ja: '条件' },
  nextStep: { en: 'Next step', ja: '次の対応' },
  evidence: { en: 'Evidence', ja: '証跡' },
  more: (count: number): Both => ({ en: `and ${count} more`, ja: `ほか ${count} 件` }),
} satisfies Texts;

/** The gates as a table: seen, wanted, the next step for a person, and the links to the evidence. */
export function gatesTable(view: PullView): string {
  if (view.verdicts.length === 0) return '';
  const { gate, seen, wanted, nextStep: next, evidence } = WORDS;
  const rows = view.verdicts.map((verdict) =>
    row(verdict, view.locale, verdict.outcome === 'pass' ? '' : nextStep(verdict.code, view)),
  );
  return table(head([gate, seen, wanted, next, evidence], view.locale), rows);
}

/** The evidence for each gate, for a comment that stays when the gates have moved on. */
export function evidenceTable(verdicts: readonly Verdict[], locale: Locale): string {
  const { gate, seen, wanted, evidence } = WORDS;
  return table(
    head([gate, seen, wanted, evidence], locale),
    verdicts.map((verdict) => row(verdict, locale)),
  );
}

/** One gate at length. */
export function explained(verdict: Verdict, view: PullView): string {
  const { locale } = view;
  const evidence = links(verdict.evidence);
  return [
    `#### ${OUTCOME_ICONS[verdict.outcome]} ${gateName(verdict, locale)}: ${code(verdict.code)}`,
    '',
    `- ${WORDS.seen[locale]}: ${text(seenText(verdict.seen, locale), MAX_SEEN)}`,
    `- ${WORDS.wanted[locale]}: ${text(wantedText(verdict.wanted, locale), MAX_WANTED)}`,
    `- ${WORDS.nextStep[locale]}: ${nextStep(verdict.code, view)}`,
    ...(evidence === '' ? [] : [`- ${WORDS.evidence[locale]}: ${evidence}`]),
    ...warnings(verdict, locale).map((warning) => `- ${warning}`),
  ].join('\n');
}

/** The first column is the icon's. */
function head(words: readonly Both[], locale: Locale): readonly string[] {
  return ['', ...words.map((word) => word[locale])];
}

function row(verdict: Verdict, locale: Locale, ...next: readonly string[]): readonly string[] {
  return [
    OUTCOME_ICONS[verdict.outcome],
    `${gateName(verdict, locale)}<br>${code(verdict.code)}`,
    [text(seenText(verdict.seen, locale), MAX_SEEN), ...warnings(verdict, locale)].join('<br>'),
    text(wantedText(verdict.wanted, locale), MAX_WANTED),
    ...next,
    links(verdict.evidence),
  ];
}

function gateName({ gate }: Verdict, locale: Locale): string {
  return `**${gate}** ${GATE_TITLES[gate][locale]}`;
}

function warnings(verdict: Verdict, locale: Locale): readonly string[] {
  const shown = verdict.warnings
    .slice(0, MAX_WARNINGS)
    .map((warning) => `⚠️ ${text(warningText(warning, locale), MAX_WARNING)}`);
  const more = verdict.warnings.length - shown.length;
  return more > 0 ? [...shown, `⚠️ ${WORDS.more(more)[locale]}`] : shown;
}

function links(evidence: readonly Evidence[]): string {
  return evidence
    .slice(0, MAX_LINKS)
    .map(({ label, url }) => link(label, url))
    .join(', ');
}
