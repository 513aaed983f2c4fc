import { expect, test } from '@jest/globals';
import { readTitles } from '../../src/gather/titles.ts';
import type { GitHubClient } from '../../src/github/client.ts';

const WHERE = { installationId: 1, repositoryId: 2, owner: 'acme', repo: 'shop' };

/** A repository with so many open PRs, the newest number first. */
function listing(count: number) {
  const asked: number[] = [];
  const request = (_: string, { page, per_page }: { readonly page: number; readonly per_page: number }) => {
    asked.push(page);
    const first = count - (page - 1) * per_page;
    const numbers = Array.from({ length: Math.max(0, Math.min(per_page, first)) }, (_, i) => first - i);
    const link = first > per_page ? '<https://api.github.com/x>; rel="next"' : '';
    return Promise.resolve({
      data: numbers.map((number) => ({ number, title: `PR ${number}` })),
      headers: { link },
    });
  };
  return { client: { request } as unknown as GitHubClient, asked };
}

test.each([
  ['all are on the first page', 5_000, [4_999, 5_000], [4_999, 5_000], 1],
  ['one is further on', 250, [100], [100], 2],
  ['one is far behind thousands that somebody opened', 5_000, [5_000, 1], [5_000], 3],
  ['one is not open any more', 40, [41], [], 1],
  ['none is wanted', 40, [], [], 0],
] as const)('titles, where %s', async (_, count, wanted, found, requests) => {
  const { client, asked } = listing(count);
  const titles = await readTitles(client, WHERE, new Set(wanted));
  expect([...titles.keys()].toSorted()).toEqual(found);
  expect(asked).toHaveLength(requests);
});
