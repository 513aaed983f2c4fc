import { expect, test } from '@jest/globals';
import { keepTime, nextTime, type Obligation } from '../../src/handoff/obligation.ts';

const at = (minutes: number): string => new Date(Date.UTC(2026, 2, 2, 9, minutes)).toISOString();

const OWED: Obligation = {
  id: 'follow_up:1',
  kind: 'follow_up',
  about: '1',
  since: at(0),
  remindAt: at(20),
  dueAt: at(30),
  remindedAt: null,
  missedAt: null,
  settled: null,
};
const settled = { by: 'mika', at: at(5), note: null, proof: null };

test.each<[string, Partial<Obligation>, number, 'reminder' | 'missed' | null]>([
  ['before the reminder', {}, 19, null],
  ['at the reminder', {}, 20, 'reminder'],
  ['reminded already', { remindedAt: at(20) }, 25, null],
  ['at its end', { remindedAt: at(20) }, 30, 'missed'],
  ['at its end, never reminded', {}, 31, 'missed'],
  ['missed already', { missedAt: at(30) }, 90, null],
  ['settled', { settled }, 90, null],
])('%s', (_name, over, minute, happened) => {
  const before = { ...OWED, ...over };
  const kept = keepTime(before, at(minute));
  expect(kept.happened).toBe(happened);
  expect(kept.obligation).toEqual({
    ...before,
    ...(happened === 'reminder' && { remindedAt: at(minute) }),
    ...(happened === 'missed' && { missedAt: at(minute) }),
  });
  expect(keepTime(kept.obligation, at(minute)).happened).toBeNull();
});

test.each<[string, Partial<Obligation>, string | null]>([
  ['is reminded of first', {}, at(20)],
  ['then falls due', { remindedAt: at(20) }, at(30)],
  ['is over once missed', { missedAt: at(30) }, null],
  ['is over once settled', { settled }, null],
])('%s', (_name, over, next) => {
  expect(nextTime({ ...OWED, ...over })).toBe(next);
});
