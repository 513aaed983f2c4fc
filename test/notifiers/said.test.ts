import { describe, expect, test } from '@jest/globals';
import { listed, same, time } from '../../src/notifiers/wording/locale.ts';
import { seenText, wantedText, warningText } from '../../src/notifiers/wording/said.ts';
import { handoffText } from '../../src/notifiers/wording/said-of-handoff.ts';
import { HANDOFF_SAID, SEEN, samplesOf, WANTED, WARNINGS } from './said-samples.ts';

/** Each sentence as [what it says as data, English, Japanese]. */
const SENTENCES = [
  ...samplesOf(SEEN).map((seen) => [seen.say, seenText(seen, 'en'), seenText(seen, 'ja')] as const),
  ...samplesOf(WANTED).map((one) => [one.say, wantedText(one, 'en'), wantedText(one, 'ja')] as const),
  ...samplesOf(WARNINGS).map((one) => [one.say, warningText(one, 'en'), warningText(one, 'ja')] as const),
  ...samplesOf(HANDOFF_SAID).map((one) => [one.say, handoffText(one, 'en'), handoffText(one, 'ja')] as const),
];

test('everything that gates and handoffs say of themselves, in both languages', () => {
  expect(SENTENCES.map((sentence) => sentence.join('\n')).join('\n\n')).toMatchSnapshot();
});

test.each([SEEN, WANTED, WARNINGS, HANDOFF_SAID])('no sentence is without a sample', (table) => {
  for (const samples of Object.values(table)) expect(samples).not.toHaveLength(0);
});

test.each(SENTENCES)('%s is one short line: %s', (_, en, ja) => {
  for (const line of [en, ja]) {
    expect(line).not.toBe('');
    expect(line).not.toMatch(/undefined|null|\[object|\n/);
    expect(line.length).toBeLessThan(250);
  }
});

test('names and numbers stand in both: dates are of two time zones', () => {
  const names = (line: string) =>
    (
      line.match(
        /\b(?!UTC|JST)(?:codex-\w+[\w-]*|[\w-]+\.ya?ml|mona|eve|release|main|GitHub answered \d+|G\d|cli-runbook)\b/g,
      ) ?? []
    ).toSorted();
  for (const [, en, ja] of SENTENCES) expect(names(ja)).toEqual(names(en));
});

describe('lists and times', () => {
  test('a list tells how many more there are', () => {
    expect(listed(['a', 'b'].map(same), 0)).toEqual({ en: 'a, b', ja: 'a、b' });
    expect(listed(['a', 'b'].map(same), 3)).toEqual({ en: 'a, b and 3 more', ja: 'a、b ほか 3 件' });
  });

  test.each([
    ['2026-11-22T12:34:56.789Z', '2026-11-22 12:34 UTC', '2026-11-22 21:34 JST'],
    ['2026-12-31T15:00:00Z', '2026-12-31 15:00 UTC', '2027-01-01 00:00 JST'],
    ['yesterday|', 'an unknown time', '不明な時刻'],
  ])('%s', (iso, en, ja) => {
    expect(time(iso)).toEqual({ en, ja });
  });

  test('to the second, where seconds decide', () => {
    expect(time('2026-11-22T12:34:56.789Z', 'second').ja).toBe('2026-11-22 21:34:56 JST');
  });
});
