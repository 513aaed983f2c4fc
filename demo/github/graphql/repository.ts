import { isOrganization } from '../model/account.ts';
import { fullName, labelOf, type Repository } from '../model/repository.ts';
import { type Asker, demand, type Fields, mayRead } from './asker.ts';
import { commitNode } from './commit.ts';
import { connection, type PageArgs } from './connection.ts';
import { accountNode, organizationNode } from './people.ts';
import { notFound } from './problem.ts';
import { labelNode, pullNode } from './pull.ts';
import { blobNode, treeNode } from './tree.ts';

export function repositoryByName(asker: Asker, owner: string, name: string): Fields {
  const found = asker.world.repository(owner, name);
  if (found === undefined || !mayRead(asker, found)) {
    throw notFound(`a Repository with the name '${owner}/${name}'`);
  }
  return repositoryNode(asker, found);
}

export function repositoryNode(asker: Asker, repository: Repository): Fields {
  const { world } = asker;
  const { owner } = repository;
  return {
    __typename: 'Repository',
    id: repository.nodeId,
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: fullName(repository),
    url: `${world.urls.html}/${fullName(repository)}`,
    isArchived: repository.archived,
    isPrivate: repository.private,
    isFork: repository.parent !== null,
    owner: () => (isOrganization(owner) ? organizationNode(asker, owner) : accountNode(asker, owner)),
    defaultBranchRef: () => refNode(asker, repository, repository.defaultBranch),
    ref: ({ qualifiedName }: { readonly qualifiedName: string }) => {
      const branch = qualifiedName.replace(/^refs\/heads\//, '');
      return repository.branches.has(branch) ? refNode(asker, repository, branch) : null;
    },
    object: (args: { readonly expression?: string | null; readonly oid?: string | null }) =>
      objectNode(asker, repository, args.expression ?? args.oid ?? ''),
    label: ({ name }: { readonly name: string }) => {
      demand(asker, 'issues:read', 'pull_requests:read');
      const found = labelOf(repository, name);
      return found === undefined ? null : labelNode(found);
    },
    labels: (args: PageArgs) => connection('labels', repository.labels, { args, node: labelNode }),
    pullRequest: ({ number }: { readonly number: number }) => {
      const found = world.pull(repository, number);
      if (found === undefined) throw notFound(`a PullRequest with the number of ${number}`);
      return pullNode(asker, found, show(asker));
    },
    pullRequests: (args: PullsArgs) => {
      const wanted = world.pulls
        .filter((pull) => pull.repository === repository)
        .filter(({ state }) => args.states == null || args.states.includes(state.toUpperCase()))
        .filter(({ baseRef }) => args.baseRefName == null || baseRef === args.baseRefName)
        .filter(({ headRef }) => args.headRefName == null || headRef === args.headRefName);
      return connection('pullRequests', wanted, { args, node: (pull) => pullNode(asker, pull, show(asker)) });
    },
  };
}

interface PullsArgs extends PageArgs {
  readonly states?: readonly string[] | null;
  readonly baseRefName?: string | null;
  readonly headRefName?: string | null;
}

export function show(asker: Asker): (repository: Repository) => Fields {
  return (repository) => repositoryNode(asker, repository);
}

export function refNode(asker: Asker, repository: Repository, branch: string): Fields {
  return {
    __typename: 'Ref',
    id: `REF_${repository.id}_${branch}`,
    name: branch,
    prefix: 'refs/heads/',
    target: () => commitNode(asker, repository, asker.world.tip(repository, branch)),
  };
}

/** `<ref>`, or `<ref>:<path>` for a file or a folder. What is not there is `null`, without an error. */
function objectNode(asker: Asker, repository: Repository, expression: string): Fields | null {
  demand(asker, 'contents:read');
  const colon = expression.indexOf(':');
  const ref = colon < 0 ? expression : expression.slice(0, colon);
  const commit = asker.world.commitAt(repository, ref);
  if (commit === null) return null;
  if (colon < 0) return commitNode(asker, repository, commit);
  const path = expression.slice(colon + 1);
  const file = commit.tree.get(path);
  return file === undefined ? treeNode(commit.tree, path) : blobNode(file);
}
