import type { RepositoryTarget } from '../effect/effect.ts';
import { unreachable } from '../errors.ts';
import type { GitHubClient, GitHubFor } from '../github/client.ts';
import { classify, type GitHubFailure } from '../github/failure.ts';
import type { Secret } from '../secrets.ts';
import type { Outcome } from './notifier.ts';

/** What the notifiers for GitHub need; nothing else reaches them. */
export interface NotifierDeps {
  readonly github: GitHubFor;
  /** This App's id: a comment or check run is the bot's own only with it. */
  readonly appId: number;
  /** Login of this App's bot user, `<slug>[bot]`: nobody else can have such a one. */
  readonly botLogin: () => Promise<string>;
  /** Keys the hidden markers, so that nobody else can make one. */
  readonly markerKey: Secret;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Does one thing at GitHub; what GitHub or the network threw becomes the outcome, a bug is thrown on. */
export async function attempt(
  deps: NotifierDeps,
  where: Pick<RepositoryTarget, 'installationId'>,
  act: (client: GitHubClient) => Promise<Outcome>,
): Promise<Outcome> {
  try {
    return await act(await deps.github(where.installationId));
  } catch (error) {
    return outcomeOf(classify(error, deps.now()));
  }
}

/** What a failed call means for the effect. */
export function outcomeOf(failure: GitHubFailure): Outcome {
  const { kind, detail } = failure;
  switch (kind) {
    case 'unsent':
      return { kind: 'retry', code: 'AIOPS_GITHUB_UNREACHABLE', detail, afterMs: null };
    case 'limited':
      return { kind: 'retry', code: 'AIOPS_GITHUB_LIMITED', detail, afterMs: failure.afterMs };
    case 'refused':
      // Credentials are replaced while the bot runs; nothing was done with the bad ones.
      return failure.status === 401
        ? { kind: 'retry', code: 'AIOPS_GITHUB_UNAUTHORIZED', detail, afterMs: null }
        : { kind: 'rejected', code: 'AIOPS_GITHUB_REFUSED', detail };
    case 'ambiguous':
      return { kind: 'unanswered', code: 'AIOPS_GITHUB_UNANSWERED', detail };
    default:
      return unreachable(kind);
  }
}

/**
 * Makes a call for which some refusals are an answer: those statuses give `null`.
 *
 * @throws every other error, for {@link attempt}
 */
export async function unlessRefused<T>(
  statuses: readonly number[],
  now: number,
  call: Promise<T>,
): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    const failure = classify(error, now);
    if (failure.kind === 'refused' && statuses.includes(failure.status)) return null;
    throw error;
  }
}
