import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { findingLines } from '../../src/cli/finding-lines.ts';
import { type Finding, PRECONDITIONS } from '../../src/effect/finding.ts';
import { openTestStore, type TestStore } from '../support/store.ts';
import { BROKEN } from './broken.ts';
import { openPatient, type Patient } from './patient.ts';

let memory: TestStore;
beforeAll(async () => {
  memory = await openTestStore();
});
afterAll(() => memory.close());

let patient: Patient;
beforeEach(async () => {
  patient = await openPatient({ kind: 'open', store: memory.store });
});
afterEach(async () => {
  const { customer, workspace, onCall } = patient;
  await patient.close();
  const unexpected = [customer.github, workspace.slack, onCall.pagerDuty].flatMap(
    ({ world }) => world.unexpected,
  );
  expect(unexpected).toEqual([]);
});

const notGood = (findings: readonly Finding[]) =>
  findings.filter(({ status }) => status !== 'ok' && status !== 'skipped');

describe('everything is as the runbook wants it', () => {
  test('each precondition is looked at, and holds', async () => {
    const findings = await patient.examine();
    expect(new Set(findings.map(({ id }) => id))).toEqual(new Set(Object.keys(PRECONDITIONS)));
    expect(notGood(findings)).toEqual([]);
    expect(findings.filter(({ status }) => status === 'skipped').map(({ id }) => id)).toEqual([
      'label_identity',
      'check_premature',
    ]);
    expect(findings.every(({ todo }) => todo === null)).toBe(true);
  });

  test('on the command line', async () => {
    expect(findingLines('acme/erp', await patient.examine()).join('\n')).toMatchSnapshot();
  });
});

describe.each(Object.entries(BROKEN))('%s', (_area, broken) => {
  test.each(broken)('$name', async ({ how, finds, about, todo }) => {
    await how(patient);
    const bad = notGood(await patient.examine());
    expect(bad.map(({ id, status }) => [id, status])).toEqual(finds);
    const [first] = bad;
    if (first === undefined) return;
    if (typeof about === 'string') expect(first.about).toBe(about);
    if (about instanceof RegExp) expect(first.about).toMatch(about);
    for (const one of bad) expect(one).toEqual({ ...one, todo: expect.stringMatching(/^\S.*[^\n]$/) });
    expect(first.todo).toMatch(todo);
  });
});

test('what is wrong is shown with what to do beneath it', async () => {
  patient.ruleset.requiredChecks = [];
  patient.workspace.slack.leave(patient.workspace.channel, patient.workspace.bot);
  patient.customer.installation.permissions = {
    ...patient.customer.installation.permissions,
    administration: 'write',
  };
  patient.customer.github.fault({ kind: 'status', status: 502, match: { path: /\/labels\// } });
  const lines = findingLines('acme/erp', await patient.examine());
  expect(
    lines.filter((line, i) => /^ {6}→/.test(line) || /^ {6}→/.test(lines[i + 1] ?? '')),
  ).toMatchSnapshot();
  expect(lines.at(-1)).toMatchSnapshot();
});
