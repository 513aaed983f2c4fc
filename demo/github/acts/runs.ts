import type { Account } from '../model/account.ts';
import type { Conclusion } from '../model/check.ts';
import { nodeId } from '../model/ids.ts';
import { headSha, type Pull } from '../model/pull.ts';
import type { Repository } from '../model/repository.ts';
import { current, type Run } from '../model/run.ts';
import type { World } from '../model/world.ts';
import { tellSuite } from '../webhooks/checks.ts';
import { tellRun } from '../webhooks/workflows.ts';
import { type ArtifactFiles, addArtifacts } from './artifacts.ts';
import { cancelJobs, cutOffJob, finishJobs, type JobsEnd, repeatJobs, startJobs } from './jobs.ts';
import { beginRun, moveRun } from './run-status.ts';
import { addSuite } from './suites.ts';
import { type JobPlan, workflowAt, workflowFile, workflowPath } from './workflow-file.ts';

export interface NewRun {
  /** Workflow file, by path or by name; what it says is read from the commit that GitHub would read it from. */
  readonly workflow: string;
  readonly event: string;
  /** The pull request that it runs for: gives commit, branch and repository of the head. */
  readonly pull?: Pull;
  /** Branch, for runs without a pull request; the default branch where it is left out. */
  readonly branch?: string;
  readonly headSha?: string;
  readonly actor?: Account;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly jobs?: readonly JobPlan[];
  /** `path` as the API shows it, where that is not the plain path. */
  readonly shownPath?: string;
}

/** These run the default branch's file on the default branch's commit, whatever they were started by. */
const ON_DEFAULT_BRANCH = ['pull_request_target', 'workflow_run', 'schedule', 'issue_comment'];

export function startRun(world: World, repository: Repository, wanted: NewRun): Run {
  const { run, plans } = makeRun(world, repository, wanted);
  tellRun(world, run, 'requested');
  startJobs(world, run, plans);
  return run;
}

function makeRun(world: World, repository: Repository, wanted: NewRun) {
  const place = placeOf(world, repository, wanted);
  const path = workflowPath(wanted.workflow);
  const file = workflowFile(world.commit(place.headSha), path);
  if (file === null) throw new Error(`there is no ${path} in ${place.headSha}`);
  const suite = addSuite(world, repository, { app: world.actionsApp, before: null, ...place });
  const workflow = workflowAt(world, repository, path);
  const id = world.ids.next('run');
  const inputs = wanted.inputs ?? {};
  const run: Run = {
    ...place,
    id,
    nodeId: nodeId('WFR', id),
    repository,
    workflow,
    path: wanted.shownPath ?? path,
    name: file.name,
    displayTitle:
      file.runName === null ? titleOf(world, place.headSha, wanted) : fillIn(file.runName, inputs),
    number: world.runs.filter((other) => other.workflow === workflow).length + 1,
    event: wanted.event,
    actor: wanted.actor ?? wanted.pull?.author ?? world.actionsApp.bot,
    inputs,
    suite,
    createdAt: world.now(),
    attempts: [],
    artifacts: [],
  };
  world.runs.push(run);
  addAttempt(world, run, run.actor);
  return { run, plans: wanted.jobs ?? file.jobs };
}

export interface RunEnd extends JobsEnd {
  /** Artifact name to its files, or to the bytes of the archive. */
  readonly artifacts?: Readonly<Record<string, ArtifactFiles>>;
}

/** Ends the newest attempt and whatever of its jobs has not ended. */
export function completeRun(
  world: World,
  run: Run,
  conclusion: Conclusion = 'success',
  end: RunEnd = {},
): void {
  if (current(run).status === 'completed') throw new Error(`run ${run.id} has ended already`);
  beginRun(world, run);
  finishJobs(world, run, { conclusion, ...end });
  addArtifacts(world, run, end.artifacts ?? {});
  conclude(world, run, conclusion);
}

/** The same run once more, as its next attempt. GitHub sends no `requested` for it. */
export function rerun(
  world: World,
  run: Run,
  how: { readonly by: Account; readonly failedJobsOnly?: boolean },
): void {
  const before = current(run);
  if (before.status !== 'completed') throw new Error(`run ${run.id} is still running`);
  addAttempt(world, run, how.by);
  repeatJobs(world, run, { before, failedOnly: how.failedJobsOnly ?? false });
}

export function cancelRun(world: World, run: Run, by: Account): void {
  world.cancellations.push({ run, by, at: world.now() });
  cancelJobs(world, run, [`The run was canceled by @${by.login}.`]);
  conclude(world, run, 'cancelled');
}

/** A newer run of its concurrency group takes its place. */
export function supersedeRun(world: World, run: Run, group: string): void {
  cancelJobs(world, run, [`Canceling since a higher priority waiting request for '${group}' exists`]);
  conclude(world, run, 'cancelled');
}

/** The job reaches its time limit: the run ends as cancelled, its other jobs with it. */
export function timeOutRun(
  world: World,
  run: Run,
  cut: { readonly job: string; readonly minutes: number },
): void {
  beginRun(world, run);
  cutOffJob(world, run, cut);
  cancelJobs(world, run);
  conclude(world, run, 'cancelled');
}

/** A workflow file that GitHub cannot make a run of, or no runner at all: the run ends without a job, and nobody is told. */
export function failToStart(world: World, repository: Repository, wanted: NewRun): Run {
  const run = makeRun(world, repository, wanted).run;
  const attempt = current(run);
  attempt.conclusion = 'startup_failure';
  attempt.status = 'completed';
  return run;
}

function conclude(world: World, run: Run, conclusion: Conclusion): void {
  current(run).conclusion = conclusion;
  moveRun(world, run, 'completed');
  tellRun(world, run, 'completed');
  tellSuite(world, run.suite, { action: 'completed', sender: current(run).triggeredBy });
}

function addAttempt(world: World, run: Run, triggeredBy: Account): void {
  const at = world.now();
  run.suite.updatedAt = at;
  run.attempts.push({
    number: run.attempts.length + 1,
    triggeredBy,
    status: 'queued',
    conclusion: null,
    startedAt: at,
    updatedAt: at,
    jobs: [],
  });
}

function placeOf(world: World, repository: Repository, { event, pull, branch, headSha: sha }: NewRun) {
  if (pull === undefined || ON_DEFAULT_BRANCH.includes(event)) {
    const headBranch = branch ?? repository.defaultBranch;
    return {
      headSha: sha ?? world.tip(repository, headBranch).sha,
      headBranch,
      headRepository: repository,
    };
  }
  const headRepository = pull.headRepository ?? repository;
  return { headSha: sha ?? headSha(pull), headBranch: pull.headRef, headRepository };
}

function titleOf(world: World, sha: string, { event, pull, workflow }: NewRun): string {
  if (pull !== undefined) return pull.title;
  if (event === 'push') return world.commit(sha).message;
  return workflowFile(world.commit(sha), workflowPath(workflow))?.name ?? workflow;
}

/** `run-name` with its `${{ inputs.x }}` filled in. */
function fillIn(text: string, inputs: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{\{\s*inputs\.([\w-]+)\s*\}\}/g, (_, name: string) => inputs[name] ?? '');
}
