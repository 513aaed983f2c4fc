import type { JobFacts, StepFacts } from '../policies/facts.ts';
import type { Phase, PhaseName } from './state.ts';

/** Where a phase runs, as the configuration names it: a job, a step, or a step of one job. */
export interface PhaseMapping {
  readonly phase: PhaseName;
  readonly job?: string | undefined;
  readonly step?: string | undefined;
}

/** GitHub lists a run's jobs a moment after the run itself. */
const NOT_STARTED: Phase = { name: 'handoff', at: '', waiting: false };
const HARMLESS: ReadonlySet<string | null> = new Set([null, 'success', 'skipped', 'neutral']);

/**
 * Phase of an Auto Handoff run (H3, H6): the one that runs now, or in which the run failed, or its last.
 * A job that waits for a person comes before one that runs, since only the first needs anybody.
 */
export function phaseOf(jobs: readonly JobFacts[], mapping: readonly PhaseMapping[]): Phase {
  const ongoing =
    jobs.find(({ status }) => status === 'waiting') ??
    jobs.find(({ status }) => status === 'running') ??
    jobs.find(({ status }) => status === 'queued');
  if (ongoing !== undefined) return phaseAt(ongoing, currentStep(ongoing.steps), mapping);
  const failed = firstFailed(jobs);
  if (failed !== undefined) {
    return phaseAt(failed, firstFailed(failed.steps) ?? currentStep(failed.steps), mapping);
  }
  const done = jobs
    .filter(({ conclusion }) => conclusion !== 'skipped')
    .map((job) => ({ ...phaseAt(job, job.steps.at(-1), mapping), at: job.name }));
  return done.findLast(({ name }) => name !== 'handoff') ?? done.at(-1) ?? NOT_STARTED;
}

/** The running step; between two steps, the one that ended last. */
function currentStep(steps: readonly StepFacts[]): StepFacts | undefined {
  return (
    steps.find(({ status }) => status === 'running') ?? steps.findLast(({ status }) => status === 'completed')
  );
}

/** What failed comes before what was cancelled because of it. */
function firstFailed<T extends JobFacts | StepFacts>(all: readonly T[]): T | undefined {
  const bad = all.filter(({ conclusion }) => !HARMLESS.has(conclusion));
  return bad.find(({ conclusion }) => conclusion !== 'cancelled') ?? bad[0];
}

/** The phase that a step of a job belongs to; of the job alone where no step is told. */
export function phaseAt(job: JobFacts, step: StepFacts | undefined, mapping: readonly PhaseMapping[]): Phase {
  const waiting = job.status === 'waiting';
  const byJob = mapping.find((entry) => entry.step === undefined && entry.job === job.name);
  const name = byJob?.phase ?? phaseOfStep(job, step, mapping) ?? 'handoff';
  return { name, at: step?.name ?? job.name, waiting };
}

/** A phase lasts from the step that is mapped to it until the next such step; a skipped one begins none. */
function phaseOfStep(
  job: JobFacts,
  step: StepFacts | undefined,
  mapping: readonly PhaseMapping[],
): PhaseName | undefined {
  const upTo = step === undefined ? 0 : job.steps.indexOf(step) + 1;
  return job.steps
    .slice(0, upTo)
    .filter(({ conclusion }) => conclusion !== 'skipped')
    .map(
      ({ name }) =>
        mapping.find((entry) => entry.step === name && (entry.job ?? job.name) === job.name)?.phase,
    )
    .findLast((phase) => phase !== undefined);
}
