import type { AskedBy, Effect, RollbackView } from '../effect/effect.ts';
import { unreachable } from '../errors.ts';
import { followRollback, wakeRollbackAt } from '../handoff/follow-rollback.ts';
import {
  beginRollback,
  canBeTakenBack,
  isOver,
  type Rollback,
  type RollbackStep,
} from '../handoff/rollback.ts';
import { type Handoff, isInFlight } from '../handoff/state.ts';
import type { StopFacts } from '../policies/facts.ts';
import type { ReasonCode } from '../policies/reason-codes.ts';
import type { CommandRecord } from '../store/store.ts';
import { wasGivenBefore } from './given.ts';
import type { DecideInput, Standing } from './standing.ts';

export type RollbackJudgement =
  | { readonly kind: 'roll_back'; readonly handoff: Handoff }
  | { readonly kind: 'refused'; readonly code: ReasonCode }
  /** Another dispatch of the workflow has no outcome yet. */
  | { readonly kind: 'in_turn'; readonly code: ReasonCode };

/**
 * Judges `/ai-ops rollback` (H6): for the newest handoff of the PR that has ended after a run of it. It takes back,
 * so a stop that people have set does not hold it; the operator's own switches do (docs/decisions/0014).
 */
export function judgeRollback(
  command: CommandRecord,
  input: DecideInput,
  standing: Standing,
): RollbackJudgement {
  const { memory, reading } = input;
  if (reading.config.config.rollback === undefined && standing.enforcing)
    return refused('command_rollback_not_configured');
  const inTheWay = rollbackInTheWay(reading.facts.stop, standing);
  if (inTheWay !== null) return refused(inTheWay);
  if (memory.handoffs.some((handoff) => isInFlight(handoff))) return refused('command_handoff_in_flight');
  if (memory.rollbacks.some((rollback) => !isOver(rollback))) return refused('rollback_in_flight');
  const handoff = memory.handoffs.findLast(canBeTakenBack);
  if (handoff === undefined) return refused('command_nothing_to_roll_back');
  if (command.shownHeadSha !== null && command.shownHeadSha !== handoff.headSha)
    return refused('command_rollback_not_newest');
  if (wasGivenBefore(command, handoff.state.since)) return refused('command_handoff_in_flight');
  const last = memory.rollbacks.findLast(({ handoffId }) => handoffId === handoff.id);
  if (last?.state.kind === 'succeeded') return refused('command_rolled_back_already');
  if (last !== undefined && wasGivenBefore(command, last.state.since)) return refused('rollback_in_flight');
  if (input.dispatchRefused) return { kind: 'in_turn', code: 'dispatch_unresolved_elsewhere' };
  return { kind: 'roll_back', handoff };
}

/** What holds a rollback back, at its judgement and right before its dispatch; `null` for nothing. */
export function rollbackInTheWay(stop: StopFacts, { enforcing }: Standing): ReasonCode | null {
  if (!enforcing) return 'command_not_enforcing';
  switch (stop.kind) {
    case 'none':
      return null;
    case 'stopped':
      return stop.source === 'store' ? null : 'command_stopped_by_operator';
    case 'unreadable':
      return 'stop_unreadable';
    default:
      return unreachable(stop);
  }
}

/** The rollbacks of the PR after this decision. */
export interface Rollbacks {
  readonly all: readonly Rollback[];
  readonly steps: readonly RollbackStep[];
  /** The new ones and those that have moved on, as they are now. */
  readonly changed: readonly Rollback[];
  readonly effects: readonly Effect[];
  /** When to look again though nothing is heard. */
  readonly wakeAt: string | null;
}

/** Begins what was granted, and follows what is under way. */
export function rollbacks(
  { memory, reading, now }: DecideInput,
  granted: { readonly handoff: Handoff; readonly asked: AskedBy } | null,
): Rollbacks {
  const at = new Date(now).toISOString();
  const followed = memory.rollbacks.flatMap((rollback) => followRollback(rollback, reading.rollback, at));
  const config = reading.config.config.rollback;
  const begun =
    granted === null || config === undefined
      ? null
      : beginRollback({
          ...granted,
          earlier: memory.rollbacks.filter(({ handoffId }) => handoffId === granted.handoff.id).length,
          workflowPath: config.workflow,
          inputs: config.inputs,
          ref: reading.facts.repository.defaultBranch,
          pull: memory.pull,
          now: at,
        });
  const steps = begun === null ? followed : [...followed, begun];
  const changed = new Map(steps.map(({ rollback }) => [rollback.id, rollback]));
  const all = [...new Map([...memory.rollbacks.map((one) => [one.id, one] as const), ...changed]).values()];
  const current = all.find((rollback) => !isOver(rollback));
  return {
    all,
    steps,
    changed: [...changed.values()],
    effects: begun === null ? [] : [begun.effect],
    wakeAt: current === undefined ? null : wakeRollbackAt(current, reading.rollback, at),
  };
}

/** The newest rollback of the handoff as people are shown it; `null` where there is none. */
export function rollbackView(handoff: Handoff, all: readonly Rollback[]): RollbackView | null {
  const rollback = all.findLast(({ handoffId }) => handoffId === handoff.id);
  return rollback === undefined ? null : viewOfRollback(rollback);
}

export function viewOfRollback({ state, by }: Rollback): RollbackView {
  const { code, detail } =
    state.kind === 'failed'
      ? state
      : { code: state.kind === 'unknown' ? ('rollback_unknown' as const) : null, detail: null };
  return {
    state: state.kind,
    by: by.login,
    runUrl: 'run' in state && state.run !== null ? state.run.url : null,
    code,
    detail,
  };
}

function refused(code: ReasonCode): RollbackJudgement {
  return { kind: 'refused', code };
}
