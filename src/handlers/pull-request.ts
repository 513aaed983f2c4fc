import { z } from 'zod';
import type { PullTarget } from '../effect/effect.ts';
import type { Person } from '../policies/facts.ts';
import { type Handler, installationPart, pullTarget, read, repositoryPart, userPart } from './handler.ts';

const schema = z.object({
  action: z.string(),
  ...installationPart,
  ...repositoryPart,
  sender: userPart,
  pull_request: z.object({
    number: z.number(),
    state: z.enum(['open', 'closed']),
    created_at: z.string(),
    updated_at: z.string(),
    head: z.object({
      sha: z.string(),
      ref: z.string(),
      repo: z.object({ id: z.number() }).nullable(),
    }),
    base: z.object({ ref: z.string() }),
  }),
  label: z.object({ node_id: z.string(), name: z.string() }).optional(),
  changes: z.object({ base: z.unknown().optional() }).optional(),
});
type Payload = z.output<typeof schema>;

const LOOK_AGAIN: ReadonlySet<string> = new Set([
  'opened',
  'reopened',
  'synchronize',
  'labeled',
  'unlabeled',
  'ready_for_review',
  'converted_to_draft',
  'closed',
]);

/** What only the event can tell is kept: which head a label was put on for, and when a head became the head. */
export const pullRequest: Handler = async (event, { store }) => {
  const payload = read(schema, event);
  const pull = pullTarget(payload, payload.pull_request.number);
  const baseChanged = payload.action === 'edited' && payload.changes?.base !== undefined;
  if (!LOOK_AGAIN.has(payload.action) && !baseChanged) return;
  await store.pulls.remember(pull, payload.pull_request.state === 'open');
  const since = headSince(payload);
  const { head, base, updated_at } = payload.pull_request;
  if (since !== null) {
    await store.pulls.observeHead(pull, {
      headSha: head.sha,
      headRef: head.ref,
      headRepositoryId: head.repo?.id ?? null,
      since,
    });
  }
  await store.pulls.observeBase(pull, base.ref, updated_at);
  if (payload.action === 'labeled' || payload.action === 'unlabeled') {
    await observeLabel(payload, { pull, guid: event.guid, action: payload.action }, store.pulls);
  }
  if (payload.action === 'closed') await store.histories.lookAtThoseOf(pull);
  await store.evaluations.request(pull, `pull_request.${payload.action}`);
};

/** The PR's own times are the server's; a commit's are its author's to choose. */
function headSince({ action, pull_request }: Payload): string | null {
  if (action === 'opened') return pull_request.created_at;
  return action === 'synchronize' || action === 'reopened' ? pull_request.updated_at : null;
}

async function observeLabel(
  payload: Payload,
  seen: { readonly pull: PullTarget; readonly guid: string; readonly action: 'labeled' | 'unlabeled' },
  pulls: Parameters<Handler>[1]['store']['pulls'],
): Promise<void> {
  if (payload.label === undefined) return;
  await pulls.observeLabel({
    deliveryGuid: seen.guid,
    repositoryId: seen.pull.repositoryId,
    number: seen.pull.number,
    labelNodeId: payload.label.node_id,
    labelName: payload.label.name,
    action: seen.action,
    by: personFrom(payload.sender),
    headSha: payload.pull_request.head.sha,
    at: payload.pull_request.updated_at,
  });
}

export function personFrom(user: z.output<typeof userPart>): Person {
  return {
    id: user.id,
    login: user.login,
    kind: user.type === 'User' || user.type === 'Bot' ? user.type : 'Other',
  };
}

const reviewSchema = z.object({
  action: z.string(),
  ...installationPart,
  ...repositoryPart,
  pull_request: z.object({ number: z.number() }),
});

/** A review may end the review phase of a handoff. */
export const pullRequestReview: Handler = async (event, { store }) => {
  const payload = read(reviewSchema, event);
  const pull = pullTarget(payload, payload.pull_request.number);
  await store.evaluations.request(pull, `pull_request_review.${payload.action}`);
};
