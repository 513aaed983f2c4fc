import type { Subscription } from './service.ts';

/** One webhook on its way to a subscription. */
export interface Delivery {
  /** `X-Webhook-Id`. */
  readonly id: string;
  readonly subscription: Subscription;
  /** Such as `incident.triggered`. */
  readonly type: string;
  /** The bytes that are signed. */
  readonly body: string;
  /** Epoch ms. */
  readonly madeAt: number;
  tries: number;
  /** Epoch ms. */
  dueAt: number;
  state: 'waiting' | 'delivered' | 'dropped';
  /** HTTP status of the last try; 0 where nobody answered. */
  status: number | null;
}
