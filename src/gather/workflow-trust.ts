import { z } from 'zod';
import { expectAnswer } from '../github/answer.ts';
import type { GitHubClient } from '../github/client.ts';

const SHA = /^[0-9a-f]{40}$/;
const blob = z.object({ oid: z.string().optional() }).nullable();
const answer = z.object({
  repository: z.object({ defaultBranchRef: z.object({ name: z.string() }), ran: blob, trusted: blob }),
});

/**
 * Whether a run ran the default branch's workflow: on that branch, and with the file that stands there.
 * A branch of anybody's may hold a file of the same path, and a tag may carry the branch's name.
 */
export async function ranDefaultBranchFile(
  client: GitHubClient,
  run: {
    readonly owner: string;
    readonly repo: string;
    readonly workflowPath: string;
    readonly headBranch: string;
    readonly headSha: string;
  },
): Promise<boolean> {
  if (!SHA.test(run.headSha)) return false;
  const query = `query AiOpsWorkflowTrust($owner: String!, $repo: String!, $ran: String!, $trusted: String!) {
  repository(owner: $owner, name: $repo) {
    defaultBranchRef { name }
    ran: object(expression: $ran) { ... on Blob { oid } }
    trusted: object(expression: $trusted) { ... on Blob { oid } }
  }
}`;
  const { repository } = expectAnswer(
    answer,
    await client.graphql(query, {
      owner: run.owner,
      repo: run.repo,
      ran: `${run.headSha}:${run.workflowPath}`,
      trusted: `HEAD:${run.workflowPath}`,
    }),
    'workflow file',
  );
  const file = repository.ran?.oid;
  return (
    run.headBranch === repository.defaultBranchRef.name &&
    file !== undefined &&
    file === repository.trusted?.oid
  );
}
