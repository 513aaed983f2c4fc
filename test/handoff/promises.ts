import { isDeepStrictEqual } from 'node:util';
import type { DispatchEffect } from '../../src/effect/effect.ts';
import { dispatchKey } from '../../src/handoff/keys.ts';
import { type DispatchOutcome, type Handoff, hasEnded, type Observation } from '../../src/handoff/state.ts';
import type { Advance } from '../../src/handoff/transition.ts';
import { GATES } from '../../src/policies/verdict.ts';
import type { World } from './world.ts';

/** One look at the world, before what it came to is committed. */
export interface Look {
  readonly world: World;
  readonly observation: Observation;
  readonly before: readonly Handoff[];
  readonly after: readonly Handoff[];
  readonly result: Advance;
  /** The same observation once more, after the commit: what a restart does. */
  readonly again: Advance;
}

/** What holds at every look, whatever happened before it. */
export const PROMISES: Readonly<Record<string, (look: Look) => boolean>> = {
  'a dispatch is for the head and base of now, with every gate open': ({ observation, after, result }) =>
    dispatches(result).every(
      ({ key, headSha, baseRef, ref }) =>
        allOpen(observation) &&
        observation.pull === 'open' &&
        !observation.otherDispatchUnresolved &&
        !observation.rollingBack &&
        after.some((one) => dispatchKey(one) === key) &&
        headSha === observation.headSha &&
        baseRef === observation.baseRef &&
        ref === 'main',
    ),

  'a head and base is dispatched once, unless it surely was not or a person asked again after its end': (
    look,
  ) =>
    dispatches(look.result).every(({ headSha, baseRef }) =>
      look.before
        .filter((earlier) => earlier.headSha === headSha && earlier.baseRef === baseRef)
        .every(
          (earlier) =>
            outcomes(earlier, look.world).every((kind) => kind === 'withdrawn' || kind === 'refused') ||
            (hasEnded(earlier) && look.world.requestedAt.some((at) => at > earlier.state.since)),
        ),
    ),

  'no dispatch is begun while one is unresolved': ({ world, before, after, result }) =>
    before
      .filter(({ id }) => after.some((one) => one.id === id && !hasEnded(one)))
      .filter((one) => isUnresolved(one, world)).length +
      dispatches(result).length <=
    1,

  'a handoff with an unresolved dispatch is left only when that is lost': ({ world, before, after }) =>
    before
      .filter((one) => !hasEnded(one) && isUnresolved(one, world))
      .map(({ id }) => after.find((one) => one.id === id)?.state)
      .every(
        (state) =>
          state?.kind === 'dispatching' ||
          state?.kind === 'dispatch_unknown' ||
          (state?.kind === 'failed' && state.code === 'dispatch_lost'),
      ),

  'a superseded, stopped or abandoned handoff cancels the run it leaves, unless that has completed': (look) =>
    look.result.changed.every(({ id, state }) => {
      if (state.kind !== 'superseded' && state.kind !== 'stopped' && state.kind !== 'abandoned') return true;
      const { run } = look.observation;
      const isOver =
        state.run === null ||
        look.before.some((was) => was.id === id && was.state.kind === 'approving') ||
        (run.known && run.value?.id === state.run.id && run.value.status === 'completed');
      const key = `cancel:${state.run?.id}:${state.run?.attempt}`;
      return look.result.effects.some((effect) => effect.key === key) === !isOver;
    }),

  'a closed gate does not end a handoff that a person started by hand': ({ result }) =>
    result.changed.every(
      ({ origin, state }) =>
        origin !== 'adopted' || state.kind !== 'superseded' || state.code !== 'superseded_by_gate',
    ),

  'a stop ends what is in flight, at whosever start, once asked to cancel and the run is known': (look) => {
    const { observation, after, result } = look;
    const isStopped = result.changed.some(({ state }) => state.kind === 'stopped');
    if (observation.cancelledBy === null) return !isStopped;
    return after.every(({ state }) => !['dispatched', 'running', 'approving'].includes(state.kind));
  },

  'an approval follows success of both runs, with every gate open': ({ observation, result }) =>
    result.effects.every(({ kind }) => kind !== 'approval_comment') ||
    (allOpen(observation) &&
      observation.run.known &&
      observation.run.value?.conclusion === 'success' &&
      observation.nestedVerify.known &&
      ['succeeded', 'not_expected'].includes(observation.nestedVerify.value.kind)),

  'a deed is asked for once': ({ world, result }) =>
    result.effects.every(({ key }) => !world.asked.has(key)) &&
    new Set(result.effects.map(({ key }) => key)).size === result.effects.length,

  'one handoff at most has not ended': ({ after }) => after.filter((one) => !hasEnded(one)).length <= 1,

  'what has ended never changes': ({ before, result }) =>
    result.changed.every(({ id }) => !before.some((was) => was.id === id && hasEnded(was))),

  'whoever waits is woken': ({ after, result, world }) =>
    after.some((one) => !hasEnded(one))
      ? result.wakeAt !== null && result.wakeAt > world.now
      : result.wakeAt === null,

  'the ledger is told of each change, and of nothing else but runs started by hand': ({ result }) =>
    result.changed.every(({ id }) => result.entries.some(({ data }) => data.handoffId === id)) &&
    (result.entries.length === 0 || result.changed.length > 0 || result.adoptedRunId !== null),

  'the same observation again changes nothing': ({ result, again }) =>
    [...again.changed, ...again.effects, ...again.entries].length === 0 &&
    again.wakeAt === result.wakeAt &&
    isDeepStrictEqual(again.current, result.current),
};

function dispatches({ effects }: Advance): readonly DispatchEffect[] {
  return effects.filter((effect) => effect.kind === 'dispatch');
}

function allOpen({ verdicts: all }: Observation): boolean {
  return isDeepStrictEqual(
    all.filter(({ outcome }) => outcome === 'pass').map(({ gate }) => gate),
    [...GATES],
  );
}

/** What became of each dispatch that the handoff has begun. */
function outcomes(
  { id, dispatches: begun }: Handoff,
  world: World,
): readonly (DispatchOutcome['kind'] | undefined)[] {
  return Array.from(
    { length: begun },
    (_, n) => world.dispatches.get(dispatchKey({ id, dispatches: n + 1 }))?.outcome.kind,
  );
}

function isUnresolved(handoff: Handoff, world: World): boolean {
  return outcomes(handoff, world).some((kind) => kind === 'pending' || kind === 'unanswered');
}
