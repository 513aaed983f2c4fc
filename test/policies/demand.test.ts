import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { demandOf } from '../../src/policies/demand.ts';

const rows: [string, z.ZodType, unknown, string][] = [
  ['too little', z.number().min(10), 9, 'must be 10 or more'],
  ['too much', z.number().max(100), 150, 'must be 100 or less'],
  ['at a bound that is out', z.int().positive(), 0, 'must be more than 0'],
  ['at an upper bound that is out', z.number().lt(5), 5, 'must be less than 5'],
  ['beyond what a number holds', z.int(), 2 ** 60, 'must be 9007199254740991 or less'],
  ['a big one', z.bigint().min(3n), 1n, 'must be 3 or more'],
  ['a part of a whole', z.int(), 1.5, 'must be a whole number'],
  ['no number', z.number(), 'a', 'must be a number'],
  ['no whole number either', z.int(), Number.NaN, 'must be a number'],
  ['steps', z.number().multipleOf(5), 3, 'must be a multiple of 5'],
  ['no text', z.string().min(1), '', 'must not be empty'],
  ['little text', z.string().min(3), 'a', 'must have at least 3 characters'],
  ['much text', z.string().max(3), 'aaaa', 'must have at most 3 characters'],
  ['an empty list', z.array(z.int()).min(1), [], 'must not be empty'],
  ['a short list', z.array(z.int()).min(2), [1], 'must have at least 2 entries'],
  ['a long list', z.array(z.int()).max(1), [1, 2], 'must have at most 1 entries'],
  ['a large set', z.set(z.int()).max(1), new Set([1, 2]), 'must have at most 1 entries'],
  ['kinds: text', z.string(), 1, 'must be text'],
  ['kinds: a list', z.array(z.int()), 1, 'must be a list'],
  ['kinds: a mapping', z.strictObject({}), [], 'must be a mapping'],
  ['kinds: a mapping of any keys', z.record(z.string(), z.int()), 1, 'must be a mapping'],
  ['kinds: yes or no', z.boolean(), 1, 'must be true or false'],
  ['kinds: nothing', z.null(), 1, 'must be null'],
  ['kinds: others by their own name', z.date(), 1, 'must be date'],
  ['none of the choice', z.enum(['a', 'b']), 'c', 'must be `a` or `b`'],
  ['words of its own', z.string().regex(/a/, 'must have an a'), 'b', 'must have an a'],
  [
    'words of its own, of a key',
    z.record(z.string().regex(/a/, 'must have an a'), z.int()),
    { b: 1 },
    'must have an a',
  ],
];
test('a key that is wrong, and nobody says how', () => {
  const message = 'no such key';
  expect(demandOf({ code: 'invalid_key', origin: 'record', issues: [], path: ['b'], message })).toBe(message);
});

test.each(rows)('%s', (_, schema, value, wanted) => {
  expect(schema.safeParse(value).error?.issues.map(demandOf)).toEqual([wanted]);
});
