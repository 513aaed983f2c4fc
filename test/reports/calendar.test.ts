import { describe, expect, test } from '@jest/globals';
import { dayOf, dayPlus, isWithin, spanOf, timeOn } from '../../src/reports/calendar.ts';

describe('the day in Japan', () => {
  test.each([
    ['2026-11-23T14:59:59.999Z', '2026-11-23'],
    ['2026-11-23T15:00:00.000Z', '2026-11-24'],
    ['2026-11-24T00:00:00.000Z', '2026-11-24'],
    ['2026-12-31T15:00:00.000Z', '2027-01-01'],
    ['2028-02-28T15:00:00.000Z', '2028-02-29'],
  ])('%s is on %s', (at, day) => {
    expect(dayOf(at)).toBe(day);
  });

  test('begins at midnight there, and ends just before the next', () => {
    const span = spanOf('2026-11-23');
    expect(span).toEqual({ from: '2026-11-22T15:00:00.000Z', to: '2026-11-23T15:00:00.000Z' });
    const within = (at: string) => isWithin(span, Date.parse(at));
    expect(within('2026-11-22T14:59:59.999Z')).toBe(false);
    expect(within('2026-11-22T15:00:00.000Z')).toBe(true);
    expect(within('2026-11-23T14:59:59.999Z')).toBe(true);
    expect(within('2026-11-23T15:00:00.000Z')).toBe(false);
  });

  test.each([
    ['2026-11-23', '00:00', '2026-11-22T15:00:00.000Z'],
    ['2026-11-23', '09:00', '2026-11-23T00:00:00.000Z'],
    ['2026-11-23', '09:30', '2026-11-23T00:30:00.000Z'],
    ['2026-11-23', '23:59', '2026-11-23T14:59:00.000Z'],
    // Summer time elsewhere changes nothing here.
    ['2026-07-01', '09:30', '2026-07-01T00:30:00.000Z'],
  ])('%s at %s is %s', (day, clock, at) => {
    expect(timeOn(day, clock)).toBe(at);
  });

  test.each([
    ['2026-11-23', 1, '2026-11-24'],
    ['2026-03-01', -1, '2026-02-28'],
    ['2027-01-01', -1, '2026-12-31'],
    ['2028-02-28', 1, '2028-02-29'],
  ])('%s and %i days is %s', (day, days, other) => {
    expect(dayPlus(day, days)).toBe(other);
  });
});
