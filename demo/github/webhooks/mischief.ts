import type { Delivery } from '../model/delivery.ts';

/** What becomes of the deliveries that are waiting: sent now and in this order, kept for later, or never sent. */
export interface Plan {
  readonly send: readonly Delivery[];
  readonly keep?: readonly Delivery[];
  /** Never sent; the delivery log shows them as failed, so they can be asked for again. */
  readonly fail?: readonly Delivery[];
}

/** How the world treats deliveries on their way. What is neither sent, kept nor failed is lost without a trace. */
export type Mischief = (waiting: readonly Delivery[]) => Plan;

/** Which deliveries are meant; all fields that are there must fit. */
export interface Which {
  readonly event?: string;
  readonly action?: string;
}

export const inOrder: Mischief = (waiting) => ({ send: waiting });

export const newestFirst: Mischief = (waiting) => ({ send: waiting.toReversed() });

export const everyOneTwice: Mischief = (waiting) => ({ send: waiting.flatMap((one) => [one, one]) });

/** The event is never sent, and GitHub's log knows nothing of it. */
export function losing(which: Which): Mischief {
  return (waiting) => ({ send: waiting.filter((one) => !fits(one, which)) });
}

/** The receiver cannot be reached: the log shows a failure. */
export function failing(which: Which): Mischief {
  return (waiting) => ({
    send: waiting.filter((one) => !fits(one, which)),
    fail: waiting.filter((one) => fits(one, which)),
  });
}

/** The event comes late: after the mischief has ended and deliveries go on. */
export function delaying(which: Which): Mischief {
  return (waiting) => ({
    send: waiting.filter((one) => !fits(one, which)),
    keep: waiting.filter((one) => fits(one, which)),
  });
}

function fits({ event, action }: Delivery, which: Which): boolean {
  return (
    (which.event === undefined || which.event === event) &&
    (which.action === undefined || which.action === action)
  );
}
