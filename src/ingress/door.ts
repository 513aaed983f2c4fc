import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { type Clock, isoNow } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Delivery, Inbox } from '../store/store.ts';
import { type Answer, refused, type Subject, unavailable, writeAnswer } from './answer.ts';
import { type BodyLimits, type BodyProblem, BodyReader } from './body.ts';

export interface DoorParts {
  readonly inbox: Pick<Inbox, 'remember'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'delivery'>;
}

/** What is particular to one sender. */
export interface Sender<Head extends Subject> {
  readonly limits: BodyLimits;
  /** What the headers say, or why the body need not be read. */
  readonly head: (headers: IncomingHttpHeaders) => Head | Answer;
  /** Checks the whole body and remembers it. */
  readonly receive: (head: Head, bytes: Uint8Array) => Promise<Answer>;
}

/** Handles one request of a route. */
export type Door = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Checks, remembers, answers, in this order; each request leaves one line and one count. */
export function doorFor<Head extends Subject>(parts: DoorParts, sender: Sender<Head>): Door {
  const reader = new BodyReader(sender.limits);
  return async (request, response) => {
    const head = sender.head(request.headers);
    if ('status' in head) {
      report(parts, {}, head);
      writeAnswer(request, response, head);
      return;
    }
    const received = await reader.withBody(request, (bytes) => sender.receive(head, bytes));
    const answer = typeof received === 'string' ? bodyAnswer(received, sender.limits) : received;
    report(parts, answer.about ?? head, answer);
    if (answer.result !== 'aborted') writeAnswer(request, response, answer);
  };
}

/** Remembers the delivery; the answer says yes only once it is kept, and 503 where the store did not take it. */
export async function keep(
  { inbox, clock }: DoorParts,
  delivery: Omit<Delivery, 'receivedAt'>,
  yes: Pick<Answer, 'status' | 'body'>,
): Promise<Answer> {
  const about = { guid: delivery.guid, event: delivery.event };
  try {
    const result = await inbox.remember({ ...delivery, receivedAt: isoNow(clock) });
    return { ...yes, result, reason: result === 'stored' ? 'kept for its handler' : 'known already', about };
  } catch (error) {
    return { ...unavailable('the store did not take it; send it again later', error), about };
  }
}

function bodyAnswer(problem: BodyProblem, { maxBytes }: BodyLimits): Answer {
  switch (problem) {
    case 'too_large':
      return refused(413, `the body is larger than ${maxBytes / (1024 * 1024)} MB`);
    case 'busy':
      return unavailable('too many large deliveries at once; send this one again later');
    case 'aborted':
      return { status: 400, result: 'aborted', reason: 'the sender went away before the body was complete' };
  }
}

/** Event names of unsigned requests are anybody's: they are not counted. */
function report({ log, metrics }: DoorParts, { guid, event }: Subject, answer: Answer): void {
  const { result, status, reason, error } = answer;
  const trusted = result !== 'refused' && result !== 'aborted';
  metrics.delivery(event !== undefined && trusted ? event : 'unverified', result);
  const level = result === 'unavailable' ? 'error' : result === 'refused' ? 'warn' : 'info';
  log[level](
    { delivery: guid, event, result, status, ...(error === undefined ? {} : { err: error }) },
    `delivery ${result}: ${reason}`,
  );
}
