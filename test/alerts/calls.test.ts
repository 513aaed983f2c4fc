import { beforeEach, describe, expect, test } from '@jest/globals';
import { callOf } from '../../src/alerts/calls.ts';
import type { Episode } from '../../src/alerts/episode.ts';
import type { RuleCall } from '../../src/alerts/incident.ts';
import { call } from './call-given.ts';
import { at, handoff, run, World } from './world.ts';

/** Two Smoke runs in a row fail, and their re-runs too: called at minute 40. */
const PAGED = 40;
let world: World;

function fails(runId: number, asked: number): void {
  world.put(run(runId, { asked, ended: asked + 5, result: 'failure', failed: ['sdk'] }));
  world.look(asked + 5);
  world.put(run(runId, { attempt: 2, asked: asked + 6, ended: asked + 10, result: 'failure' }));
}

function passes(runId: number, asked: number): readonly string[] {
  return world.put(run(runId, { asked, ended: asked + 5 })).look(asked + 5);
}

const of = (): Episode => world.of('smoke_failure_rate');
const wakeIn = (now: number): number => (Date.parse(world.wakeAt ?? '') - Date.parse(at(now))) / 60_000;

beforeEach(() => {
  world = new World().calm('smoke').calm('verify');
  fails(1, 0);
  world.look(10);
  fails(2, 30);
  expect(world.look(PAGED)).toContain('smoke_failure_rate: page trigger error');
});

describe('an acknowledgement in PagerDuty', () => {
  test('by a person of the incident of this page is who has it, said once', () => {
    world.calls = [call(PAGED, 'acknowledged', { at: 44 })];
    expect(world.look(45)).toEqual(['smoke_failure_rate: acknowledged']);
    expect(of().acknowledged).toEqual({ by: 'Ren', at: at(44), pagerduty: 'P0REN' });
    expect(world.look(46)).toEqual([]);
  });

  test.each<[string, RuleCall]>([
    ['of an older incident with the same key', call(PAGED - 2, 'acknowledged', { at: 44 })],
    ['of another rule', call(PAGED, 'acknowledged', { at: 44 }, 'verify_failure')],
    ['by a service', call(PAGED, 'acknowledged', { at: 44, by: null })],
    ['that was taken back', call(PAGED, 'triggered')],
  ])('%s is nobody’s', (_name, one) => {
    world.calls = [one];
    expect(world.look(45)).toEqual([]);
    expect(of().acknowledged).toBeNull();
  });

  test('whole seconds and a clock that is behind do not hide it', () => {
    world.calls = [call(PAGED - 0.9, 'acknowledged', { at: 44 })];
    expect(world.look(45)).toEqual(['smoke_failure_rate: acknowledged']);
  });

  test('takes nothing from whoever said before that they have it', () => {
    world.episodes = world.episodes.map((one) => ({ ...one, acknowledged: { by: 'mika', at: at(42) } }));
    world.calls = [call(PAGED, 'acknowledged', { at: 44 })];
    expect(world.look(45)).toEqual([]);
    expect(of().acknowledged?.by).toBe('mika');
  });

  test('of one that is over changes nothing', () => {
    for (let good = 0; good < 6; good += 1) passes(10 + good, 50 + good * 6);
    expect(of().state.kind).toBe('resolved');
    world.calls = [call(PAGED, 'acknowledged', { at: 90 })];
    expect(world.look(100)).toEqual([]);
    expect(of().acknowledged).toBeNull();
  });

  test('of one that flaps has it speak again', () => {
    world.episodes = world.episodes.map((one) => ({ ...one, flapping: true, told: ['flapping'] }));
    expect(passes(3, 42)).toEqual([]);
    world.calls = [call(PAGED, 'acknowledged', { at: 48 })];
    expect(world.look(50)).toEqual(['smoke_failure_rate: acknowledged']);
    world.put(run(4, { asked: 52, ended: 56, result: 'failure', failed: ['sdk'] }));
    expect(world.look(56)).toContain('smoke_failure_rate: reopened');
  });
});

describe('resolved by hand in PagerDuty', () => {
  const RESOLVED = 50;
  const resolved = [call(PAGED, 'resolved', { at: RESOLVED })];
  const again = ['smoke_failure_rate: page trigger error', 'smoke_failure_rate: called_again'];

  test('while it is wrong: half an hour of quiet, then one call with a note, and never another', () => {
    world.calls = resolved;
    expect(world.look(51)).toEqual(['smoke_failure_rate: held_down']);
    expect(of().heldDown).toEqual({
      by: 'Ren',
      pagerduty: 'P0REN',
      at: at(RESOLVED),
      until: at(80),
      recalledAt: null,
    });
    expect(wakeIn(51)).toBe(29);
    expect(world.look(79.9)).toEqual([]);
    expect(world.look(80)).toEqual(again);
    expect(of().heldDown?.recalledAt).toBe(at(80));
    world.calls = [...resolved, call(80, 'resolved', { at: 85 })];
    for (const now of [86, 116, 150]) expect(world.look(now)).toEqual([]);
  });

  test('the second call has a key of its own', () => {
    world.calls = resolved;
    world.look(51);
    expect(world.acts(80).map(({ key }) => key)).toEqual(['page:trigger:again', 'called_again']);
  });

  test('seen late, it is called at once', () => {
    world.calls = resolved;
    expect(world.look(95)).toEqual([again[0], 'smoke_failure_rate: held_down', again[1]]);
  });

  test.each<[string, RuleCall]>([
    ['by an event of the bot, or a time limit', call(PAGED, 'resolved', { at: RESOLVED, by: null })],
    ['of an older incident with the same key', call(PAGED - 5, 'resolved', { at: RESOLVED })],
    ['of another rule', call(PAGED, 'resolved', { at: RESOLVED }, 'severe')],
  ])('%s: nothing', (_name, one) => {
    world.calls = [one];
    for (const now of [51, 80, 120]) expect(world.look(now)).toEqual([]);
  });

  test('it recovers meanwhile: nobody is called, until it is wrong again', () => {
    world.calls = resolved;
    world.look(51);
    expect(passes(3, 55)).toEqual(['smoke_failure_rate: recovering']);
    for (const now of [80, 81, 100]) expect(world.look(now)).toEqual([]);
    world.put(run(4, { asked: 101, ended: 105, result: 'failure', failed: ['sdk'] }));
    expect(world.look(105)).toContain('smoke_failure_rate: reopened');
    expect(of()).toMatchObject({ state: { kind: 'rerunning' }, heldDown: { recalledAt: null } });
    world.put(run(4, { attempt: 2, asked: 106, ended: 110, result: 'failure', failed: ['sdk'] }));
    expect(world.look(110)).toEqual(again);
  });

  test('a re-run that is on its way is awaited, for half an hour at most', () => {
    world.calls = resolved;
    world.look(51);
    const restarts = (runId: number, asked: number) =>
      world
        .put(run(runId, { asked, ended: asked + 2, result: 'failure', failed: ['x'] }))
        .put(run(runId, { attempt: 2, asked: asked + 3 }))
        .look(asked + 3);
    expect(restarts(3, 70)).not.toContain(again[0]);
    const since = of().state.since;
    expect(world.look(80)).toEqual([]);
    expect(restarts(4, 90)).not.toContain(again[0]);
    expect(of().state).toMatchObject({ kind: 'rerunning', since });
    expect(world.look(99)).toEqual([]);
    expect(world.look(103)).toContain(again[0]);
  });

  test('it is over meanwhile: nothing', () => {
    world.calls = resolved;
    world.look(51);
    const acts = [52, 58, 64, 70, 76, 82].flatMap((asked, nth) => passes(10 + nth, asked));
    expect(acts).not.toContain(again[0]);
    expect(of().state.kind).toBe('resolved');
    expect(world.look(120)).toEqual([]);
  });

  test('while it recovers is right so far: quiet counts from then should it be wrong again', () => {
    expect(passes(3, 42)).toEqual(['smoke_failure_rate: recovering']);
    world.calls = resolved;
    expect(world.look(51)).toEqual([]);
    expect(of().heldDown).toBeNull();
    world.put(run(4, { asked: 52, ended: 56, result: 'failure', failed: ['sdk'] }));
    expect(world.look(56)).toContain('smoke_failure_rate: held_down');
    expect(of().heldDown?.until).toBe(at(80));
  });

  test('opened again there, it calls by itself', () => {
    world.calls = resolved;
    world.look(51);
    world.calls = [call(PAGED, 'triggered')];
    expect(world.look(60)).toEqual([]);
    expect(of().heldDown).toBeNull();
    expect(world.look(81)).toEqual([]);
  });

  test('who had it before has it no more; who has said so since keeps it', () => {
    const had = (minute: number) => {
      world.episodes = world.episodes.map((one) => ({
        ...one,
        acknowledged: { by: 'mika', at: at(minute) },
      }));
    };
    had(45);
    world.calls = resolved;
    world.look(51);
    const before = world.episodes;
    world.look(80);
    expect(of().acknowledged).toBeNull();
    world.episodes = before;
    had(60);
    world.look(80);
    expect(of().acknowledged?.by).toBe('mika');
  });

  test('the next incident is whose acknowledgement counts', () => {
    world.calls = resolved;
    world.look(51);
    world.look(80);
    world.calls = [...resolved, call(80, 'acknowledged', { at: 82, by: { id: 'P0AOI', name: 'Aoi' } })];
    expect(world.look(83)).toEqual(['smoke_failure_rate: acknowledged']);
    expect(of().acknowledged?.by).toBe('Aoi');
    expect(callOf(of(), world.calls)?.id).toBe('Q80');
    expect(callOf(of(), world.calls.toReversed())?.id).toBe('Q80');
  });

  test('in the thread of a severe one its parts are quiet', () => {
    world.episodes = world.episodes.map((one) => ({ ...one, partOf: '7:severe:1' }));
    world.put(run(30, { role: 'verify', asked: 41, ended: 42, result: 'failure', failed: ['a'] }));
    world.put(
      run(30, { role: 'verify', attempt: 2, asked: 43, ended: 44, result: 'failure', failed: ['a'] }),
    );
    world.look(44);
    expect(world.of('severe').state.kind).toBe('confirmed');
    world.calls = resolved;
    const acts = [51, 80, 100].flatMap((now) => world.look(now));
    expect(acts.filter((act) => act.startsWith('smoke'))).toEqual([]);
  });

  test('of a severe one: called again', () => {
    world.put(run(30, { role: 'verify', asked: 41, ended: 42, result: 'failure', failed: ['a'] }));
    world.look(42);
    world.put(
      run(30, { role: 'verify', attempt: 2, asked: 43, ended: 44, result: 'failure', failed: ['a'] }),
    );
    expect(world.look(44)).toContain('severe: page trigger critical');
    world.calls = [call(44, 'resolved', { at: 50 }, 'severe')];
    expect(world.look(51)).toEqual(['severe: held_down']);
    expect(world.look(80)).toEqual(['severe: page trigger critical', 'severe: called_again']);
  });

  test('of a late handoff: called again while one is late', () => {
    world.handoffs = [handoff('h1', 0)];
    world.look(45);
    expect(world.look(60)).toContain('handoff_lead_time: page trigger warning');
    world.calls = [call(60, 'resolved', { at: 61 }, 'handoff_lead_time')];
    expect(world.look(62)).toEqual(['handoff_lead_time: held_down']);
    expect(world.look(91)).toEqual([
      'handoff_lead_time: page trigger warning',
      'handoff_lead_time: called_again',
    ]);
    world.handoffs = [];
    expect(world.look(92)).toContain('handoff_lead_time: page resolve warning');
  });
});
