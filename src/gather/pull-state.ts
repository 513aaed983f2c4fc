import { z } from 'zod';
import type { PullTarget } from '../effect/effect.ts';
import { expectAnswer } from '../github/answer.ts';
import type { GitHubClient } from '../github/client.ts';

const answer = z.object({
  state: z.enum(['open', 'closed']),
  base: z.object({ repo: z.object({ id: z.number() }) }),
});
const notFound = z.object({ status: z.literal(404) });

/** Whether a PR that the bot never heard of is open; `null` where the repository has none of that number. */
export async function readPullState(
  client: GitHubClient,
  { owner, repo, number, repositoryId }: PullTarget,
): Promise<'open' | 'closed' | null> {
  try {
    const found = await client.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
      owner,
      repo,
      pull_number: number,
    });
    const { state, base } = expectAnswer(answer, found.data, 'a pull request');
    return base.repo.id === repositoryId ? state : null;
  } catch (error) {
    if (notFound.safeParse(error).success) return null;
    throw error;
  }
}
