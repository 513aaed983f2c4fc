import type { Account } from '../model/account.ts';
import { type CheckRun, type CheckSuite, type Conclusion, NO_OUTPUT } from '../model/check.ts';
import { nodeId } from '../model/ids.ts';
import { suiteState } from '../model/suite-state.ts';
import type { World } from '../model/world.ts';
import { askOfCheckRun, tellCheckRun, tellSuite } from '../webhooks/checks.ts';

/** What a check run may be made or changed to; what is left out stays as it is. */
export type CheckChange = Partial<Omit<CheckRun, 'id' | 'nodeId' | 'suite'>>;

export function addCheckRun(
  world: World,
  suite: CheckSuite,
  wanted: CheckChange & { readonly name: string },
): CheckRun {
  const id = world.ids.next('check');
  const check: CheckRun = {
    id,
    nodeId: nodeId('CR', id),
    suite,
    status: 'queued',
    conclusion: null,
    startedAt: null,
    completedAt: null,
    externalId: '',
    detailsUrl: null,
    output: NO_OUTPUT,
    actions: [],
    ...wanted,
  };
  suite.checkRuns.push(check);
  suite.updatedAt = world.now();
  settle(world, check);
  tellCheckRun(world, check, { action: 'created' });
  if (check.status === 'completed') finished(world, check);
  return check;
}

/** A check run that was completed and is made so again is completed anew: its App hears of it again. */
export function updateCheckRun(world: World, check: CheckRun, change: CheckChange): void {
  const reopened = change.status !== undefined && change.status !== 'completed';
  Object.assign(check, reopened ? { conclusion: null, completedAt: null } : {}, change);
  check.suite.updatedAt = world.now();
  settle(world, check);
  if (change.status === 'completed') finished(world, check);
}

/** A person presses a button of a completed check run. The App alone decides whether they may. */
export function pressButton(
  world: World,
  check: CheckRun,
  press: { readonly identifier: string; readonly by: Account },
): void {
  if (check.status !== 'completed') throw new Error(`${check.name} shows no buttons before it is completed`);
  if (!check.actions.some(({ identifier }) => identifier === press.identifier)) {
    throw new Error(`${check.name} has no button ${press.identifier}`);
  }
  askOfCheckRun(world, check, { action: 'requested_action', sender: press.by, identifier: press.identifier });
}

/** A person presses “Re-run” beside a check run of an App. */
export function rerequestCheck(world: World, check: CheckRun, by: Account): void {
  askOfCheckRun(world, check, { action: 'rerequested', sender: by });
}

/** “Re-run all checks” of an App's suite. */
export function rerequestSuite(world: World, suite: CheckSuite, by: Account): void {
  tellSuite(world, suite, { action: 'rerequested', sender: by });
}

/**
 * What a workflow with `checks: write` can do to deceive: a check run of the GitHub Actions app,
 * of any name, in a suite that belongs to another workflow's run.
 */
export function forgeCheckRun(
  world: World,
  suite: CheckSuite,
  wanted: { readonly name: string; readonly conclusion: Conclusion },
): CheckRun {
  return addCheckRun(world, suite, { ...wanted, status: 'completed' });
}

function settle(world: World, check: CheckRun): void {
  const began = check.status === 'in_progress' || (check.status === 'completed' && !isUnbegun(check));
  if (began) check.startedAt ??= world.now();
  if (check.status === 'completed') check.completedAt ??= world.now();
}

/** A job that was cancelled or skipped before a runner took it. */
function isUnbegun({ conclusion, suite }: CheckRun): boolean {
  return suite.app.slug === 'github-actions' && (conclusion === 'cancelled' || conclusion === 'skipped');
}

function finished(world: World, check: CheckRun): void {
  const { suite } = check;
  tellCheckRun(world, check, { action: 'completed' });
  const run = world.runOf(suite);
  if (run === null && suiteState(suite, run).status === 'completed')
    tellSuite(world, suite, { action: 'completed' });
}
