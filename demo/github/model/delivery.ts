import type { App, Installation } from './app.ts';
import type { Repository } from './repository.ts';

/** One webhook on its way to an App, and how it ended: a line of the App's delivery log. */
export interface Delivery {
  /** Beyond 2^53, as GitHub's are. */
  readonly id: bigint;
  /** Names the event; a redelivery carries the same one. */
  readonly guid: string;
  readonly app: App;
  readonly installation: Installation;
  readonly repository: Repository | null;
  readonly event: string;
  readonly action: string | null;
  /** The exact bytes that are signed and sent, as text. */
  readonly body: string;
  readonly redelivery: boolean;
  /** Epoch milliseconds. */
  readonly queuedAt: number;
  outcome: DeliveryOutcome | null;
}

export interface DeliveryOutcome {
  /** What the receiver answered; `0` when it could not be reached. */
  readonly statusCode: number;
  readonly at: string;
}
