import { describe, expect, test } from '@jest/globals';
import { at, handoff, run, World } from './world.ts';

const verify = (id: number, given: Omit<Parameters<typeof run>[1], 'role'>) =>
  run(id, { role: 'verify', ...given });

describe('M2: LangGraph Verify takes too long', () => {
  test('noticed while it runs: cancelled, re-run once it has ended, over after three runs in time', () => {
    const world = new World().calm('verify').put(verify(1, { asked: 0, started: 1 }));
    expect(world.look(5)).toEqual([]);
    expect(world.wakeAt).toBe(at(11));
    expect(world.look(11)).toEqual(['verify_latency: opened', 'cancel 1.1']);
    expect(world.of('verify_latency')).toMatchObject({
      state: { kind: 'rerunning', until: at(21) },
      measure: {
        limitMs: 600_000,
        slow: [{ runId: 1, state: 'running', queuedMs: 60_000, executingMs: 600_000 }],
      },
    });
    world.put(verify(1, { asked: 0, started: 1, ended: 11.5, result: 'timeout' }));
    // It counts as a timeout, but it is told of here alone.
    expect(world.look(11.5)).toEqual(['rerun verify 1.1', 'verify_latency: rerun']);
    world.put(verify(1, { asked: 12, attempt: 2, ended: 15 }));
    expect(world.look(15)).toEqual(['verify_latency: recovering']);
    world.put(verify(2, { asked: 16, ended: 20 }), verify(3, { asked: 17, ended: 20 }));
    expect(world.look(25)).toEqual(['verify_latency: resolved']);
    expect(world.look(26)).toEqual([]);
  });

  test('a re-run that is slow too calls somebody, while it still runs', () => {
    const world = new World().calm('verify').put(verify(1, { asked: 0 }));
    world.look(10);
    world.put(verify(1, { asked: 0, ended: 10.5, result: 'timeout' }));
    world.look(10.5);
    world.put(verify(1, { asked: 11, attempt: 2 }));
    expect(world.look(12)).toEqual([]);
    expect(world.look(21)).toEqual(['verify_latency: page trigger error', 'verify_latency: paged']);
    expect(world.of('verify_latency').paged?.because).toBe('still_slow');
  });

  test('a re-run that fails quickly is the other rule', () => {
    const world = new World().calm('verify').put(verify(1, { asked: 0 }));
    world.look(10);
    world.put(verify(1, { asked: 0, ended: 10.5, result: 'timeout' }));
    world.look(10.5);
    world.put(verify(1, { asked: 11, attempt: 2, ended: 12, result: 'failure' }));
    expect(world.look(12)).toEqual(['verify_failure: opened']);
    expect(world.of('verify_failure').state.kind).toBe('confirmed');
  });

  test('a cancellation that does not come in time calls somebody', () => {
    const world = new World().calm('verify').put(verify(1, { asked: 0 }));
    world.look(10);
    expect(world.look(20)).toEqual(['verify_latency: page trigger error', 'verify_latency: paged']);
    expect(world.of('verify_latency').paged?.because).toBe('rerun_failed');
  });

  test('one that a stop came before is no trouble of its own, and calls nobody', () => {
    const world = new World().calm('verify').put(verify(1, { asked: 0 }));
    world.look(10);
    world.done = [{ runId: 1, headSha: 'head-1', role: 'verify', at: at(10), notDone: 'stopped' }];
    world.stopped = true;
    expect(world.look(11)).toEqual([]);
    expect(world.of('verify_latency')).toMatchObject({
      state: { kind: 'warning' },
      reruns: [{ outcome: { kind: 'not_done', because: 'stopped' } }],
    });
    expect(world.look(20)).toEqual([]);
  });

  test('two runs in a row that are slow call somebody; the second is not cancelled', () => {
    const world = new World().calm('verify').put(verify(1, { asked: 0 }));
    world.look(10);
    world.put(verify(2, { asked: 1 }));
    expect(world.look(11)).toEqual(['verify_latency: page trigger error', 'verify_latency: paged']);
    expect(world.of('verify_latency').reruns.map(({ outcome }) => outcome)).toEqual([
      { kind: 'cancelling' },
      { kind: 'not_done', because: 'same_failure_before' },
    ]);
  });

  const left: [string, Omit<Parameters<typeof run>[1], 'role'>, unknown, string, readonly string[]][] = [
    ['queued', { asked: 0, started: null, status: 'queued' }, {}, 'still_queued', []],
    ['waiting', { asked: 0, started: 0, status: 'waiting', waitingSince: 10 }, {}, 'waiting_for_people', []],
    ['ended well', { asked: 0, started: 0, ended: 10.1 }, {}, 'ended_well', []],
    ['switched off', { asked: 0 }, { verify_latency: { rerun: 'never' } }, 'switched_off', []],
  ];
  test.each(left)('%s: it is left alone', (_, given, settings, because, acts) => {
    const world = new World(settings).calm('verify').put(verify(1, given));
    expect(world.look(10.2)).toEqual(['verify_latency: opened', ...acts]);
    expect(world.of('verify_latency').reruns).toMatchObject([{ outcome: { kind: 'not_done', because } }]);
  });

  test('one that a handoff waits for is told of and left alone, also once the handoff is over', () => {
    const world = new World().calm('verify').put(verify(1, { asked: 0 }));
    world.nested = [{ runId: 1 }];
    expect(world.look(10)).toEqual(['verify_latency: opened']);
    world.nested = [];
    expect(world.look(12)).toEqual([]);
    expect(world.of('verify_latency').reruns).toMatchObject([
      { outcome: { kind: 'not_done', because: 'handoff_waits' } },
    ]);
  });

  test('once a queued one runs and is slow, it is cancelled', () => {
    const world = new World().calm('verify').put(verify(1, { asked: 0, started: null, status: 'queued' }));
    world.look(10);
    world.put(verify(1, { asked: 0, started: 11 }));
    expect(world.look(12)).toEqual([]);
    expect(world.look(21)).toEqual(['cancel 1.1']);
  });

  test("the runbook's letter, where the configuration wants it: one that ended well is re-run too", () => {
    const world = new World({ verify_latency: { rerun: 'always' } }).calm('verify');
    world.put(verify(1, { asked: 0, ended: 11 }));
    expect(world.look(11)).toEqual(['verify_latency: opened', 'rerun verify 1.1']);
  });

  const between: [string, Omit<Parameters<typeof run>[1], 'role'>, boolean, string][] = [
    ['it ended well after all', { asked: 0, ended: 10.5 }, false, 'ended_well'],
    ['a newer run replaced it', { asked: 0, ended: 10.5, result: 'superseded' }, false, 'head_moved'],
    ['a stop came', { asked: 0, ended: 10.5, result: 'timeout' }, true, 'stopped'],
  ];
  test.each(between)('while it is cancelled: %s', (_, given, stopped, because) => {
    const world = new World().calm('verify').put(verify(1, { asked: 0 }));
    world.look(10);
    world.stopped = stopped;
    world.put(verify(1, given));
    expect(world.look(10.5).filter((act) => act.startsWith('rerun'))).toEqual([]);
    expect(world.of('verify_latency').reruns).toMatchObject([{ outcome: { kind: 'not_done', because } }]);
  });

  test('somebody re-ran it before the bot could', () => {
    const world = new World().calm('verify').put(verify(1, { asked: 0 }));
    world.look(10);
    world.put(verify(1, { asked: 0, ended: 10.5, result: 'timeout' }), verify(1, { asked: 11, attempt: 2 }));
    world.look(11);
    expect(world.of('verify_latency').reruns).toMatchObject([{ outcome: { kind: 'pending' } }]);
  });
});

describe('M3: a handoff takes too long', () => {
  test('a note at 30 minutes, an alert at 45 that asks who may approve, a page a quarter of an hour later', () => {
    const world = new World();
    world.handoffs = [handoff('h1', 0, ['ann'])];
    expect(world.look(10)).toEqual([]);
    expect(world.wakeAt).toBe(at(30));
    expect(world.look(30)).toEqual(['handoff_lead_time: lead_time_note h1']);
    expect(world.of('handoff_lead_time').state.kind).toBe('noted');
    expect(world.wakeAt).toBe(at(45));
    expect(world.look(45)).toEqual(['handoff_lead_time: opened', 'handoff_lead_time: approval_asked h1']);
    expect(world.wakeAt).toBe(at(60));
    expect(world.of('handoff_lead_time')).toMatchObject({
      id: `7:handoff_lead_time:${Date.parse(at(30))}`,
      openedAt: at(45),
    });
    expect(world.look(60)).toEqual(['handoff_lead_time: page trigger warning', 'handoff_lead_time: paged']);
    expect(world.look(200)).toEqual([]);
    world.handoffs = [];
    expect(world.look(201)).toEqual([
      'handoff_lead_time: page resolve warning',
      'handoff_lead_time: resolved',
    ]);
    expect(world.of('handoff_lead_time').measure).toMatchObject({ late: [{ handoffId: 'h1' }] });
  });

  test('a handoff that ends in time: nobody hears of the episode', () => {
    const world = new World();
    world.handoffs = [handoff('h1', 0)];
    world.look(30);
    world.handoffs = [];
    expect(world.look(40)).toEqual([]);
    expect(world.of('handoff_lead_time').state.kind).toBe('resolved');
    expect(world.wakeAt).toBeNull();
  });

  test('another one is noted and asked for within the same episode, and only once when that is over', () => {
    const world = new World();
    world.handoffs = [handoff('h1', 0), handoff('h2', 20)];
    world.look(30);
    world.look(45);
    expect(world.look(50)).toEqual(['handoff_lead_time: lead_time_note h2']);
    world.handoffs = [handoff('h2', 20, ['ann', 'bob'])];
    expect(world.look(55)).toEqual(['handoff_lead_time: resolved']);
    expect(world.look(56)).toEqual([]);
    expect(world.look(65)).toEqual(['handoff_lead_time: opened', 'handoff_lead_time: approval_asked h2']);
  });

  test('first seen when it is late already', () => {
    const world = new World();
    world.handoffs = [handoff('h2', 0), handoff('h1', 0), handoff('h0', -5)];
    expect(world.look(50)).toEqual([
      'handoff_lead_time: opened',
      'handoff_lead_time: lead_time_note h2',
      'handoff_lead_time: lead_time_note h1',
      'handoff_lead_time: lead_time_note h0',
    ]);
    expect(world.of('handoff_lead_time').measure).toMatchObject({
      late: [{ handoffId: 'h0' }, { handoffId: 'h1' }, { handoffId: 'h2' }],
    });
  });
});

describe('severe (O6)', () => {
  const failed = (role: 'smoke' | 'verify', id: number, asked: number, attempt = 1) =>
    run(id, { role, asked, ended: asked + 5, attempt, result: 'failure', failed: [`part ${id}`] });
  /** Both fail, and both re-runs fail. */
  const both = (verifyAt = 1) => {
    const world = new World()
      .calm('smoke')
      .calm('verify')
      .put(failed('smoke', 1, 0));
    const acts = [...world.look(5)];
    world.put(failed('smoke', 1, 6, 2));
    acts.push(...world.look(11));
    world.put(failed('verify', 2, verifyAt + 10));
    acts.push(...world.look(verifyAt + 15));
    world.put(failed('verify', 2, verifyAt + 16, 2));
    return { world, acts, last: world.look(verifyAt + 21) };
  };

  test('both confirmed: one episode, one page, told at once; the parts say nothing more', () => {
    const { world, acts, last } = both();
    expect(acts.filter((act) => act.includes('page'))).toEqual([]);
    expect(last).toEqual(['severe: opened', 'severe: page trigger critical', 'severe: told_at_once']);
    const { id } = world.of('severe');
    expect(world.of('verify_failure')).toMatchObject({ partOf: id, state: { kind: 'confirmed' } });
    expect(world.of('smoke_failure_rate').partOf).toBe(id);
    // The second in a row is recorded, and calls nobody again.
    world.put(failed('smoke', 3, 30));
    expect(world.look(35)).toEqual(['rerun smoke 3.1']);
    world.put(failed('smoke', 3, 36, 2));
    expect(world.look(41)).toEqual([]);
    expect(world.of('smoke_failure_rate')).toMatchObject({ paged: null, measure: { inARow: 2 } });
  });

  test('it recovers with its parts and ends with them, once', () => {
    const { world } = both();
    const good = (role: 'smoke' | 'verify', from: number) =>
      [0, 1, 2].map((n) => run(100 + from + n, { role, asked: from + n, ended: from + n + 5 }));
    world.put(...good('smoke', 40));
    expect(world.look(50)).toEqual([]);
    world.put(...good('verify', 60));
    expect(world.look(70)).toEqual(['severe: recovering']);
    world.look(75);
    expect(world.look(90)).toEqual(['severe: page resolve critical', 'severe: resolved']);
    expect(world.look(91)).toEqual([]);
  });

  test('one that was paged before it became a part still ends its own page', () => {
    const world = new World()
      .calm('smoke')
      .calm('verify')
      .put(failed('smoke', 1, 0), failed('smoke', 3, 1));
    world.look(6);
    expect(world.look(16)).toContain('smoke_failure_rate: page trigger error');
    world.put(failed('verify', 2, 20));
    world.look(25);
    world.put(failed('verify', 2, 26, 2));
    expect(world.look(31)).toEqual([
      'severe: opened',
      'severe: page trigger critical',
      'severe: told_at_once',
    ]);
    world.put(...[40, 41, 42, 43, 44, 45].map((n) => run(n, { asked: n, ended: n + 1 })));
    world.look(50);
    expect(world.look(61)).toEqual(['smoke_failure_rate: page resolve error']);
  });

  test('one alone, or one that recovers long before the other fails, is not severe', () => {
    const world = new World()
      .calm('smoke')
      .calm('verify')
      .put(failed('smoke', 1, 0));
    world.look(5);
    world.put(failed('smoke', 1, 6, 2));
    world.look(11);
    world.put(run(3, { asked: 12, ended: 14 }));
    world.look(14);
    world.put(failed('verify', 2, 40));
    world.look(45);
    world.put(failed('verify', 2, 46, 2));
    expect(world.look(51)).toEqual(['verify_failure: confirmed']);
  });

  test('first failures within half an hour are, though one recovers', () => {
    const world = new World()
      .calm('smoke')
      .calm('verify')
      .put(failed('smoke', 1, 0));
    world.look(5);
    world.put(failed('smoke', 1, 6, 2));
    world.look(11);
    world.put(run(3, { asked: 12, ended: 14 }));
    world.look(14);
    world.put(failed('verify', 2, 16));
    world.look(21);
    world.put(failed('verify', 2, 22, 2));
    expect(world.look(27)).toContain('severe: opened');
  });
});

describe('re-runs are bounded', () => {
  const failing = (id: number, more: Partial<Parameters<typeof run>[1]> = {}) =>
    run(id, { asked: 0, ended: 5, result: 'failure', failed: [`t${id}`], ...more });
  const done = (runId: number, headSha: string, minutes: number, refused = false) => ({
    runId,
    headSha,
    role: 'smoke' as const,
    at: at(minutes),
    notDone: refused ? ('refused' as const) : null,
  });
  const jobs = (count: number) =>
    Array.from({ length: count }, (_, n) => ({
      kind: 'job' as const,
      job: `job ${n}`,
      step: n % 2 === 0 ? null : 'test',
      says: null,
      url: 'https://github.test/job',
    }));
  const rows: [string, (world: World) => void, string | null][] = [
    ['nothing against it', () => undefined, null],
    [
      'a handoff waits for it',
      (world) => {
        world.nested = [{ runId: 1 }];
      },
      'handoff_waits',
    ],
    [
      'stopped',
      (world) => {
        world.stopped = true;
      },
      'stopped',
    ],
    [
      'once a run',
      (world) => {
        world.done = [done(1, 'head-1', -120)];
      },
      'budget_spent',
    ],
    [
      'a refused one costs nothing',
      (world) => {
        world.done = [done(9, 'head-1', -1, true), done(8, 'head-1', -1, true)];
      },
      null,
    ],
    [
      'so many a head',
      (world) => {
        world.done = [done(8, 'head-1', -200), done(9, 'head-1', -100)];
      },
      'budget_spent',
    ],
    [
      'so many an hour',
      (world) => {
        world.done = [2, 3, 4, 5, 6, 7].map((id) => done(id, 'other', -id));
      },
      'budget_spent',
    ],
    [
      'an hour later',
      (world) => {
        world.done = [2, 3, 4, 5, 6, 7].map((id) => done(id, 'other', -55 - id));
      },
      null,
    ],
    [
      'the head moved',
      (world) => {
        world.heads = [{ pull: 1, headSha: 'newer' }];
      },
      'head_moved',
    ],
    [
      'the PR is closed',
      (world) => {
        world.heads = [];
      },
      'head_moved',
    ],
    [
      'the branch moved',
      (world) => {
        world.put(
          failing(1, { pulls: [], branch: 'main' }),
          run(5, { asked: 1, pulls: [], branch: 'main', started: null, status: 'queued' }),
        );
      },
      'head_moved',
    ],
    [
      'the branch did not move',
      (world) => {
        world.put(failing(1, { pulls: [], branch: 'main' }));
      },
      null,
    ],
    [
      'most of it failed',
      (world) => {
        world.put(failing(1, { failed: ['a', 'b', 'c'], partCount: 5 }));
      },
      'most_of_it_failed',
    ],
    [
      'half of it failed',
      (world) => {
        world.put(failing(1, { failed: ['a', 'b', 'c'], partCount: 6 }));
      },
      null,
    ],
    [
      'its only job failed',
      (world) => {
        world.put(failing(1, { failed: jobs(1), partCount: 1 }));
      },
      null,
    ],
    [
      'more than five jobs failed',
      (world) => {
        world.put(failing(1, { failed: jobs(6) }));
      },
      'most_of_it_failed',
    ],
    [
      'the same failed before',
      (world) => {
        world.put(
          failing(2, { asked: -10, ended: -9, attempt: 1, failed: ['t1'] }),
          failing(2, { asked: -8, ended: -7, attempt: 2, failed: ['t1'] }),
        );
      },
      'same_failure_before',
    ],
    [
      'nothing is known of what failed',
      (world) => {
        world.put(
          failing(2, { asked: -10, ended: -9, failed: [] }),
          failing(2, { asked: -8, ended: -7, attempt: 2, failed: [] }),
          failing(1, { failed: [] }),
        );
      },
      null,
    ],
  ];
  test.each(rows)('%s', (_, change, because) => {
    const world = new World().calm('smoke').put(failing(1));
    change(world);
    world.look(6);
    const outcome = world.of('smoke_failure_rate').reruns.find(({ of }) => of.runId === 1)?.outcome;
    expect(outcome).toEqual(because === null ? { kind: 'pending' } : { kind: 'not_done', because });
  });

  test('what one rule asks for counts for the next one in the same step', () => {
    const world = new World({ reruns: { per_hour: 1 } })
      .calm('smoke')
      .put(failing(1), run(2, { role: 'verify', asked: 0, ended: 5, result: 'failure' }));
    expect(world.look(5).filter((act) => act.startsWith('rerun'))).toEqual(['rerun smoke 1.1']);
    expect(world.of('verify_failure').reruns).toMatchObject([{ outcome: { because: 'budget_spent' } }]);
  });

  test.each([
    ['queued', { started: null, status: 'queued' }, 'still_queued'],
    ['running', {}, 'still_running'],
    ['waiting', { status: 'waiting', waitingSince: 4 }, 'waiting_for_people'],
  ] as const)('Verify of the head is %s: it tells by itself', (_, given, because) => {
    const world = new World()
      .calm('smoke')
      .put(failing(1), verify(2, { asked: 3, head: 'head-1', pulls: [1], ...given }));
    expect(world.look(5)).toEqual(['smoke_failure_rate: opened', 'rerun smoke 1.1']);
    expect(world.of('smoke_failure_rate').reruns).toMatchObject([
      {},
      { role: 'verify', outcome: { because } },
    ]);
  });
});
