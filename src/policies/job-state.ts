import type { JobFacts, RunFacts } from './facts.ts';
import type { JobSeen } from './said.ts';
import { short } from './seen.ts';
import type { TestSource } from './settings.ts';

/** What a run says of one named job, or step of it; `url` is the nearest thing to look at. */
export interface JobState {
  readonly kind: 'green' | 'running' | 'failed' | 'unknown';
  readonly seen: JobSeen;
  readonly url: string;
}

/**
 * Only `success` is green: a job that was skipped, renamed away or never made proves nothing. A run
 * that has not ended is not green either, whatever its jobs say by now. Of a matrix all jobs count.
 */
export function jobState(run: RunFacts, source: TestSource): JobState {
  const { url } = run;
  if (run.status !== 'completed') {
    return { kind: 'running', seen: { say: 'job_awaited', job: short(source.job) }, url };
  }
  if (!run.jobs.known) return { kind: 'unknown', seen: { say: 'not_read', why: run.jobs.why }, url };
  const jobs = run.jobs.value.filter(({ name }) => isNamed(name, source.job));
  const [first] = jobs;
  if (first === undefined) return { kind: 'failed', seen: { say: 'no_job', job: short(source.job) }, url };
  for (const job of jobs) {
    const flaw = flawOf(job, source.step);
    if (flaw !== null) return { kind: 'failed', seen: flaw, url: job.url };
  }
  return { kind: 'green', seen: ended(source.step ?? source.job, 'success'), url: first.url };
}

function flawOf(job: JobFacts, step: string | undefined): JobSeen | null {
  const { name, conclusion } = job;
  const ofJob = conclusion === 'success' ? null : ended(name, conclusion);
  if (step === undefined) return ofJob;
  const steps = job.steps.filter((one) => one.name === step);
  if (steps.length === 0) return ofJob ?? { say: 'no_step', step: short(step), job: short(name) };
  const flawed = steps.find((one) => one.conclusion !== 'success');
  if (flawed !== undefined) return ended(step, flawed.conclusion);
  return ofJob === null
    ? null
    : { say: 'step_succeeded_but', step: short(step), job: short(name), conclusion };
}

function ended(name: string, conclusion: string | null): JobSeen {
  return { say: 'ended', name: short(name), conclusion };
}

/** GitHub shows the jobs of a matrix as `test (24, linux)`. */
function isNamed(name: string, job: string): boolean {
  return name === job || (name.startsWith(`${job} (`) && name.endsWith(')'));
}
