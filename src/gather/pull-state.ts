import { z } from 'zod';
import type { PullTarget } from '../effect/effect.ts';
import { expectAnswer } from '../github/answer.ts';
import type { GitHubClient } from '../github/client.ts';

const answer = z.object({
  state: z.enum(['open', 'closed']),
  merged: z.boolean().nullish(),
  base: z.object({ repo: z.object({ id: z.number() }) }),
});
const notFound = z.object({ status: z.literal(404) });

/** Whether a PR that the bot never heard of is open; `null` where the repository has none of that number. */
export async function readPullState(
  client: GitHubClient,
  pull: PullTarget,
): Promise<'open' | 'closed' | null> {
  return (await readPull(client, pull))?.state ?? null;
}

/** How a PR ended; `null` where it is open or is not there, or cannot be read now. */
export async function readPullEnd(
  client: GitHubClient,
  pull: PullTarget,
): Promise<'merged' | 'closed' | null> {
  const found = await readPull(client, pull).catch(() => null);
  if (found === null || found.state === 'open') return null;
  return found.merged === true ? 'merged' : 'closed';
}

/** @throws GitHub's error, or `UnexpectedAnswer` */
async function readPull(
  client: GitHubClient,
  { owner, repo, number, repositoryId }: PullTarget,
): Promise<z.output<typeof answer> | null> {
  try {
    const found = await client.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
      owner,
      repo,
      pull_number: number,
    });
    const pull = expectAnswer(answer, found.data, 'a pull request');
    return pull.base.repo.id === repositoryId ? pull : null;
  } catch (error) {
    if (notFound.safeParse(error).success) return null;
    throw error;
  }
}
