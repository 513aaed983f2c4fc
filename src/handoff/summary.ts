import type { HandoffSaid } from '../effect/effect.ts';
import { unreachable } from '../errors.ts';
import type { ReasonCode } from '../policies/reason-codes.ts';
import type { Awaited, FollowedRun, HandoffState, Phase } from './state.ts';

/** The same four questions answered for every state. */
export interface StateSummary {
  readonly code: ReasonCode | null;
  readonly detail: HandoffSaid | null;
  readonly run: FollowedRun | null;
  readonly phase: Phase | null;
}

const NOTHING: StateSummary = { code: null, detail: null, run: null, phase: null };

const AWAITED: Readonly<Record<Awaited, ReasonCode | null>> = {
  command: null,
  other_dispatch: 'dispatch_unresolved_elsewhere',
  rollback: 'rollback_in_flight',
};

/** What a state has to say for itself: the source of its ledger entry and of what people are shown. */
export function summarize(state: HandoffState): StateSummary {
  switch (state.kind) {
    case 'waiting':
    case 'dispatching':
      return NOTHING;
    case 'ready':
      return { ...NOTHING, code: AWAITED[state.awaiting] };
    case 'dispatch_unknown':
      return { ...NOTHING, code: 'dispatch_unknown' };
    case 'dispatched':
    case 'approving':
      return { ...NOTHING, run: state.run };
    case 'running':
      return { ...NOTHING, run: state.run, phase: state.phase };
    case 'approved':
      return { ...NOTHING, code: 'handoff_finished', run: state.run };
    case 'failed':
      return { code: state.code, detail: state.detail, run: state.run, phase: state.phase };
    case 'stopped':
      return {
        code: 'handoff_stopped',
        detail: { say: 'stopped_by', by: state.by, reason: state.reason },
        run: state.run,
        phase: null,
      };
    case 'superseded':
      return { code: state.code, detail: state.by, run: state.run, phase: null };
    case 'abandoned':
      return { ...NOTHING, code: 'pull_request_closed', run: state.run };
    default:
      return unreachable(state);
  }
}
