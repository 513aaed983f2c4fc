import type { Account } from '../model/account.ts';
import type { AppIdentity } from '../model/app.ts';
import { nodeId } from '../model/ids.ts';
import type { Comment, Pull, Reaction, ReactionContent } from '../model/pull.ts';
import type { World } from '../model/world.ts';
import { tellComment } from '../webhooks/comments.ts';
import { timelineEntry } from './commits.ts';

export function comment(
  world: World,
  pull: Pull,
  wanted: { readonly by: Account; readonly body: string; readonly app?: AppIdentity },
): Comment {
  const id = world.ids.next('comment');
  const at = world.now();
  const made: Comment = {
    id,
    nodeId: nodeId('IC', id),
    pull,
    author: wanted.by,
    app: wanted.app ?? null,
    body: wanted.body,
    createdAt: at,
    updatedAt: at,
    editor: null,
    reactions: [],
  };
  pull.comments.push(made);
  pull.timeline.push({ ...timelineEntry(world, wanted.by), kind: 'commented', comment: made });
  pull.updatedAt = at;
  tellComment(world, made, { action: 'created', sender: wanted.by });
  return made;
}

export function editComment(
  world: World,
  target: Comment,
  change: { readonly body: string; readonly by: Account },
): void {
  const was = target.body;
  target.body = change.body;
  target.editor = change.by;
  target.updatedAt = world.now();
  tellComment(world, target, { action: 'edited', sender: change.by, was });
}

export function deleteComment(world: World, target: Comment, by: Account): void {
  const { comments, timeline } = target.pull;
  comments.splice(comments.indexOf(target), 1);
  timeline.splice(
    timeline.findIndex((item) => item.kind === 'commented' && item.comment === target),
    1,
  );
  tellComment(world, target, { action: 'deleted', sender: by });
}

/** `isNew` is false where the same account had reacted so before. Nobody is told of reactions. */
export function react(
  world: World,
  target: Comment,
  wanted: { readonly by: Account; readonly content: ReactionContent },
): { readonly reaction: Reaction; readonly isNew: boolean } {
  const found = target.reactions.find(({ by, content }) => by === wanted.by && content === wanted.content);
  if (found !== undefined) return { reaction: found, isNew: false };
  const reaction = { id: world.ids.next('reaction'), ...wanted, at: world.now() };
  target.reactions.push(reaction);
  return { reaction, isNew: true };
}
