import type { Account } from '../model/account.ts';
import { apply, type Changes, type Commit, history, treeSha } from '../model/commit.ts';
import { headSha, type Pull } from '../model/pull.ts';
import { NO_SHA, type Repository } from '../model/repository.ts';
import type { World } from '../model/world.ts';
import { pullEvent } from '../webhooks/pull-request.ts';
import { tellPush } from '../webhooks/push.ts';
import { requestSuites } from './suites.ts';

export interface NewCommit {
  readonly branch: string;
  readonly changes: Changes;
  readonly author: Account;
  readonly message?: string;
  /** The commit to build on; the branch's tip where it is left out, the default branch's for a new branch. */
  readonly onto?: Commit;
}

/** Commits to a branch and pushes: what the push moves, and whom GitHub tells, follows from it. */
export function commitTo(world: World, repository: Repository, wanted: NewCommit): Commit {
  const { branch, author, changes } = wanted;
  const start = repository.branches.get(branch) ?? repository.branches.get(repository.defaultBranch);
  const parent = wanted.onto ?? (start === undefined ? null : world.commit(start));
  const commit = addCommit(world, {
    parents: parent === null ? [] : [parent],
    tree: apply(parent?.tree ?? new Map(), changes),
    message: wanted.message ?? `Change ${Object.keys(changes).join(', ')}`,
    author,
  });
  moveBranch(world, repository, { branch, to: commit.sha, actor: author });
  return commit;
}

export function addCommit(
  world: World,
  wanted: Pick<Commit, 'parents' | 'tree' | 'message' | 'author'>,
): Commit {
  const commit = { ...wanted, sha: world.ids.sha(), treeSha: treeSha(wanted.tree), at: world.now() };
  world.commits.set(commit.sha, commit);
  return commit;
}

/** Points a branch at a commit, by force where that is not ahead of its tip. */
export function moveBranch(
  world: World,
  repository: Repository,
  move: { readonly branch: string; readonly to: string; readonly actor: Account; readonly merge?: boolean },
): void {
  const { branch, to, actor } = move;
  const before = repository.branches.get(branch) ?? null;
  const forced = before !== null && !history(world.commit(to)).has(world.commit(before));
  repository.branches.set(branch, to);
  repository.pushes.push({
    id: world.ids.next('push'),
    ref: `refs/heads/${branch}`,
    before: before ?? NO_SHA,
    after: to,
    at: world.now(),
    kind:
      before === null ? 'branch_creation' : forced ? 'force_push' : move.merge === true ? 'pr_merge' : 'push',
    actor,
  });
  tellPush(world, repository, { branch, before, after: to, forced, actor });
  requestSuites(world, repository, { branch, before, sha: to });
  for (const pull of world.pulls) {
    if (pull.state !== 'open') continue;
    if (pull.headRepository === repository && pull.headRef === branch)
      moveHead(world, pull, { to, forced, actor });
    if (forced && pull.repository === repository && pull.baseRef === branch) {
      pull.timeline.push({ ...timelineEntry(world, actor), kind: 'base_ref_force_pushed' });
    }
  }
}

function moveHead(world: World, pull: Pull, move: { to: string; forced: boolean; actor: Account }): void {
  const before = headSha(pull);
  if (before === move.to) return;
  pull.heads.push(move.to);
  pull.updatedAt = world.now();
  if (move.forced) {
    pull.timeline.push({
      ...timelineEntry(world, move.actor),
      kind: 'head_ref_force_pushed',
      before,
      after: move.to,
    });
  }
  pullEvent(world, pull, { action: 'synchronize', sender: move.actor, more: { before, after: move.to } });
}

export function timelineEntry(world: World, actor: Account) {
  return { id: world.ids.next('timeline'), at: world.now(), actor };
}
