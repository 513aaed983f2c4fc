import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hasEnded } from '../../src/alerts/episode.ts';
import type { RunResult } from '../../src/alerts/run.ts';
import { stepAlerts } from '../../src/alerts/step.ts';
import { call } from './call-given.ts';
import { at, handoff, inShort, run, World } from './world.ts';

const RESULTS: readonly RunResult[] = [
  'success',
  'failure',
  'timeout',
  'error',
  'superseded',
  'cancelled',
  'skipped',
];

/** One thing that happens, some minutes after the one before. */
const happening = fc.record({
  // Two looks at the same moment do not happen: requests for one coalesce.
  after: fc.integer({ min: 1, max: 40 }),
  role: fc.constantFrom('smoke' as const, 'verify' as const),
  what: fc.oneof(
    { weight: 8, arbitrary: fc.constant('ends' as const) },
    { weight: 3, arbitrary: fc.constant('reruns' as const) },
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        'begins' as const,
        'hands over' as const,
        'is acknowledged' as const,
        'is answered in PagerDuty' as const,
        'nothing' as const,
      ),
    },
  ),
  result: fc.oneof(
    { weight: 3, arbitrary: fc.constant('failure' as const) },
    { weight: 3, arbitrary: fc.constant('success' as const) },
    { weight: 1, arbitrary: fc.constantFrom(...RESULTS) },
  ),
  part: fc.constantFrom('a', 'b', 'c'),
  stopped: fc.boolean(),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

function happen(world: World, story: Happening, now: number, number: number): void {
  const { role, result, part } = story;
  world.stopped = story.stopped && number % 5 === 0;
  switch (story.what) {
    case 'ends': {
      world.put(
        run(number, { role, asked: now - 6, ended: now, result, failed: result === 'failure' ? [part] : [] }),
      );
      return;
    }
    case 'begins': {
      world.put(run(number, { role, asked: now }));
      return;
    }
    case 'reruns': {
      const newest = [...world.runs.values()].findLast((one) => one.role === role);
      if (newest === undefined) return;
      const { runId, attempt } = newest;
      if (newest.status !== 'completed')
        world.put(run(runId, { role, attempt, asked: now - 12, ended: now, result }));
      else
        world.put(
          run(runId, { role, attempt: attempt + 1, asked: now - 5, ended: now, result, failed: [part] }),
        );
      return;
    }
    case 'hands over':
      world.handoffs =
        number % 3 === 0
          ? []
          : [...world.handoffs, handoff(`h${number}`, now - 25, number % 2 === 0 ? ['ann'] : [])];
      return;
    case 'is acknowledged':
      world.episodes = world.episodes.map((one) =>
        hasEnded(one) ? one : { ...one, acknowledged: { by: 'U1', at: at(now) } },
      );
      return;
    case 'is answered in PagerDuty':
      world.calls = world.episodes.flatMap((one) => {
        const calledAt = one.heldDown?.recalledAt ?? one.paged?.at;
        if (calledAt === undefined) return [];
        const status =
          (['acknowledged', 'resolved', 'resolved', 'triggered'] as const)[number % 4] ?? 'triggered';
        return [call(minuteOf(calledAt), status, { at: now }, one.rule)];
      });
      return;
    case 'nothing':
      return;
  }
}

function minuteOf(time: string): number {
  return (Date.parse(time) - Date.parse(at(0))) / 60_000;
}

/** Plays a story; between two things that happen it looks whenever it wanted to. */
function play(
  story: readonly Happening[],
  after: (world: World, now: number, acts: readonly string[]) => void,
): void {
  const world = new World().calm('smoke').calm('verify');
  let now = 0;
  for (const [number, one] of story.entries()) {
    const next = now + one.after;
    for (let looks = 0; looks < 20 && world.wakeAt !== null; looks += 1) {
      const wake = minuteOf(world.wakeAt);
      if (wake >= next) break;
      after(world, wake, keysOf(world, wake));
    }
    now = next;
    happen(world, one, now, number + 1);
    after(world, now, keysOf(world, now));
  }
}

function keysOf(world: World, now: number): readonly string[] {
  return world.acts(now).map((act) => `${act.episodeId} ${act.key}`);
}

const stories = fc.array(happening, { minLength: 1, maxLength: 40 });

describe('whatever happens', () => {
  test('no act repeats, a page is resolved at most once and only after it was triggered, one episode a rule is open', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const done = new Set<string>();
        play(story, (world, _, keys) => {
          for (const key of keys) {
            expect(done).not.toContain(key);
            done.add(key);
            if (key.endsWith('page:resolve')) expect(done).toContain(key.replace('resolve', 'trigger'));
          }
          const open = world.episodes.filter((one) => !hasEnded(one)).map(({ rule }) => rule);
          expect(new Set(open).size).toBe(open.length);
        });
      }),
      { numRuns: 150 },
    );
  });

  test('somebody is called again only half an hour after it was resolved by hand, and while it is wrong', () => {
    fc.assert(
      fc.property(stories, (story) => {
        play(story, (world, now, keys) => {
          for (const key of keys.filter((one) => one.endsWith('page:trigger:again'))) {
            const episode = world.episodes.find(({ id }) => key.startsWith(`${id} `));
            expect(minuteOf(episode?.heldDown?.at ?? at(now))).toBeLessThanOrEqual(now - 30);
            expect(['warning', 'confirmed', 'rerunning']).toContain(episode?.state.kind);
          }
        });
      }),
      { numRuns: 150 },
    );
  });

  test('a second look at the same finds nothing to do and nothing changed', () => {
    fc.assert(
      fc.property(stories, (story) => {
        play(story, (world, now) => {
          const { acts, episodes } = stepAlerts(world.input(now));
          expect(acts).toEqual([]);
          // Only a handoff that is under way for long, beside one that was late, begins an episode of its own.
          expect(episodes.filter(({ state }) => state.kind !== 'noted')).toEqual([]);
        });
      }),
      { numRuns: 100 },
    );
  });

  test('while an episode is open there is a time to look again, and it is to come', () => {
    fc.assert(
      fc.property(stories, (story) => {
        play(story, (world, now) => {
          if (world.episodes.some((one) => !hasEnded(one))) expect(world.wakeAt).not.toBeNull();
          if (world.wakeAt !== null) expect(Date.parse(world.wakeAt)).toBeGreaterThan(Date.parse(at(now)));
        });
      }),
      { numRuns: 100 },
    );
  });

  test('the order in which runs, handoffs and episodes are read does not matter', () => {
    fc.assert(
      fc.property(stories, fc.infiniteStream(fc.nat()), (story, shuffle) => {
        play(story, (world, now) => {
          const input = world.input(now + 11);
          const mixed = <T>(list: readonly T[]): readonly T[] =>
            list
              .map((one) => ({ one, by: shuffle.next().value ?? 0 }))
              .sort((a, b) => a.by - b.by)
              .map(({ one }) => one);
          const other = stepAlerts({
            ...input,
            runs: mixed(input.runs),
            handoffs: mixed(input.handoffs),
            episodes: mixed(input.episodes),
            calls: mixed(input.calls),
          });
          const first = stepAlerts(input);
          expect(other.acts.map(inShort).sort()).toEqual(first.acts.map(inShort).sort());
          expect(other.wakeAt).toBe(first.wakeAt);
          expect(other.episodes.map(({ id, state, paged }) => [id, state, paged])).toEqual(
            first.episodes.map(({ id, state, paged }) => [id, state, paged]),
          );
        });
      }),
      { numRuns: 60 },
    );
  });
});

test('nothing to see: nothing to do', () => {
  expect(stepAlerts(new World().input(0))).toEqual({ episodes: [], acts: [], wakeAt: null });
});
