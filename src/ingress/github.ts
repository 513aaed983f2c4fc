import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Clock, isoNow } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Secret } from '../secrets.ts';
import type { Inbox } from '../store/store.ts';
import { type Answer, ignored, refused, unavailable, writeAnswer } from './answer.ts';
import { type BodyLimits, type BodyProblem, BodyReader } from './body.ts';
import { type DeliveryHead, deliveryHead, envelopeOf } from './delivery.ts';
import { isSigned } from './signature.ts';

export interface GithubDoorParts {
  readonly inbox: Pick<Inbox, 'remember'>;
  /** Asked for each delivery. At least one; several while they are rotated. */
  readonly secrets: () => readonly Secret[];
  /** Names of the events somebody handles; others are answered and forgotten. */
  readonly events: ReadonlySet<string>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'delivery'>;
  readonly limits?: BodyLimits;
}

/**
 * The door for `POST /api/github/webhooks`: check, remember, answer. Nothing is worked on before the
 * 2xx, and a delivery that could not be kept is answered 503, so that GitHub shows it as failed.
 */
export function githubDoor(
  parts: GithubDoorParts,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const reader = new BodyReader(parts.limits);
  return async (request, response) => {
    const head = deliveryHead(request.headers);
    if ('status' in head) {
      report(parts, null, head);
      writeAnswer(request, response, head);
      return;
    }
    const received = await reader.withBody(request, (bytes) => receive(parts, head, bytes));
    const answer = typeof received === 'string' ? BODY_ANSWERS[received] : received;
    report(parts, head, answer);
    if (answer.result !== 'aborted') writeAnswer(request, response, answer);
  };
}

const BODY_ANSWERS: Readonly<Record<BodyProblem, Answer>> = {
  too_large: refused(413, 'the body is larger than 25 MB'),
  busy: unavailable('too many large deliveries at once; redeliver this one later'),
  aborted: { status: 400, result: 'aborted', reason: 'the sender went away before the body was complete' },
};

async function receive(parts: GithubDoorParts, head: DeliveryHead, bytes: Uint8Array): Promise<Answer> {
  if (!isSigned(bytes, head.signature, parts.secrets())) {
    return refused(401, "the signature does not match; compare WEBHOOK_SECRET with the App's webhook secret");
  }
  if (head.event === 'ping') return { status: 200, result: 'ping', reason: 'pong' };
  if (!parts.events.has(head.event)) return ignored('nobody handles this event');
  const envelope = envelopeOf(bytes);
  if (envelope === null) return refused(400, 'the body is not a JSON object as GitHub sends it');
  if (envelope.installationId === null) return ignored('the payload names no installation of the App');
  try {
    const result = await parts.inbox.remember({
      ...envelope,
      guid: head.guid,
      event: head.event,
      receivedAt: isoNow(parts.clock),
    });
    return { status: 202, result, reason: result === 'stored' ? 'kept for its handler' : 'known already' };
  } catch (error) {
    return unavailable('the store did not take it; redeliver this one later', error);
  }
}

/** One line and one count for each request. Event names of unsigned requests are anybody's: they are not counted. */
function report({ log, metrics }: GithubDoorParts, head: DeliveryHead | null, answer: Answer): void {
  const { result, status, reason, error } = answer;
  const trusted = result !== 'refused' && result !== 'aborted';
  metrics.delivery(head !== null && trusted ? head.event : 'unverified', result);
  const level = result === 'unavailable' ? 'error' : result === 'refused' ? 'warn' : 'info';
  log[level](
    {
      delivery: head?.guid,
      event: head?.event,
      result,
      status,
      ...(error === undefined ? {} : { err: error }),
    },
    `delivery ${result}: ${reason}`,
  );
}
