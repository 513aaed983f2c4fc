import type { FollowedRun } from '../handoff/state.ts';
import type { ReasonCode } from '../policies/reason-codes.ts';

/** What a notifier learned by sending; kept on the row and handed back at the next send of the same key. */
export interface EffectResult {
  readonly id?: number;
  readonly nodeId?: string;
  readonly url?: string;
  readonly bodyDigest?: string;
  readonly status?: string;
  readonly run?: FollowedRun;
  /** Where a Slack message is. */
  readonly slack?: { readonly channel: string; readonly ts: string };
  /** The address that was written into the text, for it to be written again word for word; `null`: none was. */
  readonly linked?: string | null;
}

/** How a try, or an effect without one, ended. */
export type Settlement =
  | { readonly kind: 'sent'; readonly result: EffectResult }
  | { readonly kind: 'rejected'; readonly code: string; readonly detail: string }
  | { readonly kind: 'unanswered'; readonly detail: string }
  | { readonly kind: 'withdrawn'; readonly code: ReasonCode };
