import { describe, expect, test } from '@jest/globals';
import type { Answered } from '../../src/pagerduty/call.ts';
import { failureOf, type PagerDutyFailure } from '../../src/pagerduty/failure.ts';
import { Secret } from '../../src/secrets.ts';
import { given } from '../pagerduty-stand-in/given.ts';
import { nock } from '../support/nock.ts';
import { RESOLVE, TRIGGER } from './alerts.ts';
import { clients } from './clients.ts';

const SECRET = new Secret('s3cr3t');

const answered = (status: number, body?: unknown, headers: Answered['headers'] = {}): PagerDutyFailure =>
  failureOf({ kind: 'answered', status, headers, body }, SECRET);

describe('an answer', () => {
  test.each([
    [200, 'ambiguous'],
    [202, 'ambiguous'],
    [301, 'refused'],
    [400, 'refused'],
    [401, 'refused'],
    [402, 'refused'],
    [404, 'refused'],
    [408, 'ambiguous'],
    [413, 'refused'],
    [429, 'limited'],
    [500, 'ambiguous'],
    [503, 'ambiguous'],
  ])('%i is %s', (status, kind) => {
    expect(answered(status)).toMatchObject({ kind, detail: `PagerDuty answered ${status}` });
  });

  test.each<[unknown, string]>([
    [{ message: 'no', errors: ['a', 'b'] }, ': no (a; b)'],
    [{ error: { message: 'no', errors: ['a'] } }, ': no (a)'],
    [{ error: { message: 'no', code: 2001 } }, ': no'],
    [{ error: 'no' }, ''],
    [{ message: 7, errors: 'a' }, ''],
    ['no', ''],
    [null, ''],
    [{ message: 'several\nlines\u2028and\u0007 s3cr3t' }, ': several lines and [redacted]'],
  ])('of %j is told as %j', (body, told) => {
    expect(answered(400, body).detail).toBe(`PagerDuty answered 400${told}`);
  });

  test('is told at no great length', () => {
    expect(answered(400, { message: 'long '.repeat(500) }).detail.length).toBeLessThanOrEqual(300);
  });

  test.each<[Answered['headers'], number]>([
    [{}, 30_000],
    [{ 'ratelimit-reset': '20' }, 20_000],
    [{ 'retry-after': '5', 'ratelimit-reset': '20' }, 5000],
    [{ 'retry-after': 'Sun, 22 Nov 2026 12:00:05 GMT', 'ratelimit-reset': '20' }, 20_000],
    [{ 'retry-after': '' }, 30_000],
    [{ 'retry-after': '-3' }, 1000],
    [{ 'ratelimit-reset': '99999' }, 3_600_000],
  ])('of 429 with %j lets %i ms pass', (headers, afterMs) => {
    expect(answered(429, undefined, headers)).toMatchObject({ kind: 'limited', afterMs });
  });
});

test.each([
  [true, 'ambiguous'],
  [false, 'unsent'],
])('no answer to what was sent (%p) is %s', (sent, kind) => {
  expect(failureOf({ kind: 'unanswered', sent, why: 'x s3cr3t' }, SECRET)).toEqual({
    kind,
    detail: 'x [redacted]',
  });
});

describe('an event', () => {
  test.each<[number, object]>([
    [200, { status: 'success' }],
    [202, { status: 'throttled' }],
    [202, {}],
  ])('is not accepted by %i %j', async (status, body) => {
    nock('https://events.pagerduty.com')
      .post('/v2/enqueue')
      .reply(status, body as nock.Body);
    expect(await clients(given()).events.enqueue(RESOLVE)).toMatchObject({ kind: 'ambiguous' });
  });

  test('that is too large even without its details is not sent', async () => {
    const links = Array.from({ length: 600 }, (_, i) => ({
      href: `https://x/${'y'.repeat(1000)}`,
      text: String(i),
    }));
    expect(await clients(given()).events.enqueue({ ...TRIGGER, links })).toEqual({
      kind: 'refused',
      status: 413,
      detail: 'the event is larger than PagerDuty takes even without its details',
    });
  });
});
