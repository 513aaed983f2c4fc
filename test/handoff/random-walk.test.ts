import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hasEnded } from '../../src/handoff/state.ts';
import { type Advance, advance } from '../../src/handoff/transition.ts';
import { LABEL_GONE, PULL, SETTINGS, STOPPED, stored, UNKNOWN, verdicts, WAITING } from './given.ts';
import { PROMISES } from './promises.ts';
import { type Event, World } from './world.ts';

const url = 'https://github.test/v';

/** How likely, and what. Good luck is likelier than bad, or no walk would come far. */
const EVENTS: readonly (readonly [weight: number, readonly Event[]])[] = [
  [4, [5, 30, 180, 600, 1800].map((seconds) => ({ kind: 'time', seconds }))],
  [1, (['a', 'b', 'c'] as const).map((head) => ({ kind: 'push', head }))],
  [1, (['main', 'main', 'release'] as const).map((base) => ({ kind: 'retarget', base }))],
  [1, (['open', 'open', 'closed'] as const).map((is) => ({ kind: 'pull', is }))],
  [4, [{ kind: 'gates', verdicts: verdicts() }]],
  [
    2,
    [
      LABEL_GONE,
      STOPPED,
      UNKNOWN,
      WAITING,
      verdicts({ G5: ['fail', 'stop_unreadable'] }),
      verdicts().slice(1),
    ].map((closed) => ({ kind: 'gates', verdicts: closed })),
  ],
  [1, [true, false, false].map((unresolved) => ({ kind: 'other_dispatch', unresolved }))],
  [1, [null, null, false, true].map((cancels) => ({ kind: 'stop', cancels }))],
  [1, [true, false, false].map((is) => ({ kind: 'rolling_back', is }))],
  [3, [{ kind: 'request' }]],
  [1, [{ kind: 'start_by_hand' }]],
  [
    8,
    (['answered', 'answered', 'answered', 'lost_done', 'lost_undone', 'withdrawn', 'refused'] as const).map(
      (ends) => ({
        kind: 'dispatch',
        ends,
      }),
    ),
  ],
  [2, [{ kind: 'lost_run_found' }]],
  [
    8,
    (['running', 'waiting', 'success', 'success', 'success', 'failure', 'cancelled', 'again'] as const).map(
      (is) => ({
        kind: 'run',
        is,
      }),
    ),
  ],
  [4, [{ kind: 'nested_verify', verify: { kind: 'succeeded', url } }]],
  [
    2,
    [
      { kind: 'nested_verify', verify: { kind: 'not_expected' } },
      { kind: 'nested_verify', verify: { kind: 'none_yet' } },
      { kind: 'nested_verify', verify: { kind: 'running', url } },
      { kind: 'nested_verify', verify: { kind: 'failed', url, conclusion: 'failure' } },
    ],
  ],
  [4, (['posted', 'posted', 'refused'] as const).map((is) => ({ kind: 'approval', is }))],
  [1, [true, true, false].map((is) => ({ kind: 'readable', is }))],
];

const walk = fc.record({
  start: fc.constantFrom('automatic' as const, 'command' as const),
  path: fc.array(
    fc.record({
      event: fc.oneof(...EVENTS.map(([weight, of]) => ({ weight, arbitrary: fc.constantFrom(...of) }))),
      /** Whether the PR is looked at after the event, or only after a later one. */
      thenLook: fc.constantFrom(true, true, false),
    }),
    { minLength: 1, maxLength: 100, size: 'max' },
  ),
});

function look(world: World, start: 'automatic' | 'command'): Advance {
  const observation = frozen(world.observe());
  const before = frozen(world.handoffs);
  const input = { pull: PULL, observation, settings: { ...SETTINGS, start }, now: world.now };
  const result = advance({ ...input, handoffs: before, active: world.active });
  const after = frozen(stored(before, result));
  const again = advance({
    ...input,
    observation: { ...observation, startedByHand: null },
    handoffs: after,
    active: after.find((one) => !hasEnded(one)) ?? null,
  });
  for (const [promise, isKept] of Object.entries(PROMISES)) {
    if (!isKept({ world, observation, before, after, result, again })) throw new Error(`broken: ${promise}`);
  }
  world.commit(after, result);
  return result;
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}

/** The walks are bounded by their number, not by the clock of a busy machine. */
const PATIENCE_MS = 120_000;

test(
  'however the world turns, the handoff keeps its promises',
  () => {
    fc.assert(
      fc.property(walk, ({ start, path }) => {
        const world = new World();
        look(world, start);
        for (const { event, thenLook } of path) {
          world.happen(event);
          if (thenLook) look(world, start);
        }
      }),
      { numRuns: 300 },
    );
  },
  PATIENCE_MS,
);

test(
  'such walks come by every state, and nearly every reason',
  () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(walk, ({ start, path }) => {
        const world = new World();
        for (const { event } of path) {
          world.happen(event);
          for (const { action, data } of look(world, start).entries)
            met.add(`${action} ${data.code ?? ''}`.trim());
        }
      }),
      { numRuns: 300, seed: 8 },
    );
    expect([...met].filter((one) => !one.startsWith('handoff.waiting ')).sort()).toEqual([
      'handoff.abandoned pull_request_closed',
      'handoff.adopted',
      'handoff.approved handoff_finished',
      'handoff.approving',
      'handoff.dispatch_unknown dispatch_unknown',
      'handoff.dispatched',
      'handoff.dispatching',
      'handoff.failed adopted_gates_closed',
      'handoff.failed approval_refused',
      'handoff.failed dispatch_lost',
      'handoff.failed dispatch_refused',
      'handoff.failed run_cancelled',
      'handoff.failed run_failed',
      'handoff.failed verify_run_failed',
      'handoff.failed verify_run_missing',
      'handoff.ready',
      'handoff.ready dispatch_unresolved_elsewhere',
      'handoff.ready rollback_in_flight',
      'handoff.run_by_hand_after_close',
      'handoff.running',
      'handoff.second_run_by_hand',
      'handoff.stopped handoff_stopped',
      'handoff.superseded superseded_by_base_change',
      'handoff.superseded superseded_by_gate',
      'handoff.superseded superseded_by_push',
      'handoff.waiting',
    ]);
  },
  PATIENCE_MS,
);
