import type { Observation } from '../handoff/state.ts';
import type { StopFacts } from '../policies/facts.ts';
import type { Verdict } from '../policies/verdict.ts';
import type { PullMemory } from '../store/store.ts';
import type { DecideInput, Standing } from './standing.ts';

/** What the handoff machine looks at, from what was read and remembered. */
export function observationOf(
  input: DecideInput,
  standing: Standing,
  { request, rollingBack }: Pick<Observation, 'request' | 'rollingBack'>,
): Observation {
  const { memory, reading } = input;
  const { pull } = reading.facts;
  return {
    repositoryId: memory.pull.repositoryId,
    number: memory.pull.number,
    headSha: pull.headSha,
    baseRef: pull.baseRef,
    pull: pull.state === 'open' ? 'open' : 'closed',
    verdicts: standing.enforcing ? standing.verdicts : held(standing.verdicts),
    request,
    startedByHand: memory.startedByHand?.headSha === pull.headSha ? memory.startedByHand : null,
    otherDispatchUnresolved: input.otherDispatchUnresolved,
    rollingBack,
    cancelledBy: cancellingStop(reading.facts.stop),
    dispatch: reading.handoff.dispatch,
    dispatchKey: reading.handoff.dispatchKey,
    run: reading.handoff.run,
    nestedVerify: reading.handoff.nestedVerify,
    approval: approvalOf(memory),
  };
}

function cancellingStop(stop: StopFacts): Observation['cancelledBy'] {
  if (stop.kind !== 'stopped' || !stop.cancels) return null;
  return { by: stop.by ?? stop.source, reason: stop.reason };
}

/** An approval held back right before it was posted is still owed. */
function approvalOf({ approval }: PullMemory): Observation['approval'] {
  if (approval === null || approval.outcome.kind === 'withdrawn') return null;
  return { handoffId: approval.handoffId, outcome: approval.outcome };
}

/** Unknown neither opens nor cancels: a slip in the configuration does not end what is in flight. */
function held(verdicts: readonly Verdict[]): readonly Verdict[] {
  return verdicts.map((verdict) => ({ ...verdict, outcome: 'unknown' }));
}
