import type { FileNode, PullAnswer } from '../../src/gather/query.ts';
import { type GitHubClient, tunedOctokit } from '../../src/github/client.ts';

export const API = 'https://api.github.com';
export const PULL = { installationId: 1, repositoryId: 2, owner: 'acme', repo: 'shop', number: 7 };
export const HEAD = 'a'.repeat(40);
export const EARLIER = 'b'.repeat(40);

export function client(): GitHubClient {
  return new (tunedOctokit())({ auth: { token: 'ghs_0123456789' } });
}

/** The PR as the query answers it; name what is otherwise. */
export function pullAnswer(over: Partial<PullAnswer> = {}): PullAnswer {
  return {
    title: 'A change',
    state: 'OPEN',
    isDraft: false,
    isCrossRepository: false,
    baseRefName: 'main',
    baseRefOid: 'c'.repeat(40),
    headRefName: 'codex/hr',
    headRefOid: HEAD,
    headRepository: { databaseId: 2, name: 'shop', owner: { login: 'acme' } },
    author: null,
    files: null,
    labels: { totalCount: 0, nodes: [] },
    timelineItems: { pageInfo: { hasPreviousPage: false, startCursor: null }, nodes: [] },
    baseChanges: { nodes: [] },
    commits: { nodes: [] },
    ...over,
  };
}

export const changed = (path: string, changeType = 'MODIFIED'): FileNode => ({ path, changeType });
