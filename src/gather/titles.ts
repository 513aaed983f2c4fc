import { z } from 'zod';
import type { RepositoryTarget } from '../effect/effect.ts';
import { expectAnswer } from '../github/answer.ts';
import type { GitHubClient } from '../github/client.ts';

const pulls = z.array(z.object({ number: z.number(), title: z.string() }));

const PER_PAGE = 100;
/** Anybody may open PRs by the thousand, and titles are asked for at each look. */
const MAX_PAGES = 3;

/**
 * Titles of open PRs by their numbers, as far as they are found among those that changed last.
 *
 * @throws GitHub's error
 */
export async function readTitles(
  client: GitHubClient,
  { owner, repo }: RepositoryTarget,
  wanted: ReadonlySet<number>,
): Promise<ReadonlyMap<number, string>> {
  const titles = new Map<number, string>();
  for (let page = 1; page <= MAX_PAGES && titles.size < wanted.size; page += 1) {
    const { data, headers } = await client.request('GET /repos/{owner}/{repo}/pulls', {
      owner,
      repo,
      state: 'open',
      sort: 'updated',
      direction: 'desc',
      per_page: PER_PAGE,
      page,
    });
    for (const { number, title } of expectAnswer(pulls, data, 'open pull requests'))
      if (wanted.has(number)) titles.set(number, title);
    if (!/\brel="next"/.test(headers.link ?? '')) break;
  }
  return titles;
}
