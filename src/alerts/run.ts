import type { RunStatus } from '../policies/facts.ts';

/** What a workflow is to the pipeline; which file is which, the configuration says. */
export type WatchedRole = 'smoke' | 'verify' | 'handoff';

/**
 * What an attempt came to. `superseded` and `cancelled` are nobody's failure; an attempt that was cut off by its
 * time limit is a `timeout`, though GitHub calls it cancelled; `error` never got to run what it is there for.
 */
export type RunResult = 'success' | 'failure' | 'timeout' | 'error' | 'superseded' | 'cancelled' | 'skipped';

/**
 * One attempt of one run of a watched workflow, as GitHub told of it last. Its key is repository, workflow, run and
 * attempt; never a name. All times are ISO 8601 in UTC.
 */
export interface WatchedRun {
  readonly repositoryId: number;
  readonly role: WatchedRole;
  readonly workflowId: number;
  readonly workflowPath: string;
  readonly runId: number;
  readonly attempt: number;
  readonly url: string;
  readonly event: string;
  /** Made by a workflow with its own token. */
  readonly byActions: boolean;
  readonly headSha: string;
  readonly headBranch: string | null;
  /** It counts for the rates: on a same-repository head of a governed PR, or on the default branch. */
  readonly eligible: boolean;
  /** Numbers of the PRs whose head it ran on, or that it was dispatched for. */
  readonly pulls: readonly number[];
  readonly status: RunStatus;
  /** `null` until it has completed. */
  readonly result: RunResult | null;
  /** The bot cancelled it because it took too long (M2): a timeout by which nothing failed. */
  readonly cancelledAsSlow: boolean;
  readonly times: RunTimes;
  /** What failed in it; empty where nothing did, or where it could not be told. */
  readonly failed: readonly FailedPart[];
  /** How many parts it had in all, of the kind that `failed` names; `null` where that is not known. */
  readonly partCount: number | null;
  /** What may have made it slow, as its log and its times tell. */
  readonly slowBy: readonly SlowCause[];
  /** GitHub's `updated_at` when it was read: the same means that nothing has changed since. */
  readonly seenUpdatedAt: string;
}

export interface RunTimes {
  /** When this attempt was asked for: creation for the first, the re-run for later ones. */
  readonly requestedAt: string;
  /** When the first of its jobs began; `null` while none has. */
  readonly startedAt: string | null;
  /** How long it waited for people or protection rules since it had begun, up to `waitingSince`, in milliseconds. */
  readonly waitedMs: number;
  /** Since when it waits now; `null` where it does not. */
  readonly waitingSince: string | null;
  /** When its last job ended; `null` until it has completed. */
  readonly endedAt: string | null;
}

/** Untrusted text, bounded where it was read. */
export type FailedPart =
  /** An item of the run's own report. */
  | { readonly kind: 'item'; readonly name: string }
  | {
      readonly kind: 'job';
      readonly job: string;
      readonly step: string | null;
      /** What the job wrote about it, one line; `null` where it wrote nothing. */
      readonly says: string | null;
      readonly url: string;
    };

export type SlowCause = 'queue' | 'rate_limit' | 'retries';

export type RunRef = Pick<WatchedRun, 'runId' | 'attempt' | 'url'>;
