import { ProbotOctokit } from 'probot';
import { isAppRefused } from './app-access.ts';
import { redact } from './redact.ts';

/** GitHub for one installation: Octokit's own calls, and no more of it than the bot uses. */
export type GitHubClient = Pick<ProbotOctokit, 'request' | 'graphql' | 'paginate'>;

/** The client of an installation. Its token is fetched at the first call, so this rejects only for bugs. */
export type GitHubFor = (installationId: number) => Promise<GitHubClient>;

/**
 * Named on every call. From `2026-03-10` on a dispatch knows no `return_run_details`.
 * @see https://docs.github.com/rest/about-the-rest-api/api-versions
 */
export const API_VERSION = '2022-11-28';

/** One call, its answer's last byte included. */
const TIME_LIMIT_MS = 10_000;

type Options = NonNullable<ConstructorParameters<typeof ProbotOctokit>[0]>;
type Log = NonNullable<Options['log']>;

/**
 * The Octokit class for `new Probot({ Octokit })`, tuned for a durable worker: a failed call
 * fails at once and once, since the outbox decides when to try again. Nothing is repeated, nothing
 * waits for a rate limit to pass, and no call lasts longer than the limit.
 *
 * One exception comes with the App's authentication: a 401 for a token younger than five seconds is
 * asked again after a pause of seconds, because a fresh token may not have spread at GitHub yet.
 *
 * @param options.onAppRefused told whenever GitHub does not know the App's key, whichever call it was for
 */
export function tunedOctokit({
  timeLimitMs = TIME_LIMIT_MS,
  onAppRefused = () => undefined,
}: {
  readonly timeLimitMs?: number;
  readonly onAppRefused?: () => void;
} = {}): typeof ProbotOctokit {
  const fetch = fetchWithin(timeLimitMs);
  const tellRefusals = ({ hook }: Pick<ProbotOctokit, 'hook'>): void =>
    hook.error('request', (error) => {
      if (isAppRefused(error)) onAppRefused();
      throw error;
    });
  return ProbotOctokit.plugin(pinApiVersion, tellRefusals).defaults((given: Options): Options => {
    const log = given.log && linesOnly(given.log);
    return {
      ...given,
      ...(log && { log }),
      request: { ...given.request, fetch, ...(log && { log }) },
      retry: { enabled: false },
      throttle: { enabled: false },
    };
  });
}

function pinApiVersion(octokit: Pick<ProbotOctokit, 'hook'>): void {
  octokit.hook.before('request', ({ headers }) => {
    headers['x-github-api-version'] = API_VERSION;
  });
}

/**
 * A fetch that ends in time and whose answer is whole. Octokit takes an answer that breaks off for an
 * empty one, and an empty list for the end of the list; read here, the break is an error.
 */
function fetchWithin(limitMs: number): typeof fetch {
  return async (input, init) => {
    const limit = AbortSignal.timeout(limitMs);
    const signal = init?.signal ? AbortSignal.any([init.signal, limit]) : limit;
    const answer = await fetch(input, { ...init, signal });
    const body = await answer.arrayBuffer();
    const whole = new Response(body.byteLength === 0 ? null : body, answer);
    return Object.defineProperty(whole, 'url', { value: answer.url });
  };
}

/** Probot's request log hands over the body that was sent; comments and inputs stay out of the log. */
function linesOnly(log: Log): Log {
  const line = (...args: readonly unknown[]): string =>
    redact(args.findLast((arg) => typeof arg === 'string') ?? 'a call to GitHub');
  return {
    debug: (...args: readonly unknown[]) => log.debug(line(...args)),
    info: (...args: readonly unknown[]) => log.info(line(...args)),
    warn: (...args: readonly unknown[]) => log.warn(line(...args)),
    error: (...args: readonly unknown[]) => log.error(line(...args)),
  };
}
