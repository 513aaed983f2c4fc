import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { Delivery } from '../store/store.ts';
import { type Answer, refused } from './answer.ts';
import { jsonOf, textOf } from './body.ts';

/** What the headers of a well-formed delivery say. They are not signed: good for routing and de-duplication only. */
export interface DeliveryHead {
  readonly guid: string;
  readonly event: string;
  readonly signature: string;
}

/** The little that the inbox row needs of any payload; handlers read the rest from the body. */
export type Envelope = Pick<Delivery, 'action' | 'installationId' | 'repositoryId' | 'body'>;

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const EVENT = /^[a-z][a-z_]{0,63}$/;

const identified = z.object({ id: z.int().positive() });

const payload = z.object({
  action: z.string().max(100).nullish(),
  installation: identified.nullish(),
  repository: identified.nullish(),
});

/** Checks the headers in the order a sender would have to mend them (webhook events and payloads, "Delivery headers"). */
export function deliveryHead(headers: IncomingHttpHeaders): DeliveryHead | Answer {
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) {
    return refused(415, "the content type is not application/json; set it in the App's webhook settings");
  }
  const guid = headers['x-github-delivery'];
  if (typeof guid !== 'string' || !GUID.test(guid)) {
    return refused(400, 'x-github-delivery is missing or not a GUID');
  }
  const event = headers['x-github-event'];
  if (typeof event !== 'string' || !EVENT.test(event)) {
    return refused(400, 'x-github-event is missing or malformed');
  }
  const signature = headers['x-hub-signature-256'];
  if (typeof signature !== 'string') {
    return refused(401, 'x-hub-signature-256 is missing; set the webhook secret in the App');
  }
  return { guid, event, signature };
}

/** Reads a signed body; `null` when it is not a UTF-8 JSON object with GitHub's fields. */
export function envelopeOf(bytes: Uint8Array): Envelope | null {
  const body = textOf(bytes);
  if (body === null) return null;
  const read = payload.safeParse(jsonOf(body));
  if (!read.success) return null;
  const { action, installation, repository } = read.data;
  return {
    action: action ?? null,
    installationId: installation?.id ?? null,
    repositoryId: repository?.id ?? null,
    body,
  };
}
