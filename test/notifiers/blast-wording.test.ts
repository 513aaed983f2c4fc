import { describe, expect, test } from '@jest/globals';
import type { BlastRadius } from '../../src/alerts/blast-radius.ts';
import type { BlastCommentEffect } from '../../src/effect/blast.ts';
import { blastText } from '../../src/notifiers/wording/blast-radius.ts';
import { blastLines } from '../../src/notifiers/wording/slack/blast.ts';
import { MAX_COMMENT } from '../../src/notifiers/wording/sticky.ts';
import { LOCALES } from '../../src/policies/locale.ts';
import { job } from '../alerts/blast-given.ts';
import {
  blastEffect,
  FULL,
  GRAPH,
  HOSTILE_RADIUS,
  NOTHING,
  PASSED_SINCE,
  PUSHED_SINCE,
} from './blast-samples.ts';

const MARKER = '<!-- ai-ops:blast:0000 -->';
const PLACES = { repositoryUrl: 'https://github.com/octo/shop', commentUrl: null };

const SITUATIONS: Readonly<Record<string, Partial<BlastCommentEffect>>> = {
  'something of everything': {},
  'Verify alone failed': { blast: GRAPH, slackUrl: null },
  'little is known': { blast: NOTHING, slackUrl: null },
  'Verify has passed since': { over: PASSED_SINCE },
  'another commit was pushed since': { blast: GRAPH, over: PUSHED_SINCE },
  'the PR was merged': { over: { because: 'merged' } },
  'the PR was closed': { blast: GRAPH, over: { because: 'closed' } },
  'over, and forgotten': { blast: null, over: PASSED_SINCE },
};

describe.each(Object.entries(SITUATIONS))('%s', (_, over) => {
  test.each(LOCALES)('on the PR, %s', (locale) => {
    expect(blastText(blastEffect({ ...over, locale }), MARKER)).toMatchSnapshot();
  });
});

describe.each<readonly [string, BlastRadius, string | null]>([
  ['something of everything', FULL, 'https://github.com/octo/shop/pull/7#issuecomment-1'],
  ['Verify alone failed', GRAPH, null],
  ['little is known', NOTHING, null],
])('%s', (_, radius, commentUrl) => {
  test.each(LOCALES)('in Slack, %s', (locale) => {
    expect(blastLines(radius, { ...PLACES, locale, commentUrl }).join('\n')).toMatchSnapshot();
  });
});

describe('names that are hostile', () => {
  const bodies = LOCALES.flatMap((locale) => [
    [`open, ${locale}`, blastText(blastEffect({ locale, blast: HOSTILE_RADIUS }), MARKER)] as const,
    [
      `over, ${locale}`,
      blastText(blastEffect({ locale, blast: HOSTILE_RADIUS, over: PASSED_SINCE }), MARKER),
    ] as const,
  ]);

  test.each(bodies)('are inert on the PR: %s', (_, body) => {
    const withoutCode = body.replace(/\\.|`[^`\n]*`|\]\(https:\/\/[^)\s]*\)/g, ' ');
    expect(withoutCode).not.toMatch(
      /<(?!br>|sub>|\/sub>|details>|\/details>|summary>|\/summary>|!-- ai-ops:blast:0000 -->)/,
    );
    expect(withoutCode).not.toMatch(/@[a-z]/i);
    expect(withoutCode).not.toMatch(/(?<!&)#\d|GH-\d/);
    expect(withoutCode).not.toMatch(/:\/\/|\bwww\.|\]\(|\$/);
    expect(body).not.toMatch(/[\u202e\u200b\r]|javascript:alert/);
    expect(body.endsWith(MARKER)).toBe(true);
  });

  test.each(bodies)('keep every row of the table whole: %s', (_, body) => {
    const rows = body.split('\n').filter((line) => line.startsWith('|'));
    expect(rows).toHaveLength(6);
    const cells = rows.map((row) => row.replace(/\\./g, '').split('|').length);
    expect(new Set(cells)).toEqual(new Set([7]));
  });

  test.each(LOCALES)('are inert in Slack, %s', (locale) => {
    const lines = blastLines(HOSTILE_RADIUS, { ...PLACES, locale });
    for (const line of lines) {
      expect(line).not.toMatch(/[\n\u202e\u200b]/);
      expect(line.replace(/<https:[^>|]*\|[^<>]*>/g, '')).not.toMatch(
        /[<>]|(?<!\u2060)@here|javascript:alert/,
      );
      expect((line.match(/`/g) ?? []).length % 2).toBe(0);
    }
  });
});

describe('however long', () => {
  const long = '語_|*`'.repeat(60);
  const endless: BlastRadius = {
    ...FULL,
    rows: Array.from({ length: 50 }, (_, i) => ({
      name: `${i}${long}`,
      verify: 'failed' as const,
      smoke: 'failed' as const,
      items: Array.from({ length: 30 }, (_x, n) => `${n}${long}`),
      by: 'template' as const,
      points: 'template' as const,
      history: Array.from({ length: 50 }, () => 'failed' as const),
    })),
    verify: {
      ...FULL.verify,
      failed: Array.from({ length: 30 }, (_, i) => ({
        ...job(`${i}${long}`, long, `<&@#1${long}`.repeat(9)),
        url: `https://github.com/acme/shop/${'x'.repeat(400)}`,
      })),
    },
    templates: Array.from({ length: 30 }, () => ({ name: long, changedHere: true })),
  };

  test.each(LOCALES)(
    'the comment fits, whole to its last line, and links what it leaves out, %s',
    (locale) => {
      const body = blastText(blastEffect({ locale, blast: endless }), MARKER);
      expect(body.length).toBeLessThanOrEqual(MAX_COMMENT);
      expect(body.endsWith(MARKER)).toBe(true);
      expect(body).toMatch(/^… .*\]\(https:\/\/github\.com\/acme\/shop\/actions\/runs\/200\)/m);
      expect((body.match(/<details>/g) ?? []).length).toBe((body.match(/<\/details>/g) ?? []).length);
    },
  );

  test.each(LOCALES)('the lines in Slack fit a section each and are few, %s', (locale) => {
    const lines = blastLines(endless, { ...PLACES, locale });
    for (const line of lines) expect(line.length).toBeLessThan(3_000);
    expect(lines.length).toBeLessThan(15);
  });
});
