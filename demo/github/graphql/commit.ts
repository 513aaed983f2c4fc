import { checkAddress } from '../json/check.ts';
import { runAddress } from '../json/run.ts';
import { type CheckRun, type CheckSuite, latest } from '../model/check.ts';
import type { Commit } from '../model/commit.ts';
import { nodeId } from '../model/ids.ts';
import { headSha } from '../model/pull.ts';
import { fullName, type Repository } from '../model/repository.ts';
import type { Run } from '../model/run.ts';
import { suiteState } from '../model/suite-state.ts';
import { type Asker, demand, enumValue, type Fields } from './asker.ts';
import { connection, type PageArgs } from './connection.ts';
import { accountNode } from './people.ts';
import { entryNode } from './tree.ts';

export function commitNode(asker: Asker, repository: Repository, commit: Commit): Fields {
  const { world } = asker;
  demand(asker, 'contents:read');
  return {
    __typename: 'Commit',
    id: `C_${commit.sha}`,
    oid: commit.sha,
    message: commit.message,
    messageHeadline: commit.message.split('\n', 1)[0],
    committedDate: commit.at,
    authoredDate: commit.at,
    url: `${world.urls.html}/${fullName(repository)}/commit/${commit.sha}`,
    file: ({ path }: { readonly path: string }) => {
      const found = commit.tree.get(path);
      return found === undefined ? null : entryNode(path, found);
    },
    associatedPullRequests: (args: PageArgs) => {
      demand(asker, 'pull_requests:read');
      return pullsOf(asker, repository, { commit, args });
    },
    checkSuites: (args: SuiteArgs) => {
      demand(asker, 'checks:read');
      return suites(asker, repository, { commit, args });
    },
  };
}

/** The open pull requests that hold the commit, as GitHub answers for one that is not on the default branch. */
function pullsOf(
  asker: Asker,
  repository: Repository,
  { commit, args }: { readonly commit: Commit; readonly args: PageArgs },
): Fields {
  const found = asker.world.pulls.filter(
    (pull) => pull.repository === repository && pull.state === 'open' && headSha(pull) === commit.sha,
  );
  return connection('associatedPullRequests', found, {
    args,
    node: (pull) => ({
      __typename: 'PullRequest',
      id: pull.nodeId,
      number: pull.number,
      baseRefName: pull.baseRef,
      headRefOid: headSha(pull),
      headRefName: pull.headRef,
      headRepository:
        pull.headRepository === null
          ? null
          : { __typename: 'Repository', databaseId: pull.headRepository.id, id: pull.headRepository.nodeId },
      baseRepository: { __typename: 'Repository', databaseId: repository.id, id: repository.nodeId },
    }),
  });
}

interface SuiteArgs extends PageArgs {
  readonly filterBy?: { readonly appId?: number | null; readonly checkName?: string | null } | null;
}

function suites(
  asker: Asker,
  repository: Repository,
  { commit, args }: { readonly commit: Commit; readonly args: SuiteArgs },
): Fields {
  const { appId = null, checkName = null } = args.filterBy ?? {};
  const found = asker.world.suites
    .filter((suite) => suite.repository === repository && suite.headSha === commit.sha)
    .filter((suite) => appId === null || suite.app.id === appId)
    .filter((suite) => checkName === null || suite.checkRuns.some(({ name }) => name === checkName));
  return connection('checkSuites', found, { args, node: (suite) => suiteNode(asker, suite) });
}

interface CheckRunArgs extends PageArgs {
  readonly filterBy?: {
    readonly checkType?: 'ALL' | 'LATEST' | null;
    readonly checkName?: string | null;
    readonly appId?: number | null;
  } | null;
}

/** The branch of this repository that the suite ran on; GitHub knows none for a fork's. */
function branchNode({ repository, headBranch }: CheckSuite, run: Run | null): Fields | null {
  const own = run === null || run.headRepository === repository;
  if (!own || headBranch === null || !repository.branches.has(headBranch)) return null;
  return {
    __typename: 'Ref',
    id: `REF_${repository.id}_${headBranch}`,
    name: headBranch,
    prefix: 'refs/heads/',
  };
}

export function suiteNode(asker: Asker, suite: CheckSuite): Fields {
  const { world } = asker;
  const run = world.runOf(suite);
  const { status, conclusion } = suiteState(suite, run);
  return {
    __typename: 'CheckSuite',
    id: suite.nodeId,
    databaseId: suite.id,
    status: enumValue(status),
    conclusion: enumValue(conclusion),
    createdAt: suite.createdAt,
    updatedAt: suite.updatedAt,
    url: `${world.urls.html}/${fullName(suite.repository)}/commit/${suite.headSha}/checks?check_suite_id=${suite.id}`,
    app: {
      __typename: 'App',
      id: suite.app.nodeId,
      databaseId: suite.app.id,
      slug: suite.app.slug,
      name: suite.app.name,
    },
    branch: branchNode(suite, run),
    creator: () => accountNode(asker, suite.app.bot),
    commit: () => commitNode(asker, suite.repository, world.commit(suite.headSha)),
    workflowRun: () => (run === null ? null : runNode(asker, run)),
    checkRuns: (args: CheckRunArgs) => {
      const { checkType = 'LATEST', checkName = null, appId = null } = args.filterBy ?? {};
      const runs = checkType === 'ALL' ? suite.checkRuns : latest(suite.checkRuns);
      const wanted = runs
        .filter(({ name }) => checkName === null || name === checkName)
        .filter(() => appId === null || suite.app.id === appId);
      return connection('checkRuns', wanted, { args, node: (check) => checkNode(asker, check) });
    },
  };
}

function checkNode(asker: Asker, check: CheckRun): Fields {
  return {
    __typename: 'CheckRun',
    id: check.nodeId,
    databaseId: check.id,
    name: check.name,
    status: enumValue(check.status),
    conclusion: enumValue(check.conclusion),
    startedAt: check.startedAt,
    completedAt: check.completedAt,
    externalId: check.externalId,
    detailsUrl: check.detailsUrl ?? checkAddress(asker.world, check),
    permalink: checkAddress(asker.world, check),
    title: check.output.title,
    summary: check.output.summary,
    text: check.output.text,
    checkSuite: () => suiteNode(asker, check.suite),
  };
}

function runNode(asker: Asker, run: Run): Fields {
  const { world } = asker;
  const { workflow } = run;
  demand(asker, 'actions:read');
  return {
    __typename: 'WorkflowRun',
    id: run.nodeId,
    databaseId: run.id,
    event: run.event,
    runNumber: run.number,
    createdAt: run.createdAt,
    updatedAt: run.suite.updatedAt,
    url: runAddress(world, run),
    checkSuite: () => suiteNode(asker, run.suite),
    file: {
      __typename: 'WorkflowRunFile',
      id: nodeId('WRF', run.id),
      path: workflow.path,
      repositoryName: fullName(run.repository),
    },
    workflow: {
      __typename: 'Workflow',
      id: workflow.nodeId,
      databaseId: workflow.id,
      name: workflow.name,
      state: enumValue(workflow.state),
      resourcePath: `/${fullName(run.repository)}/actions/workflows/${workflow.path.replace(/^.*\//, '')}`,
      url: `${world.urls.html}/${fullName(run.repository)}/actions/workflows/${workflow.path.replace(/^.*\//, '')}`,
    },
  };
}
