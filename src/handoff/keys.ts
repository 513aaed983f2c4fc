import type { FollowedRun, Handoff } from './state.ts';

/** A branch name as it may stand in an id or a workflow input: letters, digits and `. _ / -`, the rest percent-encoded. */
export function escapeRef(ref: string): string {
  return encodeURIComponent(ref.toWellFormed())
    .replaceAll('%2F', '/')
    .replace(/[!'()*~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The whole head SHA stands in it: two heads that begin alike are two handoffs. */
export function handoffId(
  of: Pick<Handoff, 'repositoryId' | 'number' | 'headSha' | 'baseRef' | 'attempt'>,
): string {
  return `${of.repositoryId}-${of.number}-${of.headSha}-${escapeRef(of.baseRef)}-${of.attempt}`;
}

/** Key of the newest dispatch effect of a handoff. */
export function dispatchKey(handoff: Pick<Handoff, 'id' | 'dispatches'>): string {
  return `dispatch:${handoff.id}:${handoff.dispatches}`;
}

export function cancelKey(run: FollowedRun): string {
  return `cancel:${run.id}:${run.attempt}`;
}

export function approvalKey(handoff: Pick<Handoff, 'id'>): string {
  return `approval:${handoff.id}`;
}

export function approvalLabelKey(handoff: Pick<Handoff, 'id'>): string {
  return `approval-label:${handoff.id}`;
}

/** Key of the handoff's one message in Slack, and lane of all that is said in its thread. */
export function slackKey(handoff: Pick<Handoff, 'id'>): string {
  return `slack:${handoff.id}`;
}
