import type { HandoffSaid } from '../effect/effect.ts';
import type { Person } from '../policies/facts.ts';
import type { ReasonCode } from '../policies/reason-codes.ts';
import type { Known, Verdict } from '../policies/verdict.ts';

/**
 * One try to hand one head commit of one PR over. There is at most one that has not ended per
 * PR, and per head and base at most one more each time a person asks again after it ended (H1).
 */
export interface Handoff {
  /** `<repository id>-<pr>-<head>-<base>-<attempt>` (see `handoffId`); stable, and part of every effect's key. */
  readonly id: string;
  readonly repositoryId: number;
  readonly number: number;
  readonly headSha: string;
  readonly baseRef: string;
  /** 1 for the first handoff of this head and base, +1 each time a person asked again. */
  readonly attempt: number;
  readonly origin: 'gates' | 'command' | 'adopted';
  /** Who asked for it or started it by hand; `null` when the gates did. */
  readonly requestedBy: Person | null;
  readonly openedAt: string;
  /** How many dispatches were begun: the n in the dispatch effect's key. Grows only after one surely did not happen. */
  readonly dispatches: number;
  readonly state: HandoffState;
}

export const PHASES = ['template_generation', 'pr_review', 'deploy_approval', 'verify'] as const;
export type PhaseName = (typeof PHASES)[number] | 'handoff';

/** The phase that runs now; `handoff` for a run whose jobs and steps are not mapped. */
export interface Phase {
  readonly name: PhaseName;
  /** Job or step in which it runs, as GitHub names it. */
  readonly at: string;
  /** The job waits for an environment's approval. */
  readonly waiting: boolean;
}

/**
 * State            | entered when                                  | left when                                      | always true
 * waiting          | a governed head is first seen                 | every gate is open                             | no dispatch that may have been done
 * ready            | gates open, but something else is awaited     | asked, or the other dispatch or rollback ended | no dispatch that may have been done
 * dispatching      | the dispatch was asked for                    | it is known done or not done, or long unknown  | one dispatch effect without outcome
 * dispatch_unknown | no run showed up in time                      | one does, or half an hour is over              | one dispatch effect without outcome
 * dispatched       | the run id is known                           | its first job starts                           | run
 * running          | a job has started                             | the run and the Verify run it started ended    | run, phase
 * approving        | both succeeded with every gate open           | the approval comment is posted or refused      | run, approval effects
 * approved, failed, stopped, superseded, abandoned: ended, and never changed again; asking again opens a new handoff.
 */
export type HandoffState =
  | { readonly kind: 'waiting'; readonly since: string }
  | { readonly kind: 'ready'; readonly since: string; readonly awaiting: Awaited }
  | { readonly kind: 'dispatching'; readonly since: string }
  | { readonly kind: 'dispatch_unknown'; readonly since: string }
  | { readonly kind: 'dispatched'; readonly since: string; readonly run: FollowedRun }
  | { readonly kind: 'running'; readonly since: string; readonly run: FollowedRun; readonly phase: Phase }
  | { readonly kind: 'approving'; readonly since: string; readonly run: FollowedRun }
  | {
      readonly kind: 'approved';
      readonly since: string;
      readonly run: FollowedRun;
      readonly commentUrl: string;
    }
  | {
      readonly kind: 'failed';
      readonly since: string;
      readonly code: ReasonCode;
      readonly run: FollowedRun | null;
      readonly phase: Phase | null;
      readonly detail: HandoffSaid;
    }
  | {
      readonly kind: 'stopped';
      readonly since: string;
      readonly run: FollowedRun | null;
      /** Who set the stop, and why. */
      readonly by: string;
      readonly reason: string | null;
    }
  | {
      readonly kind: 'superseded';
      readonly since: string;
      readonly code: ReasonCode;
      readonly run: FollowedRun | null;
      /** The new head, the new base, or the gate that closed. */
      readonly by: HandoffSaid;
    }
  | { readonly kind: 'abandoned'; readonly since: string; readonly run: FollowedRun | null };

/** What a handoff with open gates still waits for: a person, another PR's dispatch, a rollback of this PR. */
export type Awaited = 'command' | 'other_dispatch' | 'rollback';

/** A handoff known to be in one of the states `K`. */
export type HandoffIn<K extends HandoffState['kind']> = Handoff & {
  readonly state: Extract<HandoffState, { kind: K }>;
};

export interface FollowedRun {
  readonly id: number;
  readonly attempt: number;
  readonly url: string;
}

const ENDED: ReadonlySet<HandoffState['kind']> = new Set([
  'approved',
  'failed',
  'stopped',
  'superseded',
  'abandoned',
]);

export function hasEnded(handoff: Handoff): boolean {
  return ENDED.has(handoff.state.kind);
}

/** A dispatch was begun or a run is followed: no other may be started for the PR until it has ended. */
export function isInFlight(handoff: Handoff): boolean {
  return !hasEnded(handoff) && handoff.state.kind !== 'waiting' && handoff.state.kind !== 'ready';
}

/** What became of the dispatch effect of the handoff that has not ended. */
export type DispatchOutcome =
  /** Still on its way, or tried without an answer at `triedAt`. */
  | { readonly kind: 'pending' }
  | { readonly kind: 'unanswered'; readonly triedAt: string }
  | { readonly kind: 'sent'; readonly run: FollowedRun }
  /** Surely not dispatched: the guard before the act found `code`. */
  | { readonly kind: 'withdrawn'; readonly code: ReasonCode }
  /** Surely not dispatched: GitHub refused, as `detail` says. */
  | { readonly kind: 'refused'; readonly detail: string };

/** The Auto Handoff run as read from GitHub. */
export interface HandoffRun extends FollowedRun {
  readonly status: 'queued' | 'running' | 'waiting' | 'completed';
  readonly conclusion: string | null;
  readonly createdAt: string;
  readonly completedAt: string | null;
  readonly phase: Phase;
}

/** The LangGraph Verify runs that the Auto Handoff run started itself, as one. */
export type NestedVerify =
  | { readonly kind: 'not_expected' }
  | { readonly kind: 'none_yet' }
  | { readonly kind: 'running'; readonly url: string }
  | { readonly kind: 'succeeded'; readonly url: string }
  | { readonly kind: 'failed'; readonly url: string; readonly conclusion: string };

/** All that the machine looks at in one step. */
export interface Observation {
  readonly repositoryId: number;
  readonly number: number;
  readonly headSha: string;
  readonly baseRef: string;
  readonly pull: 'open' | 'closed';
  readonly verdicts: readonly Verdict[];
  /** A granted `/ai-ops handoff` or button press for this head that no handoff has used yet. */
  readonly request: { readonly commandId: string; readonly by: Person; readonly at: string } | null;
  /** An Auto Handoff run started by hand that was attributed to this PR and is not recorded yet. */
  readonly startedByHand: { readonly run: FollowedRun; readonly by: Person } | null;
  /** Another handoff's dispatch of the same workflow has no known outcome yet. */
  readonly otherDispatchUnresolved: boolean;
  /** The PR's last handoff is being rolled back: none is begun meanwhile. */
  readonly rollingBack: boolean;
  /** A stop in force that ends what is in flight; `null` where there is none, or it only holds (O4). */
  readonly cancelledBy: { readonly by: string; readonly reason: string | null } | null;
  /** For the handoff that has not ended; `null` where it dispatched nothing. */
  readonly dispatch: DispatchOutcome | null;
  /** Key of the dispatch effect that `dispatch` is about: what became of an earlier one decides nothing. */
  readonly dispatchKey: string | null;
  /** For the handoff that has not ended; `known(null)` where it follows no run. */
  readonly run: Known<HandoffRun | null>;
  readonly nestedVerify: Known<NestedVerify>;
  /** What became of the newest approval comment that was owed, and for which handoff; `null` before. */
  readonly approval: { readonly handoffId: string; readonly outcome: ApprovalOutcome } | null;
}

export type ApprovalOutcome =
  | { readonly kind: 'posted'; readonly url: string }
  | { readonly kind: 'refused'; readonly detail: string };
