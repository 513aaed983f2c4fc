import type { Conclusion } from '../model/check.ts';
import type { Job, Step } from '../model/run.ts';
import type { World } from '../model/world.ts';

/** The steps of a job with those that Actions puts around them. */
export function stepsOf(names: readonly string[]): Step[] {
  return ['Set up job', ...names, 'Complete job'].map((name, i) => ({
    name,
    number: i + 1,
    status: 'queued',
    conclusion: null,
    startedAt: null,
    completedAt: null,
  }));
}

/** The steps before it have succeeded, this one runs. */
export function startStep(world: World, job: Job, name: string): void {
  const at = job.steps.findIndex((step) => step.name === name);
  const step = job.steps[at];
  if (step === undefined) throw new Error(`${job.check.name} has no step ${name}`);
  for (const earlier of job.steps.slice(0, at)) end(world, earlier, 'success');
  step.status = 'in_progress';
  step.startedAt = world.now();
}

/** Ends every step as the job's end has it: after a failed one the rest is skipped. */
export function completeSteps(
  world: World,
  job: Job,
  how: { readonly conclusion: Conclusion; readonly failedStep?: string },
): void {
  if (how.conclusion === 'skipped') {
    job.steps.splice(0);
    return;
  }
  if (how.conclusion === 'success') {
    for (const step of job.steps) end(world, step, 'success');
    return;
  }
  if (how.failedStep !== undefined) startStep(world, job, how.failedStep);
  const stuck = job.steps.find(({ status }) => status === 'in_progress') ?? job.steps[1];
  const word = how.conclusion === 'cancelled' ? 'cancelled' : 'failure';
  for (const step of job.steps) {
    if (step === stuck) end(world, step, word);
    else end(world, step, step.name === 'Complete job' ? 'success' : 'skipped');
  }
}

function end(world: World, step: Step, conclusion: Step['conclusion']): void {
  if (step.status === 'completed') return;
  step.status = 'completed';
  step.conclusion = conclusion;
  step.startedAt ??= world.now();
  step.completedAt = world.now();
}
