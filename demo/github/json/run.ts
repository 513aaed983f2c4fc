import { createHash } from 'node:crypto';
import type { WorkflowJob as JobJson, WorkflowRun as RunJson, WorkflowStep } from '@octokit/webhooks-types';
import type { Conclusion } from '../model/check.ts';
import { fullName } from '../model/repository.ts';
import type { Artifact, Attempt, Job, Run, Step } from '../model/run.ts';
import type { World } from '../model/world.ts';
import { accountJson } from './account.ts';
import { checkAddress, commitJson } from './check.ts';
import { pullRefs } from './pull.ts';
import { repositoryLiteJson } from './repository.ts';

/** A run as one of its attempts; the newest where none is named. */
export function runJson(world: World, run: Run, attempt: Attempt): RunJson {
  const { repository, workflow, suite, id } = run;
  const api = `${world.urls.api}/repos/${fullName(repository)}`;
  const url = `${api}/actions/runs/${id}`;
  return {
    id,
    name: run.name,
    node_id: run.nodeId,
    // A fork's push has no branch here; the webhook types know only strings.
    head_branch: run.headBranch as string,
    head_sha: run.headSha,
    path: run.path,
    display_title: run.displayTitle,
    run_number: run.number,
    event: run.event,
    status: attempt.status,
    // The webhook types do not know `startup_failure`, since no webhook ever tells of one.
    conclusion: attempt.conclusion as Conclusion | null,
    workflow_id: workflow.id,
    check_suite_id: suite.id,
    check_suite_node_id: suite.nodeId,
    url,
    html_url: runAddress(world, run),
    pull_requests: pullRefs(world, repository, run.headSha).filter(() => run.headRepository === repository),
    created_at: run.createdAt,
    updated_at: attempt.updatedAt,
    actor: accountJson(world, run.actor),
    run_attempt: attempt.number,
    referenced_workflows: [],
    run_started_at: attempt.startedAt,
    triggering_actor: accountJson(world, attempt.triggeredBy),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${api}/check-suites/${suite.id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: attempt.number === 1 ? null : `${url}/attempts/${attempt.number - 1}`,
    workflow_url: `${api}/actions/workflows/${workflow.id}`,
    head_commit: commitJson(world.commit(run.headSha)),
    repository: repositoryLiteJson(world, repository),
    head_repository: repositoryLiteJson(world, run.headRepository),
  };
}

export function runAddress(world: World, run: Run): string {
  return `${world.urls.html}/${fullName(run.repository)}/actions/runs/${run.id}`;
}

export function jobJson(world: World, run: Run, job: Job): JobJson {
  const { check } = job;
  const api = `${world.urls.api}/repos/${fullName(run.repository)}`;
  const attempt = run.attempts.find(({ jobs }) => jobs.includes(job));
  const started = check.startedAt !== null;
  return {
    id: check.id,
    run_id: run.id,
    workflow_name: run.name,
    head_branch: run.headBranch,
    run_url: `${api}/actions/runs/${run.id}`,
    run_attempt: attempt?.number ?? 1,
    node_id: check.nodeId,
    head_sha: run.headSha,
    url: `${api}/actions/jobs/${check.id}`,
    html_url: checkAddress(world, check),
    status: check.status,
    conclusion: check.conclusion as JobJson['conclusion'],
    created_at: job.createdAt,
    started_at: check.startedAt ?? job.createdAt,
    completed_at: check.completedAt,
    name: check.name,
    steps: job.steps.map(stepJson),
    check_run_url: `${api}/check-runs/${check.id}`,
    labels: ['ubuntu-latest'],
    runner_id: started ? 7 : null,
    runner_name: started ? 'GitHub Actions 7' : null,
    runner_group_id: started ? 0 : null,
    runner_group_name: started ? 'GitHub Actions' : null,
  };
}

function stepJson({ name, status, conclusion, number, startedAt, completedAt }: Step): WorkflowStep {
  return {
    name,
    status,
    conclusion,
    number,
    started_at: startedAt,
    completed_at: completedAt,
  } as WorkflowStep;
}

export function artifactJson(world: World, artifact: Artifact) {
  const { id, run } = artifact;
  const url = `${world.urls.api}/repos/${fullName(run.repository)}/actions/artifacts/${id}`;
  return {
    id,
    node_id: `MDg6QXJ0aWZhY3Q${createHash('sha1').update(String(id)).digest('base64url').slice(0, 10)}`,
    name: artifact.name,
    size_in_bytes: artifact.bytes.byteLength,
    url,
    archive_download_url: `${url}/zip`,
    expired: artifact.expired,
    digest: `sha256:${artifact.digest}`,
    created_at: artifact.createdAt,
    updated_at: artifact.createdAt,
    expires_at: new Date(Date.parse(artifact.createdAt) + 90 * 86_400_000).toISOString(),
    workflow_run: {
      id: run.id,
      repository_id: run.repository.id,
      head_repository_id: run.headRepository.id,
      head_branch: run.headBranch,
      head_sha: run.headSha,
    },
  };
}
