import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ClientRequest, type IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { CodedError } from '../errors.ts';

/** An answer of some kind. `body` is undefined where it ended early, was empty or is no JSON. */
export interface Answered {
  readonly kind: 'answered';
  readonly status: number;
  readonly headers: Readonly<IncomingHttpHeaders>;
  readonly body: unknown;
}

/** What came of one request; `sent` says whether all of it left, since less cannot have been acted on. */
export type Outcome =
  | Answered
  | { readonly kind: 'unanswered'; readonly sent: boolean; readonly why: string };

/** Options that pdjs hands on to node-fetch, besides those of the call. */
export interface CallOptions {
  /** pdjs's own limit never ends a call, and its timer keeps the process alive; 0 is none. */
  readonly requestTimeout: 0;
  readonly signal: AbortSignal;
  /** Followed, a redirect would carry the routing key to wherever it points. */
  readonly redirect: 'manual';
  /** The largest body that is read, in bytes. */
  readonly size: number;
}

/** One call, its answer's last byte included. */
export const TIME_LIMIT_MS = 10_000;

const MAX_ANSWER = 10_000_000;

/** Node tells here of each HTTP request that is made, before it is sent. */
const CREATED = 'http.client.request.created';
const created = z.object({ request: z.instanceof(ClientRequest) });

interface Seen {
  sent: boolean;
  answer: { readonly status: number; readonly headers: IncomingHttpHeaders } | null;
}

/**
 * Makes one call through pdjs, as one request.
 *
 * pdjs hides the request: it repeats it on 429 without looking at the headers, loses the status of an
 * answer that is no JSON, and tells a request that was never sent from one that was not. So the request
 * itself is listened to, and given up where pdjs would go on.
 *
 * @param start calls pdjs
 * @throws what pdjs throws before there is a request: a bug
 */
export async function callOnce(
  start: (options: CallOptions) => Promise<{ readonly data: unknown }>,
  timeLimitMs: number,
): Promise<Outcome> {
  const limit = AbortSignal.timeout(timeLimitMs);
  const enough = new AbortController();
  const signal = AbortSignal.any([limit, enough.signal]);
  const { pending, request } = withItsRequest(() =>
    start({ requestTimeout: 0, signal, redirect: 'manual', size: MAX_ANSWER }),
  );
  const seen = listen(request, () => enough.abort());
  const body = await pending.then(
    ({ data }) => ({ data }),
    (error: unknown) => ({ error }),
  );
  if (seen.answer !== null) {
    return { kind: 'answered', ...seen.answer, body: 'data' in body ? body.data : undefined };
  }
  const { sent } = seen;
  if (limit.aborted) {
    return {
      kind: 'unanswered',
      sent,
      why: `PagerDuty ${sent ? 'did not answer' : 'was not reached'} in time`,
    };
  }
  const code = 'error' in body ? codeIn(body.error) : 'no answer';
  const why = sent
    ? `the connection to PagerDuty broke off (${code})`
    : `no connection to PagerDuty (${code})`;
  return { kind: 'unanswered', sent, why };
}

/** pdjs makes its request before it returns, so what is created meanwhile is it. */
function withItsRequest<T>(start: () => Promise<T>): {
  readonly pending: Promise<T>;
  readonly request: ClientRequest;
} {
  const requests: ClientRequest[] = [];
  const note = (message: unknown): void => void requests.push(created.parse(message).request);
  subscribe(CREATED, note);
  try {
    const pending = start();
    const [request] = requests;
    if (request !== undefined) return { pending, request };
    pending.catch(() => undefined);
    throw new CodedError('AIOPS_BUG', 'pdjs made no request; please report this as a bug');
  } finally {
    unsubscribe(CREATED, note);
  }
}

/** @param giveUp ends the call: what pdjs does from here on helps nobody */
function listen(request: ClientRequest, giveUp: () => void): Seen {
  const seen: Seen = { sent: false, answer: null };
  request.once('finish', () => {
    seen.sent = true;
  });
  // Before pdjs hears of it, else it would already be waiting to ask again.
  request.prependOnceListener('response', (response) => {
    const { statusCode = 0, headers } = response;
    seen.answer = { status: statusCode, headers };
    if (statusCode === 429) giveUp();
    // node-fetch waits for ever for the rest of a body that broke off.
    response.once('close', () => {
      if (!response.complete) giveUp();
    });
  });
  return seen;
}

const withCode = z.object({ code: z.string() });

function codeIn(error: unknown): string {
  return withCode.safeParse(error).data?.code ?? 'no reason given';
}
