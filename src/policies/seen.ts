import type { JobFacts, RunFacts } from './facts.ts';
import type { FailedJob, Listed, RunSaid } from './said.ts';
import type { Evidence } from './verdict.ts';

const MAX_NAMES = 5;
const MAX_NAME = 80;

/** What people call things, bounded. */
export function short(name: string): string {
  return name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name;
}

/** As many as a person reads. */
export function listed<T>(all: readonly T[]): Listed<T> {
  return { shown: all.slice(0, MAX_NAMES), more: Math.max(all.length - MAX_NAMES, 0) };
}

export function runSaid({ id, attempt, status, conclusion }: RunFacts): RunSaid {
  return { id, attempt, state: status === 'completed' ? conclusion : status };
}

export function runEvidence(title: string, run: RunFacts): Evidence {
  return { label: `${title} run ${run.id}`, url: run.url };
}

/** Jobs that did not do what they should; GitHub skips those that merely follow them. */
export function failedJobs(run: RunFacts): readonly FailedJob[] {
  const failed = run.jobs.known ? run.jobs.value.filter(({ conclusion }) => hasFailed(conclusion)) : [];
  return failed.map((job) => ({ job: short(job.name), step: failedStep(job) }));
}

function failedStep({ steps }: JobFacts): string | null {
  const step = steps.find(({ conclusion }) => hasFailed(conclusion));
  return step === undefined ? null : short(step.name);
}

const UNHARMED: ReadonlySet<string | null> = new Set(['success', 'skipped', 'neutral', null]);

function hasFailed(conclusion: string | null): boolean {
  return !UNHARMED.has(conclusion);
}
