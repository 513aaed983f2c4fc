import type { PullView } from '../../effect.ts';
import { ALL_GATES } from '../../policies/index.ts';
import type { Evidence, Verdict } from '../../policies/verdict.ts';
import { code, link, table, text } from './markdown.ts';
import { nextStep } from './next-step.ts';
import { OUTCOME_ICONS } from './standing.ts';

/** Bounds that keep the whole table far below what any of GitHub's fields holds. */
const MAX_SEEN = 300;
const MAX_WANTED = 150;
const MAX_WARNINGS = 3;
const MAX_WARNING = 200;
const MAX_LINKS = 5;

/** The gates as a table: seen, wanted, the next step for a person, and the links to the evidence. */
export function gatesTable(view: PullView): string {
  if (view.verdicts.length === 0) return '';
  const rows = view.verdicts.map((verdict) =>
    row(verdict, verdict.outcome === 'pass' ? '' : nextStep(verdict.code, view)),
  );
  return table(['', 'Gate', 'Seen', 'Wanted', 'Next step', 'Evidence'], rows);
}

/** The evidence for each gate, for a comment that stays when the gates have moved on. */
export function evidenceTable(verdicts: readonly Verdict[]): string {
  return table(
    ['', 'Gate', 'Seen', 'Wanted', 'Evidence'],
    verdicts.map((verdict) => row(verdict)),
  );
}

/** One gate at length. */
export function explained(verdict: Verdict, view: PullView): string {
  const evidence = links(verdict.evidence);
  return [
    `#### ${OUTCOME_ICONS[verdict.outcome]} ${gateName(verdict)}: ${code(verdict.code)}`,
    '',
    `- Seen: ${text(verdict.seen, MAX_SEEN)}`,
    `- Wanted: ${text(verdict.wanted, MAX_WANTED)}`,
    `- Next step: ${nextStep(verdict.code, view)}`,
    ...(evidence === '' ? [] : [`- Evidence: ${evidence}`]),
    ...warnings(verdict).map((warning) => `- ${warning}`),
  ].join('\n');
}

function row(verdict: Verdict, ...next: readonly string[]): readonly string[] {
  return [
    OUTCOME_ICONS[verdict.outcome],
    `${gateName(verdict)}<br>${code(verdict.code)}`,
    seen(verdict),
    text(verdict.wanted, MAX_WANTED),
    ...next,
    links(verdict.evidence),
  ];
}

function gateName({ gate }: Verdict): string {
  return `**${gate}** ${ALL_GATES.find(({ id }) => id === gate)?.title ?? ''}`;
}

function seen(verdict: Verdict): string {
  return [text(verdict.seen, MAX_SEEN), ...warnings(verdict)].join('<br>');
}

function warnings(verdict: Verdict): readonly string[] {
  const shown = verdict.warnings.slice(0, MAX_WARNINGS).map((warning) => `⚠️ ${text(warning, MAX_WARNING)}`);
  const more = verdict.warnings.length - shown.length;
  return more > 0 ? [...shown, `⚠️ and ${more} more`] : shown;
}

function links(evidence: readonly Evidence[]): string {
  return evidence
    .slice(0, MAX_LINKS)
    .map(({ label, url }) => link(label, url))
    .join(', ');
}
