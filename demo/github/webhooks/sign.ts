import { createHmac } from 'node:crypto';
import type { Delivery } from '../model/delivery.ts';

/** One delivery as it goes over the wire: the body's bytes are exactly what was signed. */
export interface HookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** HMAC over the raw bytes, as GitHub signs: SHA-256, with the old SHA-1 beside it. */
export function hookRequest(delivery: Delivery, secret: string = delivery.app.webhookSecret): HookRequest {
  const { app, body } = delivery;
  const hmac = (algorithm: 'sha1' | 'sha256'): string =>
    createHmac(algorithm, secret).update(body).digest('hex');
  return {
    url: app.webhookUrl,
    body,
    headers: {
      accept: '*/*',
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/044aadd',
      'x-github-delivery': delivery.guid,
      'x-github-event': delivery.event,
      'x-github-hook-id': String(app.id),
      'x-github-hook-installation-target-id': String(app.id),
      'x-github-hook-installation-target-type': 'integration',
      'x-hub-signature': `sha1=${hmac('sha1')}`,
      'x-hub-signature-256': `sha256=${hmac('sha256')}`,
    },
  };
}
