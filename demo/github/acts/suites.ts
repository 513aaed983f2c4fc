import { type AppIdentity, covers } from '../model/app.ts';
import type { CheckSuite } from '../model/check.ts';
import { nodeId } from '../model/ids.ts';
import type { Repository } from '../model/repository.ts';
import type { World } from '../model/world.ts';
import { tellSuite } from '../webhooks/checks.ts';

export interface NewSuite {
  readonly app: AppIdentity;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly before: string | null;
}

export function addSuite(world: World, repository: Repository, wanted: NewSuite): CheckSuite {
  const id = world.ids.next('suite');
  const at = world.now();
  const suite = {
    ...wanted,
    id,
    nodeId: nodeId('CS', id),
    repository,
    createdAt: at,
    updatedAt: at,
    checkRuns: [],
  };
  world.suites.push(suite);
  return suite;
}

/** On each push GitHub opens a suite for every App that may write checks, and tells it. */
export function requestSuites(
  world: World,
  repository: Repository,
  push: { readonly branch: string; readonly before: string | null; readonly sha: string },
): void {
  for (const installation of world.installations) {
    const writes = installation.permissions.checks === 'write';
    if (!writes || installation.suspendedAt !== null || !covers(installation, repository)) continue;
    const { app } = installation;
    if (ownSuite(world, repository, { app, sha: push.sha }) !== undefined) continue;
    const suite = addSuite(world, repository, {
      app,
      headSha: push.sha,
      headBranch: push.branch,
      before: push.before,
    });
    tellSuite(world, suite, { action: 'requested' });
  }
}

/** The App's suite on a commit, opened where there is none: a fork's commit has no branch here. */
export function suiteFor(
  world: World,
  repository: Repository,
  of: { app: AppIdentity; sha: string },
): CheckSuite {
  const found = ownSuite(world, repository, of);
  if (found !== undefined) return found;
  const branch = [...repository.branches].find(([, sha]) => sha === of.sha)?.[0] ?? null;
  return addSuite(world, repository, { app: of.app, headSha: of.sha, headBranch: branch, before: null });
}

function ownSuite(
  world: World,
  repository: Repository,
  of: { app: AppIdentity; sha: string },
): CheckSuite | undefined {
  return world.suites.find(
    (suite) => suite.repository === repository && suite.app === of.app && suite.headSha === of.sha,
  );
}
