import { createHmac } from 'node:crypto';
import type { Delivery } from '../model/delivery.ts';

/** One delivery as it goes over the wire: the body's bytes are exactly what was signed. */
export interface HookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One signature for each secret of the subscription: there are two while it is rotated. */
export function hookRequest({ id, subscription, body }: Delivery): HookRequest {
  const { secret, oldSecret } = subscription;
  const signatures = [secret, ...(oldSecret === null ? [] : [oldSecret])].map(
    (each) => `v1=${createHmac('sha256', each).update(body).digest('hex')}`,
  );
  return {
    url: subscription.url,
    body,
    headers: {
      accept: '*/*',
      'content-type': 'application/json',
      'user-agent': 'PagerDuty-Webhook/V3.0',
      'x-pagerduty-signature': signatures.join(','),
      'x-webhook-id': id,
      'x-webhook-subscription': subscription.id,
    },
  };
}
