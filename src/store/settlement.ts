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
}

/** How a try, or an effect without one, ended. */
export type Settlement =
  | { readonly kind: 'sent'; readonly result: EffectResult }
  | { readonly kind: 'rejected'; readonly code: string; readonly detail: string }
  | { readonly kind: 'unanswered'; readonly detail: string }
  | { readonly kind: 'withdrawn'; readonly code: ReasonCode };
