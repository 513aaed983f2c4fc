import { z } from 'zod';
import type { PullTarget } from '../effect/effect.ts';
import { expectAnswer, pages } from '../github/answer.ts';
import { digestOfBody } from '../github/body-digest.ts';
import type { GitHubClient } from '../github/client.ts';
import { unlessRefused } from './attempt.ts';
import { carriesMarker } from './comment-marker.ts';
import type { SendResult } from './notifier.ts';

const commentAnswer = z.object({
  id: z.int().positive(),
  node_id: z.string(),
  html_url: z.string(),
  body: z.string().nullish(),
  performed_via_github_app: z.object({ id: z.number() }).nullish(),
});
const commentPage = z.array(commentAnswer);
type Comment = z.output<typeof commentAnswer>;

/** Statuses that say that a comment was deleted. */
const GONE = [404, 410];

/** The comments of one PR, as this App writes them. */
export interface Comments {
  /** The bot's comment with that marker, or `null`. Reads the whole list: an App's comment may be anywhere in it. */
  find(marker: string): Promise<SendResult | null>;
  create(body: string): Promise<SendResult>;
  /** `null` when the comment is gone. */
  edit(id: number, body: string): Promise<SendResult | null>;
  /** What the comment says now; `null` when it is gone. */
  read(id: number): Promise<SendResult | null>;
}

/** @throws GitHub's error, for `attempt` */
export function commentsOf(
  client: GitHubClient,
  pull: PullTarget,
  own: { readonly appId: number; readonly now: () => number },
): Comments {
  const { owner, repo, number } = pull;
  const unlessGone = <T>(call: Promise<T>): Promise<T | null> => unlessRefused(GONE, own.now(), call);
  return {
    find: async (marker) => {
      const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments';
      const list = { params: { owner, repo, issue_number: number }, schema: commentPage, what: 'comments' };
      for await (const page of pages(client, route, list)) {
        const found = page.find(
          ({ body, performed_via_github_app: app }) =>
            app?.id === own.appId && carriesMarker(body ?? '', marker),
        );
        if (found !== undefined) return resultOf(found);
      }
      return null;
    },
    create: async (body) => {
      const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
      const answer = await client.request(route, { owner, repo, issue_number: number, body });
      return resultOf(expectAnswer(commentAnswer, answer.data, 'comment'));
    },
    edit: async (id, body) => {
      const route = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}';
      const answer = await unlessGone(client.request(route, { owner, repo, comment_id: id, body }));
      return answer && resultOf(expectAnswer(commentAnswer, answer.data, 'comment'));
    },
    read: async (id) => {
      const route = 'GET /repos/{owner}/{repo}/issues/comments/{comment_id}';
      const answer = await unlessGone(client.request(route, { owner, repo, comment_id: id }));
      const comment = answer && expectAnswer(commentAnswer, answer.data, 'comment');
      return comment && resultOf(comment);
    },
  };
}

/** The digest is of what GitHub keeps, which may differ from what was sent: only then does a foreign edit show. */
function resultOf(comment: Comment): SendResult {
  return {
    id: comment.id,
    nodeId: comment.node_id,
    url: comment.html_url,
    bodyDigest: digestOfBody(comment.body ?? ''),
  };
}
