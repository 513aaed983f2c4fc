import type { Locale } from '../policies/locale.ts';
import type { ReasonCode } from '../policies/reason-codes.ts';
import type { GateId, Overall, Verdict } from '../policies/verdict.ts';

/** All that a person is shown of a PR: the source of the check run, the sticky comment and `status`. */
export interface PullView {
  readonly locale: Locale;
  readonly mode: 'observe' | 'enforce' | 'closed';
  readonly headSha: string;
  readonly baseRef: string;
  readonly overall: Overall;
  readonly verdicts: readonly Verdict[];
  readonly handoff: HandoffView | null;
  /** Handoffs of the PR before that one for which somebody still owes something, or that were rolled back; newest last. */
  readonly earlier: readonly HandoffView[];
  /** How the last command or button press ended, newest last; at most five. */
  readonly requests: readonly RequestView[];
  /** Lines of an invalid or unreadable configuration; empty when it is fine. */
  readonly configProblems: readonly string[];
  readonly decisionId: string;
  /** The label that G4 asks for, and the command that asks for a handoff of this head. */
  readonly labelName: string;
  /** GitHub's web address, for links: `https://github.com/o/r`. */
  readonly repositoryUrl: string;
  readonly playbookUrl: string;
}

export interface HandoffView {
  readonly id: string;
  readonly headSha: string;
  readonly attempt: number;
  readonly origin: 'gates' | 'command' | 'adopted';
  readonly requestedBy: string | null;
  readonly state: string;
  readonly since: string;
  readonly code: ReasonCode | null;
  readonly detail: HandoffSaid | null;
  readonly phase: { readonly name: string; readonly at: string; readonly waiting: boolean } | null;
  readonly runUrl: string | null;
  readonly approvalUrl: string | null;
  /** The message about it in Slack; `null` while there is none, or where it is not to be linked. */
  readonly slackUrl: string | null;
  /** What the release owners owe once it is approved (H5). */
  readonly followUp: FollowUpView | null;
  /** The newest rollback of it (H6). */
  readonly rollback: RollbackView | null;
}

/**
 * Why a handoff ended, where its code alone does not tell; as data, like what a gate says. `conclusion` is
 * GitHub's word, `why` a technical reason.
 */
export type HandoffSaid =
  | { readonly say: 'answered'; readonly why: string }
  | { readonly say: 'concluded'; readonly conclusion: string }
  | { readonly say: 'no_run_showed_up' }
  | { readonly say: 'seen_right_before' }
  | { readonly say: 'run_unreadable_to_its_end' }
  | { readonly say: 'no_verify_run_started' }
  | {
      readonly say: 'gates_closed';
      readonly gates: readonly { readonly gate: GateId; readonly code: ReasonCode }[];
    }
  | { readonly say: 'new_head'; readonly headSha: string }
  | { readonly say: 'new_base'; readonly branch: string }
  | { readonly say: 'stopped_by'; readonly by: string; readonly reason: string | null };

/** What a PR would make of the configuration once it is merged. */
export type ConfigChange =
  | { readonly kind: 'valid'; readonly mode: 'observe' | 'enforce'; readonly warnings: readonly string[] }
  | { readonly kind: 'removed' }
  /** `line` is `null` where none of this file can be named. */
  | {
      readonly kind: 'invalid';
      readonly problems: readonly { readonly line: number | null; readonly message: string }[];
    }
  | { readonly kind: 'unreadable'; readonly why: string };

export interface FollowUpView {
  readonly state: 'owed' | 'reminded' | 'missed' | 'done';
  readonly dueAt: string;
  /** Logins of the release owners. */
  readonly owners: readonly string[];
  /** Who settled it, and when. */
  readonly by: string | null;
  readonly at: string | null;
}

export interface RollbackView {
  readonly state: 'starting' | 'running' | 'succeeded' | 'failed' | 'unknown';
  readonly by: string;
  readonly runUrl: string | null;
  /** Why it has not succeeded. */
  readonly code: ReasonCode | null;
  readonly detail: HandoffSaid | null;
}

export interface RequestView {
  readonly what: string;
  readonly by: string;
  readonly granted: boolean;
  readonly code: ReasonCode;
  readonly at: string;
}
