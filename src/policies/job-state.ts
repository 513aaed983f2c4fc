import type { JobFacts, RunFacts } from './facts.ts';
import { short } from './seen.ts';
import type { TestSource } from './settings.ts';

/** What a run says of one named job, or step of it; `url` is the nearest thing to look at. */
export interface JobState {
  readonly kind: 'green' | 'running' | 'failed' | 'unknown';
  readonly seen: string;
  readonly url: string;
}

/**
 * Only `success` is green: a job that was skipped, renamed away or never made proves nothing. A run
 * that has not ended is not green either, whatever its jobs say by now. Of a matrix all jobs count.
 */
export function jobState(run: RunFacts, source: TestSource): JobState {
  const { url } = run;
  if (run.status !== 'completed') return { kind: 'running', seen: source.job, url };
  if (!run.jobs.known) return { kind: 'unknown', seen: run.jobs.why, url };
  const jobs = run.jobs.value.filter(({ name }) => isNamed(name, source.job));
  const [first] = jobs;
  if (first === undefined) return { kind: 'failed', seen: `no job ${short(source.job)}`, url };
  for (const job of jobs) {
    const flaw = flawOf(job, source.step);
    if (flaw !== null) return { kind: 'failed', seen: flaw, url: job.url };
  }
  return { kind: 'green', seen: 'success', url: first.url };
}

function flawOf(job: JobFacts, step: string | undefined): string | null {
  const ofJob = job.conclusion === 'success' ? null : isSo(job.name, job.conclusion);
  if (step === undefined) return ofJob;
  const steps = job.steps.filter(({ name }) => name === step);
  if (steps.length === 0) return ofJob ?? `no step ${short(step)} in ${short(job.name)}`;
  const flawed = steps.find(({ conclusion }) => conclusion !== 'success');
  if (flawed !== undefined) return isSo(step, flawed.conclusion);
  return ofJob === null ? null : `${isSo(step, 'success')}, but ${ofJob}`;
}

function isSo(name: string, conclusion: string | null): string {
  return `${short(name)} is ${conclusion ?? 'without conclusion'}`;
}

/** GitHub shows the jobs of a matrix as `test (24, linux)`. */
function isNamed(name: string, job: string): boolean {
  return name === job || (name.startsWith(`${job} (`) && name.endsWith(')'));
}
