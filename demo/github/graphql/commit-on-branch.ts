import { commitTo } from '../acts/commits.ts';
import { reaches } from '../model/app.ts';
import type { Changes } from '../model/commit.ts';
import { fullName, type Repository } from '../model/repository.ts';
import { type Asker, demand, type Fields, mayRead } from './asker.ts';
import { commitNode } from './commit.ts';
import { notFound, Problem } from './problem.ts';
import { refNode } from './repository.ts';

/** Arguments of `createCommitOnBranch`, as GitHub's schema has checked them. */
export interface CommitOnBranch {
  readonly input: {
    readonly branch: {
      readonly repositoryNameWithOwner?: string | null;
      readonly branchName?: string | null;
    };
    readonly expectedHeadOid: string;
    readonly message: { readonly headline: string; readonly body?: string | null };
    readonly fileChanges?: {
      readonly additions?: readonly { readonly path: string; readonly contents: string }[] | null;
      readonly deletions?: readonly { readonly path: string }[] | null;
    } | null;
    readonly clientMutationId?: string | null;
  };
}

const BASE64 = /^(?:[\w+/]{4})*(?:[\w+/]{2}==|[\w+/]{3}=)?$/;

/** Commits as the App onto a branch that still stands where the caller believes; GitHub signs it. */
export function createCommitOnBranch(asker: Asker, { input }: CommitOnBranch): Fields {
  const { world } = asker;
  const repository = writable(asker, input.branch.repositoryNameWithOwner ?? '');
  const branch = (input.branch.branchName ?? '').replace(/^refs\/heads\//, '');
  const tip = repository.branches.get(branch);
  if (tip === undefined) throw notFound(`a Ref with the name '${branch}'`);
  if (tip !== input.expectedHeadOid) {
    const message = `Expected branch to point to "${input.expectedHeadOid}" but it did not.  Pull and try again.`;
    throw new Problem('STALE_DATA', message);
  }
  const { headline, body } = input.message;
  const commit = commitTo(world, repository, {
    branch,
    author: asker.token.installation.app.bot,
    message: body ? `${headline}\n\n${body}` : headline,
    changes: changesOf(asker, repository, input),
  });
  return {
    clientMutationId: input.clientMutationId ?? null,
    commit: () => commitNode(asker, repository, commit),
    ref: () => refNode(asker, repository, branch),
  };
}

function writable(asker: Asker, name: string): Repository {
  const found = asker.world.repositories.find((one) => !one.deleted && fullName(one) === name);
  if (found === undefined || !mayRead(asker, found)) {
    throw notFound(`a Repository with the name '${name}'`);
  }
  if (!reaches(asker.token, found)) throw new Problem('FORBIDDEN', 'Resource not accessible by integration');
  demand(asker, 'contents:write');
  return found;
}

/** Of a branch that stands where it is expected. */
function changesOf(
  asker: Asker,
  repository: Repository,
  { expectedHeadOid: tip, fileChanges }: CommitOnBranch['input'],
): Changes {
  const added = (fileChanges?.additions ?? []).map(({ path, contents }) => {
    if (!BASE64.test(contents)) throw unprocessable(`The contents of ${path} are not valid base64.`);
    return [path, Buffer.from(contents, 'base64').toString()] as const;
  });
  const { tree } = asker.world.commit(tip);
  const removed = (fileChanges?.deletions ?? []).map(({ path }) => {
    if (tree.has(path)) return [path, null] as const;
    throw unprocessable(
      `A path was requested for deletion which does not exist as of commit oid \`${tip}\`: ${path}`,
    );
  });
  const workflow = [...added, ...removed].find(([path]) => path.startsWith('.github/workflows/'));
  if (workflow !== undefined) {
    throw new Problem(
      'FORBIDDEN',
      `refusing to allow a GitHub App to create or update workflow \`${workflow[0]}\` of ${fullName(repository)} without \`workflows\` permission`,
    );
  }
  return Object.fromEntries([...added, ...removed]);
}

function unprocessable(message: string): Problem {
  return new Problem('UNPROCESSABLE', message);
}
