import type { Secret } from '../secrets.ts';
import type { Answered, Outcome } from './call.ts';
import { oneLine } from './one-line.ts';
import { whatItSaid } from './said.ts';

/**
 * Why a call to PagerDuty did not do what was asked, told by what it means for trying again.
 *
 * - `unsent`: the request never left whole, so nothing was done; may be repeated.
 * - `limited`: PagerDuty refused because of a rate limit, so nothing was done; may be repeated after `afterMs`.
 * - `refused`: PagerDuty understood and will not do it.
 * - `ambiguous`: it may have been done; the answer was lost or says nothing. An event with a dedup key may
 *   be repeated all the same; before a note is, the notes must be looked through.
 *
 * `detail` is one line that holds no secret; it may quote text from people, so it is escaped where shown.
 */
export type PagerDutyFailure =
  | { readonly kind: 'unsent'; readonly detail: string }
  | { readonly kind: 'limited'; readonly afterMs: number; readonly detail: string }
  | { readonly kind: 'refused'; readonly status: number; readonly detail: string }
  | { readonly kind: 'ambiguous'; readonly detail: string };

/** What came of a write. */
export type Answer = { readonly kind: 'accepted' } | PagerDutyFailure;

/** What came of a read. A failed read is never an empty list. */
export type Read<T> = { readonly kind: 'read'; readonly value: T } | PagerDutyFailure;

/**
 * How long to wait where PagerDuty does not say: the pause that it suggests for its events.
 * @see https://developer.pagerduty.com/docs/events-api-v2/rate-limits
 */
const LIMIT_FALLBACK_MS = 30_000;
const LIMIT_MAX_MS = 3_600_000;

/** What the outcome of a call that was not answered as hoped means; `secret` is taken out of the detail. */
export function failureOf(outcome: Outcome, secret: Secret): PagerDutyFailure {
  switch (outcome.kind) {
    case 'unanswered': {
      const detail = oneLine(outcome.why, secret);
      return outcome.sent ? { kind: 'ambiguous', detail } : { kind: 'unsent', detail };
    }
    case 'answered':
      return ofAnswer(
        outcome,
        oneLine(`PagerDuty answered ${outcome.status}${whatItSaid(outcome.body)}`, secret),
      );
  }
}

function ofAnswer({ status, headers }: Answered, detail: string): PagerDutyFailure {
  if (status === 429) return { kind: 'limited', afterMs: pauseOf(headers), detail };
  // A yes that does not say what it should comes from somebody else, such as a proxy; its 408 says as little as a 5xx.
  if (status < 300 || status >= 500 || status === 408) return { kind: 'ambiguous', detail };
  return { kind: 'refused', status, detail };
}

/** Both headers count in seconds from now. @see https://developer.pagerduty.com/docs/rest-api-rate-limits */
function pauseOf(headers: Answered['headers']): number {
  const seconds = [headers['retry-after'], headers['ratelimit-reset']]
    .map((header) => (header === undefined || header === '' ? Number.NaN : Number(header)))
    .find(Number.isFinite);
  return seconds === undefined ? LIMIT_FALLBACK_MS : Math.min(LIMIT_MAX_MS, Math.max(1000, seconds * 1000));
}
