import { describe, expect, test } from '@jest/globals';
import { climbLadder, firstLook, type PageUnderWay } from '../../src/alerts/ladder.ts';

const CREATED = '2026-11-22T10:00:00.000Z';
const minute = (minutes: number): string =>
  new Date(Date.parse(CREATED) + Math.round(minutes * 60_000)).toISOString();

describe('a page that PagerDuty does not take', () => {
  test.each<[number, PageUnderWay['said'], readonly string[], number | null]>([
    [0, [], [], 5],
    [4.999, [], [], 5],
    [5, [], ['sre'], 15],
    [6, ['sre'], [], 15],
    [15, ['sre'], ['platform_pm'], null],
    // Nobody looked in between, as after an hour without the bot.
    [60, [], ['sre', 'platform_pm'], null],
    [60, ['sre', 'platform_pm'], [], null],
  ])('after %p minutes, having said %j, says %j', (minutes, said, say, wake) => {
    expect(climbLadder({ createdAt: CREATED, state: 'unsent', said }, minute(minutes))).toEqual({
      say,
      wakeAt: wake === null ? null : minute(wake),
    });
  });

  test('is looked at first when SRE is due', () => {
    expect(firstLook(CREATED)).toBe(minute(5));
  });
});

describe('once PagerDuty has taken it', () => {
  test.each<[PageUnderWay['said'], readonly string[]]>([
    [[], []],
    [['sre'], ['reached']],
    [['sre', 'platform_pm'], ['reached']],
    [['sre', 'reached'], []],
  ])('having said %j, says %j', (said, say) => {
    expect(climbLadder({ createdAt: CREATED, state: 'sent', said }, minute(90))).toEqual({
      say,
      wakeAt: null,
    });
  });
});

test('a page that is not to be sent any more calls nobody', () => {
  expect(climbLadder({ createdAt: CREATED, state: 'gone', said: ['sre'] }, minute(90))).toEqual({
    say: [],
    wakeAt: null,
  });
});
