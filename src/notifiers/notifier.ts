import type { Effect, EffectKind } from '../effect/effect.ts';

/** One effect on its way out, with what is known from earlier tries. */
export interface Sending<E extends Effect = Effect> {
  readonly effect: E;
  /** An earlier try may have been done (ISO): look before doing it again. `null`: surely not done yet. */
  readonly mayHaveBeenDoneSince: string | null;
  /** What the last sending under this key left; `null` at the first. */
  readonly previous: SendResult | null;
  /** It calls somebody for what is over by now. */
  readonly isOver: boolean;
  /** What the effect that this one is `about` left; `null` where there is none or it was not sent yet. */
  readonly about: SendResult | null;
  /** Newest ledger entry of the decision that asked for it. */
  readonly ledger: { readonly seq: number; readonly hash: string } | null;
}

/** Ids, URLs and digests that the next sending, or the handoff, needs. */
export interface SendResult {
  readonly id?: number;
  readonly nodeId?: string;
  readonly url?: string;
  readonly bodyDigest?: string;
  readonly status?: string;
  readonly run?: { readonly id: number; readonly attempt: number; readonly url: string };
  /** Where a Slack message is. */
  readonly slack?: { readonly channel: string; readonly ts: string };
  /** The address that was written into the text, for it to be written again word for word; `null`: none was. */
  readonly linked?: string | null;
}

export type Outcome =
  | { readonly kind: 'sent'; readonly result: SendResult; readonly tampered?: boolean }
  /** Surely not done; may be tried again, not before `afterMs` where the service said so. */
  | {
      readonly kind: 'retry';
      readonly code: string;
      readonly detail: string;
      readonly afterMs: number | null;
      /** The message that this one is `about` is gone: it is to be sent anew first. */
      readonly lost?: true;
    }
  /** May have been done: the service did the work or not, its answer was lost. */
  | { readonly kind: 'unanswered'; readonly code: string; readonly detail: string }
  /** Will never be done as asked. */
  | { readonly kind: 'rejected'; readonly code: string; readonly detail: string };

/** One shape for all: `send` never throws for what the service answered, only for bugs. */
export interface Notifier<E extends Effect = Effect> {
  readonly kinds: readonly EffectKind[];
  send(sending: Sending<E>): Promise<Outcome>;
}
