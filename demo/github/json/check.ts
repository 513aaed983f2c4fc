import type { CheckRunCreatedEvent, CheckSuiteCompletedEvent, SimpleCommit } from '@octokit/webhooks-types';
import { type CheckRun, type CheckSuite, type Conclusion, latest } from '../model/check.ts';
import type { Commit } from '../model/commit.ts';
import { fullName } from '../model/repository.ts';
import { suiteState } from '../model/suite-state.ts';
import type { World } from '../model/world.ts';
import { appJson } from './app.ts';
import { pullRefs } from './pull.ts';

type CheckRunJson = CheckRunCreatedEvent['check_run'];
type SuiteJson = CheckSuiteCompletedEvent['check_suite'];

export function checkRunJson(world: World, check: CheckRun) {
  const { suite, output } = check;
  const { repository, headSha, app } = suite;
  const url = `${world.urls.api}/repos/${fullName(repository)}/check-runs/${check.id}`;
  return {
    id: check.id,
    node_id: check.nodeId,
    name: check.name,
    head_sha: headSha,
    external_id: check.externalId,
    url,
    html_url: checkAddress(world, check),
    details_url: check.detailsUrl ?? checkAddress(world, check),
    status: check.status,
    conclusion: check.conclusion,
    // GitHub shows null until it starts; the webhook types know only strings.
    started_at: check.startedAt as string,
    completed_at: check.completedAt,
    output: {
      title: output.title,
      summary: output.summary,
      text: output.text,
      annotations_count: output.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: suiteInCheck(world, suite),
    app: appJson(world, app),
    pull_requests: pullRefs(world, repository, headSha),
  } satisfies CheckRunJson;
}

export function checkAddress(world: World, check: CheckRun): string {
  const html = `${world.urls.html}/${fullName(check.suite.repository)}`;
  const job = world.jobOf(check);
  return job === undefined
    ? `${html}/runs/${check.id}`
    : `${html}/actions/runs/${job.run.id}/job/${check.id}`;
}

export function suiteJson(world: World, suite: CheckSuite): SuiteJson {
  const { app, ...part } = suiteInCheck(world, suite);
  return {
    ...part,
    app,
    node_id: suite.nodeId,
    runs_rerequestable: app.slug !== 'github-actions',
    rerequestable: true,
    latest_check_runs_count: latest(suite.checkRuns).length,
    check_runs_url: `${part.url}/check-runs`,
    head_commit: commitJson(world.commit(suite.headSha)),
  };
}

function suiteInCheck(world: World, suite: CheckSuite) {
  const { repository, headSha } = suite;
  const { status, conclusion } = suiteState(suite, world.runOf(suite));
  return {
    id: suite.id,
    node_id: suite.nodeId,
    head_branch: suite.headBranch,
    head_sha: headSha,
    status,
    conclusion: withoutSkipped(conclusion),
    url: `${world.urls.api}/repos/${fullName(repository)}/check-suites/${suite.id}`,
    before: suite.before,
    after: headSha,
    pull_requests: pullRefs(world, repository, headSha),
    app: appJson(world, suite.app),
    created_at: suite.createdAt,
    updated_at: suite.updatedAt,
  };
}

/** A suite of skipped checks only is neutral. */
function withoutSkipped(conclusion: Conclusion | null): Exclude<Conclusion, 'skipped'> | null {
  return conclusion === 'skipped' ? 'neutral' : conclusion;
}

export function commitJson(commit: Commit): SimpleCommit {
  const person = { name: commit.author.login, email: `${commit.author.login}@users.noreply.github.com` };
  return {
    id: commit.sha,
    tree_id: commit.treeSha,
    message: commit.message,
    timestamp: commit.at,
    author: person,
    committer: person,
  };
}
