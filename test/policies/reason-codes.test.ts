import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { REASON_CODES } from '../../src/policies/reason-codes.ts';

const page = readFileSync('docs/reason-codes.md', 'utf8');
const rows = [...page.matchAll(/^\| `(\w+)` \| (.+) \| (.+) \|$/gm)].map(([, code, when, what]) => ({
  code,
  when,
  what,
}));

test('every code has one row, and every row a code', () => {
  expect(rows.map(({ code }) => code).toSorted()).toEqual([...REASON_CODES].toSorted());
});

test.each(rows)('$code says when, and what to do', ({ when, what }) => {
  expect(when).toMatch(/^[A-Z`].{3,}\.$/);
  expect(what).toMatch(/^[A-Z`].{3,}\.$/);
});

test('no code stands in the list twice', () => {
  expect(new Set(REASON_CODES).size).toBe(REASON_CODES.length);
});
