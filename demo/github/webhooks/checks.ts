import { checkRunJson, suiteJson } from '../json/check.ts';
import type { Account } from '../model/account.ts';
import type { CheckRun, CheckSuite } from '../model/check.ts';
import type { World } from '../model/world.ts';
import { tell } from './tell.ts';

/** `created` and `completed` of every App's checks go to every App that hears of checks. */
export function tellCheckRun(
  world: World,
  check: CheckRun,
  what: { readonly action: 'created' | 'completed'; readonly sender?: Account },
): void {
  tell(world, check.suite.repository, {
    event: 'check_run',
    action: what.action,
    sender: what.sender ?? check.suite.app.bot,
    payload: { check_run: checkRunJson(world, check) },
  });
}

/** What a person asks of a check run is told to the App that made it, to nobody else. */
export function askOfCheckRun(
  world: World,
  check: CheckRun,
  what: {
    readonly sender: Account;
    readonly action: 'rerequested' | 'requested_action';
    readonly identifier?: string;
  },
): void {
  const asked = what.identifier === undefined ? {} : { requested_action: { identifier: what.identifier } };
  tell(world, check.suite.repository, {
    event: 'check_run',
    action: what.action,
    sender: what.sender,
    only: check.suite.app,
    payload: { check_run: checkRunJson(world, check), ...asked },
  });
}

/** `completed` is told to all, `requested` and `rerequested` to the suite's own App. */
export function tellSuite(
  world: World,
  suite: CheckSuite,
  what: { readonly action: 'requested' | 'rerequested' | 'completed'; readonly sender?: Account },
): void {
  tell(world, suite.repository, {
    event: 'check_suite',
    action: what.action,
    sender: what.sender ?? suite.app.bot,
    payload: { check_suite: suiteJson(world, suite) },
    ...(what.action === 'completed' ? {} : { only: suite.app }),
  });
}
