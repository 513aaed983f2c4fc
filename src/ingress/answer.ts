import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DeliveryResult } from '../metrics.ts';

/** What a request is about, as far as that is known. */
export interface Subject {
  readonly guid?: string;
  readonly event?: string;
}

/** How a request at a door ends: what the sender is told, and what is logged and counted. */
export interface Answer {
  readonly status: number;
  readonly result: DeliveryResult;
  /** One line of ours, never what the sender wrote; GitHub shows it next to the delivery. */
  readonly reason: string;
  /** What the sender is sent; the reason where it is left out. */
  readonly body?: string;
  /** Where only the body tells. */
  readonly about?: Subject;
  /** Why the store did not take it. */
  readonly error?: unknown;
}

export function refused(status: number, reason: string): Answer {
  return { status, result: 'refused', reason };
}

export function ignored(reason: string): Answer {
  return { status: 202, result: 'ignored', reason };
}

export function unavailable(reason: string, error?: unknown): Answer {
  return { status: 503, result: 'unavailable', reason, error };
}

/** Writes the answer; closes the connection when the body was not read to its end, since what is left of it would be taken for the next request. */
export function writeAnswer(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  if (!request.complete) response.setHeader('connection', 'close');
  response.writeHead(answer.status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(answer.body ?? `${answer.reason}\n`);
}
