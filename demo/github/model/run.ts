import type { Account } from './account.ts';
import type { CheckRun, CheckSuite, Conclusion } from './check.ts';
import type { Repository } from './repository.ts';

/** A workflow file that GitHub knows; what is in the file is read from the commit at hand. */
export interface Workflow {
  readonly id: number;
  readonly nodeId: string;
  readonly repository: Repository;
  readonly path: string;
  name: string;
  state: 'active' | 'disabled_manually' | 'disabled_inactivity';
  readonly createdAt: string;
}

export type RunStatus = 'queued' | 'in_progress' | 'waiting' | 'completed';

export interface Run {
  readonly id: number;
  readonly nodeId: string;
  readonly repository: Repository;
  readonly workflow: Workflow;
  /** As the API shows it; some events have `@ref` behind it. */
  readonly path: string;
  readonly name: string;
  readonly displayTitle: string;
  readonly number: number;
  readonly event: string;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly headRepository: Repository;
  readonly actor: Account;
  readonly inputs: Readonly<Record<string, string>>;
  readonly suite: CheckSuite;
  readonly createdAt: string;
  /** Newest last, never empty. */
  readonly attempts: Attempt[];
  readonly artifacts: Artifact[];
}

export interface Attempt {
  readonly number: number;
  readonly triggeredBy: Account;
  status: RunStatus;
  conclusion: Conclusion | 'startup_failure' | null;
  readonly startedAt: string;
  updatedAt: string;
  readonly jobs: Job[];
}

/** A job is a check run of the GitHub Actions app with steps; both have one id. */
export interface Job {
  readonly check: CheckRun;
  readonly createdAt: string;
  readonly steps: Step[];
  /** What it wrote; shown once it has ended. */
  log: string;
  /** Environment whose reviewers it must wait for. */
  readonly environment: string | null;
}

export interface Step {
  readonly name: string;
  readonly number: number;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: 'success' | 'failure' | 'cancelled' | 'skipped' | null;
  startedAt: string | null;
  completedAt: string | null;
}

export interface Artifact {
  readonly id: number;
  readonly run: Run;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly digest: string;
  readonly createdAt: string;
  expired: boolean;
}

/** The attempt that counts. */
export function current(run: Run): Attempt {
  const attempt = run.attempts.at(-1);
  if (attempt === undefined) throw new Error(`run ${run.id} has no attempt`);
  return attempt;
}
