import { describe, expect, test } from '@jest/globals';
import type { RunTimes } from '../../src/alerts/run.ts';
import { endOf, median, spentBy, stageOf } from '../../src/alerts/times.ts';
import { at, run } from './world.ts';

const MINUTE = 60_000;

describe('where the time of an attempt went', () => {
  const rows: [string, Partial<RunTimes>, number, readonly [number, number, number]][] = [
    ['in the queue', {}, 5, [5, 0, 0]],
    ['waiting before it began', { waitingSince: at(2) }, 5, [2, 0, 3]],
    ['running', { startedAt: at(2) }, 5, [2, 3, 0]],
    ['waiting meanwhile', { startedAt: at(2), waitingSince: at(4) }, 10, [2, 2, 6]],
    ['had waited', { startedAt: at(2), waitedMs: 3 * MINUTE }, 10, [2, 5, 3]],
    ['ended', { startedAt: at(2), endedAt: at(6) }, 10, [2, 4, 0]],
    [
      'ended, though it is said to wait',
      { startedAt: at(2), endedAt: at(6), waitingSince: at(5) },
      10,
      [2, 4, 0],
    ],
    ['a job of the attempt before was carried over', { startedAt: at(-30), endedAt: at(6) }, 10, [0, 6, 0]],
    ['it ended before it began', { startedAt: at(6), endedAt: at(5) }, 10, [6, 0, 0]],
    [
      'it waited for longer than it took',
      { startedAt: at(2), endedAt: at(6), waitedMs: 60 * MINUTE },
      10,
      [2, 0, 60],
    ],
    ['a negative wait', { startedAt: at(2), endedAt: at(6), waitedMs: -MINUTE }, 10, [2, 4, 0]],
    ['asked for in the future', { requestedAt: at(20) }, 10, [0, 0, 0]],
    ['times that are none', { requestedAt: 'soon', startedAt: 'now' }, 10, [0, 0, 0]],
    ['only the request is none', { requestedAt: 'soon', startedAt: at(2), endedAt: at(6) }, 10, [0, 4, 0]],
  ];
  test.each(rows)('%s', (_, times, now, [queued, executing, waited]) => {
    const given = { requestedAt: at(0), startedAt: null, waitedMs: 0, waitingSince: null, endedAt: null };
    expect(spentBy({ ...given, ...times }, at(now))).toEqual({
      queuedMs: queued * MINUTE,
      executingMs: executing * MINUTE,
      waitedMs: waited * MINUTE,
    });
  });
});

test.each([
  ['queued', run(1, { asked: 0, started: null, status: 'queued' })],
  ['running', run(1, { asked: 0 })],
  ['waiting', run(1, { asked: 0, waitingSince: 3 })],
  ['ended', run(1, { asked: 0, ended: 3 })],
  ['ended', run(1, { asked: 0, ended: 3, status: 'running' })],
  ['ended', run(1, { asked: 0, status: 'completed' })],
] as const)('it is %s', (stage, given) => {
  expect(stageOf(given)).toBe(stage);
});

test('when it ended is when it was last seen to change, where nothing better is known', () => {
  expect(endOf(run(1, { asked: 0, ended: 3 }))).toBe(Date.parse(at(3)));
  expect(endOf(run(1, { asked: 2, status: 'completed' }))).toBe(Date.parse(at(2)));
  expect(endOf(run(1, { asked: 2 }))).toBeNull();
});

test.each([
  [[], null],
  [[4], 4],
  [[9, 1, 4], 4],
  [[1, 9, 4, 5], 4.5],
] as const)('the median of %j is %j', (durations, expected) => {
  expect(median(durations)).toBe(expected);
});
