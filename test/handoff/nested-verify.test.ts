import { describe, expect, test } from '@jest/globals';
import type { WatchedRun } from '../../src/alerts/run.ts';
import {
  ACTIONS_BOT,
  nestedVerify,
  type VerifyCandidate,
  verifyRunsOf,
} from '../../src/handoff/nested-verify.ts';
import type { NestedVerify } from '../../src/handoff/state.ts';
import type { Person } from '../../src/policies/facts.ts';
import { ANNA, at } from './given.ts';

const ACTIONS: Person = { id: 41898282, login: ACTIONS_BOT, kind: 'Bot' };
const handoffRun = { createdAt: at(-300), completedAt: at(0) };

function verify(over: Partial<VerifyCandidate> = {}): VerifyCandidate {
  return {
    actor: ACTIONS,
    createdAt: at(-10),
    status: 'completed',
    conclusion: 'success',
    url: 'https://github.test/v1',
    ...over,
  };
}

const second = { url: 'https://github.test/v2' };
const SUCCEEDED: NestedVerify = { kind: 'succeeded', url: 'https://github.test/v1' };
const NONE_YET: NestedVerify = { kind: 'none_yet' };

test.each<[string, readonly VerifyCandidate[], NestedVerify]>([
  ['no runs', [], NONE_YET],
  ['it succeeded', [verify()], SUCCEEDED],
  ['it runs', [verify({ status: 'running', conclusion: null })], { kind: 'running', url: SUCCEEDED.url }],
  ['it is queued', [verify({ status: 'queued', conclusion: null })], { kind: 'running', url: SUCCEEDED.url }],
  [
    'it failed',
    [verify({ conclusion: 'failure' })],
    { kind: 'failed', url: SUCCEEDED.url, conclusion: 'failure' },
  ],
  [
    'it was skipped',
    [verify({ conclusion: 'skipped' })],
    { kind: 'failed', url: SUCCEEDED.url, conclusion: 'skipped' },
  ],
  [
    'no conclusion',
    [verify({ conclusion: null })],
    { kind: 'failed', url: SUCCEEDED.url, conclusion: 'no conclusion' },
  ],
  ['made by a person', [verify({ actor: ANNA })], NONE_YET],
  ['made by nobody known', [verify({ actor: null })], NONE_YET],
  ['made by another bot', [verify({ actor: { ...ACTIONS, login: 'other[bot]' } })], NONE_YET],
  ['a user under that name', [verify({ actor: { ...ACTIONS, kind: 'User' } })], NONE_YET],
  ['made as the handoff run began', [verify({ createdAt: at(-300) })], SUCCEEDED],
  ['made before it', [verify({ createdAt: at(-301) })], NONE_YET],
  ['made a minute after it', [verify({ createdAt: at(60) })], SUCCEEDED],
  ['made later than that', [verify({ createdAt: at(61) })], NONE_YET],
  ['made at no time that can be read', [verify({ createdAt: 'soon' })], NONE_YET],
  ['two succeeded', [verify(), verify(second)], SUCCEEDED],
  ['one of two runs', [verify(), verify({ ...second, status: 'running' })], { kind: 'running', ...second }],
  [
    'one of two failed, the other runs',
    [verify({ status: 'running' }), verify({ ...second, conclusion: 'cancelled' })],
    { kind: 'failed', ...second, conclusion: 'cancelled' },
  ],
])('%s', (_name, candidates, nested) => {
  expect(nestedVerify({ expected: true, handoffRun, candidates })).toEqual(nested);
});

test('while the handoff run goes on, all made since it began are its own', () => {
  const candidates = [verify({ createdAt: at(900) })];
  const goesOn = { ...handoffRun, completedAt: null };
  expect(nestedVerify({ expected: true, handoffRun: goesOn, candidates })).toEqual(SUCCEEDED);
});

test('none is expected where the configuration says so', () => {
  const candidates = [verify({ conclusion: 'failure' })];
  expect(nestedVerify({ expected: false, handoffRun, candidates })).toEqual({ kind: 'not_expected' });
});

describe('the Verify runs that a handoff waits for, by what is known of all runs', () => {
  const made = (change: Partial<WatchedRun> = {}, requestedAt = at(-10)): WatchedRun => ({
    repositoryId: 1,
    role: 'verify',
    workflowId: 2,
    workflowPath: '.github/workflows/verify.yml',
    runId: 9,
    attempt: 1,
    url: 'https://github.test/v1',
    event: 'workflow_dispatch',
    byActions: true,
    cancelledAsSlow: false,
    headSha: 'a'.repeat(40),
    headBranch: 'main',
    eligible: true,
    pulls: [],
    status: 'running',
    result: null,
    times: { requestedAt, startedAt: null, waitedMs: 0, waitingSince: null, endedAt: null },
    failed: [],
    partCount: null,
    slowBy: [],
    seenUpdatedAt: requestedAt,
    ...change,
  });
  test.each<[string, readonly WatchedRun[], readonly number[]]>([
    ['its own', [made()], [9]],
    ['made by a person or another App', [made({ byActions: false })], []],
    ['of another workflow', [made({ role: 'smoke' })], []],
    ['on another branch', [made({ headBranch: 'change' })], []],
    ['made by a push', [made({ event: 'push' })], []],
    ['made before it', [made({}, at(-301))], []],
    ['made a minute after it', [made({}, at(60))], [9]],
    ['made later than that', [made({}, at(61))], []],
    ['run again since', [made({ attempt: 2 }, at(600)), made()], [9]],
    ['made before it, and run again while it went on', [made({ attempt: 2 }), made({}, at(-400))], []],
  ])('%s', (_what, runs, expected) => {
    expect(verifyRunsOf(handoffRun, runs, 'main')).toEqual(expected);
  });

  test('while the handoff run goes on, none is too late', () => {
    expect(verifyRunsOf({ ...handoffRun, completedAt: null }, [made({}, at(9000))], 'main')).toEqual([9]);
  });
});
