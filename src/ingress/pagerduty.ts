import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { INCIDENT_EVENTS } from '../pagerduty/incident-events.ts';
import type { Secret } from '../secrets.ts';
import { type Answer, ignored, refused, type Subject } from './answer.ts';
import { type BodyLimits, jsonOf, limitsFor, textOf } from './body.ts';
import { type Door, type DoorParts, doorFor, keep } from './door.ts';
import { isSignedByPagerDuty } from './signature.ts';

/** Where the bot takes what happens to incidents of PagerDuty. */
export const PAGERDUTY_PATH = '/api/pagerduty/webhooks';

/** The name under which deliveries are remembered and counted. */
export const PAGERDUTY_EVENT = 'pagerduty.incident';

export interface PagerDutyDoorParts extends DoorParts {
  /** Asked for each delivery; several while they are rotated, none while webhooks are not set up. */
  readonly secrets: () => readonly Secret[];
  readonly limits?: BodyLimits;
}

/** An event holds one incident, of some kilobytes. */
const LIMITS = limitsFor(2);

/**
 * The door for `POST /api/pagerduty/webhooks`: check, remember, answer 202, for which PagerDuty waits five seconds.
 *
 * PagerDuty gives up a delivery for ever on any 4xx but 429, so only what no repeat could mend is answered so. It
 * shows the secret after the subscription was made, so there may be deliveries before the bot knows it: 503.
 */
export function pagerDutyDoor(parts: PagerDutyDoorParts): Door {
  return doorFor(parts, {
    limits: parts.limits ?? LIMITS,
    head: (headers) => headOf(parts, headers),
    receive: (head, bytes) => receive(parts, head, bytes),
  });
}

interface PagerDutyHead extends Subject {
  readonly signature: string;
}

function headOf({ secrets }: PagerDutyDoorParts, headers: IncomingHttpHeaders): PagerDutyHead | Answer {
  if (secrets().length === 0)
    return refused(503, "PagerDuty's webhooks are not set up here; set PAGERDUTY_WEBHOOK_SECRET");
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? ''))
    return refused(415, 'the content type is not application/json');
  const signature = headers['x-pagerduty-signature'];
  if (typeof signature !== 'string') return refused(401, 'x-pagerduty-signature is missing');
  return { signature };
}

const envelope = z.object({
  event: z.object({
    id: z.string().min(1).max(200),
    event_type: z.string().regex(/^[a-z][a-z_.]{0,99}$/),
  }),
});

async function receive(
  parts: PagerDutyDoorParts,
  { signature }: PagerDutyHead,
  bytes: Uint8Array,
): Promise<Answer> {
  if (!isSignedByPagerDuty(bytes, signature, parts.secrets()))
    return refused(
      401,
      "the signature does not match; compare PAGERDUTY_WEBHOOK_SECRET with the subscription's secret",
    );
  const body = textOf(bytes);
  const read = envelope.safeParse(body === null ? undefined : jsonOf(body));
  if (body === null || !read.success) return refused(400, 'the body is not an event as PagerDuty sends it');
  const { id, event_type: type } = read.data.event;
  if (type === 'pagey.ping') return { status: 202, result: 'ping', reason: 'pong' };
  if (!INCIDENT_EVENTS.some((known) => known === type)) return ignored('nobody handles this event');
  // What was signed tells which event it is; the headers, which anybody can set, do not.
  const guid = `pagerduty-${createHash('sha256').update(id).digest('hex')}`;
  const action = type.replace('incident.', '');
  return keep(
    parts,
    { guid, event: PAGERDUTY_EVENT, action, installationId: null, repositoryId: null, body },
    { status: 202 },
  );
}
