import { z } from 'zod';
import { expectAnswer } from './answer.ts';
import type { GitHubClient } from './client.ts';

/** A file as it shall stand in a repository. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

export interface ProposedPull {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly body: string;
  /** Login of who opened it; `null` where the account is gone. */
  readonly by: string | null;
}

/** Whose a branch is: nobody but the one with that login has pushed to it, or somebody has, or GitHub does not tell yet. */
export type Ownership =
  | { readonly kind: 'own' | 'untold' }
  | { readonly kind: 'taken'; readonly by: string | null };

/** A branch of its own on which the bot proposes files to a repository, and its pull request. */
export interface Proposal {
  readonly branch: string;
  /** Commit at its tip; `null` where there is no such branch. */
  tip(): Promise<string | null>;
  /**
   * Told by the server's own record of pushes, which whoever makes a commit cannot choose.
   *
   * @param login of this App, `<slug>[bot]`
   */
  ownership(tip: string, login: string): Promise<Ownership>;
  makeBranch(tip: string): Promise<void>;
  /**
   * One commit with all the files, as the App and signed by GitHub, onto the branch if it still stands at `tip`.
   *
   * @see https://docs.github.com/graphql/reference/mutations#createcommitonbranch
   */
  commit(commit: {
    readonly tip: string;
    readonly headline: string;
    readonly files: readonly NewFile[];
  }): Promise<void>;
  /** Its pull requests, newest first; open ones, or those that were closed or merged too. */
  pulls(state: 'open' | 'all'): Promise<readonly ProposedPull[]>;
  open(pull: Pick<ProposedPull, 'title' | 'body'>): Promise<ProposedPull>;
  rewrite(number: number, pull: Pick<ProposedPull, 'title' | 'body'>): Promise<void>;
}

const tipAnswer = z.object({
  repository: z.object({ ref: z.object({ target: z.object({ oid: z.string() }) }).nullable() }),
});

const activity = z.array(
  z.object({
    after: z.string(),
    activity_type: z.string(),
    actor: z.object({ login: z.string() }).nullable(),
  }),
);

const pullAnswer = z.object({
  number: z.number(),
  html_url: z.string(),
  title: z.string(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullable(),
});

/**
 * @param where.base branch for which the proposal is meant
 * @throws GitHub's error, from each call
 */
export function proposalOn(
  client: GitHubClient,
  where: { readonly owner: string; readonly repo: string; readonly base: string; readonly branch: string },
): Proposal {
  const { owner, repo, base, branch } = where;
  const ref = `refs/heads/${branch}`;
  return {
    branch,
    tip: async () => {
      const query = `query AiOpsBranch($owner: String!, $repo: String!, $ref: String!) {
  repository(owner: $owner, name: $repo) { ref(qualifiedName: $ref) { target { oid } } }
}`;
      const answer = await client.graphql(query, { owner, repo, ref });
      return expectAnswer(tipAnswer, answer, `branch ${branch}`).repository.ref?.target.oid ?? null;
    },
    ownership: async (tip, login) => {
      const route = 'GET /repos/{owner}/{repo}/activity';
      const { data } = await client.request(route, { owner, repo, ref, per_page: 100 });
      return ownershipIn(expectAnswer(activity, data, 'push log'), { tip, login });
    },
    makeBranch: async (tip) => {
      await client.request('POST /repos/{owner}/{repo}/git/refs', { owner, repo, ref, sha: tip });
    },
    commit: async ({ tip, headline, files }) => {
      const mutation = `mutation AiOpsCommit($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;
      const additions = files.map(({ path, text }) => ({
        path,
        contents: Buffer.from(text).toString('base64'),
      }));
      const input = {
        branch: { repositoryNameWithOwner: `${owner}/${repo}`, branchName: branch },
        expectedHeadOid: tip,
        message: { headline },
        fileChanges: { additions },
      };
      await client.graphql(mutation, { input });
    },
    pulls: async (state) => {
      const head = `${owner}:${branch}`;
      const { data } = await client.request('GET /repos/{owner}/{repo}/pulls', {
        owner,
        repo,
        state,
        head,
        base,
      });
      return expectAnswer(z.array(pullAnswer), data, 'pull requests').map(pullOf);
    },
    open: async ({ title, body }) => {
      const wanted = { owner, repo, title, body, head: branch, base };
      const { data } = await client.request('POST /repos/{owner}/{repo}/pulls', wanted);
      return pullOf(expectAnswer(pullAnswer, data, 'pull request'));
    },
    rewrite: async (number, { title, body }) => {
      const route = 'PATCH /repos/{owner}/{repo}/pulls/{pull_number}';
      await client.request(route, { owner, repo, pull_number: number, title, body });
    },
  };
}

function pullOf({ number, html_url, title, body, user }: z.output<typeof pullAnswer>): ProposedPull {
  return { number, url: html_url, title, body: body ?? '', by: user?.login ?? null };
}

function ownershipIn(
  pushes: z.output<typeof activity>,
  { tip, login }: { readonly tip: string; readonly login: string },
): Ownership {
  const made = pushes.findIndex(({ activity_type }) => activity_type === 'branch_creation');
  if (made < 0 || pushes[0]?.after !== tip) return { kind: 'untold' };
  const other = pushes.slice(0, made + 1).find(({ actor }) => actor?.login !== login);
  return other === undefined ? { kind: 'own' } : { kind: 'taken', by: other.actor?.login ?? null };
}
