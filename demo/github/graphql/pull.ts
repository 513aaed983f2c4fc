import { commentAddress } from '../json/comment.ts';
import { commitsOf, filesOf } from '../json/pull.ts';
import type { FileChange } from '../model/diff.ts';
import { type Comment, fromFork, headSha, type Pull } from '../model/pull.ts';
import { fullName, type Label, type Repository } from '../model/repository.ts';
import { type Asker, demand, enumValue, type Fields } from './asker.ts';
import { commitNode } from './commit.ts';
import { connection, type PageArgs } from './connection.ts';
import { accountNode } from './people.ts';
import { type TimelineArgs, timeline } from './timeline.ts';

/** How the repository of a pull request is shown: handed in, since it shows pull requests itself. */
export type ShowRepository = (repository: Repository) => Fields;

export function pullNode(asker: Asker, pull: Pull, show: ShowRepository): Fields {
  const { world } = asker;
  demand(asker, 'pull_requests:read');
  return {
    ...facts(pull),
    url: `${world.urls.html}/${fullName(pull.repository)}/pull/${pull.number}`,
    baseRefOid: () => world.tip(pull.repository, pull.baseRef).sha,
    headRefOid: headSha(pull),
    headRepository: () => (pull.headRepository === null ? null : show(pull.headRepository)),
    headRepositoryOwner: () =>
      pull.headRepository === null ? null : accountNode(asker, pull.headRepository.owner),
    baseRepository: () => show(pull.repository),
    repository: () => show(pull.repository),
    author: () => accountNode(asker, pull.author),
    mergedBy: () => (pull.mergedBy === null ? null : accountNode(asker, pull.mergedBy)),
    changedFiles: () => filesOf(world, pull).length,
    files: (args: PageArgs) => connection('files', filesOf(world, pull), { args, node: fileNode }),
    labels: (args: PageArgs) => connection('labels', pull.labels, { args, node: labelNode }),
    timelineItems: (args: TimelineArgs) =>
      timeline(asker, pull, { args, comment: (comment) => commentNode(asker, comment, show) }),
    commits: (args: PageArgs) =>
      connection('commits', commitsOf(world, pull), {
        args,
        node: (sha) => ({
          __typename: 'PullRequestCommit',
          id: `PRC_${sha}`,
          commit: () => commitNode(asker, pull.repository, world.commit(sha)),
        }),
      }),
    comments: (args: PageArgs) =>
      connection('comments', pull.comments, { args, node: (comment) => commentNode(asker, comment, show) }),
  };
}

function facts(pull: Pull): Fields {
  return {
    __typename: 'PullRequest',
    id: pull.nodeId,
    databaseId: pull.id,
    fullDatabaseId: String(pull.id),
    number: pull.number,
    title: pull.title,
    body: pull.body ?? '',
    state: enumValue(pull.state),
    closed: pull.state !== 'open',
    merged: pull.state === 'merged',
    isDraft: pull.draft,
    locked: pull.locked,
    mergeable: 'MERGEABLE',
    isInMergeQueue: false,
    isCrossRepository: fromFork(pull),
    reviewDecision: null,
    baseRefName: pull.baseRef,
    headRefName: pull.headRef,
    createdAt: pull.createdAt,
    updatedAt: pull.updatedAt,
    closedAt: pull.closedAt,
    mergedAt: pull.state === 'merged' ? pull.closedAt : null,
  };
}

export function labelNode(label: Label): Fields {
  return {
    __typename: 'Label',
    id: label.nodeId,
    name: label.name,
    color: label.color,
    description: label.description,
  };
}

export function commentNode(asker: Asker, comment: Comment, show: ShowRepository): Fields {
  const { pull, editor } = comment;
  demand(asker, 'issues:read', 'pull_requests:read');
  return {
    __typename: 'IssueComment',
    id: comment.nodeId,
    databaseId: comment.id,
    fullDatabaseId: String(comment.id),
    body: comment.body,
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
    lastEditedAt: editor === null ? null : comment.updatedAt,
    includesCreatedEdit: editor !== null,
    isMinimized: false,
    viewerDidAuthor: comment.author === asker.token.installation.app.bot,
    url: commentAddress(asker.world, comment),
    author: () => accountNode(asker, comment.author),
    editor: () => (editor === null ? null : accountNode(asker, editor)),
    pullRequest: () => pullNode(asker, pull, show),
    repository: () => show(pull.repository),
  };
}

/** GraphQL names the file and what happened to it, but not where a renamed one came from. */
function fileNode({ path, status }: FileChange): Fields {
  return {
    __typename: 'PullRequestChangedFile',
    path,
    changeType: status === 'removed' ? 'DELETED' : enumValue(status),
    additions: 1,
    deletions: status === 'added' ? 0 : 1,
    viewerViewedState: 'UNVIEWED',
  };
}
