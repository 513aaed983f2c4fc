import type { PullRequestReviewSubmittedEvent } from '@octokit/webhooks-types';
import { accountJson } from '../json/account.ts';
import { associationOf } from '../json/association.ts';
import { pullJson } from '../json/pull.ts';
import type { Account } from '../model/account.ts';
import { headSha, type Pull } from '../model/pull.ts';
import { fullName } from '../model/repository.ts';
import type { World } from '../model/world.ts';
import { tell } from './tell.ts';

export type PullAction =
  | 'opened'
  | 'closed'
  | 'reopened'
  | 'edited'
  | 'synchronize'
  | 'labeled'
  | 'unlabeled'
  | 'ready_for_review'
  | 'converted_to_draft';

/** `more`: what the action adds to the payload, such as the label or the heads before and after. */
export function pullEvent(
  world: World,
  pull: Pull,
  what: { readonly action: PullAction; readonly sender: Account; readonly more?: object },
): void {
  tell(world, pull.repository, {
    event: 'pull_request',
    action: what.action,
    sender: what.sender,
    payload: { number: pull.number, pull_request: pullJson(world, pull), ...what.more },
  });
}

export type ReviewState = 'approved' | 'changes_requested' | 'commented';

export function tellReview(
  world: World,
  pull: Pull,
  review: { readonly by: Account; readonly state: ReviewState; readonly body: string },
): void {
  const { by, state, body } = review;
  const id = world.ids.next('review');
  const html = `${world.urls.html}/${fullName(pull.repository)}/pull/${pull.number}`;
  const self = `${world.urls.api}/repos/${fullName(pull.repository)}/pulls/${pull.number}`;
  const json: PullRequestReviewSubmittedEvent['review'] = {
    id,
    node_id: `PRR_${id}`,
    user: accountJson(world, by),
    body,
    commit_id: headSha(pull),
    submitted_at: world.now(),
    state,
    html_url: `${html}#pullrequestreview-${id}`,
    pull_request_url: self,
    author_association: associationOf(pull.repository, by),
    _links: { html: { href: `${html}#pullrequestreview-${id}` }, pull_request: { href: self } },
  };
  tell(world, pull.repository, {
    event: 'pull_request_review',
    action: 'submitted',
    sender: by,
    payload: { review: json, pull_request: pullJson(world, pull) },
  });
}
