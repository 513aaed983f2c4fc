import type {
  AddLabelEffect,
  ApprovalCommentEffect,
  CancelRunEffect,
  DispatchEffect,
  PullTarget,
} from '../effect/effect.ts';
import type { Locale } from '../policies/locale.ts';
import type { ReasonCode } from '../policies/reason-codes.ts';
import type { Handoff, Observation } from './state.ts';
import { summarize } from './summary.ts';

/** What the machine needs of the governed repository's configuration. */
export interface HandoffSettings {
  /** `automatic`: open gates start it. `command`: a person must ask as well (H1). */
  readonly start: 'automatic' | 'command';
  /** Path of the Auto Handoff workflow, such as `.github/workflows/ai-ops-auto-handoff.yml`. */
  readonly workflowPath: string;
  /** The default branch: the only one whose workflow file is trusted to write. */
  readonly ref: string;
  /** Workflow inputs; values may hold `{pr}`, `{head_sha}`, `{base_ref}` and `{handoff_id}`. Empty sends none. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Label that goes on with the approval comment. */
  readonly approvalLabel: string;
  /** The handoff has a message in Slack, and what is written on the PR links it. */
  readonly linksSlack: boolean;
  /** Language of the approval comment. */
  readonly locale: Locale;
}

/** All that one step may look at. `now` is ISO 8601 in UTC. */
export interface Situation {
  readonly pull: PullTarget;
  readonly observation: Observation;
  readonly settings: HandoffSettings;
  readonly now: string;
}

/** JSON as the ledger takes it. */
export type EntryValue =
  | null
  | boolean
  | number
  | string
  | readonly EntryValue[]
  | { readonly [key: string]: EntryValue };

/** What the ledger is told. */
export interface HandoffEntry {
  readonly action: `handoff.${string}`;
  readonly data: { readonly [key: string]: EntryValue };
}

/** The only deeds the machine asks for. */
export type HandoffEffect = DispatchEffect | CancelRunEffect | ApprovalCommentEffect | AddLabelEffect;

/** One transition: the handoff in its new state, what to do outside, and what to write down. */
export interface Step {
  readonly handoff: Handoff;
  readonly effects: readonly HandoffEffect[];
  readonly entry: HandoffEntry;
  /** Command id of the request that this step used up. */
  readonly usedRequestId: string | null;
}

export interface StepDetails {
  /** Why, where the new state does not say it itself. */
  readonly code?: ReasonCode;
  readonly effects?: readonly HandoffEffect[];
  readonly action?: HandoffEntry['action'];
  readonly data?: HandoffEntry['data'];
  readonly usedRequestId?: string | null;
}

/** `before` is `null` for a handoff that is opened. */
export function enter(before: Handoff | null, after: Handoff, details: StepDetails = {}): Step {
  const { code, detail, run, phase } = summarize(after.state);
  return {
    handoff: after,
    effects: details.effects ?? [],
    usedRequestId: details.usedRequestId ?? null,
    entry: {
      action: details.action ?? `handoff.${after.state.kind}`,
      data: {
        ...identity(after),
        from: before?.state.kind ?? null,
        to: after.state.kind,
        code: details.code ?? code,
        detail,
        run: run === null ? null : { ...run },
        phase: phase === null ? null : { ...phase },
        ...details.data,
      },
    },
  };
}

/** Which handoff an entry is about, and who wanted it. */
export function identity(handoff: Handoff): HandoffEntry['data'] {
  const { id, headSha, baseRef, attempt, origin, requestedBy } = handoff;
  return {
    handoffId: id,
    headSha,
    baseRef,
    attempt,
    origin,
    requestedBy: requestedBy === null ? null : { ...requestedBy },
  };
}
