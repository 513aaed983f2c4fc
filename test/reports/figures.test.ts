import { describe, expect, test } from '@jest/globals';
import type { Obligation } from '../../src/handoff/obligation.ts';
import type { Handoff, HandoffState } from '../../src/handoff/state.ts';
import type { DayRecord } from '../../src/reports/day.ts';
import { figuresOf } from '../../src/reports/figures.ts';
import { at, type Given, run } from '../alerts/world.ts';

const MINUTE = 60_000;
const HOUR = 60;
/** The story begins at 09:00 in Japan; the day is from its 900th minute, 00:00, on. */
const [DAY, NEXT] = [15 * HOUR, 39 * HOUR];
const SPAN = { from: at(DAY), to: at(NEXT) };
const NOTHING: DayRecord = {
  runs: [],
  handoffs: [],
  warnings: [],
  calls: 0,
  deadlines: [],
  isPartial: false,
};

function figures(record: Partial<DayRecord>, now = NEXT + 9 * HOUR) {
  return figuresOf({ ...NOTHING, ...record }, { span: SPAN, limitMinutes: 45, now: at(now) });
}

/** A run of LangGraph Verify that takes five minutes and ends then. */
function verify(id: number, ended: number, given: Partial<Given> = {}) {
  return run(id, { role: 'verify', asked: ended - 6, started: ended - 5, ended, ...given });
}

describe('runs', () => {
  test('a day without runs', () => {
    expect(figures({})).toEqual({
      verify: { failedFirst: { k: 0, n: 0 }, failedLast: { k: 0, n: 0 }, executing: null, queued: null },
      smoke: { failedFirst: { k: 0, n: 0 }, failedLast: { k: 0, n: 0 }, executing: null, queued: null },
      handoffs: {
        ...{ limitMinutes: 45, counted: 0, inTime: 0, late: 0, openLate: 0, open: 0 },
        ...{ failed: 0, givenUp: 0, stopped: 0 },
      },
      deadlines: [],
    });
  });

  test('belong to the day on which they ended, to the millisecond', () => {
    const edge = 1 / MINUTE;
    const ends = [DAY - edge, DAY, NEXT - edge, NEXT];
    const runs = ends.map((ended, id) => verify(id + 1, ended, { result: id === 1 ? 'failure' : 'success' }));
    expect(figures({ runs }).verify).toMatchObject({
      failedFirst: { k: 1, n: 2 },
      executing: { n: 2 },
    });
  });

  test('at first and after re-runs, whenever the re-run ended', () => {
    const runs = [
      verify(1, DAY + 10, { result: 'failure' }),
      verify(1, NEXT + 10, { attempt: 2 }),
      verify(2, DAY + 20, { result: 'timeout' }),
      verify(2, DAY + 30, { attempt: 2, result: 'failure' }),
      verify(3, DAY + 40),
    ];
    expect(figures({ runs }).verify).toMatchObject({
      failedFirst: { k: 2, n: 3 },
      failedLast: { k: 1, n: 3 },
      executing: { n: 4 },
    });
  });

  test('a run of the day before that was re-run on this day is the day before’s', () => {
    const runs = [verify(1, DAY - 10, { result: 'failure' }), verify(1, DAY + 10, { attempt: 2 })];
    expect(figures({ runs }).verify).toMatchObject({ failedFirst: { k: 0, n: 0 }, failedLast: { n: 0 } });
  });

  test.each<[string, Partial<Given>]>([
    ['that were cancelled', { result: 'cancelled' }],
    ['that were superseded', { result: 'superseded' }],
    ['of forks', { eligible: false }],
    ['of Codex Smoke', { role: 'smoke' }],
    ['that go on', { result: null, ended: null }],
  ])('%s are no runs of Verify that count', (_name, given) => {
    expect(figures({ runs: [verify(1, DAY + 10, given)] }).verify).toMatchObject({
      failedLast: { n: 0 },
      executing: null,
    });
  });

  test('where their time went: median and longest, in the queue and at work', () => {
    const runs = [1, 2, 9].map((minutes, id) =>
      run(id + 1, { role: 'verify', asked: DAY, started: DAY + id, ended: DAY + id + minutes }),
    );
    expect(figures({ runs }).verify).toMatchObject({
      executing: { n: 3, medianMs: 2 * MINUTE, maxMs: 9 * MINUTE, p95Ms: null },
      queued: { n: 3, medianMs: MINUTE, maxMs: 2 * MINUTE, p95Ms: null },
    });
  });

  test.each([
    [19, null],
    [20, 19 * MINUTE],
    [100, 95 * MINUTE],
  ])('of %i attempts, the 95th percentile is %s', (n, p95Ms) => {
    const runs = Array.from({ length: n }, (_, id) =>
      run(id + 1, { role: 'verify', asked: DAY, started: DAY, ended: DAY + id + 1 }),
    );
    expect(figures({ runs }).verify.executing).toMatchObject({ n, p95Ms });
  });
});

const RUN = { id: 1, attempt: 1, url: 'https://github.test/runs/1' };
const PHASE = { name: 'handoff', at: 'x', waiting: false } as const;

function accepted(
  began: number,
  state: HandoffState,
  over: Partial<Handoff> = {},
): DayRecord['handoffs'][number] {
  const handoff: Handoff = {
    id: 'h',
    repositoryId: 7,
    number: 1,
    headSha: 'a',
    baseRef: 'main',
    attempt: 1,
    origin: 'gates',
    requestedBy: null,
    openedAt: at(began - 1),
    dispatches: 1,
    state,
    ...over,
  };
  return { handoff, acceptedAt: at(began) };
}

const ended = (since: number): HandoffState => ({
  kind: 'approved',
  since: at(since),
  run: RUN,
  commentUrl: 'https://github.test/c',
});
const running: HandoffState = { kind: 'running', since: at(DAY), run: RUN, phase: PHASE };
const stopped: HandoffState = { kind: 'stopped', since: at(DAY + 5), run: RUN, by: 'mika', reason: null };

describe('handoffs', () => {
  test.each<[string, DayRecord['handoffs'][number], object]>([
    ['in 45 minutes', accepted(DAY + 10, ended(DAY + 55)), { counted: 1, inTime: 1 }],
    ['later', accepted(DAY + 10, ended(DAY + 56)), { counted: 1, late: 1, inTime: 0 }],
    ['still open', accepted(DAY + 10, running), { counted: 1, openLate: 1, open: 0 }],
    ['stopped by people: apart', accepted(DAY, stopped), { counted: 0, stopped: 1 }],
    [
      'abandoned',
      accepted(DAY, { kind: 'abandoned', since: at(DAY + 5), run: null }),
      { counted: 1, givenUp: 1 },
    ],
    ['accepted the day before', accepted(DAY - 1, ended(DAY + 5)), { counted: 0, inTime: 0 }],
    ['accepted the day after', accepted(NEXT, running), { counted: 0 }],
    [
      'never asked for',
      { ...accepted(DAY, { kind: 'waiting', since: at(DAY) }), acceptedAt: null },
      { counted: 0 },
    ],
    [
      'started by a person',
      { ...accepted(DAY + 2, ended(DAY + 9), { origin: 'adopted' }), acceptedAt: null },
      { counted: 1, inTime: 1 },
    ],
  ])('%s', (_name, one, seen) => {
    expect(figures({ handoffs: [one] }).handoffs).toMatchObject(seen);
  });

  test('one that is under way and within its time', () => {
    const one = accepted(NEXT - 10, running);
    expect(figures({ handoffs: [one] }, NEXT + 20).handoffs).toMatchObject({ open: 1, openLate: 0 });
  });
});

function owed(due: number, over: Partial<Obligation> = {}): Obligation {
  return {
    id: 'o',
    kind: 'status',
    about: 'e',
    since: at(due - 15),
    remindAt: at(due - 3),
    dueAt: at(due),
    remindedAt: null,
    missedAt: null,
    settled: { by: null, at: at(due - 10), note: null, proof: null },
    ...over,
  };
}

test('deadlines of the day, by kind: one that nobody settled is not met', () => {
  const deadlines = [
    owed(DAY),
    owed(DAY + 10, { missedAt: at(DAY + 12) }),
    owed(DAY + 20, { settled: null }),
    owed(DAY + 30, { kind: 'daily_report' }),
    owed(DAY - 1),
    owed(NEXT),
  ];
  expect(figures({ deadlines }).deadlines).toEqual([
    { kind: 'status', met: { k: 1, n: 3 } },
    { kind: 'daily_report', met: { k: 1, n: 1 } },
  ]);
});
