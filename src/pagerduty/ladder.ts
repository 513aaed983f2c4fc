import type { EscalationPolicy, Reference } from './resources.ts';

/** How an escalation policy differs from the order in which people are to be called. Levels count from 1. */
export type LadderProblem =
  /** No level calls it. */
  | { readonly kind: 'missing'; readonly wanted: string; readonly level: number }
  /** It is first called at `found` instead of `level`. */
  | { readonly kind: 'misplaced'; readonly wanted: string; readonly level: number; readonly found: number }
  /** The level calls nobody of the order, only these. */
  | { readonly kind: 'unwanted'; readonly level: number; readonly targets: readonly string[] };

/**
 * Compares an escalation policy with the order that the runbook wants (O5), such as
 * `['AI Ops Triage', 'SRE (secondary)', 'Platform PM']`: nothing where they agree.
 *
 * Whoever else a level calls besides the one that is wanted is no problem, nor is one who is called again
 * later on.
 *
 * @param wanted one a level, by the name or the id of the schedule or user in PagerDuty
 */
export function ladderProblems(
  { levels }: Pick<EscalationPolicy, 'levels'>,
  wanted: readonly string[],
): readonly LadderProblem[] {
  const misses = wanted.flatMap((one, index): readonly LadderProblem[] => {
    const level = index + 1;
    const found = levels.findIndex(({ targets }) => targets.some((target) => isMeant(target, one))) + 1;
    if (found === 0) return [{ kind: 'missing', wanted: one, level }];
    return found === level ? [] : [{ kind: 'misplaced', wanted: one, level, found }];
  });
  const strays = levels.flatMap(({ targets }, index): readonly LadderProblem[] =>
    targets.some((target) => wanted.some((one) => isMeant(target, one)))
      ? []
      : [{ kind: 'unwanted', level: index + 1, targets: targets.map(({ name }) => name) }],
  );
  return [...misses, ...strays];
}

function isMeant({ id, name }: Reference, wanted: string): boolean {
  return wanted === id || wanted === name;
}
