import type { Workflow } from '../config/workflow-file.ts';
import type { Known } from '../policies/verdict.ts';

/** Where the documents of a governed repository are that this brings along. */
export const DASHBOARD = 'docs/ai/ops-dashboard.md';
export const PLAYBOOKS = 'docs/ai/ops-playbooks.md';

export interface Team {
  readonly slug: string;
  readonly name: string;
}

/** What a repository has on its default branch, as one read of GitHub showed it. */
export interface Survey {
  readonly owner: string;
  readonly repo: string;
  /** Teams are an organization's; a person has none. */
  readonly ownedByPerson: boolean;
  readonly defaultBranch: string;
  /** Commit that was looked at. */
  readonly tip: string;
  readonly workflows: readonly Workflow[];
  /** Workflow files that tell nothing, and why. */
  readonly unreadable: readonly { readonly file: string; readonly why: string }[];
  readonly labels: readonly string[];
  readonly teams: Known<readonly Team[]>;
  readonly hasDashboard: boolean;
  /** `null` where there are none. */
  readonly playbooks: string | null;
}
