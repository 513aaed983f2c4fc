import { labelJson } from '../json/repository.ts';
import type { Account, Role } from '../model/account.ts';
import { nodeId } from '../model/ids.ts';
import { type Label, labelOf, type Repository } from '../model/repository.ts';
import type { World } from '../model/world.ts';
import { tell } from '../webhooks/tell.ts';
import { commitTo } from './commits.ts';

export interface NewRepository {
  readonly owner: Account;
  readonly name: string;
  readonly private?: boolean;
  readonly defaultBranch?: string;
  /** Path to content, on the default branch. */
  readonly files?: Readonly<Record<string, string>>;
}

export function addRepository(world: World, wanted: NewRepository): Repository {
  const repository = blank(world, wanted, null);
  world.repositories.push(repository);
  commitTo(world, repository, {
    branch: repository.defaultBranch,
    changes: wanted.files ?? { 'README.md': `# ${wanted.name}\n` },
    author: wanted.owner,
    message: 'Initial commit',
  });
  return repository;
}

export function forkRepository(world: World, parent: Repository, owner: Account): Repository {
  const fork = blank(world, { owner, name: parent.name, private: parent.private }, parent);
  for (const [branch, sha] of parent.branches) fork.branches.set(branch, sha);
  world.repositories.push(fork);
  return fork;
}

/** Deletes a fork: the pull requests from it stay, without a head repository. */
export function deleteFork(world: World, fork: Repository): void {
  fork.deleted = true;
  for (const pull of world.pulls) if (pull.headRepository === fork) pull.headRepository = null;
}

/** Gives someone a role, or takes it away (`null`). */
export function setRole(
  _world: World,
  repository: Repository,
  change: { user: Account; role: Role | null },
): void {
  if (change.role === null) repository.roles.delete(change.user);
  else repository.roles.set(change.user, change.role);
}

export function addLabel(world: World, repository: Repository, name: string): Label {
  if (labelOf(repository, name) !== undefined) throw new Error(`the label ${name} exists already`);
  const id = world.ids.next('label');
  const label: Label = { id, nodeId: nodeId('LA', id), name, color: 'ededed', description: null };
  repository.labels.push(label);
  return label;
}

export function renameLabel(
  world: World,
  repository: Repository,
  change: { label: Label; to: string; by: Account },
): void {
  const { label, to, by } = change;
  const from = label.name;
  label.name = to;
  tell(world, repository, {
    event: 'label',
    action: 'edited',
    sender: by,
    payload: { label: labelJson(world, repository, label), changes: { name: { from } } },
  });
}

/** The label is gone, from every pull request too. */
export function deleteLabel(
  world: World,
  repository: Repository,
  change: { label: Label; by: Account },
): void {
  const { label, by } = change;
  repository.labels.splice(repository.labels.indexOf(label), 1);
  for (const pull of world.pulls) {
    const at = pull.labels.indexOf(label);
    if (at >= 0) pull.labels.splice(at, 1);
  }
  tell(world, repository, {
    event: 'label',
    action: 'deleted',
    sender: by,
    payload: { label: labelJson(world, repository, label) },
  });
}

function blank(world: World, wanted: NewRepository, parent: Repository | null): Repository {
  const id = world.ids.next('repository');
  return {
    id,
    nodeId: nodeId('R', id),
    owner: wanted.owner,
    name: wanted.name,
    private: wanted.private ?? true,
    archived: false,
    deleted: false,
    defaultBranch: wanted.defaultBranch ?? parent?.defaultBranch ?? 'main',
    parent,
    createdAt: world.now(),
    branches: new Map(),
    labels: [],
    pushes: [],
    roles: new Map([[wanted.owner, 'admin']]),
    rulesets: [],
    protections: new Map(),
  };
}
