import { expect, test } from '@jest/globals';
import { nearest } from '../../src/policies/nearest-word.ts';

const WORDS = ['handoff', 'status', 'explain', 'help'];

test.each([
  ['handof', WORDS, 'handoff'],
  ['handofff', WORDS, 'handoff'],
  ['hadnoff', WORDS, 'handoff'],
  ['stats', WORDS, 'status'],
  ['heap', WORDS, 'help'],
  ['deploy', WORDS, null],
  ['x', WORDS, null],
  ['', WORDS, null],
  ['ab', [''], null],
  ['a', ['a', 'b'], 'a'],
])('%s', (word, words, expected) => {
  expect(nearest(word, words)).toBe(expected);
});
