import { describe, expect, test } from '@jest/globals';
import { closedByConfig, judge, overall, POLICY_VERSION } from '../../src/policies/evaluate.ts';
import { ALL_GATES } from '../../src/policies/index.ts';
import type { ReasonCode } from '../../src/policies/reason-codes.ts';
import { GATES, known, type Outcome, unknown, verdict } from '../../src/policies/verdict.ts';
import { facts, label, run, settings } from '../support/facts.ts';

test('every gate stands once in the list, in order', () => {
  expect(ALL_GATES.map(({ id }) => id)).toEqual(GATES);
});

test.each(['facts', 'gate'])('%s.ts is types alone: what a gate looks at is plain data', async (name) => {
  expect(Object.keys(await import(`../../src/policies/${name}.ts`))).toEqual([]);
});

test('all five verdicts, in order', () => {
  const verdicts = judge(facts(), settings());
  expect(verdicts.map(({ gate }) => gate)).toEqual(GATES);
  expect(verdicts.map(({ code }) => code)).toEqual([
    'smoke_passed',
    'tests_passed',
    'verify_passed',
    'label_trusted',
    'way_clear',
  ]);
  expect(overall(verdicts)).toBe('open');
});

describe('the gates as one', () => {
  const say = (outcome: Outcome, code: ReasonCode) =>
    verdict({ gate: 'G4', outcome, code, seen: { say: 'way_clear' }, wanted: { say: 'way_clear' } });
  const pass = say('pass', 'way_clear');
  const wait = say('wait', 'tests_running');
  const red = say('fail', 'tests_not_successful');
  const noLabel = say('fail', 'label_missing');
  const unread = say('unknown', 'smoke_unknown');
  const rows = [
    ['all pass', [pass, pass], 'open'],
    ['nothing judged', [], 'wait'],
    ['one waits', [pass, wait], 'wait'],
    ['one failed', [pass, red], 'closed'],
    ['one failed, one waits', [wait, red], 'closed'],
    ['only the label is missing', [pass, noLabel], 'action'],
    ['the label is missing while tests run', [wait, noLabel], 'wait'],
    ['the label is missing and tests are red', [red, noLabel], 'closed'],
    ['one unknown', [pass, unread], 'unknown'],
    ['one unknown, one failed', [red, unread, noLabel, wait], 'unknown'],
  ] as const;
  test.each(rows)('%s', (_name, verdicts, expected) => {
    expect(overall(verdicts)).toBe(expected);
  });

  const byLabel = [
    'label_missing',
    'label_by_author',
    'label_by_bot',
    'label_by_outsider',
    'label_for_other_head',
    'label_before_push',
    'label_before_base_change',
  ] as const;
  test.each(byLabel)('%s asks a person to act', (code) => {
    expect(overall([pass, say('fail', code)])).toBe('action');
  });
  test.each([
    'label_identity_changed',
    'pr_draft',
    'stopped',
    'tests_not_configured',
    'config_invalid',
  ] as const)('%s closes', (code) => {
    expect(overall([pass, say('fail', code)])).toBe('closed');
  });

  test('through the gates', () => {
    const missing = known(label({ present: false, applied: null }));
    expect(overall(judge(facts({ label: missing }), settings()))).toBe('action');
    expect(overall(judge(facts({ label: missing, verify: known([]) }), settings()))).toBe('wait');
    expect(overall(judge(facts({ label: unknown('502'), pull: { draft: true } }), settings()))).toBe(
      'unknown',
    );
    expect(
      overall(judge(facts({ smoke: known([run('smoke', { conclusion: 'failure' })]) }), settings())),
    ).toBe('closed');
  });
});

test.each([
  ['config_invalid', 'fail', 'closed'],
  ['config_unreadable', 'unknown', 'unknown'],
] as const)('%s closes every gate', (code, outcome, whole) => {
  const problem = 'line 3, mode: must be `observe` or `enforce`';
  const verdicts = closedByConfig(code, problem);
  expect(verdicts.map(({ gate }) => gate)).toEqual(GATES);
  for (const each of verdicts) {
    expect(each).toMatchObject({ outcome, code, seen: { say: 'config_problem', problem } });
  }
  expect(overall(verdicts)).toBe(whole);
});

test('the policy has a version', () => {
  expect(POLICY_VERSION).toMatch(/^\d+$/);
});
