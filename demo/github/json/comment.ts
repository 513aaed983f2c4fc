import type { IssueComment as CommentJson, Issue as IssueJson, Reactions } from '@octokit/webhooks-types';
import type { Comment, Pull, Reaction } from '../model/pull.ts';
import { fullName } from '../model/repository.ts';
import type { World } from '../model/world.ts';
import { accountJson } from './account.ts';
import { appJson } from './app.ts';
import { associationOf } from './association.ts';
import { labelJson } from './repository.ts';

export function commentJson(world: World, comment: Comment): CommentJson {
  const { pull, id } = comment;
  const api = `${world.urls.api}/repos/${fullName(pull.repository)}`;
  const url = `${api}/issues/comments/${id}`;
  return {
    url,
    html_url: commentAddress(world, comment),
    issue_url: `${api}/issues/${pull.number}`,
    id,
    node_id: comment.nodeId,
    user: accountJson(world, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: associationOf(pull.repository, comment.author),
    body: comment.body,
    reactions: reactionsJson(`${url}/reactions`, comment.reactions),
    performed_via_github_app: comment.app === null ? null : appJson(world, comment.app),
  };
}

export function commentAddress(world: World, { pull, id }: Comment): string {
  return `${world.urls.html}/${fullName(pull.repository)}/pull/${pull.number}#issuecomment-${id}`;
}

/** A PR as the issue that it also is; `issue_comment` payloads have it so. */
export function issueJson(world: World, pull: Pull) {
  const { repository, number } = pull;
  const api = `${world.urls.api}/repos/${fullName(repository)}`;
  const url = `${api}/issues/${number}`;
  const html = `${world.urls.html}/${fullName(repository)}/pull/${number}`;
  return {
    url,
    repository_url: api,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: html,
    id: pull.id,
    node_id: pull.nodeId,
    number,
    title: pull.title,
    user: accountJson(world, pull.author),
    labels: pull.labels.map((label) => labelJson(world, repository, label)),
    state: pull.state === 'open' ? 'open' : 'closed',
    locked: pull.locked,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: pull.comments.length,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    author_association: associationOf(repository, pull.author),
    active_lock_reason: null,
    draft: pull.draft,
    pull_request: {
      url: `${api}/pulls/${number}`,
      html_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      merged_at: pull.state === 'merged' ? pull.closedAt : null,
    },
    body: pull.body,
    reactions: reactionsJson(`${url}/reactions`, []),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: null,
    state_reason: null,
  } satisfies IssueJson;
}

function reactionsJson(url: string, reactions: readonly Reaction[]): Reactions {
  const count = (content: string): number => reactions.filter((one) => one.content === content).length;
  return {
    url,
    total_count: reactions.length,
    '+1': count('+1'),
    '-1': count('-1'),
    laugh: count('laugh'),
    hooray: count('hooray'),
    confused: count('confused'),
    heart: count('heart'),
    rocket: count('rocket'),
    eyes: count('eyes'),
  };
}

export function reactionJson(world: World, reaction: Reaction) {
  return {
    id: reaction.id,
    node_id: `REA_${reaction.id}`,
    user: accountJson(world, reaction.by),
    content: reaction.content,
    created_at: reaction.at,
  };
}
