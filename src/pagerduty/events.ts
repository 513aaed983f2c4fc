import { z } from 'zod';
import type { Secret } from '../secrets.ts';
import { sizeOf } from './bounded.ts';
import { callOnce, TIME_LIMIT_MS } from './call.ts';
import { sendable } from './credential.ts';
import { type AlertEvent, alertBody, type ChangeEvent, changeBody, MAX_EVENT } from './event.ts';
import { type Answer, failureOf } from './failure.ts';
import { sendEvent } from './pdjs.ts';

/** PagerDuty's Events API v2 for one integration. Never throws for what PagerDuty or the network did. */
export interface PagerDutyEvents {
  /** Opens or resolves an incident. May be repeated after any answer: the dedup key makes it one. */
  readonly enqueue: (event: AlertEvent) => Promise<Answer>;
  /** Tells of a change. A repeat is shown twice. */
  readonly change: (event: ChangeEvent) => Promise<Answer>;
}

const success = z.object({ status: z.literal('success') });

/**
 * @param options.host host or host:port, always over https; `NODE_EXTRA_CA_CERTS` is honoured
 * @param options.routingKey asked at each call, so that a rotated one is used at once; `null` where there is none
 * @param options.userAgent who calls; pdjs would name itself, wrongly
 * @param options.timeLimitMs of one call
 */
export function pagerDutyEvents({
  host,
  routingKey,
  userAgent,
  timeLimitMs = TIME_LIMIT_MS,
}: {
  readonly host: string;
  readonly routingKey: () => Secret | null;
  readonly userAgent: string;
  readonly timeLimitMs?: number;
}): PagerDutyEvents {
  const send = async (type: 'event' | 'change', bodyWith: (key: Secret) => object): Promise<Answer> => {
    const key = sendable(routingKey());
    if (key === null)
      return {
        kind: 'unsent',
        detail: 'there is no routing key that could be sent; set PAGERDUTY_ROUTING_KEY',
      };
    const data = bodyWith(key);
    if (sizeOf(data) > MAX_EVENT) {
      return {
        kind: 'refused',
        status: 413,
        detail: 'the event is larger than PagerDuty takes even without its details',
      };
    }
    const headers = { 'User-Agent': userAgent };
    const outcome = await callOnce(
      (options) => sendEvent({ data, server: host, type, headers, ...options }),
      timeLimitMs,
    );
    const accepted =
      outcome.kind === 'answered' && outcome.status === 202 && success.safeParse(outcome.body).success;
    return accepted ? { kind: 'accepted' } : failureOf(outcome, key);
  };
  return {
    enqueue: (event) => send('event', (key) => alertBody(event, key)),
    change: (event) => send('change', (key) => changeBody(event, key)),
  };
}
