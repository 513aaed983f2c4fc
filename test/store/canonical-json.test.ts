import { expect, test } from '@jest/globals';
import { canonicalJson, type Json } from '../../src/store/canonical-json.ts';
import { entryHash } from '../../src/store/ledger-hash.ts';

test.each<[string, Json, string]>([
  [
    'keys are sorted by UTF-16 code units, whatever order they came in',
    { b: 1, a: 2, '€': 3, '\u{1f600}': 4, '\uff01': 5 },
    '{"a":2,"b":1,"€":3,"\u{1f600}":4,"\uff01":5}',
  ],
  ['nothing is added between tokens', { list: [1, true, null, 'x'] }, '{"list":[1,true,null,"x"]}'],
  ['text is escaped as RFC 8785 says', '\u000f\u0000\n"\\/', '"\\u000f\\u0000\\n\\"\\\\/"'],
  [
    'text and keys are NFC: ガ written in two ways is one',
    { '\u30ab\u3099': '\u30ab\u3099' },
    '{"\u30ac":"\u30ac"}',
  ],
  ['minus zero is zero', -0, '0'],
  ['a key that objects inherit is a key like any other', JSON.parse('{"__proto__":1}'), '{"__proto__":1}'],
])('%s', (_, value, text) => {
  expect(canonicalJson(value)).toBe(text);
});

test.each<[string, Json, string]>([
  ['a float', { rate: 0.5 }, '$.rate'],
  ['an integer beyond 2^53', [2 ** 53], '$[0]'],
  ['what is not a number', Number.NaN, '$'],
  ['a lone surrogate', { title: ['\ud800'] }, '$.title[0]'],
  ['a lone surrogate in a key', { '\udc00': 1 }, '$'],
  ['two keys that are one in NFC', { '\u30ac': 1, '\u30ab\u3099': 2 }, '$'],
  ['what JSON does not know', { when: undefined } as unknown as Json, '$.when'],
])('refuses %s, and says where', (_, value, path) => {
  expect(() => canonicalJson(value)).toThrow(
    expect.objectContaining({ code: 'AIOPS_LEDGER_VALUE', message: expect.stringContaining(`(at ${path})`) }),
  );
});

test('the hash of an entry is the one that other tools compute', () => {
  // printf 'aiops-ledger-v1\n{"a":1}' | sha256sum
  expect(entryHash('{"a":1}')).toBe('f2dcb7448d419a74a64515eee7a79c1a85147142ae64192493035d5faa85638b');
});
