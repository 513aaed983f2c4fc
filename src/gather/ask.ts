import { z } from 'zod';
import type { PullTarget } from '../effect/effect.ts';
import { CodedError } from '../errors.ts';
import { expectAnswer } from '../github/answer.ts';
import type { GitHubClient } from '../github/client.ts';
import {
  type FileNode,
  type GateAnswer,
  gateAnswer,
  gateQuery,
  pageAnswers,
  pageQueries,
  type QueryShape,
  type SuiteNode,
  type TimelineNode,
} from './query.ts';

/** GitHub shows a PR's first 3,000 files and no more; a change that is larger cannot be judged. */
const MAX_FILES = 3000;
const MAX_PAGES = 40;

/** The answer with its lists read to their ends. */
export interface WholeAnswer {
  readonly answer: GateAnswer;
  /** Reads the changed files to their end; `null` where the list is too long or GitHub gave none. */
  readonly files: () => Promise<readonly FileNode[] | null>;
  readonly suites: readonly SuiteNode[] | null;
  readonly timeline: readonly TimelineNode[];
}

const graphqlErrors = z.object({
  errors: z.array(
    z.looseObject({
      type: z.string().optional(),
      path: z.array(z.union([z.string(), z.number()])).optional(),
    }),
  ),
  data: z.unknown(),
});

/**
 * Asks for the PR once and reads on what does not fit one page.
 *
 * @throws {CodedError} `AIOPS_GITHUB_PARTIAL` when the answer is partial, `AIOPS_GITHUB_STALE` when
 *   its parts are of different heads; GitHub's own error otherwise
 */
export async function askGitHub(
  client: GitHubClient,
  pull: PullTarget,
  ask: { readonly shape: QueryShape; readonly ownComments: readonly string[] },
): Promise<WholeAnswer> {
  const variables = { owner: pull.owner, repo: pull.repo, number: pull.number };
  const raw = await tolerant(client, gateQuery(ask.shape), {
    ...variables,
    label: ask.shape.labelName,
    own: ask.ownComments,
  });
  const answer = expectAnswer(gateAnswer, raw, 'pull request');
  expectSameRepository(pull, answer.repository.databaseId);
  const reader = new PageReader(client, variables, answer.repository.pullRequest.headRefOid);
  const request = answer.repository.pullRequest;
  const commit = request.commits.nodes[0]?.commit;
  if (commit?.oid !== request.headRefOid) throw stale(pull);
  return {
    answer,
    files: () => reader.files(request.files),
    suites: await reader.suites(commit.checkSuites),
    timeline: await reader.timeline(request.timelineItems),
  };
}

/**
 * Names are given up and taken by others, ids are not.
 *
 * @throws {CodedError} `AIOPS_REPOSITORY_REPLACED` where it is another one than was meant
 */
export function expectSameRepository(
  { owner, repo, repositoryId }: Pick<PullTarget, 'owner' | 'repo' | 'repositoryId'>,
  found: number,
): void {
  if (found === repositoryId) return;
  throw new CodedError(
    'AIOPS_REPOSITORY_REPLACED',
    `${owner}/${repo} is now another repository (id ${found}, was ${repositoryId}); nothing was decided`,
  );
}

/** What may be gone: comments of the bot, and the owner's repository that the configuration extends. */
const MAY_BE_MISSING: ReadonlySet<unknown> = new Set(['own', 'ownerConfig']);

/**
 * What may be gone answers NOT_FOUND; every other error makes the answer partial.
 * A rate limit is GitHub's own error: it says when to ask again.
 */
async function tolerant(
  client: GitHubClient,
  query: string,
  variables: Record<string, unknown>,
): Promise<unknown> {
  try {
    return await client.graphql(query, variables);
  } catch (error) {
    const partial = graphqlErrors.safeParse(error);
    if (!partial.success || partial.data.errors.some(({ type }) => type === 'RATE_LIMITED')) throw error;
    const bad = partial.data.errors.filter(
      ({ type, path }) => !(type === 'NOT_FOUND' && MAY_BE_MISSING.has(path?.[0])),
    );
    if (bad.length === 0) return partial.data.data;
    const what = bad
      .map(({ type, path }) => `${type ?? 'error'} at ${path?.join('.') ?? 'the query'}`)
      .join(', ');
    throw new CodedError('AIOPS_GITHUB_PARTIAL', `GitHub's answer is partial (${what}); it is asked again`);
  }
}

function tooLong(pull: { owner: string; repo: string; number: number }): CodedError {
  return new CodedError(
    'AIOPS_GITHUB_PARTIAL',
    `the timeline of ${pull.owner}/${pull.repo}#${pull.number} is too long to be read; nothing is decided`,
  );
}

function stale(pull: { owner: string; repo: string; number: number }): CodedError {
  return new CodedError(
    'AIOPS_GITHUB_STALE',
    `GitHub's answer for ${pull.owner}/${pull.repo}#${pull.number} mixes two heads; it is asked again`,
  );
}

class PageReader {
  readonly #client: GitHubClient;
  readonly #variables: { readonly owner: string; readonly repo: string; readonly number: number };
  readonly #head: string;

  constructor(
    client: GitHubClient,
    variables: { owner: string; repo: string; number: number },
    head: string,
  ) {
    this.#client = client;
    this.#variables = variables;
    this.#head = head;
  }

  async files(first: GateAnswer['repository']['pullRequest']['files']): Promise<readonly FileNode[] | null> {
    if (first === null || first.totalCount > MAX_FILES) return null;
    const nodes = [...first.nodes];
    let { pageInfo } = first;
    while (pageInfo.hasNextPage) {
      const page = (await this.#page(pageQueries.files, pageAnswers.files, pageInfo.endCursor)).files;
      nodes.push(...page.nodes);
      pageInfo = page.pageInfo;
    }
    return nodes.length === first.totalCount ? nodes : null;
  }

  async suites(
    first: GateAnswer['repository']['pullRequest']['commits']['nodes'][number]['commit']['checkSuites'],
  ): Promise<readonly SuiteNode[] | null> {
    if (first === null) return [];
    const nodes = [...first.nodes];
    let { pageInfo } = first;
    for (let pages = 1; pageInfo.hasNextPage; pages += 1) {
      if (pages >= MAX_PAGES) return null;
      const commit = (await this.#page(pageQueries.suites, pageAnswers.suites, pageInfo.endCursor)).commits
        .nodes[0]?.commit;
      if (commit?.oid !== this.#head) throw stale(this.#variables);
      nodes.push(...commit.checkSuites.nodes);
      pageInfo = commit.checkSuites.pageInfo;
    }
    return nodes;
  }

  /** Oldest first. */
  async timeline(
    first: GateAnswer['repository']['pullRequest']['timelineItems'],
  ): Promise<readonly TimelineNode[]> {
    let nodes = [...first.nodes];
    let { pageInfo } = first;
    for (let pages = 1; pageInfo.hasPreviousPage; pages += 1) {
      if (pages >= MAX_PAGES) throw tooLong(this.#variables);
      const page = (await this.#page(pageQueries.timeline, pageAnswers.timeline, pageInfo.startCursor))
        .timelineItems;
      nodes = [...page.nodes, ...nodes];
      pageInfo = page.pageInfo;
    }
    return nodes;
  }

  async #page<T extends { readonly headRefOid: string }>(
    query: string,
    schema: z.ZodType<{ readonly repository: { readonly pullRequest: T } }>,
    cursor: string | null,
  ): Promise<T> {
    const raw = await tolerant(this.#client, query, { ...this.#variables, cursor });
    const request = expectAnswer(schema, raw, 'page').repository.pullRequest;
    if (request.headRefOid !== this.#head) throw stale(this.#variables);
    return request;
  }
}
