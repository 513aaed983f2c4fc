import { describe, expect, test } from '@jest/globals';
import { parseSmokeReport, parseTextReport } from '../../src/gather/report.ts';

const AT = '2026-03-02T09:00:00+00:00';
const smoke = (value: unknown) =>
  parseSmokeReport(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));
const items = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ check: `check-${i}`, status: 'ok' }));

describe('a report of Codex Smoke', () => {
  test('only what is used is kept', () => {
    const item = { check: 'codex-nest-api', status: 'ok', log: 'long', nested: { a: [1] } };
    expect(smoke({ generatedAt: AT, items: [item], runner: 'self-hosted', __proto__: null })).toEqual({
      kind: 'items',
      items: [{ check: 'codex-nest-api', status: 'ok' }],
    });
  });

  test('with a byte order mark', () => {
    expect(smoke(`\ufeff${JSON.stringify({ generatedAt: AT, items: [] })}`)).toEqual({
      kind: 'items',
      items: [],
    });
  });

  test('an item named like an object’s inner parts is only an item', () => {
    const text = `{"generatedAt":"${AT}","__proto__":{"items":[]},"items":[{"check":"__proto__","status":"ok"}],"constructor":1}`;
    expect(smoke(text)).toEqual({ kind: 'items', items: [{ check: '__proto__', status: 'ok' }] });
    expect(smoke(`{"generatedAt":"${AT}","__proto__":{"items":[]}}`)).toMatchObject({ kind: 'malformed' });
  });

  const malformed: readonly (readonly [string, unknown, string | RegExp])[] = [
    ['nothing', '', 'not JSON'],
    ['half of it', '{"generatedAt":', 'not JSON'],
    ['HTML', '<html></html>', 'not JSON'],
    ['null', 'null', /^: /],
    ['a list', [], /^: /],
    ['no items', { generatedAt: AT }, /^items: /],
    ['items that are none', { generatedAt: AT, items: {} }, /^items: /],
    ['an item without a status', { generatedAt: AT, items: [{ check: 'a' }] }, /^items\.0\.status: /],
    [
      'a status that is no word',
      { generatedAt: AT, items: [{ check: 'a', status: true }] },
      /^items\.0\.status: /,
    ],
    ['a nameless check', { generatedAt: AT, items: [{ check: '', status: 'ok' }] }, /^items\.0\.check: /],
    [
      'an endless name',
      { generatedAt: AT, items: [{ check: 'x'.repeat(201), status: 'ok' }] },
      /^items\.0\.check: /,
    ],
    [
      'an endless status',
      { generatedAt: AT, items: [{ check: 'a', status: 'x'.repeat(51) }] },
      /^items\.0\.status: /,
    ],
    ['too many items', { generatedAt: AT, items: items(501) }, /^items: /],
    ['no time', { items: [] }, /^generatedAt: /],
    ['an endless time', { generatedAt: 'x'.repeat(101), items: [] }, /^generatedAt: /],
    ['too deep', { generatedAt: AT, items: [], extra: [[[[[[1]]]]]] }, 'nested too deeply'],
    ['as deep as the file is long', '['.repeat(100_000) + ']'.repeat(100_000), /./],
    ['as wide as the file is long', `[${'1,'.repeat(300_000)}1]`, /^: /],
  ];
  test.each(malformed)('%s is malformed', (_, value, why) => {
    expect(smoke(value)).toEqual({ kind: 'malformed', why: expect.stringMatching(why) });
  });

  test('bytes that are no text are malformed', () => {
    expect(parseSmokeReport(Buffer.from([0x7b, 0xff, 0xfe]))).toEqual({
      kind: 'malformed',
      why: 'not UTF-8',
    });
  });

  test('500 items are not too many', () => {
    expect(smoke({ generatedAt: AT, items: items(500) })).toMatchObject({ kind: 'items' });
  });
});

describe('a report in Markdown', () => {
  test.each([
    ['as it came', '## Verify\r\n- Status: success\n', '## Verify\r\n- Status: success\n'],
    ['as long as it may be', 'x'.repeat(20_000), 'x'.repeat(20_000)],
    ['cut where it is longer', 'x'.repeat(20_001), `${'x'.repeat(20_000)}\n…`],
    ['empty', '', ''],
  ])('%s', (_, text, kept) => {
    expect(parseTextReport(Buffer.from(text))).toEqual({ kind: 'text', text: kept });
  });

  test('bytes that are no text are malformed', () => {
    expect(parseTextReport(Buffer.from([0x80]))).toEqual({ kind: 'malformed', why: 'not UTF-8' });
  });
});
