import { z } from 'zod';
import { CodedError } from '../errors.ts';
import { expectAnswer } from '../github/answer.ts';
import { asking, type Hub, type Where } from './asking.ts';
import type { PlannedFile } from './plan.ts';
import type { Survey } from './survey.ts';

/** Where the proposal is made. */
export const BRANCH = 'ai-ops/init';

/** Commit at the tip of the branch; `null` where there is none. */
export async function tipOf({ client, clock }: Hub, where: Where): Promise<string | null> {
  const query = `query AiOpsBranch($owner: String!, $repo: String!, $ref: String!) {
  repository(owner: $owner, name: $repo) { ref(qualifiedName: $ref) { target { oid } } }
}`;
  const answer = z.object({
    repository: z.object({ ref: z.object({ target: z.object({ oid: z.string() }) }).nullable() }),
  });
  const { repository } = await asking(clock, `look for the branch ${BRANCH}`, async () =>
    expectAnswer(
      answer,
      await client.graphql(query, { ...where, ref: `refs/heads/${BRANCH}` }),
      `branch ${BRANCH}`,
    ),
  );
  return repository.ref?.target.oid ?? null;
}

const activity = z.array(
  z.object({
    after: z.string(),
    activity_type: z.string(),
    actor: z.object({ login: z.string() }).nullable(),
  }),
);

/**
 * Refuses where somebody else has pushed to the branch since it was made: what people wrote is not written over.
 * Told by the server's own record of pushes, which whoever makes a commit cannot choose.
 *
 * @throws {CodedError} AIOPS_INIT_BRANCH_TAKEN, AIOPS_INIT_BRANCH_UNKNOWN
 */
export async function expectOwnBranch(
  { client, clock }: Hub,
  where: Where,
  { tip, login }: { readonly tip: string; readonly login: string },
): Promise<void> {
  const name = `${where.owner}/${where.repo}`;
  const pushes = await asking(clock, `read who pushed to ${BRANCH}`, async () => {
    const { data } = await client.request('GET /repos/{owner}/{repo}/activity', {
      ...where,
      ref: `refs/heads/${BRANCH}`,
      per_page: 100,
    });
    return expectAnswer(activity, data, 'push log');
  });
  const made = pushes.findIndex(({ activity_type }) => activity_type === 'branch_creation');
  if (made < 0 || pushes[0]?.after !== tip)
    throw new CodedError(
      'AIOPS_INIT_BRANCH_UNKNOWN',
      `GitHub does not tell yet who pushed to ${BRANCH} of ${name}; run this again in a minute, or delete the branch first`,
    );
  const other = pushes.slice(0, made + 1).find(({ actor }) => actor?.login !== login);
  if (other !== undefined)
    throw new CodedError(
      'AIOPS_INIT_BRANCH_TAKEN',
      `${other.actor?.login ?? 'somebody'} pushed to ${BRANCH} of ${name}, and it is left as it is; merge or close its pull request, delete the branch and run this again`,
    );
}

export async function makeBranch({ client, clock }: Hub, { owner, repo, tip }: Survey): Promise<void> {
  await asking(clock, `make the branch ${BRANCH} in ${owner}/${repo}`, () =>
    client.request('POST /repos/{owner}/{repo}/git/refs', {
      owner,
      repo,
      ref: `refs/heads/${BRANCH}`,
      sha: tip,
    }),
  );
}

/** The files that the branch has not, or has otherwise. */
export async function missingOn(
  { client, clock }: Hub,
  where: Where,
  files: readonly PlannedFile[],
): Promise<readonly PlannedFile[]> {
  const fields = files.map(({ path }, index) => {
    const expression = JSON.stringify(`refs/heads/${BRANCH}:${path}`);
    return `f${index}: object(expression: ${expression}) { ... on Blob { text } }`;
  });
  const query = `query AiOpsBranchFiles($owner: String!, $repo: String!) {
  repository(owner: $owner, name: $repo) { ${fields.join(' ')} }
}`;
  const answer = z.object({
    repository: z.record(z.string(), z.object({ text: z.string().nullish() }).nullable()),
  });
  const { repository } = await asking(clock, `read the branch ${BRANCH}`, async () =>
    expectAnswer(answer, await client.graphql(query, { ...where }), `files of ${BRANCH}`),
  );
  return files.filter(({ text }, index) => repository[`f${index}`]?.text !== text);
}

/**
 * One commit with all the files, as the App and signed by GitHub, onto a branch that still stands at `tip`.
 * @see https://docs.github.com/graphql/reference/mutations#createcommitonbranch
 */
export async function commitFiles(
  { client, clock }: Hub,
  where: Where,
  commit: { readonly tip: string; readonly headline: string; readonly files: readonly PlannedFile[] },
): Promise<void> {
  const mutation = `mutation AiOpsCommit($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;
  const input = {
    branch: { repositoryNameWithOwner: `${where.owner}/${where.repo}`, branchName: BRANCH },
    expectedHeadOid: commit.tip,
    message: { headline: commit.headline },
    fileChanges: {
      additions: commit.files.map(({ path, text }) => ({
        path,
        contents: Buffer.from(text).toString('base64'),
      })),
    },
  };
  await asking(clock, `commit to ${BRANCH} of ${where.owner}/${where.repo}`, () =>
    client.graphql(mutation, { input }),
  );
}
