import { cancelRun, rerun } from '../../acts/runs.ts';
import { accountJson } from '../../json/account.ts';
import { jobJson, runJson } from '../../json/run.ts';
import { fullName } from '../../model/repository.ts';
import { type Attempt, current, type Job, type Run } from '../../model/run.ts';
import type { World } from '../../model/world.ts';
import { ok, type Reply } from '../http.ts';
import { paged } from '../paging.ts';
import { repositoryRoute } from '../permission.ts';
import { notFound, Refusal } from '../refusal.ts';
import type { RepositoryCall, Route } from '../route.ts';
import { runList } from './run-list.ts';
import { logAddress } from './storage.ts';

const READ = ['actions:read'] as const;
const WRITE = ['actions:write'] as const;
const MAX_ATTEMPTS = 50;
const RERUN_WINDOW_MS = 30 * 86_400_000;

/** Workflow runs, their attempts and jobs. */
export const runRoutes: readonly Route[] = [
  repositoryRoute('GET /repos/{owner}/{repo}/actions/runs', READ, (call) => runList(call, () => true)),
  repositoryRoute('GET /repos/{owner}/{repo}/actions/runs/{run}', READ, (call) => {
    const run = runOf(call);
    return ok(runJson(call.world, run, current(run)));
  }),
  repositoryRoute('GET /repos/{owner}/{repo}/actions/runs/{run}/attempts/{attempt}', READ, (call) => {
    const run = runOf(call);
    return ok(runJson(call.world, run, attemptOf(call, run)));
  }),
  repositoryRoute('GET /repos/{owner}/{repo}/actions/runs/{run}/attempts/{attempt}/jobs', READ, (call) => {
    const run = runOf(call);
    return jobs(call, run, attemptOf(call, run).jobs);
  }),
  repositoryRoute('GET /repos/{owner}/{repo}/actions/runs/{run}/jobs', READ, (call) => {
    const run = runOf(call);
    const all = call.request.query.get('filter') === 'all';
    return jobs(call, run, all ? run.attempts.flatMap((attempt) => attempt.jobs) : current(run).jobs);
  }),
  repositoryRoute('GET /repos/{owner}/{repo}/actions/jobs/{job}', READ, (call) => {
    const check = call.world.checkRun(call.repository, Number(call.params.job));
    const found = check === undefined ? undefined : call.world.jobOf(check);
    if (found === undefined) throw notFound();
    return ok(jobJson(call.world, found.run, found.job));
  }),
  repositoryRoute('GET /repos/{owner}/{repo}/actions/jobs/{job}/logs', READ, (call) => {
    const check = call.world.checkRun(call.repository, Number(call.params.job));
    const found = check === undefined ? undefined : call.world.jobOf(check);
    // A log is put away when its job has ended; there is none before, and none of what never ran.
    if (found === undefined || found.job.check.status !== 'completed' || found.job.steps.length === 0)
      throw notFound();
    return { status: 302, headers: { location: logAddress(call.world, found.run, found.job) } };
  }),
  repositoryRoute('GET /repos/{owner}/{repo}/actions/runs/{run}/pending_deployments', READ, (call) => {
    const run = runOf(call);
    const waiting = current(run).jobs.filter(({ check }) => check.status === 'waiting');
    return ok(waiting.map((job) => pendingJson(call.world, run, job)));
  }),
  repositoryRoute('POST /repos/{owner}/{repo}/actions/runs/{run}/cancel', WRITE, (call) => {
    const run = runOf(call);
    if (current(run).status === 'completed') {
      throw new Refusal(409, 'Cannot cancel a workflow run that is completed.');
    }
    cancelRun(call.world, run, call.bot);
    return { status: 202, body: {} };
  }),
  repositoryRoute('POST /repos/{owner}/{repo}/actions/runs/{run}/rerun', WRITE, (call) => again(call, false)),
  repositoryRoute('POST /repos/{owner}/{repo}/actions/runs/{run}/rerun-failed-jobs', WRITE, (call) =>
    again(call, true),
  ),
];

export function runOf({ world, repository, params }: RepositoryCall): Run {
  const found = world.run(repository, Number(params.run));
  if (found === undefined) throw notFound();
  return found;
}

function attemptOf({ params }: RepositoryCall, run: Run): Attempt {
  const found = run.attempts.find(({ number }) => String(number) === params.attempt);
  if (found === undefined) throw notFound();
  return found;
}

function jobs(call: RepositoryCall, run: Run, list: readonly Job[]): Reply {
  return paged(call, list, {
    json: (job) => jobJson(call.world, run, job),
    wrap: (page, total_count) => ({ total_count, jobs: page }),
  });
}

function again(call: RepositoryCall, failedJobsOnly: boolean): Reply {
  const { world, bot } = call;
  const run = runOf(call);
  const { status, jobs: before } = current(run);
  if (status !== 'completed') throw new Refusal(403, 'This workflow is already running');
  if (run.attempts.length > MAX_ATTEMPTS) {
    throw new Refusal(
      403,
      'Unable to retry this workflow run because it has reached the maximum number of attempts',
    );
  }
  if (world.clock.now() - Date.parse(run.createdAt) > RERUN_WINDOW_MS) {
    throw new Refusal(403, 'Unable to retry this workflow run because it was created over a month ago');
  }
  if (failedJobsOnly && before.every(({ check }) => check.conclusion === 'success')) {
    throw new Refusal(403, 'This workflow run has no failed jobs');
  }
  rerun(world, run, { by: bot, failedJobsOnly });
  return { status: 201, body: {} };
}

function pendingJson(world: World, run: Run, job: Job) {
  const api = `${world.urls.api}/repos/${fullName(run.repository)}`;
  const name = job.environment ?? job.check.name;
  const reviewers = [...run.repository.roles].filter(
    ([{ type }, role]) => type === 'User' && (role === 'maintain' || role === 'admin'),
  );
  return {
    environment: {
      id: job.check.id,
      node_id: `EN_${job.check.id}`,
      name,
      url: `${api}/environments/${name}`,
      html_url: `${world.urls.html}/${fullName(run.repository)}/deployments/activity_log?environments_filter=${name}`,
    },
    wait_timer: 0,
    wait_timer_started_at: null,
    current_user_can_approve: false,
    reviewers: reviewers.map(([user]) => ({ type: 'User', reviewer: accountJson(world, user) })),
  };
}
