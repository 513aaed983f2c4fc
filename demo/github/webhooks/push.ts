import type { Commit as CommitJson } from '@octokit/webhooks-types';
import { commitJson } from '../json/check.ts';
import type { Account } from '../model/account.ts';
import { diff, type FileChange } from '../model/diff.ts';
import { fullName, NO_SHA, type Repository } from '../model/repository.ts';
import type { World } from '../model/world.ts';
import { tell } from './tell.ts';

export interface PushTold {
  readonly branch: string;
  readonly before: string | null;
  readonly after: string;
  readonly forced: boolean;
  readonly actor: Account;
}

export function tellPush(world: World, repository: Repository, push: PushTold): void {
  const { branch, before, after, forced, actor } = push;
  const html = `${world.urls.html}/${fullName(repository)}`;
  const head = headCommit(world, html, after);
  tell(world, repository, {
    event: 'push',
    sender: actor,
    payload: {
      ref: `refs/heads/${branch}`,
      before: before ?? NO_SHA,
      after,
      created: before === null,
      deleted: false,
      forced,
      base_ref: null,
      compare: `${html}/compare/${(before ?? after).slice(0, 12)}...${after.slice(0, 12)}`,
      commits: [head],
      head_commit: head,
      pusher: { name: actor.login, email: `${actor.login}@users.noreply.github.com` },
    },
  });
}

function headCommit(world: World, html: string, sha: string): CommitJson {
  const commit = world.commit(sha);
  const changes = diff(commit.parents[0]?.tree ?? new Map(), commit.tree);
  const paths = (...status: FileChange['status'][]): string[] =>
    changes.filter((change) => status.includes(change.status)).map(({ path }) => path);
  return {
    ...commitJson(commit),
    distinct: true,
    url: `${html}/commit/${sha}`,
    added: paths('added', 'renamed'),
    modified: paths('modified'),
    removed: [...paths('removed'), ...changes.flatMap(({ previousPath }) => previousPath ?? [])],
  };
}
