import { commentJson, issueJson } from '../json/comment.ts';
import type { Account } from '../model/account.ts';
import type { Comment } from '../model/pull.ts';
import type { World } from '../model/world.ts';
import { tell } from './tell.ts';

export function tellComment(
  world: World,
  comment: Comment,
  what: {
    readonly action: 'created' | 'edited' | 'deleted';
    readonly sender: Account;
    readonly was?: string;
  },
): void {
  const changes = what.was === undefined ? {} : { changes: { body: { from: what.was } } };
  tell(world, comment.pull.repository, {
    event: 'issue_comment',
    action: what.action,
    sender: what.sender,
    payload: { ...changes, issue: issueJson(world, comment.pull), comment: commentJson(world, comment) },
  });
}
