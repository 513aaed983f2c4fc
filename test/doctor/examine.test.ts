import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Timer } from '../../src/clock.ts';
import { type Check, finding } from '../../src/doctor/check.ts';
import { CHECKS } from '../../src/doctor/checks.ts';
import { examine } from '../../src/doctor/examine.ts';
import { NothingToLookAt } from '../../src/doctor/nothing-to-look-at.ts';
import { Subject } from '../../src/doctor/subject.ts';
import { PRECONDITIONS } from '../../src/effect/finding.ts';
import { CodedError } from '../../src/errors.ts';
import { UnexpectedAnswer } from '../../src/github/failure.ts';
import { openPatient, type Patient } from './patient.ts';

let patient: Patient;
/** What waits for the time that a check has, in the order in which the checks began. */
let late: (() => void)[];
let subject: Subject;
beforeEach(async () => {
  patient = await openPatient({ kind: 'closed', why: 'not in this test' });
  late = [];
  const timer: Timer = (_ms, run) => {
    late.push(run);
    return () => undefined;
  };
  subject = new Subject({ owner: 'acme', repo: 'erp' }, { ...patient.deps, timer });
});
afterEach(() => patient.close());

const good: Check = {
  ids: ['node_version'],
  look: () => Promise.resolve([finding('node_version', 'ok', 'v24')]),
};

test('together the checks look at every precondition, and no two at the same', () => {
  const ids = CHECKS.flatMap((check) => check.ids);
  expect(ids.toSorted()).toEqual(Object.keys(PRECONDITIONS).toSorted());
});

test.each<[string, unknown, string, string]>([
  ['a coded error', new CodedError('AIOPS_X', 'what, where'), 'unknown', 'AIOPS_X: what, where'],
  [
    'an error of GitHub',
    new UnexpectedAnswer('it has no list'),
    'unknown',
    'AIOPS_GITHUB_FAILED: it has no list',
  ],
  [
    'a bug that quotes a token',
    new TypeError(`bad header Bearer ghs_${'a'.repeat(36)}\nat x`),
    'unknown',
    'AIOPS_BUG: bad header [redacted]',
  ],
  ['nothing to look at', new NothingToLookAt('it is not used'), 'skipped', 'it is not used'],
])('%s says so of all its preconditions, and hides no other', async (_name, error, status, seen) => {
  const bad: Check = { ids: ['clock', 'stop'], look: () => Promise.reject(error) };
  const findings = await examine([good, bad], subject);
  expect(findings.map((one) => [one.id, one.status, one.seen])).toEqual([
    ['clock', status, seen],
    ['stop', status, seen],
    ['node_version', 'ok', 'v24'],
  ]);
});

test('a check that never ends is unknown when its time is over', async () => {
  const never: Check = { ids: ['clock'], look: () => new Promise(() => undefined) };
  const examined = examine([never, good], subject);
  late[0]?.();
  expect((await examined).map((one) => [one.id, one.status, one.seen])).toEqual([
    ['clock', 'unknown', 'no answer within 30 s'],
    ['node_version', 'ok', 'v24'],
  ]);
});

test('what several checks look at is read once', async () => {
  await patient.examine();
  const { requests } = patient.customer.github.service;
  const asked = requests.map(({ method, path, body }) => `${method} ${path} ${JSON.stringify(body)}`);
  expect(asked.filter((one, index) => asked.indexOf(one) !== index)).toEqual([]);
});

test('nothing is changed anywhere', async () => {
  await patient.examine();
  const { requests } = patient.customer.github.service;
  const written = requests.filter(
    ({ method, path }) => method !== 'GET' && path !== '/graphql' && !path.endsWith('/access_tokens'),
  );
  expect(written).toEqual([]);
  expect(patient.aws.asked.every((asked) => asked.startsWith('DescribeSecret '))).toBe(true);
  expect(patient.workspace.channel.messages).toEqual([]);
  expect(patient.onCall.pagerDuty.world.incidents).toEqual([]);
});
