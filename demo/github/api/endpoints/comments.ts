import { z } from 'zod';
import { comment, deleteComment, editComment, react } from '../../acts/comments.ts';
import { commentJson, reactionJson } from '../../json/comment.ts';
import type { Need } from '../../model/app.ts';
import { type Comment, REACTIONS } from '../../model/pull.ts';
import { expectBody } from '../body.ts';
import { ok } from '../http.ts';
import { paged } from '../paging.ts';
import { repositoryRoute } from '../permission.ts';
import { invalid, notFound, Refusal } from '../refusal.ts';
import type { RepositoryCall, Route } from '../route.ts';
import { pullOf } from './pulls.ts';

const READ: readonly Need[] = ['issues:read', 'pull_requests:read'];
const WRITE: readonly Need[] = ['issues:write', 'pull_requests:write'];
const MAX_BODY = 65_536;

const bodyOnly = z.strictObject({ body: z.string() });
const reaction = z.strictObject({ content: z.enum(REACTIONS) });

/** Comments in the conversation of a pull request. Reactions to them need Issues, whatever they are on. */
export const commentRoutes: readonly Route[] = [
  repositoryRoute('GET /repos/{owner}/{repo}/issues/{number}/comments', READ, (call) => {
    const since = call.request.query.get('since');
    const { comments } = pullOf(call);
    const wanted = comments.filter(
      ({ updatedAt }) => since === null || Date.parse(updatedAt) >= Date.parse(since),
    );
    return paged(call, wanted, { json: (one) => commentJson(call.world, one) });
  }),
  repositoryRoute('POST /repos/{owner}/{repo}/issues/{number}/comments', WRITE, (call) => {
    const pull = pullOf(call);
    if (pull.locked) throw new Refusal(403, 'Unable to create comment because issue is locked.');
    const body = bodyOf(call);
    const made = comment(call.world, pull, { by: call.bot, body, app: call.token.installation.app });
    return { status: 201, body: commentJson(call.world, made) };
  }),
  repositoryRoute('GET /repos/{owner}/{repo}/issues/comments/{id}', READ, (call) =>
    ok(commentJson(call.world, commentOf(call))),
  ),
  repositoryRoute('PATCH /repos/{owner}/{repo}/issues/comments/{id}', WRITE, (call) => {
    const target = commentOf(call);
    editComment(call.world, target, { body: bodyOf(call), by: call.bot });
    return ok(commentJson(call.world, target));
  }),
  repositoryRoute('DELETE /repos/{owner}/{repo}/issues/comments/{id}', WRITE, (call) => {
    deleteComment(call.world, commentOf(call), call.bot);
    return { status: 204 };
  }),
  repositoryRoute('POST /repos/{owner}/{repo}/issues/comments/{id}/reactions', ['issues:write'], (call) => {
    const target = commentOf(call);
    const { content } = expectBody(reaction, call.body);
    const made = react(call.world, target, { by: call.bot, content });
    return { status: made.isNew ? 201 : 200, body: reactionJson(call.world, made.reaction) };
  }),
];

function bodyOf(call: RepositoryCall): string {
  const { body } = expectBody(bodyOnly, call.body);
  if (body.trim() === '') throw invalid('IssueComment', 'data', 'Body cannot be blank');
  if (body.length > MAX_BODY) {
    throw invalid('IssueComment', 'data', `Body is too long (maximum is ${MAX_BODY} characters)`);
  }
  return body;
}

function commentOf({ world, repository, params }: RepositoryCall): Comment {
  const found = world.comment(repository, Number(params.id));
  if (found === undefined) throw notFound();
  return found;
}
