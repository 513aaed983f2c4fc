import { AREAS, countsOf, FINDING_STATUSES, type Finding, type FindingStatus } from '../effect/finding.ts';
import { printable, table } from './output.ts';

const MARKS = { ok: '✓', warn: '!', fail: '✗', unknown: '?', skipped: '–' } as const satisfies Record<
  FindingStatus,
  string
>;

/** Findings by area, each that wants something done with what that is beneath it, and how many there are of each kind. */
export function findingLines(name: string, findings: readonly Finding[]): readonly string[] {
  const rows = table(findings.map((one) => [`  ${MARKS[one.status]} ${one.id}`, said(one)]));
  const areas = AREAS.flatMap((area) => {
    const lines = findings.flatMap((one, index) =>
      one.area === area ? [rows[index] ?? '', ...todoLines(one)] : [],
    );
    return lines.length === 0 ? [] : ['', area, ...lines];
  });
  const counts = countsOf(findings);
  const summary = FINDING_STATUSES.map((status) => `${MARKS[status]} ${counts[status]} ${status}`).join('  ');
  return [`Preconditions of ${printable(name)}`, ...areas, '', summary];
}

function said({ about, seen }: Finding): string {
  return about === null ? seen : `${about}: ${seen}`;
}

function todoLines({ todo }: Finding): readonly string[] {
  return todo === null ? [] : [`      → ${printable(todo)}`];
}
