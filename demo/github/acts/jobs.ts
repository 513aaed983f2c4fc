import type { Annotation, Conclusion } from '../model/check.ts';
import { type Attempt, current, type Job, type Run } from '../model/run.ts';
import type { World } from '../model/world.ts';
import { tellJob } from '../webhooks/workflows.ts';
import { addCheckRun, updateCheckRun } from './checks.ts';
import { beginRun, moveRun } from './run-status.ts';
import { completeSteps, startStep, stepsOf } from './steps.ts';
import type { JobPlan } from './workflow-file.ts';

/** Jobs as they are queued when a run starts. */
export function startJobs(world: World, run: Run, plans: readonly JobPlan[]): void {
  for (const plan of plans) {
    const job: Job = {
      check: addCheckRun(world, run.suite, { name: plan.name }),
      createdAt: world.now(),
      steps: stepsOf(plan.steps),
      log: '',
      environment: plan.environment,
    };
    current(run).jobs.push(job);
    tellJob(world, run, { job, action: 'queued' });
  }
}

/** Starts a job, and its run where that was still queued; with `step`, goes on to that step. */
export function progress(world: World, run: Run, to: { readonly job: string; readonly step?: string }): void {
  const job = jobNamed(run, to.job);
  if (job.check.status !== 'in_progress') {
    beginRun(world, run);
    updateCheckRun(world, job.check, { status: 'in_progress' });
    startStep(world, job, 'Set up job');
    tellJob(world, run, { job, action: 'in_progress' });
  }
  if (to.step !== undefined) startStep(world, job, to.step);
}

/** The job has reached an environment whose reviewers must approve first; the run waits with it. */
export function holdJob(world: World, run: Run, name: string): void {
  const job = jobNamed(run, name);
  updateCheckRun(world, job.check, { status: 'waiting' });
  moveRun(world, run, 'waiting');
  tellJob(world, run, { job, action: 'waiting' });
}

/** Somebody approved: the held job is queued again and the run goes on. */
export function releaseJob(world: World, run: Run, name: string): void {
  const job = jobNamed(run, name);
  updateCheckRun(world, job.check, { status: 'queued' });
  const begun = current(run).jobs.some(({ check }) => check.startedAt !== null && check !== job.check);
  moveRun(world, run, begun ? 'in_progress' : 'queued');
  tellJob(world, run, { job, action: 'queued' });
}

export interface JobEnd {
  readonly conclusion: Conclusion;
  /** The step that failed; the one that was running where it is left out. */
  readonly failedStep?: string;
  readonly annotations?: readonly Annotation[];
}

export function completeJob(
  world: World,
  run: Run,
  name: string,
  end: JobEnd = { conclusion: 'success' },
): void {
  const job = jobNamed(run, name);
  if (end.conclusion !== 'skipped') progress(world, run, { job: name });
  finishJob(world, run, { job, end });
}

export interface JobsEnd {
  /** The job that failed; the first that has not ended where it is left out. */
  readonly failedJob?: string;
  readonly failedStep?: string;
  readonly annotations?: readonly Annotation[];
}

/** Ends all jobs of the newest attempt: of a failed run one fails and those after it are skipped. */
export function finishJobs(world: World, run: Run, end: JobsEnd & { readonly conclusion: Conclusion }): void {
  const open = current(run).jobs.filter(({ check }) => check.status !== 'completed');
  const failing = end.failedJob === undefined ? open[0] : jobNamed(run, end.failedJob);
  let failed = false;
  for (const job of open) {
    const { name } = job.check;
    if (end.conclusion !== 'failure') completeJob(world, run, name, { ...end });
    else if (failed) completeJob(world, run, name, { conclusion: 'skipped' });
    else if (job !== failing) completeJob(world, run, name);
    else {
      completeJob(world, run, name, end);
      failed = true;
    }
  }
}

/** Those that have not ended; `says` is what GitHub writes at each. */
export function cancelJobs(world: World, run: Run, says: readonly string[] = []): void {
  const annotations = says.map(annotation);
  for (const job of current(run).jobs) {
    if (job.check.status !== 'completed')
      finishJob(world, run, { job, end: { conclusion: 'cancelled', annotations } });
  }
}

/** A job has run for as long as it may: GitHub calls it cancelled, and says why only in an annotation. */
export function cutOffJob(
  world: World,
  run: Run,
  cut: { readonly job: string; readonly minutes: number },
): void {
  const job = jobNamed(run, cut.job);
  const says = [
    `The job running on runner GitHub Actions 7 has exceeded the maximum execution time of ${cut.minutes} minutes.`,
    'The operation was canceled.',
  ];
  finishJob(world, run, { job, end: { conclusion: 'cancelled', annotations: says.map(annotation) } });
}

/** What a job writes while it runs. */
export function writeLog(_: World, run: Run, line: { readonly job: string; readonly text: string }): void {
  jobNamed(run, line.job).log += `${line.text}\n`;
}

function annotation(message: string): Annotation {
  return { path: '.github', start_line: 1, end_line: 1, annotation_level: 'failure', message };
}

/** Jobs of the next attempt: all again, or those that did not fail taken over as they ended. */
export function repeatJobs(
  world: World,
  run: Run,
  how: { readonly before: Attempt; readonly failedOnly: boolean },
): void {
  for (const job of how.before.jobs) {
    const { name, conclusion, startedAt, completedAt } = job.check;
    const keep = how.failedOnly && conclusion === 'success';
    const check = addCheckRun(
      world,
      run.suite,
      keep ? { name, conclusion, startedAt, completedAt, status: 'completed' } : { name },
    );
    const steps = keep ? job.steps : stepsOf(job.steps.map((step) => step.name).slice(1, -1));
    const again: Job = { check, createdAt: world.now(), steps, log: '', environment: job.environment };
    current(run).jobs.push(again);
    if (!keep) tellJob(world, run, { job: again, action: 'queued' });
  }
}

function finishJob(world: World, run: Run, done: { readonly job: Job; readonly end: JobEnd }): void {
  const { job, end } = done;
  // What never got a runner has no steps.
  if (job.check.startedAt === null) job.steps.splice(0);
  completeSteps(world, job, end);
  const annotations = end.annotations ?? [];
  updateCheckRun(world, job.check, {
    status: 'completed',
    conclusion: end.conclusion,
    output: { ...job.check.output, annotations },
  });
  tellJob(world, run, { job, action: 'completed' });
}

function jobNamed(run: Run, name: string): Job {
  const job = current(run).jobs.find(({ check }) => check.name === name);
  if (job === undefined) throw new Error(`run ${run.id} has no job ${name}`);
  return job;
}
