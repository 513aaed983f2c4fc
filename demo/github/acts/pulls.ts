import type { Account } from '../model/account.ts';
import { type Changes, type Commit, mergeBase } from '../model/commit.ts';
import { merged } from '../model/diff.ts';
import { nodeId } from '../model/ids.ts';
import { headSha, type Pull } from '../model/pull.ts';
import type { Repository } from '../model/repository.ts';
import type { World } from '../model/world.ts';
import { pullEvent, type ReviewState, tellReview } from '../webhooks/pull-request.ts';
import { addCommit, commitTo, moveBranch, timelineEntry } from './commits.ts';

export interface NewPull {
  readonly title: string;
  readonly author: Account;
  /** Head branch; made from the base branch's tip with `changes`, unless it is there already. */
  readonly branch: string;
  readonly changes?: Changes;
  readonly base?: string;
  readonly body?: string;
  readonly draft?: boolean;
  /** A fork, for a pull request from one. */
  readonly from?: Repository;
}

export function openPull(world: World, repository: Repository, wanted: NewPull): Pull {
  const { author, branch, from = repository, base = repository.defaultBranch } = wanted;
  if (wanted.changes !== undefined) {
    const onto = from.branches.has(branch) ? world.tip(from, branch) : world.tip(repository, base);
    commitTo(world, from, { branch, changes: wanted.changes, author, message: wanted.title, onto });
  }
  const pull = newPull(world, repository, { ...wanted, from, base });
  world.pulls.push(pull);
  pullEvent(world, pull, { action: 'opened', sender: author });
  return pull;
}

/** One more commit on the PR's branch. */
export function push(
  world: World,
  pull: Pull,
  wanted: { readonly changes: Changes; readonly by?: Account; readonly message?: string },
): Commit {
  const message = wanted.message === undefined ? {} : { message: wanted.message };
  return commitTo(world, headRepository(pull), {
    branch: pull.headRef,
    changes: wanted.changes,
    author: wanted.by ?? pull.author,
    ...message,
  });
}

/** Rewrites the PR's branch: one new commit on the merge base in place of its own, or any known commit. */
export function forcePush(
  world: World,
  pull: Pull,
  wanted: { readonly to: string | Changes; readonly by?: Account },
): Commit {
  const repository = headRepository(pull);
  const actor = wanted.by ?? pull.author;
  if (typeof wanted.to === 'string') {
    moveBranch(world, repository, { branch: pull.headRef, to: wanted.to, actor });
    return world.commit(wanted.to);
  }
  const base = world.tip(pull.repository, pull.baseRef);
  const onto = mergeBase(base, world.commit(headSha(pull))) ?? base;
  return commitTo(world, repository, { branch: pull.headRef, changes: wanted.to, author: actor, onto });
}

export function closePull(world: World, pull: Pull, by: Account = pull.author): void {
  pull.state = 'closed';
  pull.closedAt = world.now();
  touch(world, pull);
  pullEvent(world, pull, { action: 'closed', sender: by });
}

/** Merges with a merge commit on the base branch. */
export function mergePull(world: World, pull: Pull, by: Account): void {
  const { repository, baseRef, number } = pull;
  const base = world.tip(repository, baseRef);
  const head = world.commit(headSha(pull));
  const from = mergeBase(base, head)?.tree ?? new Map();
  const { sha } = addCommit(world, {
    parents: [base, head],
    tree: merged(base.tree, { from, to: head.tree }),
    message: `Merge pull request #${number}`,
    author: by,
  });
  pull.state = 'merged';
  pull.mergedOnto = base.sha;
  pull.mergedBy = by;
  pull.closedAt = world.now();
  touch(world, pull);
  moveBranch(world, repository, { branch: baseRef, to: sha, actor: by, merge: true });
  pullEvent(world, pull, { action: 'closed', sender: by });
}

export function reopenPull(world: World, pull: Pull, by: Account = pull.author): void {
  pull.state = 'open';
  pull.closedAt = null;
  touch(world, pull);
  pullEvent(world, pull, { action: 'reopened', sender: by });
}

export function changeBase(
  world: World,
  pull: Pull,
  change: { readonly to: string; readonly by?: Account },
): void {
  const from = pull.baseRef;
  const sha = world.tip(pull.repository, from).sha;
  const actor = change.by ?? pull.author;
  pull.baseRef = change.to;
  touch(world, pull);
  pull.timeline.push({ ...timelineEntry(world, actor), kind: 'base_ref_changed', from, to: change.to });
  const changes = { base: { ref: { from }, sha: { from: sha } } };
  pullEvent(world, pull, { action: 'edited', sender: actor, more: { changes } });
}

export function retitlePull(
  world: World,
  pull: Pull,
  change: { readonly to: string; readonly by?: Account },
): void {
  rewritePull(world, pull, { to: { title: change.to }, by: change.by ?? pull.author });
}

/** Writes its title or body anew; GitHub tells what they were before. */
export function rewritePull(
  world: World,
  pull: Pull,
  change: {
    readonly to: { readonly title?: string | undefined; readonly body?: string | undefined };
    readonly by: Account;
  },
): void {
  const { title = pull.title, body = pull.body } = change.to;
  const changes = {
    ...(title === pull.title ? {} : { title: { from: pull.title } }),
    ...(body === pull.body ? {} : { body: { from: pull.body ?? '' } }),
  };
  if (Object.keys(changes).length === 0) return;
  pull.title = title;
  pull.body = body;
  touch(world, pull);
  pullEvent(world, pull, { action: 'edited', sender: change.by, more: { changes } });
}

export function setDraft(world: World, pull: Pull, draft: boolean): void {
  pull.draft = draft;
  touch(world, pull);
  pullEvent(world, pull, { action: draft ? 'converted_to_draft' : 'ready_for_review', sender: pull.author });
}

export function review(
  world: World,
  pull: Pull,
  wanted: { readonly by: Account; readonly state: ReviewState; readonly body?: string },
): void {
  touch(world, pull);
  tellReview(world, pull, { ...wanted, body: wanted.body ?? '' });
}

function newPull(
  world: World,
  repository: Repository,
  wanted: NewPull & { from: Repository; base: string },
): Pull {
  const id = world.ids.next('pull');
  const at = world.now();
  return {
    id,
    nodeId: nodeId('PR', id),
    number: world.pulls.filter((pull) => pull.repository === repository).length + 1,
    repository,
    title: wanted.title,
    body: wanted.body ?? null,
    author: wanted.author,
    state: 'open',
    draft: wanted.draft ?? false,
    locked: false,
    headRepository: wanted.from,
    headRef: wanted.branch,
    heads: [world.tip(wanted.from, wanted.branch).sha],
    baseRef: wanted.base,
    mergedOnto: null,
    mergedBy: null,
    labels: [],
    timeline: [],
    comments: [],
    createdAt: at,
    updatedAt: at,
    closedAt: null,
  };
}

function headRepository(pull: Pull): Repository {
  if (pull.headRepository === null) throw new Error(`the head repository of #${pull.number} was deleted`);
  return pull.headRepository;
}

function touch(world: World, pull: Pull): void {
  pull.updatedAt = world.now();
}
