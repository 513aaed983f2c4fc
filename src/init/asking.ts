import type { Clock } from '../clock.ts';
import { CodedError } from '../errors.ts';
import type { GitHubClient } from '../github/client.ts';
import { classify } from '../github/failure.ts';

/** GitHub, for one installation. */
export interface Hub {
  readonly client: GitHubClient;
  readonly clock: Clock;
}

/** A repository by its name. */
export interface Where {
  readonly owner: string;
  readonly repo: string;
}

/**
 * One question or act at GitHub; what comes of a failure is said in one line.
 *
 * @param doing such as `read the labels of acme/shop`
 * @throws {CodedError} AIOPS_GITHUB_REFUSED, AIOPS_GITHUB_LIMITED, AIOPS_GITHUB_UNREACHABLE
 */
export async function asking<T>(clock: Clock, doing: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof CodedError ? error : told(doing, error, clock.now());
  }
}

function told(doing: string, cause: unknown, now: number): CodedError {
  const failure = classify(cause, now);
  const line = `could not ${doing}: ${failure.detail}`;
  switch (failure.kind) {
    case 'refused':
      return new CodedError('AIOPS_GITHUB_REFUSED', `${line}; mend what it names and run this again`, {
        cause,
      });
    case 'limited':
      return new CodedError(
        'AIOPS_GITHUB_LIMITED',
        `${line}; run this again in ${Math.ceil(failure.afterMs / 60_000)} min`,
        { cause },
      );
    case 'unsent':
    case 'ambiguous':
      return new CodedError(
        'AIOPS_GITHUB_UNREACHABLE',
        `${line}; run this again, it goes on from where it is`,
        { cause },
      );
  }
}
