import type { CheckRunPullRequest, PullRequest as PullJson } from '@octokit/webhooks-types';
import { type Commit, history, mergeBase } from '../model/commit.ts';
import { diff, type FileChange } from '../model/diff.ts';
import { headSha, type Pull } from '../model/pull.ts';
import { fullName, type Repository } from '../model/repository.ts';
import type { World } from '../model/world.ts';
import { accountJson } from './account.ts';
import { associationOf } from './association.ts';
import { labelJson, repositoryJson, repositoryRef } from './repository.ts';

/** What the PR changes since it left its base branch. */
export function filesOf(world: World, pull: Pull): readonly FileChange[] {
  const head = world.commit(headSha(pull));
  const from = mergeBase(baseOf(world, pull), head);
  return diff(from?.tree ?? new Map(), head.tree);
}

/** SHAs of the PR's own commits, oldest first. */
export function commitsOf(world: World, pull: Pull): readonly string[] {
  const base = history(baseOf(world, pull));
  const own = [...history(world.commit(headSha(pull)))].filter((commit) => !base.has(commit));
  return own.map(({ sha }) => sha).reverse();
}

function baseOf(world: World, { repository, baseRef, mergedOnto }: Pull): Commit {
  return mergedOnto === null ? world.tip(repository, baseRef) : world.commit(mergedOnto);
}

export function pullJson(world: World, pull: Pull): PullJson {
  const { repository, number } = pull;
  const api = `${world.urls.api}/repos/${fullName(repository)}`;
  const html = `${world.urls.html}/${fullName(repository)}/pull/${number}`;
  return {
    ...addresses(api, html, pull),
    id: pull.id,
    node_id: pull.nodeId,
    number,
    state: pull.state === 'open' ? 'open' : 'closed',
    locked: pull.locked,
    title: pull.title,
    user: accountJson(world, pull.author),
    body: pull.body,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    merged_at: pull.state === 'merged' ? pull.closedAt : null,
    merge_commit_sha: null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    labels: pull.labels.map((label) => labelJson(world, repository, label)),
    milestone: null,
    head: side(world, pull.headRepository, pull.headRef, headSha(pull)),
    base: baseSide(world, pull),
    author_association: associationOf(repository, pull.author),
    auto_merge: null,
    active_lock_reason: null,
    draft: pull.draft,
    merged: pull.state === 'merged',
    mergeable: null,
    rebaseable: null,
    mergeable_state: 'unknown',
    merged_by: null,
    comments: pull.comments.length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: commitsOf(world, pull).length,
    additions: 1,
    deletions: 0,
    changed_files: filesOf(world, pull).length,
  };
}

/** The short form in which runs and checks name the PRs of their commit; those of forks they do not name. */
export function pullRefs(world: World, repository: Repository, sha: string): CheckRunPullRequest[] {
  return world.pulls
    .filter((pull) => pull.headRepository === repository && pull.repository === repository)
    .filter((pull) => pull.state === 'open' && headSha(pull) === sha)
    .map((pull) => ({
      url: `${world.urls.api}/repos/${fullName(repository)}/pulls/${pull.number}`,
      id: pull.id,
      number: pull.number,
      head: { ref: pull.headRef, sha: headSha(pull), repo: repositoryRef(world, repository) },
      base: {
        ref: pull.baseRef,
        sha: world.tip(repository, pull.baseRef).sha,
        repo: repositoryRef(world, repository),
      },
    }));
}

function side(world: World, repository: Repository | null, ref: string, sha: string): PullJson['head'] {
  const owner = repository?.owner ?? world.ghost;
  return {
    label: `${owner.login}:${ref}`,
    ref,
    sha,
    user: accountJson(world, owner),
    repo: repository === null ? null : repositoryJson(world, repository),
  };
}

function baseSide(world: World, pull: Pull): PullJson['base'] {
  const { repository, baseRef } = pull;
  const sha = world.tip(repository, baseRef).sha;
  return { ...side(world, repository, baseRef, sha), repo: repositoryJson(world, repository) };
}

function addresses(api: string, html: string, pull: Pull) {
  const self = `${api}/pulls/${pull.number}`;
  const issue = `${api}/issues/${pull.number}`;
  const statuses = `${api}/statuses/${headSha(pull)}`;
  return {
    url: self,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    commits_url: `${self}/commits`,
    review_comments_url: `${self}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    _links: {
      self: { href: self },
      html: { href: html },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      review_comments: { href: `${self}/comments` },
      review_comment: { href: `${api}/pulls/comments{/number}` },
      commits: { href: `${self}/commits` },
      statuses: { href: statuses },
    },
  };
}
