import type { PullTarget } from '../effect/effect.ts';
import { unreachable } from '../errors.ts';
import { awaitApproval } from './await-approval.ts';
import { awaitDispatch } from './await-dispatch.ts';
import { beforeDispatch } from './before-dispatch.ts';
import { followRun } from './follow-run.ts';
import { ofHeadAndBase, open } from './open.ts';
import { isRecorded, recordUnadopted } from './run-by-hand.ts';
import { type Handoff, hasEnded, type Observation } from './state.ts';
import type { HandoffEffect, HandoffEntry, HandoffSettings, Situation, Step } from './step.ts';
import { wakeAt } from './timing.ts';

/** More steps than one observation allows; were any left, the next wake-up takes them up. */
const MAX_STEPS = 16;

export interface AdvanceInput {
  readonly pull: PullTarget;
  /** All handoffs of the PR, newest last. */
  readonly handoffs: readonly Handoff[];
  /** The one of them that has not ended, if any. */
  readonly active: Handoff | null;
  readonly observation: Observation;
  readonly settings: HandoffSettings;
  /** ISO 8601 in UTC. */
  readonly now: string;
}

export interface Advance {
  /** Handoffs that are new or changed, oldest first, as they are now. */
  readonly changed: readonly Handoff[];
  readonly effects: readonly HandoffEffect[];
  readonly entries: readonly HandoffEntry[];
  /** When to look again though nothing is heard; `null` when nothing is waited for. */
  readonly wakeAt: string | null;
  /** The handoff that has not ended, else the newest of this head and base, else `null`. */
  readonly current: Handoff | null;
  /** The run started by hand that is on record now: adopted, or noted as one that could not be. */
  readonly adoptedRunId: number | null;
  /** The command id of the request that a handoff has used up. */
  readonly usedRequestId: string | null;
}

/**
 * Takes a PR's handoff as far as the observation allows: ends a stale one, opens the one for the head
 * and base of now, follows it. Level-triggered: the same observation again changes nothing more.
 */
export function advance({ handoffs, active, ...input }: AdvanceInput): Advance {
  const byHand = input.observation.startedByHand;
  const situation = unrecorded(input, handoffs);

  const steps = walk(handoffs, active, situation);
  const after = withSteps(handoffs, steps);
  const current =
    after.find((handoff) => !hasEnded(handoff)) ?? ofHeadAndBase(after, input.observation).at(-1) ?? null;
  const unadopted =
    byHand === null || isRecorded(byHand.run, after) ? [] : [recordUnadopted(byHand, current, situation)];
  return {
    changed: after.filter((handoff) => !handoffs.includes(handoff)),
    effects: steps.flatMap(({ effects }) => effects),
    entries: [...steps.map(({ entry }) => entry), ...unadopted],
    wakeAt: current === null ? null : wakeAt(current, situation),
    current,
    adoptedRunId: byHand?.run.id ?? null,
    usedRequestId: steps.find(({ usedRequestId }) => usedRequestId !== null)?.usedRequestId ?? null,
  };
}

/** Steps until none is left. */
function walk(handoffs: readonly Handoff[], active: Handoff | null, situation: Situation): readonly Step[] {
  const steps: Step[] = [];
  let current = active;
  while (steps.length < MAX_STEPS) {
    const known = withSteps(handoffs, steps);
    const next = step(current, known, unrecorded(situation, known));
    if (next === null) break;
    steps.push(next);
    current = next.handoff;
  }
  return steps;
}

/** A run started by hand is news until a handoff has it, be it one of a moment ago. */
function unrecorded(situation: Situation, handoffs: readonly Handoff[]): Situation {
  const { startedByHand } = situation.observation;
  if (startedByHand === null || !isRecorded(startedByHand.run, handoffs)) return situation;
  return { ...situation, observation: { ...situation.observation, startedByHand: null } };
}

/** The one transition that the observation allows from here, if any; where none is open, one may be opened. */
function step(handoff: Handoff | null, handoffs: readonly Handoff[], situation: Situation): Step | null {
  if (handoff === null) return open(handoffs, situation);
  const { state } = handoff;
  switch (state.kind) {
    case 'waiting':
    case 'ready':
      return beforeDispatch({ ...handoff, state }, situation);
    case 'dispatching':
    case 'dispatch_unknown':
      return awaitDispatch({ ...handoff, state }, situation);
    case 'dispatched':
    case 'running':
      return followRun({ ...handoff, state }, situation);
    case 'approving':
      return awaitApproval({ ...handoff, state }, situation);
    case 'approved':
    case 'failed':
    case 'stopped':
    case 'superseded':
    case 'abandoned':
      return open(handoffs, situation);
    default:
      return unreachable(state);
  }
}

function withSteps(handoffs: readonly Handoff[], steps: readonly Step[]): readonly Handoff[] {
  const byId = new Map(
    [...handoffs, ...steps.map(({ handoff }) => handoff)].map((handoff) => [handoff.id, handoff]),
  );
  return [...byId.values()];
}
