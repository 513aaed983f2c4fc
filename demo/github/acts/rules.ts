import type { Protection, Repository, Ruleset } from '../model/repository.ts';
import type { World } from '../model/world.ts';

/** A ruleset for some branches; it is active where nothing else is said. */
export function addRuleset(
  world: World,
  repository: Repository,
  wanted: Pick<Ruleset, 'branches'> & Partial<Omit<Ruleset, 'id' | 'branches'>>,
): Ruleset {
  const ruleset: Ruleset = {
    id: world.ids.next('ruleset'),
    name: 'AI Ops',
    enforcement: 'active',
    requiredChecks: [],
    mergeQueue: false,
    ...wanted,
  };
  repository.rulesets.push(ruleset);
  return ruleset;
}

/** The older protection of a branch, or none any more (`null`). */
export function protectBranch(
  _world: World,
  repository: Repository,
  change: { readonly branch: string; readonly protection: Protection | null },
): void {
  if (change.protection === null) repository.protections.delete(change.branch);
  else repository.protections.set(change.branch, change.protection);
}
