import type { Clock } from '../../../src/clock.ts';

const MINUTE_MS = 60_000;

/** Events of one routing key. @see https://developer.pagerduty.com/docs/events-api-v2/rate-limits */
export const EVENTS_A_MINUTE = 120;

/** Calls of one token. @see https://developer.pagerduty.com/docs/rest-api-rate-limits */
export const CALLS_A_MINUTE = 960;

/** Counts calls over the minute that lies behind. */
export class RateLimit {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #calls = new Map<string, readonly number[]>();

  constructor(clock: Clock, limit: number) {
    this.#clock = clock;
    this.#limit = limit;
  }

  /** Counts one call, unless the limit is reached. `reset`: seconds until the oldest call is forgotten. */
  spend(key: string): {
    readonly allowed: boolean;
    readonly headers: Readonly<Record<string, string>>;
  } {
    const now = this.#clock.now();
    const before = (this.#calls.get(key) ?? []).filter((at) => at > now - MINUTE_MS);
    const allowed = before.length < this.#limit;
    const calls = allowed ? [...before, now] : before;
    this.#calls.set(key, calls);
    const reset = Math.ceil(((calls[0] ?? now) + MINUTE_MS - now) / 1000);
    return { allowed, headers: limitHeaders(this.#limit, this.#limit - calls.length, reset) };
  }
}

export function limitHeaders(
  limit: number,
  remaining: number,
  reset: number,
): Readonly<Record<string, string>> {
  return {
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(reset),
  };
}
