import { dispatchKey } from '../../src/handoff/keys.ts';
import type { Handoff, HandoffState, Observation } from '../../src/handoff/state.ts';
import { known } from '../../src/policies/verdict.ts';
import { ANNA, at, handoff, OTHER_HEAD, REVIEW, RUN } from './given.ts';

export const waiting = { kind: 'waiting', since: at(-60) } satisfies HandoffState;
export const awaitingCommand = { kind: 'ready', since: at(-60), awaiting: 'command' } satisfies HandoffState;
export const awaitingOther = {
  kind: 'ready',
  since: at(-60),
  awaiting: 'other_dispatch',
} satisfies HandoffState;
export const awaitingRollback = {
  kind: 'ready',
  since: at(-60),
  awaiting: 'rollback',
} satisfies HandoffState;
export const dispatching = { kind: 'dispatching', since: at(-10) } satisfies HandoffState;
export const dispatchUnknown = { kind: 'dispatch_unknown', since: at(-60) } satisfies HandoffState;
export const dispatched = { kind: 'dispatched', since: at(-60), run: RUN } satisfies HandoffState;
export const running = { kind: 'running', since: at(-60), run: RUN, phase: REVIEW } satisfies HandoffState;
export const verifying = {
  ...running,
  phase: { name: 'verify', at: 'LangGraph Verify', waiting: false },
} satisfies HandoffState;
export const approving = { kind: 'approving', since: at(-10), run: RUN } satisfies HandoffState;
export const approved = {
  kind: 'approved',
  since: at(-60),
  run: RUN,
  commentUrl: 'https://github.test/acme/shop/pull/12#issuecomment-1',
} satisfies HandoffState;
export const failed = {
  kind: 'failed',
  since: at(-60),
  code: 'run_failed',
  run: RUN,
  phase: REVIEW,
  detail: { say: 'concluded', conclusion: 'failure' },
} satisfies HandoffState;
export const stopped = {
  kind: 'stopped',
  since: at(-60),
  run: RUN,
  by: 'mika',
  reason: 'freeze',
} satisfies HandoffState;
export const superseded = {
  kind: 'superseded',
  since: at(-60),
  code: 'superseded_by_push',
  run: null,
  by: { say: 'new_head', headSha: OTHER_HEAD },
} satisfies HandoffState;
export const abandoned = { kind: 'abandoned', since: at(-60), run: null } satisfies HandoffState;

const KEY = dispatchKey(handoff(dispatching));
export const request = { commandId: 'comment:5', by: ANNA, at: at(-5) };
export const pending = { dispatch: { kind: 'pending' }, dispatchKey: KEY } as const;
export const sent = { dispatch: { kind: 'sent', run: RUN }, dispatchKey: KEY } as const;
export const withdrawn = {
  dispatch: { kind: 'withdrawn', code: 'label_missing' },
  dispatchKey: KEY,
} as const;
export const refused = { dispatch: { kind: 'refused', detail: '422' }, dispatchKey: KEY } as const;
export const verified = known({ kind: 'succeeded', url: 'https://github.test/v' } as const);

/** Tried so many seconds from now, without an answer. */
export function unanswered(seconds: number): Partial<Observation> {
  return { dispatch: { kind: 'unanswered', triedAt: at(seconds) }, dispatchKey: KEY };
}

export function posted({ id }: Handoff): Partial<Observation> {
  const url = 'https://github.test/acme/shop/pull/12#issuecomment-1';
  return { approval: { handoffId: id, outcome: { kind: 'posted', url } } };
}

export function notPosted({ id }: Handoff): Partial<Observation> {
  return { approval: { handoffId: id, outcome: { kind: 'refused', detail: '403' } } };
}

/** A stop that was asked to cancel what is in flight. */
export const BY_MIKA: Observation['cancelledBy'] = { by: 'mika', reason: 'freeze' };
