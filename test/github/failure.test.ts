import { describe, expect, test } from '@jest/globals';
import { classify, type GitHubFailure, UnexpectedAnswer } from '../../src/github/failure.ts';
import { redact } from '../../src/github/redact.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');

/** An error as Octokit throws it for an answer. */
function answered(status: number, message = 'no', headers: Record<string, string> = {}): Error {
  return Object.assign(new Error(message), {
    name: 'HttpError',
    status,
    request: { url: 'https://api.github.com/x' },
    response: { status, headers },
  });
}

/** An error as Octokit throws it where there was no answer: always with status 500. */
function unanswered(cause: object): Error {
  return Object.assign(new Error('fetch failed', { cause }), {
    name: 'HttpError',
    status: 500,
    request: { url: 'https://api.github.com/x' },
  });
}

function graphql(errors: readonly object[], headers: Record<string, string> = {}): Error {
  return Object.assign(new Error('Request failed due to following response errors:\n - no'), {
    name: 'GraphqlResponseError',
    errors,
    headers,
  });
}

const system = (code: string, over: object = {}): Error => Object.assign(new Error(code), { code, ...over });

describe('an answer', () => {
  test.each<[string, Error, GitHubFailure]>([
    ['400', answered(400), { kind: 'refused', status: 400, detail: 'GitHub answered 400: no' }],
    ['401', answered(401), { kind: 'refused', status: 401, detail: 'GitHub answered 401: no' }],
    ['404', answered(404), { kind: 'refused', status: 404, detail: 'GitHub answered 404: no' }],
    ['304', answered(304), { kind: 'refused', status: 304, detail: 'GitHub answered 304: no' }],
    ['408', answered(408), { kind: 'ambiguous', detail: 'GitHub answered 408: no' }],
    ['500', answered(500), { kind: 'ambiguous', detail: 'GitHub answered 500: no' }],
    ['504', answered(504), { kind: 'ambiguous', detail: 'GitHub answered 504: no' }],
    [
      'of several lines with a page to read',
      answered(422, 'Validation Failed:\n {"field":"ref"} - https://docs.github.com/rest/x#y'),
      { kind: 'refused', status: 422, detail: 'GitHub answered 422: Validation Failed: {"field":"ref"}' },
    ],
  ])('%s', (_, error, expected) => {
    expect(classify(error, NOW)).toEqual(expected);
  });

  test.each<[string, Error, number]>([
    ['429', answered(429), 60_000],
    ['429 with a wait', answered(429, 'no', { 'retry-after': '2' }), 2000],
    [
      '429 with a date it cannot read',
      answered(429, 'no', { 'retry-after': 'Sun, 22 Nov 2026 12:00:05 GMT' }),
      60_000,
    ],
    ['403 with a wait', answered(403, 'no', { 'retry-after': '61' }), 61_000],
    [
      '403 with nothing left',
      answered(403, 'no', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 5) }),
      5000,
    ],
    [
      '403 with nothing left, reset in the past',
      answered(403, 'no', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }),
      1000,
    ],
    [
      '403 with nothing left, reset in a year',
      answered(403, 'no', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW) }),
      3_600_000,
    ],
    ['403 with nothing left and no reset', answered(403, 'no', { 'x-ratelimit-remaining': '0' }), 60_000],
    ['403 of the secondary limit', answered(403, 'You have exceeded a secondary rate limit.'), 60_000],
    ['403 of abuse detection', answered(403, 'You have triggered an abuse detection mechanism.'), 60_000],
    ['a limit that is over', answered(429, 'no', { 'retry-after': '0' }), 1000],
  ])('%s is a limit', (_, error, afterMs) => {
    expect(classify(error, NOW)).toMatchObject({ kind: 'limited', afterMs });
  });

  test('403 with calls left is a refusal', () => {
    expect(
      classify(
        answered(403, 'Resource not accessible by integration', { 'x-ratelimit-remaining': '12' }),
        NOW,
      ),
    ).toMatchObject({ kind: 'refused' });
  });

  test('404 with nothing left is a refusal', () => {
    expect(classify(answered(404, 'no', { 'x-ratelimit-remaining': '0' }), NOW)).toMatchObject({
      kind: 'refused',
    });
  });
});

describe('no answer', () => {
  test.each<[string, object, GitHubFailure['kind']]>([
    ['refused', system('ECONNREFUSED', { syscall: 'connect' }), 'unsent'],
    [
      'refused on every address',
      Object.assign(new AggregateError([system('ECONNREFUSED')]), { code: 'ECONNREFUSED' }),
      'unsent',
    ],
    [
      'timed out on every address',
      new AggregateError([system('ETIMEDOUT', { syscall: 'connect' })]),
      'unsent',
    ],
    ['no such name', system('ENOTFOUND', { syscall: 'getaddrinfo' }), 'unsent'],
    ['name server away', system('EAI_AGAIN'), 'unsent'],
    ['no route', system('EHOSTUNREACH'), 'unsent'],
    ['slow to connect', system('UND_ERR_CONNECT_TIMEOUT'), 'unsent'],
    ['untrusted certificate', system('SELF_SIGNED_CERT_IN_CHAIN'), 'unsent'],
    ['certificate of another host', system('ERR_TLS_CERT_ALTNAME_INVALID'), 'unsent'],
    ['reset', system('ECONNRESET', { syscall: 'read' }), 'ambiguous'],
    ['timed out while reading', system('ETIMEDOUT', { syscall: 'read' }), 'ambiguous'],
    ['broken pipe', system('EPIPE', { syscall: 'write' }), 'ambiguous'],
    ['closed by the other side', system('UND_ERR_SOCKET'), 'ambiguous'],
    ['slow headers', system('UND_ERR_HEADERS_TIMEOUT'), 'ambiguous'],
    ['something else', new Error('terminated'), 'ambiguous'],
    ['a time limit', Object.assign(new Error('aborted'), { name: 'TimeoutError' }), 'ambiguous'],
  ])('%s', (_, cause, kind) => {
    expect(classify(unanswered(cause), NOW).kind).toBe(kind);
    expect(classify(unanswered(Object.assign(new TypeError('fetch failed'), { cause })), NOW).kind).toBe(
      kind,
    );
  });

  test('a chain of causes that goes round is no trap', () => {
    const round: { cause?: unknown } = new Error('round');
    round.cause = round;
    expect(classify(unanswered(round), NOW).kind).toBe('ambiguous');
  });
});

describe('a query', () => {
  test.each<[string, Error, object]>([
    [
      'over the limit',
      graphql([{ type: 'RATE_LIMITED' }], { 'x-ratelimit-reset': String(NOW / 1000 + 30) }),
      { kind: 'limited', afterMs: 30_000 },
    ],
    [
      'over the limit without a reset',
      graphql([{ type: 'RATE_LIMITED' }]),
      { kind: 'limited', afterMs: 60_000 },
    ],
    ['for what is not there', graphql([{ type: 'NOT_FOUND' }]), { kind: 'refused', status: 200 }],
    [
      'that was broken off',
      graphql([{ message: 'Something went wrong while executing your query' }]),
      { kind: 'ambiguous' },
    ],
    ['that was answered in part', graphql([{ type: 'NOT_FOUND' }, {}]), { kind: 'ambiguous' }],
    ['without any error told', graphql([]), { kind: 'ambiguous' }],
  ])('%s', (_, error, expected) => {
    expect(classify(error, NOW)).toMatchObject(expected);
  });
});

test('a yes with an unexpected content may have been done', () => {
  expect(classify(new UnexpectedAnswer('no id'), NOW)).toEqual({ kind: 'ambiguous', detail: 'no id' });
});

test.each([[new TypeError('x is undefined')], ['text'], [null], [{ status: '500' }]])(
  'a bug is thrown on: %p',
  (bug) => {
    expect(() => classify(bug, NOW)).toThrow(bug instanceof Error ? bug : undefined);
  },
);

describe('a detail', () => {
  const SECRETS = [
    `ghs_${'aB3_'.repeat(9)}`,
    `ghs_123456_${'eyJhbGciOi.'.repeat(3)}${'x-_Y'.repeat(110)}`,
    `ghp_${'Z'.repeat(36)}`,
    `github_pat_${'1A_'.repeat(20)}`,
    `eyJhbGciOiJSUzI1NiJ9.${'eyJpc3MiOjF9'}.${'c2ln'.repeat(10)}`,
    Buffer.from('a secret of some length, longer than a commit').toString('base64'),
    'f'.repeat(64),
  ];

  test.each(SECRETS)('does not tell %s', (secret) => {
    for (const message of [
      `bad ${secret} here`,
      `Authorization: Bearer ${secret}`,
      `token ${secret}`,
      secret,
    ]) {
      const { detail } = classify(answered(422, message), NOW);
      expect(detail).not.toContain(secret.slice(0, 20));
      expect(detail).not.toContain(secret.slice(-12));
      expect(detail).toContain('[redacted]');
    }
  });

  test('keeps what people need', () => {
    const sha = 'a1b2c3d4'.repeat(5);
    expect(redact(`No commit found for SHA: ${sha}`)).toBe(`No commit found for SHA: ${sha}`);
    expect(redact('Unexpected inputs provided: ["head_sha"]')).toBe(
      'Unexpected inputs provided: ["head_sha"]',
    );
  });

  test('is one line of bounded length', () => {
    const { detail } = classify(answered(500, `a\nb\u2028c\u0007d ${'long '.repeat(500)}`), NOW);
    expect(detail).toMatch(/^GitHub answered 500: a b c d long/);
    expect(detail.length).toBeLessThan(400);
  });
});
