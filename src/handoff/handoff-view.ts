import type { HandoffView } from '../effect.ts';
import type { Handoff } from './state.ts';
import { summarize } from './summary.ts';

/** A handoff as people are shown it; `approvalUrl` is the approval comment's, once it is posted. */
export function handoffView(handoff: Handoff, approvalUrl: string | null): HandoffView {
  const { id, attempt, origin, requestedBy, state } = handoff;
  const { code, detail, run, phase } = summarize(state);
  return {
    id,
    attempt,
    origin,
    requestedBy: requestedBy?.login ?? null,
    state: state.kind,
    since: state.since,
    code,
    detail,
    phase,
    runUrl: run?.url ?? null,
    approvalUrl: state.kind === 'approved' ? state.commentUrl : approvalUrl,
  };
}
