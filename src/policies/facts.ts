import type { Known } from './verdict.ts';

/**
 * Everything a gate may look at, read at one moment. Plain data: it is stored with the
 * decision, so that the decision can be made again later. Times are ISO 8601 in UTC.
 */
export interface Facts {
  readonly readAt: string;
  readonly repository: RepositoryFacts;
  readonly pull: PullFacts;
  readonly changes: Known<ChangeFacts>;
  /** All runs of the Codex Smoke workflow that may speak for the head, newest first. */
  readonly smoke: Known<readonly RunFacts[]>;
  /** Runs for the head of each workflow that a lint or unit test names, newest first. */
  readonly tests: Known<readonly RunFacts[]>;
  /** All runs of the LangGraph Verify workflow that may speak for the head, newest first. */
  readonly verify: Known<readonly RunFacts[]>;
  readonly label: Known<LabelFacts>;
  readonly stop: StopFacts;
}

export interface RepositoryFacts {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
  readonly archived: boolean;
}

export interface PullFacts {
  readonly number: number;
  readonly state: 'open' | 'closed' | 'merged';
  readonly draft: boolean;
  readonly headSha: string;
  readonly headRef: string;
  /** `null` when the head repository was deleted. */
  readonly headRepositoryId: number | null;
  readonly fromFork: boolean;
  readonly baseRef: string;
  readonly author: Person | null;
  /** When the base branch was last changed to another one; runs and labels from before do not count. */
  readonly baseChangedAt: string | null;
  /** Server time at which the current head became the head; `null` when it was never seen to. */
  readonly headSince: string | null;
  /** Another PR of the repository has, or had, the same head commit: a run for it may be that one's, merged into another base. */
  readonly headShared: Known<boolean>;
}

export interface Person {
  readonly id: number;
  readonly login: string;
  readonly kind: 'User' | 'Bot' | 'Other';
}

export interface ChangeFacts {
  /** Workflow files of the gates that the PR touches; of a renamed file the old name counts too, here and below. */
  readonly paths: readonly string[];
  /** Touched paths that the configuration protects; the first of them where there are many. */
  readonly protectedPaths: readonly string[];
  /** Touched paths that Codex Smoke is about (`smoke.paths`); the first of them where there are many. */
  readonly smokePaths: readonly string[];
}

export interface RunFacts {
  readonly id: number;
  readonly attempt: number;
  /** Path in the governed repository, such as `.github/workflows/ci.yml`. */
  readonly workflowPath: string;
  readonly event: string;
  readonly headSha: string;
  readonly createdAt: string;
  readonly status: RunStatus;
  /** GitHub's word once completed (`success`, `failure`, `cancelled`, …), else `null`. */
  readonly conclusion: string | null;
  readonly url: string;
  /** The bot dispatched this run itself, on the default branch, for this head: its id came back from the dispatch. */
  readonly dispatchedByBot: boolean;
  /** The workflow file at the head equals the default branch's, byte for byte. */
  readonly fileUnchanged: Known<boolean>;
  /** Jobs of this attempt; for runs that only their conclusion matters for, an empty list. */
  readonly jobs: Known<readonly JobFacts[]>;
  /** The report of the run's artifact; `null` when it left none. */
  readonly report: Known<ReportFacts | null>;
}

export type RunStatus = 'queued' | 'running' | 'waiting' | 'completed';

export interface JobFacts {
  readonly name: string;
  readonly status: RunStatus;
  readonly conclusion: string | null;
  readonly url: string;
  readonly steps: readonly StepFacts[];
}

export interface StepFacts {
  readonly name: string;
  readonly status: RunStatus;
  readonly conclusion: string | null;
}

/** `items`: Codex Smoke's `latest.json`. `text`: a Markdown report, cut to a bounded length, not trusted. */
export type ReportFacts =
  | { readonly kind: 'items'; readonly items: readonly ReportItem[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'malformed'; readonly why: string };

export interface ReportItem {
  readonly check: string;
  readonly status: string;
}

export interface LabelFacts {
  /** The label on the PR now carries the pinned node id. */
  readonly present: boolean;
  /** A label of the governed name exists, but with another node id than the pinned one. */
  readonly identityChanged: boolean;
  /** The newest application of the label, in force where it is `present`; `null` when unknown who put it on. */
  readonly applied: LabelApplication | null;
}

export interface LabelApplication {
  readonly by: Person;
  readonly at: string;
  /** The head the label was put on for; `null` when it could not be told. */
  readonly headSha: string | null;
  /** Read for this one person at decision time. */
  readonly membership: Known<'active' | 'pending' | 'none'>;
}

/** Stops in force (O4), nearest reason first; `null` when none is. Unreadable counts as stopped. */
export type StopFacts =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'stopped';
      readonly scope: 'everywhere' | 'repository' | 'pull_request';
      readonly source: string;
      readonly by: string | null;
      readonly reason: string | null;
      /** It was asked to cancel what is in flight, not only to hold it. */
      readonly cancels: boolean;
      /** When it was asked for (ISO), where that is known. */
      readonly since?: string;
    }
  | { readonly kind: 'unreadable'; readonly why: string };
