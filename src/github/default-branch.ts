import { z } from 'zod';
import { expectAnswer } from './answer.ts';
import type { GitHubClient } from './client.ts';

const answer = z.object({
  repository: z.object({
    url: z.string(),
    defaultBranchRef: z.object({ name: z.string(), target: z.object({ oid: z.string() }) }),
  }),
});

export interface DefaultBranch {
  readonly name: string;
  /** Commit at its tip. */
  readonly tip: string;
  readonly repositoryUrl: string;
}

/**
 * Name of a repository's default branch and the commit at its tip.
 *
 * @throws GitHub's error; an empty repository has none, which is an answer of no use
 */
export async function readDefaultBranch(
  client: Pick<GitHubClient, 'graphql'>,
  { owner, repo }: { readonly owner: string; readonly repo: string },
): Promise<DefaultBranch> {
  const query = `query AiOpsDefaultBranch($owner: String!, $repo: String!) {
  repository(owner: $owner, name: $repo) { url defaultBranchRef { name target { oid } } }
}`;
  const { url, defaultBranchRef } = expectAnswer(
    answer,
    await client.graphql(query, { owner, repo }),
    'default branch',
  ).repository;
  return { name: defaultBranchRef.name, tip: defaultBranchRef.target.oid, repositoryUrl: url };
}
