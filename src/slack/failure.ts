import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { unreachable } from '../errors.ts';
import { brokenConnection } from '../transport.ts';

/**
 * Why a call to Slack failed, told by what it means for trying again.
 *
 * - `unsent`: nothing was done; may be repeated.
 * - `limited`: refused because of a rate limit; may be repeated after `afterMs`.
 * - `unauthorized`: the token is not, or no longer, good for it; may be repeated with another one.
 * - `refused`: Slack understood and will not do it; `error` is its code.
 * - `ambiguous`: it may have been done; the answer was lost or says nothing.
 *
 * `detail` is one line without secrets.
 */
export type SlackFailure =
  | { readonly kind: 'unsent'; readonly detail: string }
  | { readonly kind: 'limited'; readonly afterMs: number; readonly detail: string }
  | { readonly kind: 'unauthorized'; readonly error: string; readonly detail: string }
  | { readonly kind: 'refused'; readonly error: string; readonly detail: string }
  | { readonly kind: 'ambiguous'; readonly detail: string };

/** What Slack answers to a token that is wrong, revoked or lacks a scope. */
const TOKEN_ERRORS = new Set([
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
  'account_inactive',
  'missing_scope',
  'no_permission',
  'ekm_access_denied',
  'team_access_not_granted',
]);
/** Slack's own troubles: whether the work was done, it does not say. */
const TROUBLES = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout']);
const LIMIT_FALLBACK_MS = 30_000;
const MAX_DETAIL = 300;

/**
 * Judges what a call of the WebClient threw.
 *
 * @throws the error itself where it is neither Slack's nor the network's: a bug
 */
export function classify(error: unknown): SlackFailure {
  if (error instanceof WebAPIRateLimitedError) return limited(error.retryAfter * 1000);
  if (error instanceof WebAPIPlatformError) return classifyRefusal(error);
  if (error instanceof WebAPIHTTPError)
    return { kind: 'ambiguous', detail: `Slack answered ${error.statusCode}` };
  if (error instanceof WebAPIRequestError) return classifyTransport(error);
  // The library's own word for a 429 that does not say how long.
  if (error instanceof Error && error.message.startsWith('Retry header did not contain'))
    return limited(LIMIT_FALLBACK_MS);
  throw error;
}

function limited(afterMs: number): SlackFailure {
  return { kind: 'limited', afterMs: Math.max(1000, afterMs), detail: 'Slack asks to wait' };
}

function classifyRefusal({ data }: WebAPIPlatformError): SlackFailure {
  const { error } = data;
  if (error === 'ratelimited' || error === 'rate_limited') return limited(LIMIT_FALLBACK_MS);
  const said = data.response_metadata?.messages ?? [];
  const needed = 'needed' in data ? ` (needs ${String(data.needed)})` : '';
  const detail = oneLine(`Slack refused: ${error}${needed}${said.length > 0 ? `; ${said.join('; ')}` : ''}`);
  if (TOKEN_ERRORS.has(error)) return { kind: 'unauthorized', error, detail };
  if (TROUBLES.has(error)) return { kind: 'ambiguous', detail };
  return { kind: 'refused', error, detail };
}

function classifyTransport(error: WebAPIRequestError): SlackFailure {
  const broken = brokenConnection(error);
  switch (broken.kind) {
    case 'timeout':
      return { kind: 'ambiguous', detail: 'Slack did not answer in time' };
    case 'not_connected':
      return { kind: 'unsent', detail: `no connection to Slack (${broken.code})` };
    case 'broke_off':
      return {
        kind: 'ambiguous',
        detail: oneLine(`the connection to Slack broke off (${broken.code ?? error.original.message})`),
      };
    default:
      return unreachable(broken);
  }
}

function oneLine(text: string): string {
  return text
    .replace(/xox[a-z]-[\w-]+|xapp-[\w-]+/g, '[redacted]')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_DETAIL)
    .toWellFormed();
}
