import { z } from 'zod';
import { expectAnswer } from '../github/answer.ts';
import type { GitHubClient } from '../github/client.ts';
import { readDefaultBranch } from '../github/default-branch.ts';
import { readFiles } from '../github/files.ts';
import { referenceOf } from '../history/owed.ts';
import type { OwedHistory } from '../store/store.ts';

/** Where a history stands that has to be written. */
export interface HistoryReading {
  /** The pull request that proposes its lines; `null` where there is none. */
  readonly pull: {
    readonly url: string;
    readonly isOpen: boolean;
    /** Into the default branch, when (ISO) and by whom. */
    readonly merged: { readonly at: string; readonly by: string | null } | null;
  } | null;
  /** Where the lines can be seen on the default branch; `null` unless they stand in every file. */
  readonly standsAt: string | null;
}

const pullAnswer = z.object({
  repository: z.object({
    pullRequest: z.object({
      url: z.string(),
      state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
      baseRefName: z.string(),
      mergedAt: z.string().nullable(),
      mergedBy: z.object({ login: z.string() }).nullable(),
    }),
  }),
});

/** @throws GitHub's error: nothing is said of it then */
export async function readHistory(
  client: GitHubClient,
  { repository, draft, change, files }: OwedHistory,
): Promise<HistoryReading> {
  const { owner, repo } = repository;
  const base = await readDefaultBranch(client, repository);
  const number = draft?.pull?.number;
  const pull = number === undefined ? null : await readPull(client, { owner, repo, number, base: base.name });
  const paths = [...new Set(files)];
  const found = await readFiles(client, { owner, repo, at: base.tip }, paths);
  const stands = found.every((file) => file.kind === 'text' && file.text.includes(referenceOf(change)));
  return { pull, standsAt: stands ? `${base.repositoryUrl}/blob/${base.tip}/${paths[0]}` : null };
}

async function readPull(
  client: GitHubClient,
  {
    base,
    ...where
  }: { readonly owner: string; readonly repo: string; readonly number: number; readonly base: string },
): Promise<HistoryReading['pull']> {
  const query = `query AiOpsHistoryPull($owner: String!, $repo: String!, $number: Int!) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) { url state baseRefName mergedAt mergedBy { login } }
  }
}`;
  const answer = expectAnswer(pullAnswer, await client.graphql(query, where), 'pull request');
  const { url, state, baseRefName, mergedAt, mergedBy } = answer.repository.pullRequest;
  const merged =
    state === 'MERGED' && mergedAt !== null && baseRefName === base
      ? { at: mergedAt, by: mergedBy?.login ?? null }
      : null;
  return { url, isOpen: state === 'OPEN', merged };
}
