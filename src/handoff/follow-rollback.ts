import { unreachable } from '../errors.ts';
import {
  enterRollback,
  type Rollback,
  type RollbackReading,
  type RollbackState,
  type RollbackStep,
} from './rollback.ts';
import type { DispatchOutcome } from './state.ts';
import {
  ANSWER_WITHIN_MS,
  EFFECT_BACKSTOP_MS,
  earlier,
  isPast,
  LOOK_AGAIN_MS,
  LOST_AFTER_MS,
  later,
  RUN_LIFE_MS,
} from './timing.ts';

/** As far as what was read allows; the same reading again changes nothing more. */
export function followRollback(
  rollback: Rollback,
  reading: RollbackReading,
  now: string,
): readonly RollbackStep[] {
  const next = nextState(rollback, reading, now);
  if (next === null) return [];
  const step = enterRollback(rollback, next);
  return [step, ...followRollback(step.rollback, reading, now)];
}

/** When to look again though nothing is heard; `null` once it has ended. */
export function wakeRollbackAt(
  { state }: Rollback,
  { dispatch }: RollbackReading,
  now: string,
): string | null {
  switch (state.kind) {
    case 'starting':
      return dispatch?.kind === 'unanswered'
        ? earlier(later(now, LOOK_AGAIN_MS), later(dispatch.triedAt, ANSWER_WITHIN_MS))
        : later(now, EFFECT_BACKSTOP_MS);
    case 'unknown':
    case 'running':
      return later(now, LOOK_AGAIN_MS);
    case 'succeeded':
    case 'failed':
      return null;
    default:
      return unreachable(state);
  }
}

function nextState({ state }: Rollback, reading: RollbackReading, now: string): RollbackState | null {
  switch (state.kind) {
    case 'starting':
    case 'unknown':
      return afterDispatch(state, reading.dispatch ?? { kind: 'pending' }, now);
    case 'running':
      return afterRun(state, reading.run, now);
    case 'succeeded':
    case 'failed':
      return null;
    default:
      return unreachable(state);
  }
}

function afterDispatch(
  state: Extract<RollbackState, { kind: 'starting' | 'unknown' }>,
  outcome: DispatchOutcome,
  now: string,
): RollbackState | null {
  const notStarted = { kind: 'failed', since: now, run: null } as const;
  switch (outcome.kind) {
    case 'sent':
      return { kind: 'running', since: now, run: outcome.run };
    case 'withdrawn':
      return { ...notStarted, code: outcome.code, detail: { say: 'seen_right_before' } };
    case 'refused':
      return { ...notStarted, code: 'rollback_refused', detail: { say: 'answered', why: outcome.detail } };
    case 'pending':
      return null;
    case 'unanswered':
      if (state.kind === 'starting')
        return isPast(later(outcome.triedAt, ANSWER_WITHIN_MS), now) ? { kind: 'unknown', since: now } : null;
      return isPast(later(state.since, LOST_AFTER_MS), now)
        ? { ...notStarted, code: 'rollback_lost', detail: { say: 'no_run_showed_up' } }
        : null;
    default:
      return unreachable(outcome);
  }
}

/** An answer about another run, an earlier attempt, or an end without a conclusion is no answer. */
function afterRun(
  state: Extract<RollbackState, { kind: 'running' }>,
  read: RollbackReading['run'],
  now: string,
): RollbackState | null {
  const run = read.known ? read.value : null;
  if (run === null || run.id !== state.run.id || run.attempt < state.run.attempt) {
    if (!isPast(later(state.since, RUN_LIFE_MS), now)) return null;
    const detail = { say: 'run_unreadable_to_its_end' } as const;
    return { kind: 'failed', since: now, run: state.run, code: 'rollback_unreadable', detail };
  }
  if (run.status !== 'completed' || run.conclusion === null) return null;
  const followed = { id: run.id, attempt: run.attempt, url: run.url };
  return run.conclusion === 'success'
    ? { kind: 'succeeded', since: now, run: followed }
    : {
        kind: 'failed',
        since: now,
        run: followed,
        code: 'rollback_failed',
        detail: { say: 'concluded', conclusion: run.conclusion },
      };
}
