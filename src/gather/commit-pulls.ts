import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { PullTarget } from '../effect/effect.ts';
import { expectAnswer } from '../github/answer.ts';
import type { GitHubFor } from '../github/client.ts';
import type { Store } from '../store/store.ts';

/** A push to the default branch brings dozens of events about one commit, and none is of a PR. */
const BELIEVED_MS = 60_000;
const MAX_REMEMBERED = 1_000;

const answer = z.array(
  z.object({
    number: z.number(),
    state: z.string(),
    head: z.object({ sha: z.string() }),
    base: z.object({ repo: z.object({ id: z.number() }) }),
  }),
);

export type Where = Omit<PullTarget, 'number'>;

/**
 * Which open PRs of a repository have a commit as their head: from what was remembered, else by
 * asking. A payload's own list is not used: it is empty for forks, and names PRs that only share a branch.
 */
export class CommitPulls {
  readonly #store: Store;
  readonly #github: GitHubFor;
  readonly #clock: Clock;
  readonly #asked = new Map<string, { readonly at: number; readonly pulls: readonly PullTarget[] }>();

  constructor(deps: { readonly store: Store; readonly github: GitHubFor; readonly clock: Clock }) {
    this.#store = deps.store;
    this.#github = deps.github;
    this.#clock = deps.clock;
  }

  /** @throws GitHub's error, or `UnexpectedAnswer` */
  async of(where: Where, headSha: string): Promise<readonly PullTarget[]> {
    const remembered = await this.#store.pulls.withHead(where.repositoryId, headSha);
    if (remembered.length > 0) return remembered;
    const key = `${where.repositoryId}:${headSha}`;
    const known = this.#asked.get(key);
    if (known !== undefined && this.#clock.now() - known.at < BELIEVED_MS) return known.pulls;
    const pulls = await this.#ask(where, headSha);
    if (this.#asked.size >= MAX_REMEMBERED) this.#asked.clear();
    this.#asked.set(key, { at: this.#clock.now(), pulls });
    return pulls;
  }

  async #ask(where: Where, headSha: string): Promise<readonly PullTarget[]> {
    const client = await this.#github(where.installationId);
    const response = await client.request('GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', {
      owner: where.owner,
      repo: where.repo,
      commit_sha: headSha,
      per_page: 100,
    });
    return expectAnswer(answer, response.data, 'pull requests of a commit')
      .filter(
        ({ state, head, base }) =>
          state === 'open' && head.sha === headSha && base.repo.id === where.repositoryId,
      )
      .map(({ number }) => ({ ...where, number }));
  }
}
