import type { JobFacts, RunFacts } from './facts.ts';
import type { Evidence } from './verdict.ts';

const MAX_NAMES = 5;
const MAX_NAME = 80;

/** What people call things, bounded. */
export function short(name: string): string {
  return name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name;
}

/** `a, b and 3 more`. */
export function listed(names: readonly string[]): string {
  const more = names.length - MAX_NAMES;
  const shown = names.slice(0, MAX_NAMES).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** `failure (run 12, attempt 2)`. */
export function runSeen(run: RunFacts): string {
  const state = run.status === 'completed' ? (run.conclusion ?? 'no conclusion') : run.status;
  return `${state} (run ${run.id}, attempt ${run.attempt})`;
}

export function runEvidence(title: string, run: RunFacts): Evidence {
  return { label: `${title} run ${run.id}`, url: run.url };
}

/** Jobs that did not do what they should; GitHub skips those that merely follow them. */
export function failedJobs(run: RunFacts): readonly JobFacts[] {
  return run.jobs.known ? run.jobs.value.filter(({ conclusion }) => hasFailed(conclusion)) : [];
}

/** `build / Run smoke test`: the job and the first of its steps that failed. */
export function failureSeen(job: JobFacts): string {
  const step = job.steps.find(({ conclusion }) => hasFailed(conclusion));
  return step === undefined ? short(job.name) : `${short(job.name)} / ${short(step.name)}`;
}

const UNHARMED: ReadonlySet<string | null> = new Set(['success', 'skipped', 'neutral', null]);

function hasFailed(conclusion: string | null): boolean {
  return !UNHARMED.has(conclusion);
}
