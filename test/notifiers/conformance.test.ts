import { beforeEach, describe, expect, test } from '@jest/globals';
import { githubNotifiers } from '../../src/notifiers/index.ts';
import type { Outcome } from '../../src/notifiers/notifier.ts';
import { nock } from '../support/nock.ts';
import { EFFECTS, type OneCallKind, sending } from './effects.ts';
import {
  depsFor,
  type Fault,
  type GitHubDouble,
  githubDouble,
  MARKER_KEY,
  NOW,
  TOKEN,
  withFreshNock,
} from './github-double.ts';

const KINDS = Object.keys(EFFECTS) as OneCallKind[];

/** How often GitHub has the deed of each kind: what a person would see. */
const DEEDS: { readonly [K in OneCallKind]: (github: GitHubDouble) => number } = {
  check_run: ({ checks }) => checks.length,
  config_check: ({ checks }) => checks.length,
  sticky_comment: ({ comments }) => comments.length,
  approval_comment: ({ comments }) => comments.length,
  blast_comment: ({ comments }) => comments.length,
  reply: ({ comments }) => comments.length,
  add_label: ({ labels }) => (labels.has('@ai-ops') ? 1 : 0),
  remove_label: ({ labels }) => (labels.has('LG-Verified ✅') ? 0 : 1),
  dispatch: ({ runs }) => runs.length,
  cancel_run: ({ cancelled }) => cancelled.size,
  rerun_run: ({ reruns }) => reruns.length,
  rerun_watched: ({ reruns }) => reruns.length,
  cancel_watched: ({ cancelled }) => cancelled.size,
  reaction: ({ reactions }) => reactions.size,
};

const leaky = `denied for ${TOKEN} with Bearer ${TOKEN} and ${Buffer.from(TOKEN).toString('base64')}`;
const refused = (status: number, over: Partial<Extract<Fault, { kind: 'status' }>> = {}): Fault => ({
  kind: 'status',
  status,
  message: leaky,
  done: false,
  ...over,
});

const FAULTS: readonly (readonly [string, Fault, Partial<Outcome>])[] = [
  ['400', refused(400), { kind: 'rejected' }],
  ['401', refused(401), { kind: 'retry', afterMs: null }],
  ['403 for want of a permission', refused(403), { kind: 'rejected' }],
  ['410', refused(410), { kind: 'rejected' }],
  ['422', refused(422), { kind: 'rejected' }],
  ['429 with a wait', refused(429, { headers: { 'retry-after': '7' } }), { kind: 'retry', afterMs: 7000 }],
  ['429 without one', refused(429), { kind: 'retry', afterMs: 60_000 }],
  ['403 with a wait', refused(403, { headers: { 'retry-after': '30' } }), { kind: 'retry', afterMs: 30_000 }],
  [
    '403 of the hourly limit',
    refused(403, { headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 90) } }),
    { kind: 'retry', afterMs: 90_000 },
  ],
  [
    '403 of the secondary limit',
    refused(403, { message: 'You have exceeded a secondary rate limit' }),
    { kind: 'retry', afterMs: 60_000 },
  ],
  ['500', refused(500), { kind: 'unanswered' }],
  ['502', refused(502), { kind: 'unanswered' }],
  ['503', refused(503), { kind: 'unanswered' }],
  [
    'a refused connection',
    { kind: 'network', code: 'ECONNREFUSED', done: false },
    { kind: 'retry', afterMs: null },
  ],
  [
    'a name that is not found',
    { kind: 'network', code: 'ENOTFOUND', done: false },
    { kind: 'retry', afterMs: null },
  ],
  [
    'a bad certificate',
    { kind: 'network', code: 'CERT_HAS_EXPIRED', done: false },
    { kind: 'retry', afterMs: null },
  ],
  ['a broken connection', { kind: 'network', code: 'ECONNRESET', done: false }, { kind: 'unanswered' }],
  ['silence', { kind: 'silence', done: false }, { kind: 'unanswered' }],
];

/** The work is done and its answer is lost. */
const LOST: readonly (readonly [string, Fault])[] = [
  ['a 502', refused(502, { done: true })],
  ['a broken connection', { kind: 'network', code: 'ECONNRESET', done: true }],
  ['silence', { kind: 'silence', done: true }],
];

withFreshNock();

let github: GitHubDouble;

beforeEach(() => {
  github = githubDouble();
});

function expectNoSecret(outcome: Outcome, logged: readonly string[]): void {
  const said = JSON.stringify(outcome) + logged.join('\n');
  expect(said).not.toContain(TOKEN);
  expect(said).not.toContain(Buffer.from(TOKEN).toString('base64'));
  expect(said).not.toContain(MARKER_KEY);
  if ('detail' in outcome) expect(outcome.detail).not.toMatch(/[\r\n]/);
}

describe.each(KINDS)('%s', (kind) => {
  test('is served by the notifier that says so', () => {
    expect(githubNotifiers(depsFor())[kind].kinds).toEqual([kind]);
  });

  test('is done, once, with one call', async () => {
    const deps = depsFor();
    github.serve();
    const outcome = await githubNotifiers(deps)[kind].send(sending(EFFECTS[kind]));
    expect(outcome.kind).toBe('sent');
    expect(DEEDS[kind](github)).toBe(1);
    expect(github.calls.filter(({ method }) => method !== 'GET')).toHaveLength(1);
    expectNoSecret(outcome, deps.logged);
  });

  test.each(FAULTS)('%s is reported, and nothing is repeated', async (_, fault, expected) => {
    const deps = depsFor();
    github.serve(fault);
    const outcome = await githubNotifiers(deps)[kind].send(sending(EFFECTS[kind]));
    expect(outcome).toMatchObject(expected);
    expect(DEEDS[kind](github)).toBe(0);
    expect(github.calls.filter(({ method }) => method !== 'GET')).toHaveLength(1);
    expectNoSecret(outcome, deps.logged);
  });

  test.each(LOST)('an answer lost to %s is not followed by a second deed', async (_, fault) => {
    github.serve(fault);
    const first = await githubNotifiers(depsFor())[kind].send(sending(EFFECTS[kind]));
    expect(first.kind).toBe('unanswered');
    expect(DEEDS[kind](github)).toBe(1);

    github.serve();
    const since = new Date(NOW).toISOString();
    const second = await githubNotifiers(depsFor())[kind].send(
      sending(EFFECTS[kind], { mayHaveBeenDoneSince: since }),
    );
    expect(second.kind).toBe(kind === 'dispatch' ? 'unanswered' : 'sent');
    expect(DEEDS[kind](github)).toBe(1);
  });

  test('a second sending of a deed already known is harmless', async () => {
    github.serve();
    const notifier = githubNotifiers(depsFor())[kind];
    const first = await notifier.send(sending(EFFECTS[kind]));
    const previous = first.kind === 'sent' ? first.result : null;
    const second = await notifier.send(
      sending(EFFECTS[kind], { previous, mayHaveBeenDoneSince: '2026-11-22T12:00:00Z' }),
    );
    expect(second.kind).toBe(kind === 'dispatch' ? 'unanswered' : 'sent');
    expect(second).not.toHaveProperty('tampered');
    expect(DEEDS[kind](github)).toBe(1);
  });

  test('a bug is thrown, not taken for an answer', async () => {
    const deps = { ...depsFor(), github: () => Promise.reject(new TypeError('x is not a function')) };
    await expect(githubNotifiers(deps)[kind].send(sending(EFFECTS[kind]))).rejects.toThrow(
      'x is not a function',
    );
  });
});

describe.each([
  'check_run',
  'config_check',
  'sticky_comment',
  'approval_comment',
  'blast_comment',
  'reply',
] as const)('%s that must be looked for', (kind) => {
  test.each(FAULTS.filter(([, , { kind: outcome }]) => outcome !== 'rejected'))(
    'is not created when looking ends in %s',
    async (_, fault, expected) => {
      github.serve(fault, 'reads');
      const outcome = await githubNotifiers(depsFor())[kind].send(
        sending(EFFECTS[kind], { mayHaveBeenDoneSince: '2026-11-22T12:00:00Z' }),
      );
      expect(outcome).toMatchObject(expected);
      expect(DEEDS[kind](github)).toBe(0);
    },
  );

  test('is not created when the list is no list', async () => {
    nock('https://api.github.com').get(/.*/).reply(200, '', { 'content-type': 'application/json' });
    const outcome = await githubNotifiers(depsFor())[kind].send(sending(EFFECTS[kind]));
    expect(outcome.kind).toBe('unanswered');
  });
});
