import type { HandoffView } from '../effect/effect.ts';
import type { Handoff } from './state.ts';
import { summarize } from './summary.ts';

/** What people are shown of a handoff besides itself; `approvalUrl` is the approval comment's, once it is posted. */
export type Around = Pick<HandoffView, 'approvalUrl' | 'slackUrl' | 'followUp' | 'rollback'>;

/** A handoff as people are shown it. */
export function handoffView(handoff: Handoff, around: Around): HandoffView {
  const { id, headSha, attempt, origin, requestedBy, state } = handoff;
  const { code, detail, run, phase } = summarize(state);
  return {
    id,
    headSha,
    attempt,
    origin,
    requestedBy: requestedBy?.login ?? null,
    state: state.kind,
    since: state.since,
    code,
    detail,
    phase,
    runUrl: run?.url ?? null,
    ...around,
    approvalUrl: state.kind === 'approved' ? state.commentUrl : around.approvalUrl,
  };
}
