import type { Secret } from '../secrets.ts';
import { type Answer, ignored, refused } from './answer.ts';
import { type BodyLimits, limitsFor } from './body.ts';
import { type DeliveryHead, deliveryHead, envelopeOf } from './delivery.ts';
import { type Door, type DoorParts, doorFor, keep } from './door.ts';
import { isSigned } from './signature.ts';

/** GitHub fires no webhook whose payload is larger (webhook events and payloads, "Payload cap"). */
const LIMITS = limitsFor(25);

export interface GithubDoorParts extends DoorParts {
  /** Asked for each delivery. At least one; several while they are rotated. */
  readonly secrets: () => readonly Secret[];
  /** Names of the events somebody handles; others are answered and forgotten. */
  readonly events: ReadonlySet<string>;
  readonly limits?: BodyLimits;
}

/**
 * The door for `POST /api/github/webhooks`: check, remember, answer. Nothing is worked on before the
 * 2xx, and a delivery that could not be kept is answered 503, so that GitHub shows it as failed.
 */
export function githubDoor(parts: GithubDoorParts): Door {
  return doorFor(parts, {
    limits: parts.limits ?? LIMITS,
    head: deliveryHead,
    receive: (head, bytes) => receive(parts, head, bytes),
  });
}

async function receive(parts: GithubDoorParts, head: DeliveryHead, bytes: Uint8Array): Promise<Answer> {
  if (!isSigned(bytes, head.signature, parts.secrets())) {
    return refused(401, "the signature does not match; compare WEBHOOK_SECRET with the App's webhook secret");
  }
  if (head.event === 'ping') return { status: 200, result: 'ping', reason: 'pong' };
  if (!parts.events.has(head.event)) return ignored('nobody handles this event');
  const envelope = envelopeOf(bytes);
  if (envelope === null) return refused(400, 'the body is not a JSON object as GitHub sends it');
  if (envelope.installationId === null) return ignored('the payload names no installation of the App');
  return keep(parts, { ...envelope, guid: head.guid, event: head.event }, { status: 202 });
}
