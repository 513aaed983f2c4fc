import { describe, expect, test } from '@jest/globals';
import { at, run, World } from './world.ts';

const failing = (id: number, asked: number, part = `t${id}`) =>
  run(id, { asked, ended: asked + 5, result: 'failure', failed: [part] });
const passing = (id: number, asked: number) => run(id, { asked, ended: asked + 5 });

describe('M1: the failure rate of Codex Smoke', () => {
  test('one of seven warns, and is over after its re-run, three good runs and ten minutes', () => {
    const world = new World().calm('smoke').calm('verify').put(failing(1, 0));
    expect(world.look(5)).toEqual([
      'smoke_failure_rate: opened',
      'rerun smoke 1.1',
      // As the runbook says: the newest Verify run, since the head has none.
      'rerun verify 2007.1',
    ]);
    expect(world.of('smoke_failure_rate')).toMatchObject({
      state: { kind: 'rerunning', until: at(15) },
      measure: { raw: { failed: 1, of: 7 }, confirmed: { failed: 0, of: 7 }, inARow: 0 },
    });
    world.put(run(1, { asked: 6, attempt: 2, ended: 11 }));
    expect(world.look(11)).toEqual(['smoke_failure_rate: recovering']);
    world.put(passing(2, 12), passing(3, 13));
    expect(world.look(18)).toEqual([]);
    expect(world.of('smoke_failure_rate').state).toEqual({ kind: 'recovering', since: at(11), goodRuns: 3 });
    expect(world.wakeAt).toBe(at(21));
    expect(world.look(20.9)).toEqual([]);
    expect(world.look(21)).toEqual(['smoke_failure_rate: resolved']);
    // The failure is still in the window: it was warned of already.
    expect(world.look(22)).toEqual([]);
  });

  test('LangGraph Verify of the same head is the one that is re-run', () => {
    const world = new World()
      .calm('smoke')
      .calm('verify')
      .put(failing(1, 0), run(50, { role: 'verify', asked: -30, ended: -20, head: 'head-1', pulls: [1] }));
    expect(world.look(5)).toContain('rerun verify 50.1');
  });

  test('one that a handoff waits for is left alone where there is another', () => {
    const world = new World()
      .calm('smoke')
      .calm('verify')
      .put(failing(1, 0), run(50, { role: 'verify', asked: -30, ended: -20, pulls: [] }));
    world.nested = [{ runId: 50 }];
    expect(world.look(5)).toContain('rerun verify 2007.1');
  });

  test('two in a row that failed again after their re-runs call somebody, once; good runs end it once', () => {
    const world = new World().calm('smoke').put(failing(1, 0));
    world.look(5);
    world.put(run(1, { asked: 5, attempt: 2, ended: 10, result: 'failure', failed: ['t1'] }));
    expect(world.look(10)).toEqual(['smoke_failure_rate: confirmed']);
    expect(world.of('smoke_failure_rate').paged).toBeNull();
    world.put(failing(2, 20));
    expect(world.look(25)).toEqual(['rerun smoke 2.1', 'smoke_failure_rate: rerun']);
    world.put(run(2, { asked: 25, attempt: 2, ended: 30, result: 'failure', failed: ['t2'] }));
    expect(world.look(30)).toEqual(['smoke_failure_rate: page trigger error', 'smoke_failure_rate: paged']);
    expect(world.of('smoke_failure_rate').paged).toEqual({ at: at(30), because: 'two_in_a_row' });
    world.put(passing(3, 40), passing(4, 50), passing(5, 60));
    expect(world.look(65)).toEqual(['smoke_failure_rate: recovering']);
    // Two of seven are still confirmed.
    expect(world.look(80)).toEqual([]);
    world.put(passing(6, 90), passing(7, 100));
    expect(world.look(105)).toEqual([]);
    world.put(passing(8, 110));
    expect(world.look(115)).toEqual([
      'smoke_failure_rate: page resolve error',
      'smoke_failure_rate: resolved',
    ]);
  });

  test('the same parts failed in the run before: no re-run, and the second failure calls at once', () => {
    const world = new World().calm('smoke').put(failing(1, 0, 'sdk'));
    world.look(5);
    world.put(run(1, { asked: 5, attempt: 2, ended: 10, result: 'failure', failed: ['sdk'] }));
    world.look(10);
    world.put(failing(2, 20, 'sdk'));
    expect(world.look(25)).toEqual(['smoke_failure_rate: page trigger error', 'smoke_failure_rate: paged']);
    expect(world.of('smoke_failure_rate').reruns.at(-1)?.outcome).toEqual({
      kind: 'not_done',
      because: 'same_failure_before',
    });
  });

  test('two of seven confirmed, not in a row', () => {
    const world = new World().calm('smoke').put(failing(1, 0));
    world.look(5);
    world.put(run(1, { asked: 5, attempt: 2, ended: 10, result: 'failure', failed: ['t1'] }));
    world.look(10);
    world.put(passing(2, 20));
    expect(world.look(25)).toEqual(['smoke_failure_rate: recovering']);
    world.put(failing(3, 30));
    expect(world.look(35)).toEqual([
      'rerun smoke 3.1',
      'smoke_failure_rate: reopened',
      'smoke_failure_rate: rerun',
    ]);
    world.put(run(3, { asked: 35, attempt: 2, ended: 40, result: 'timeout' }));
    expect(world.look(40)).toEqual(['smoke_failure_rate: page trigger error', 'smoke_failure_rate: paged']);
    expect(world.of('smoke_failure_rate').paged?.because).toBe('two_of_seven_confirmed');
  });

  test.each([
    ['one failure of three runs says nothing', 2, [], []],
    ['two in a row warn however few there are', 1, [failing(2, 10)], ['smoke_failure_rate: opened']],
  ] as const)('a window that is not full: %s', (_, calm, more, expected) => {
    const world = new World().calm('smoke', calm).put(failing(1, 0), ...more);
    expect(world.look(15).filter((act) => act.includes(':'))).toEqual(expected);
  });

  test('the threshold is more than so many percent, not as many', () => {
    const settings = { smoke_failure_rate: { window: 20, percent: 5 } };
    expect(new World(settings).calm('smoke', 19).put(failing(1, 0)).look(5)).toEqual([]);
    expect(
      new World({ smoke_failure_rate: { window: 20, percent: 4.9 } })
        .calm('smoke', 19)
        .put(failing(1, 0))
        .look(5),
    ).toContain('smoke_failure_rate: opened');
  });

  test('runs that are not eligible, superseded, cancelled or skipped count for nothing', () => {
    const world = new World()
      .calm('smoke')
      .put(
        run(1, { asked: 0, ended: 5, result: 'failure', eligible: false }),
        run(2, { asked: 0, ended: 5, result: 'superseded' }),
        run(3, { asked: 0, ended: 5, result: 'cancelled' }),
        run(4, { asked: 0, ended: 5, result: 'skipped' }),
      );
    expect(world.look(5)).toEqual([]);
  });

  test('a re-run that never starts hides nothing: after ten minutes the failure counts as confirmed', () => {
    const world = new World().calm('smoke').put(failing(1, 0));
    world.look(5);
    expect(world.wakeAt).toBe(at(15));
    expect(world.look(14.9)).toEqual([]);
    expect(world.look(15)).toEqual(['smoke_failure_rate: confirmed']);
    expect(world.of('smoke_failure_rate').reruns[0]?.outcome).toEqual({ kind: 'overdue' });
    // It comes late, and good.
    world.put(run(1, { asked: 6, attempt: 2, started: 16, ended: 20 }));
    expect(world.look(20)).toEqual(['smoke_failure_rate: recovering']);
  });

  test('a re-run that does not end in twice the median is overdue, at the earliest after ten minutes', () => {
    const world = new World().calm('smoke').put(failing(1, 0));
    world.look(5);
    world.put(run(1, { asked: 5, attempt: 2, started: 8 }));
    expect(world.look(8)).toEqual([]);
    expect(world.wakeAt).toBe(at(18));
    expect(world.look(18)).toEqual(['smoke_failure_rate: confirmed']);
  });

  test('a cancelled re-run clears nothing', () => {
    const world = new World().calm('smoke').put(failing(1, 0));
    world.look(5);
    world.put(run(1, { asked: 5, attempt: 2, ended: 7, result: 'cancelled' }));
    world.look(7);
    expect(world.of('smoke_failure_rate')).toMatchObject({
      state: { kind: 'warning' },
      measure: { confirmed: { failed: 1 } },
    });
  });

  test.each(['refused', 'stopped', 'head_moved', 'switched_off'] as const)(
    'a re-run that was not done (%s) clears nothing, and says why',
    (because) => {
      const world = new World().calm('smoke').put(failing(1, 0));
      world.look(5);
      world.done = [{ runId: 1, headSha: 'head-1', role: 'smoke', at: at(5), notDone: because }];
      world.look(6);
      expect(world.of('smoke_failure_rate').reruns[0]?.outcome).toEqual({ kind: 'not_done', because });
    },
  );

  test('one that came too late is overdue by its own deadline', () => {
    const world = new World().calm('smoke').put(failing(1, 0));
    world.look(5);
    world.done = [{ runId: 1, headSha: 'head-1', role: 'smoke', at: at(5), notDone: 'too_late' }];
    world.look(6);
    expect(world.of('smoke_failure_rate').reruns[0]?.outcome).toEqual({ kind: 'pending' });
    world.look(15);
    expect(world.of('smoke_failure_rate').reruns[0]?.outcome).toEqual({ kind: 'overdue' });
  });

  test('a day without a run is said once; the state stays', () => {
    const world = new World().calm('smoke').put(failing(1, 0));
    world.look(5);
    world.look(15);
    expect(world.look(5 + 24 * 60)).toEqual(['smoke_failure_rate: no_data']);
    expect(world.look(6 + 25 * 60)).toEqual([]);
    expect(world.of('smoke_failure_rate')).toMatchObject({
      state: { kind: 'confirmed' },
      noDataSince: at(5 + 24 * 60),
    });
    world.put(passing(2, 1600));
    expect(world.look(1605)).toEqual(['smoke_failure_rate: recovering']);
    expect(world.of('smoke_failure_rate').noDataSince).toBeNull();
  });

  test('what failed more than a day ago opens nothing', () => {
    expect(
      new World()
        .calm('smoke')
        .put(failing(1, 0))
        .look(5 + 24 * 60),
    ).toEqual([]);
  });
});

describe('LangGraph Verify fails (O2)', () => {
  const verify = (id: number, asked: number, more = {}) =>
    run(id, { role: 'verify', asked, ended: asked + 5, result: 'failure', failed: [`v${id}`], ...more });

  test('each failure warns, however few runs there are; confirmed by its re-run, paged for at the second', () => {
    const world = new World().put(verify(1, 0));
    expect(world.look(5)).toEqual(['verify_failure: opened', 'rerun verify 1.1']);
    world.put(verify(1, 5, { attempt: 2 }));
    expect(world.look(10)).toEqual(['verify_failure: confirmed']);
    world.put(verify(2, 20, { failed: ['v1'] }));
    expect(world.look(25)).toEqual(['verify_failure: page trigger error', 'verify_failure: paged']);
  });

  test('a re-run that passes ends it after three good runs', () => {
    const world = new World().calm('verify').put(verify(1, 0));
    world.look(5);
    world.put(run(1, { role: 'verify', asked: 5, attempt: 2, ended: 10 }));
    expect(world.look(10)).toEqual(['verify_failure: recovering']);
  });

  test('a run that passed and fails when it is tried again is news', () => {
    const world = new World()
      .calm('verify')
      .put(run(1, { role: 'verify', asked: 0, ended: 5 }), verify(1, 10, { attempt: 2 }));
    expect(world.look(15)).toEqual(['verify_failure: opened']);
    expect(world.of('verify_failure').state.kind).toBe('warning');
  });
});

describe('flapping', () => {
  /** One failure that its re-run mends, and three good runs; it takes an hour. */
  const once = (world: World, from: number) => {
    const id = from + 10;
    world.put(failing(id, from));
    const acts = [...world.look(from + 5)];
    world.put(run(id, { asked: from + 5, attempt: 2, ended: from + 10 }));
    acts.push(...world.look(from + 10));
    world.put(passing(id + 1, from + 11), passing(id + 2, from + 12), passing(id + 3, from + 13));
    acts.push(...world.look(from + 30));
    return acts.filter((act) => act.startsWith('smoke'));
  };
  const told = [
    'smoke_failure_rate: opened',
    'smoke_failure_rate: recovering',
    'smoke_failure_rate: resolved',
  ];

  test('the third opening within a day is said once, and ends after a whole window of good runs', () => {
    const world = new World().calm('smoke');
    expect(once(world, 0)).toEqual(told);
    expect(once(world, 100)).toEqual(told);
    expect(once(world, 200)).toEqual(['smoke_failure_rate: flapping']);
    expect(world.of('smoke_failure_rate')).toMatchObject({
      flapping: true,
      state: { kind: 'recovering', goodRuns: 4 },
    });
  });

  test('it calls nobody until somebody has looked, and then for what comes after', () => {
    const world = new World({ smoke_failure_rate: { window: 3 } }).calm('smoke');
    for (const from of [0, 100]) once(world, from);
    world.put(failing(300, 200, 'a'), failing(301, 206, 'b'));
    world.look(211);
    world.look(230);
    expect(world.of('smoke_failure_rate')).toMatchObject({
      flapping: true,
      confirmedAt: at(230),
      paged: null,
    });
    world.episodes = world.episodes.map((one) =>
      one.flapping ? { ...one, acknowledged: { by: 'U1', at: at(235) } } : one,
    );
    expect(world.look(236)).toEqual([]);
    world.put(failing(302, 240, 'b'));
    expect(world.look(245)).toContain('smoke_failure_rate: page trigger error');
  });

  test('a whole window of failures flaps no more: somebody is called', () => {
    const world = new World({ smoke_failure_rate: { window: 3 } }).calm('smoke');
    for (const from of [0, 100]) once(world, from);
    world.put(failing(300, 200, 'a'), failing(301, 206, 'a'), failing(302, 212, 'a'));
    world.look(217);
    expect(world.look(240)).toContain('smoke_failure_rate: page trigger error');
  });

  test('the fourth says nothing more while nobody has looked', () => {
    const world = new World({ smoke_failure_rate: { window: 3 } }).calm('smoke');
    for (const from of [0, 100, 200]) once(world, from);
    expect(once(world, 300)).toEqual([]);
  });
});
