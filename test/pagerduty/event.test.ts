import { describe, expect, test } from '@jest/globals';
import { cutLine, fitDetails, sizeOf } from '../../src/pagerduty/bounded.ts';
import { dedupKey, type Subject } from '../../src/pagerduty/dedup-key.ts';
import { alertBody, changeBody, MAX_EVENT } from '../../src/pagerduty/event.ts';
import { Secret } from '../../src/secrets.ts';
import { CHANGE, TRIGGER } from './alerts.ts';

const SUBJECT: Subject = { host: 'github.com', repositoryId: 7, matter: 'handoff', scope: 'pr-12' };
const SECRET = new Secret('a'.repeat(32));

describe('a dedup key', () => {
  test.each<[Partial<Subject>, string]>([
    [{}, 'ai-ops:github.com:7:handoff:pr-12'],
    [{ host: '127.0.0.1:8443' }, 'ai-ops:127.0.0.1:8443:7:handoff:pr-12'],
    [{ host: '[::1]:8443', scope: '#12' }, 'ai-ops:[::1]:8443:7:handoff:#12'],
    [{ scope: 'x'.repeat(225) }, `ai-ops:github.com:7:handoff:${'x'.repeat(225)}`],
  ])('of %j', (part, key) => {
    expect(dedupKey({ ...SUBJECT, ...part })).toBe(key);
  });

  test.each<[Partial<Subject>]>([
    [{ host: '' }],
    [{ host: 'git hub' }],
    [{ host: ':443' }],
    [{ host: 'github.com:' }],
    [{ repositoryId: 0 }],
    [{ repositoryId: Number.NaN }],
    [{ repositoryId: 1.5 }],
    [{ matter: '' }],
    [{ matter: 'hand:off' }],
    [{ matter: 'hand off' }],
    [{ scope: '' }],
    [{ scope: 'pr:12' }],
    [{ scope: 'pr\n12' }],
    [{ scope: 'x'.repeat(229) }],
  ])('is refused for %j', (part) => {
    expect(() => dedupKey({ ...SUBJECT, ...part })).toThrow(
      expect.objectContaining({ code: 'AIOPS_DEDUP_KEY' }),
    );
  });
});

describe('a line', () => {
  test.each([
    ['short', 10, 'short'],
    ['exactly ten', 11, 'exactly ten'],
    ['one too long', 11, 'one too lo…'],
    ['ends in space', 6, 'ends…'],
    ['  two\n\tlines\u2028\u0007 ', 99, 'two lines'],
    ['12345678😀', 9, '12345678…'],
    ['1234567😀9', 9, '1234567…'],
    ['失敗しました', 4, '失敗し…'],
    ['lone \ud800 half', 99, 'lone � half'],
  ])('%j in %i', (text, max, cut) => {
    expect(cutLine(text, max)).toBe(cut);
    expect(cutLine(text, max).length).toBeLessThanOrEqual(max);
    expect(cutLine(text, max).isWellFormed()).toBe(true);
  });
});

describe('details', () => {
  test('that fit are left as they are', () => {
    const details = { b: [1, { c: '失' }], a: null };
    expect(fitDetails(details, sizeOf(details))).toBe(details);
  });

  test('that do not fit are named, the others stay in order', () => {
    const details = { first: 1, log: 'x'.repeat(500), second: 'y', dump: ['z'.repeat(500)], third: true };
    const fitted = fitDetails(details, 200);
    expect(fitted).toEqual({ first: 1, second: 'y', third: true, left_out: 'log, dump' });
    expect(Object.keys(fitted)).toEqual(['first', 'second', 'third', 'left_out']);
  });

  test('are bounded whatever their names are', () => {
    const details = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`詳細${i}`.repeat(9), i]));
    for (const room of [5000, 20_000]) {
      const size = sizeOf(fitDetails(details, room));
      expect(size).toBeLessThanOrEqual(room);
      expect(size).toBeGreaterThan(room / 3);
    }
  });
});

describe('an event', () => {
  test('is within what PagerDuty takes, whatever it is about', () => {
    const long = '長'.repeat(5000);
    const details = { log: long.repeat(40), stack: 'x'.repeat(600_000), phase: 'deploy approval' };
    const event = {
      ...TRIGGER,
      summary: long,
      source: long,
      component: long,
      group: long,
      class: long,
      details,
    };
    const body = alertBody({ ...event, client: { name: long, url: null } }, SECRET);
    expect(sizeOf(body)).toBeLessThanOrEqual(MAX_EVENT);
    expect(body).toMatchObject({
      payload: {
        summary: `${'長'.repeat(1023)}…`,
        custom_details: { phase: 'deploy approval', left_out: 'log, stack' },
      },
    });
    expect(body).not.toHaveProperty('client_url');
    const change = changeBody({ ...CHANGE, summary: long, details }, SECRET);
    expect(sizeOf(change)).toBeLessThanOrEqual(MAX_EVENT);
    expect(change).toMatchObject({ payload: { custom_details: { left_out: 'log, stack' } } });
  });
});
