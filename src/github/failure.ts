import { unreachable } from '../errors.ts';
import { brokenConnection } from '../transport.ts';
import { redact } from './redact.ts';

/**
 * Why a call to GitHub failed, told by what it means for trying again.
 *
 * - `unsent`: the request never left, so nothing was done; may be repeated.
 * - `limited`: GitHub refused because of a rate limit, so nothing was done; may be repeated after `afterMs`.
 * - `refused`: GitHub understood and will not do it.
 * - `ambiguous`: it may have been done; the answer was lost or says nothing.
 *
 * `detail` is one line without secrets; it may quote text from people, so it is escaped where shown.
 */
export type GitHubFailure =
  | { readonly kind: 'unsent'; readonly detail: string }
  | { readonly kind: 'limited'; readonly afterMs: number; readonly detail: string }
  | { readonly kind: 'refused'; readonly status: number; readonly detail: string }
  | { readonly kind: 'ambiguous'; readonly detail: string };

const MAX_DETAIL = 300;

/** Without a hint, GitHub asks for at least a minute; its windows are an hour. */
const LIMIT_FALLBACK_MS = 60_000;
const LIMIT_MAX_MS = 3_600_000;

/** The call that fetches the installation's token, before the call that was asked for. */
const TOKEN_PATH = /\/app\/installations\/[^/]+\/access_tokens$/;

/** An answer with a status that says yes and a content that cannot be what GitHub means. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';
}

/** What of Octokit's errors is looked at; by shape, since several versions of their classes are in the tree. */
interface Thrown {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly status?: unknown;
  readonly errors?: unknown;
  readonly headers?: unknown;
  readonly request?: { readonly url?: unknown };
  readonly response?: { readonly headers?: unknown };
}

/**
 * Judges what a call of a {@link GitHubClient} threw.
 *
 * @param now epoch milliseconds, for limits that name the time at which they end
 * @throws the error itself where it is none of GitHub's and none of the network's: a bug
 */
export function classify(error: unknown, now: number): GitHubFailure {
  if (error instanceof UnexpectedAnswer) return { kind: 'ambiguous', detail: lineOf(error.message) };
  const thrown: Thrown = typeof error === 'object' && error !== null ? error : {};
  if (thrown.name === 'GraphqlResponseError') return classifyGraphql(thrown, now);
  if (typeof thrown.status !== 'number') throw error;
  const failure =
    thrown.response === undefined ? classifyTransport(thrown) : classifyAnswer(thrown, thrown.status, now);
  return isTokenCall(thrown) ? beforeTheCall(failure) : failure;
}

function classifyAnswer(thrown: Thrown, status: number, now: number): GitHubFailure {
  const detail = `GitHub answered ${status}: ${messageIn(thrown)}`;
  const afterMs = limitOf(thrown, status, now);
  if (afterMs !== null) return { kind: 'limited', afterMs, detail };
  // A proxy's 408 says as little about what GitHub did as a 5xx.
  if (status >= 500 || status === 408) return { kind: 'ambiguous', detail };
  return { kind: 'refused', status, detail };
}

/** @see https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit */
function limitOf(thrown: Thrown, status: number, now: number): number | null {
  const headers = recordOf(thrown.response?.headers);
  const retryAfter = Number(headers['retry-after'] ?? Number.NaN);
  const spent = String(headers['x-ratelimit-remaining']) === '0';
  const secondary = /secondary rate limit|abuse detection/i.test(String(thrown.message));
  const limited =
    status === 429 || (status === 403 && (spent || secondary || headers['retry-after'] !== undefined));
  if (!limited) return null;
  if (Number.isFinite(retryAfter)) return within(retryAfter * 1000);
  return spent ? untilReset(headers, now) : LIMIT_FALLBACK_MS;
}

function untilReset(headers: Readonly<Record<string, unknown>>, now: number): number {
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
  return Number.isFinite(reset) ? within(reset * 1000 - now) : LIMIT_FALLBACK_MS;
}

/** At least a second: GitHub's clock and ours differ. */
function within(ms: number): number {
  return Math.min(LIMIT_MAX_MS, Math.max(1000, Math.ceil(ms)));
}

/** GraphQL says no with a 200. An error without a kind is a query that GitHub broke off. */
function classifyGraphql(thrown: Thrown, now: number): GitHubFailure {
  const kinds = (Array.isArray(thrown.errors) ? thrown.errors : []).map(
    (each: unknown) => recordOf(each).type,
  );
  const detail = `GitHub answered a query with errors: ${messageIn(thrown)}`;
  if (kinds.includes('RATE_LIMITED'))
    return { kind: 'limited', afterMs: untilReset(recordOf(thrown.headers), now), detail };
  return kinds.length > 0 && kinds.every((kind) => typeof kind === 'string')
    ? { kind: 'refused', status: 200, detail }
    : { kind: 'ambiguous', detail };
}

function classifyTransport(thrown: Thrown): GitHubFailure {
  const broken = brokenConnection(thrown);
  switch (broken.kind) {
    case 'timeout':
      return { kind: 'ambiguous', detail: 'GitHub did not answer in time' };
    case 'not_connected':
      return { kind: 'unsent', detail: `no connection to GitHub (${lineOf(broken.code)})` };
    case 'broke_off':
      return {
        kind: 'ambiguous',
        detail: `the connection to GitHub broke off (${lineOf(broken.code ?? messageIn(thrown))})`,
      };
    default:
      return unreachable(broken);
  }
}

/** Whatever became of the token, the call that needed it was not made. */
function beforeTheCall(failure: GitHubFailure): GitHubFailure {
  const detail = `no installation token: ${failure.detail}`;
  return failure.kind === 'limited' ? { ...failure, detail } : { kind: 'unsent', detail };
}

function isTokenCall(thrown: Thrown): boolean {
  return TOKEN_PATH.test(String(thrown.request?.url));
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function messageIn(thrown: Thrown): string {
  return lineOf(String(thrown.message).replace(/ - https:\/\/docs\.github\.com\S*$/, ''));
}

function lineOf(text: unknown): string {
  const line = String(text)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return redact(line).slice(0, MAX_DETAIL).toWellFormed();
}
