import type { Person } from './policies/facts.ts';
import type { Locale } from './policies/locale.ts';
import type { ReasonCode } from './policies/reason-codes.ts';
import type { GateId, Overall, Verdict } from './policies/verdict.ts';

export type { Overall } from './policies/verdict.ts';

/** A pull request, and the installation through which the bot reaches it. Ids decide; names address. */
export interface PullTarget {
  readonly installationId: number;
  readonly repositoryId: number;
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

/**
 * What must be done outside, once. `key` is the identity: the same key is the same deed.
 * Effects carry data; sentences are made where they are sent.
 *
 * Level effects (`check_run`, `sticky_comment`) show the newest state: a newer one with the same
 * key replaces one not yet sent. All others happen once.
 */
export type Effect =
  | CheckRunEffect
  | StickyCommentEffect
  | ApprovalCommentEffect
  | AddLabelEffect
  | RemoveLabelEffect
  | DispatchEffect
  | CancelRunEffect
  | ReactionEffect
  | ReplyEffect;

export type EffectKind = Effect['kind'];

/** All that a person is shown of a PR: the source of the check run, the sticky comment and `status`. */
export interface PullView {
  readonly locale: Locale;
  readonly mode: 'observe' | 'enforce' | 'closed';
  readonly headSha: string;
  readonly baseRef: string;
  readonly overall: Overall;
  readonly verdicts: readonly Verdict[];
  readonly handoff: HandoffView | null;
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
}

/**
 * Why a handoff ended, where its code alone does not tell; as data, like what a gate says. `conclusion` is
 * GitHub's word, `why` a technical reason.
 */
export type HandoffSaid =
  | { readonly say: 'answered'; readonly why: string }
  | { readonly say: 'concluded'; readonly conclusion: string }
  | { readonly say: 'no_run_showed_up' }
  | { readonly say: 'run_unreadable_to_its_end' }
  | { readonly say: 'no_verify_run_started' }
  | {
      readonly say: 'gates_closed';
      readonly gates: readonly { readonly gate: GateId; readonly code: ReasonCode }[];
    }
  | { readonly say: 'new_head'; readonly headSha: string }
  | { readonly say: 'new_base'; readonly branch: string };

export interface RequestView {
  readonly what: string;
  readonly by: string;
  readonly granted: boolean;
  readonly code: ReasonCode;
  readonly at: string;
}

interface EffectBase {
  readonly key: string;
  readonly pull: PullTarget;
}

export interface CheckRunEffect extends EffectBase {
  readonly kind: 'check_run';
  /** `<pr>:<base>:<handoff id or 0>`: lets a button press be tied to what was shown. */
  readonly externalId: string;
  readonly view: PullView;
}

export interface StickyCommentEffect extends EffectBase {
  readonly kind: 'sticky_comment';
  readonly view: PullView;
  /** The Verify report as the run left it: untrusted text, bounded; `null` when there is none. */
  readonly verifyReport: { readonly text: string; readonly runUrl: string } | null;
}

export interface ApprovalCommentEffect extends EffectBase {
  readonly kind: 'approval_comment';
  readonly locale: Locale;
  readonly handoffId: string;
  readonly headSha: string;
  readonly baseRef: string;
  readonly runUrl: string;
  readonly verdicts: readonly Verdict[];
}

export interface AddLabelEffect extends EffectBase {
  readonly kind: 'add_label';
  readonly label: string;
  readonly headSha: string;
}

export interface RemoveLabelEffect extends EffectBase {
  readonly kind: 'remove_label';
  readonly label: string;
  readonly code: ReasonCode;
}

export interface DispatchEffect extends EffectBase {
  readonly kind: 'dispatch';
  readonly purpose: 'handoff' | 'smoke' | 'verify';
  /** Path of the workflow file, and the branch name it is dispatched on. */
  readonly workflowPath: string;
  readonly ref: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** The head and base it is for: read again right before the act. */
  readonly headSha: string;
  readonly baseRef: string;
}

export interface CancelRunEffect extends EffectBase {
  readonly kind: 'cancel_run';
  readonly runId: number;
  readonly code: ReasonCode;
}

export interface ReactionEffect extends EffectBase {
  readonly kind: 'reaction';
  readonly commentId: number;
  readonly content: 'eyes' | 'rocket' | '-1';
}

export interface ReplyEffect extends EffectBase {
  readonly kind: 'reply';
  readonly locale: Locale;
  readonly reply:
    | {
        readonly kind: 'refused';
        readonly to: Person;
        readonly what: string;
        readonly code: ReasonCode;
        readonly headSha: string;
        readonly labelName: string;
      }
    | { readonly kind: 'status'; readonly view: PullView }
    | { readonly kind: 'explain'; readonly verdicts: readonly Verdict[]; readonly view: PullView }
    | {
        readonly kind: 'stop';
        readonly what: 'hold' | 'unhold' | 'stop' | 'resume';
        readonly by: Person;
        readonly reason: string | null;
      }
    | { readonly kind: 'help' };
}
