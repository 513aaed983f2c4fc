import type { Account, Role } from './account.ts';

export interface Repository {
  readonly id: number;
  readonly nodeId: string;
  owner: Account;
  name: string;
  private: boolean;
  archived: boolean;
  deleted: boolean;
  defaultBranch: string;
  readonly parent: Repository | null;
  readonly createdAt: string;
  /** Branch name to the SHA of its tip. */
  readonly branches: Map<string, string>;
  readonly labels: Label[];
  readonly pushes: PushRecord[];
  readonly roles: Map<Account, Role>;
  readonly rulesets: Ruleset[];
  /** The older protection of a branch, by its name. */
  readonly protections: Map<string, Protection>;
}

/** A status check that must pass; `app` is the one whose word counts, `null` for anybody's. */
export interface RequiredCheck {
  readonly context: string;
  readonly app: number | null;
}

export interface Ruleset {
  readonly id: number;
  readonly name: string;
  /** `evaluate`: it is only tried out, and holds nobody up. */
  enforcement: 'active' | 'evaluate' | 'disabled';
  /** Names of branches. */
  readonly branches: readonly string[];
  requiredChecks: readonly RequiredCheck[];
  mergeQueue: boolean;
}

export interface Protection {
  readonly requiredChecks: readonly RequiredCheck[];
}

export interface Label {
  readonly id: number;
  readonly nodeId: string;
  name: string;
  readonly color: string;
  readonly description: string | null;
}

/** One line of the repository's activity: the server's own record of who moved which ref when. */
export interface PushRecord {
  readonly id: number;
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  readonly at: string;
  readonly kind: 'push' | 'force_push' | 'branch_creation' | 'branch_deletion' | 'pr_merge';
  readonly actor: Account;
}

export const NO_SHA = '0'.repeat(40);

export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`;
}

/** Labels are found without regard to case, as GitHub finds them. */
export function labelOf(repository: Repository, name: string): Label | undefined {
  return repository.labels.find((label) => label.name.toLowerCase() === name.toLowerCase());
}
