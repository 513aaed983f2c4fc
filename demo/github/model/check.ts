import type { AppIdentity } from './app.ts';
import type { Repository } from './repository.ts';

export type Conclusion =
  | 'success'
  | 'failure'
  | 'neutral'
  | 'cancelled'
  | 'timed_out'
  | 'action_required'
  | 'stale'
  | 'skipped';

/** All check runs of one App on one commit; GitHub Actions has one suite for each workflow run. */
export interface CheckSuite {
  readonly id: number;
  readonly nodeId: string;
  readonly repository: Repository;
  readonly app: AppIdentity;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly before: string | null;
  readonly createdAt: string;
  updatedAt: string;
  readonly checkRuns: CheckRun[];
}

export interface CheckRun {
  readonly id: number;
  readonly nodeId: string;
  readonly suite: CheckSuite;
  name: string;
  status: 'queued' | 'in_progress' | 'waiting' | 'completed';
  conclusion: Conclusion | null;
  startedAt: string | null;
  completedAt: string | null;
  externalId: string;
  detailsUrl: string | null;
  output: CheckOutput;
  actions: readonly CheckAction[];
}

export interface CheckOutput {
  readonly title: string | null;
  readonly summary: string | null;
  readonly text: string | null;
  readonly annotations: readonly Annotation[];
}

export interface CheckAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: 'notice' | 'warning' | 'failure';
  readonly message: string;
  readonly title?: string;
  readonly raw_details?: string;
}

export const NO_OUTPUT: CheckOutput = { title: null, summary: null, text: null, annotations: [] };

/** The newest check run of each name, in the order in which the names came. */
export function latest(runs: readonly CheckRun[]): readonly CheckRun[] {
  return [...new Map(runs.map((run) => [run.name, run])).values()];
}
