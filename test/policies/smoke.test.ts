import { describe, expect, test } from '@jest/globals';
import type { ReportFacts, RunFacts } from '../../src/policies/facts.ts';
import type { Warning } from '../../src/policies/said.ts';
import { smokeGate } from '../../src/policies/smoke.ts';
import { known, unknown } from '../../src/policies/verdict.ts';
import { facts, job, run, settings } from '../support/facts.ts';

const judge = (smoke: readonly RunFacts[]) => smokeGate.evaluate(facts({ smoke: known(smoke) }), settings());

const reporting = (report: ReportFacts | null) => [run('smoke', { report: known(report) })];
const items = (...statuses: string[]): ReportFacts => ({
  kind: 'items',
  items: statuses.map((status, index) => ({ check: `check-${index}`, status })),
});

describe('what could not be read', () => {
  test.each([
    ['the changes', facts({ changes: unknown('GitHub answered 502') })],
    ['the runs', facts({ smoke: unknown('GitHub answered 502') })],
    ['the report', facts({ smoke: known([run('smoke', { report: unknown('GitHub answered 502') })]) })],
  ])('%s', (_name, unread) => {
    const verdict = smokeGate.evaluate(unread, settings());
    expect(verdict).toMatchObject({ outcome: 'unknown', code: 'smoke_unknown' });
    expect(verdict.seen).toMatchObject({ why: 'GitHub answered 502' });
  });
});

describe('no run', () => {
  const touchesTemplate = known({ paths: ['templates/a'], protectedPaths: [], smokePaths: ['templates/a'] });
  const rows = [
    ['require', facts().changes, 'wait', 'smoke_missing'],
    ['dispatch', facts().changes, 'wait', 'smoke_missing'],
    ['not-applicable', facts().changes, 'pass', 'smoke_not_applicable'],
    ['not-applicable', touchesTemplate, 'wait', 'smoke_missing'],
    ['not-applicable', unknown('GitHub answered 502'), 'unknown', 'smoke_unknown'],
  ] as const;
  test.each(rows)('%s', (when_missing, changes, outcome, code) => {
    const smoke = { ...settings().smoke, when_missing };
    const verdict = smokeGate.evaluate(facts({ smoke: known([]), changes }), settings({ smoke }));
    expect(verdict).toMatchObject({ outcome, code });
  });

  test('not-applicable excuses no run that is there', () => {
    const smoke = { ...settings().smoke, when_missing: 'not-applicable' as const };
    const red = facts({ smoke: known([run('smoke', { conclusion: 'failure' })]) });
    expect(smokeGate.evaluate(red, settings({ smoke })).code).toBe('smoke_not_successful');
  });
});

describe('the report', () => {
  const rows: [string, ReportFacts | null, string, string, Warning[]][] = [
    ['none', null, 'pass', 'smoke_passed', [{ say: 'no_report' }]],
    ['all ok', items('ok', 'ok'), 'pass', 'smoke_passed', []],
    ['no items', items(), 'pass', 'smoke_passed', [{ say: 'empty_report' }]],
    [
      'skipped',
      items('ok', 'skip'),
      'pass',
      'smoke_passed',
      [{ say: 'skipped', checks: { shown: ['check-1'], more: 0 } }],
    ],
    ['error', items('error', 'skip'), 'fail', 'smoke_report_failed', []],
    ['a word nobody knows', items('OK'), 'fail', 'smoke_report_failed', []],
    ['malformed', { kind: 'malformed', why: 'not JSON' }, 'fail', 'smoke_report_malformed', []],
    ['of another kind', { kind: 'text', text: 'ok' }, 'fail', 'smoke_report_malformed', []],
  ];
  test.each(rows)('%s', (_name, report, outcome, code, warnings) => {
    expect(judge(reporting(report))).toMatchObject({
      outcome,
      code,
      warnings,
      evidence: [{ label: 'Codex Smoke run 10' }],
    });
  });

  test('skipped items close where the configuration says so', () => {
    const smoke = { ...settings().smoke, skipped_items: 'fail' as const };
    const judgeStrictly = (...statuses: string[]) =>
      smokeGate.evaluate(facts({ smoke: known(reporting(items(...statuses))) }), settings({ smoke }));
    expect(judgeStrictly('ok', 'skip')).toMatchObject({
      outcome: 'fail',
      code: 'smoke_report_skipped',
      seen: { say: 'report_skipped', checks: { shown: ['check-1'], more: 0 } },
    });
    expect(judgeStrictly('ok')).toMatchObject({ outcome: 'pass', code: 'smoke_passed' });
  });

  test('names what failed, and no more than fits', () => {
    const failed = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ check: `check-${index + 1}`, status: 'error' }));
    const seenIn = (...statuses: string[]) => judge(reporting(items('ok', ...statuses))).seen;
    expect(seenIn('error', 'skip')).toEqual({
      say: 'report_failed',
      items: { shown: failed(1), more: 0 },
    });
    expect(seenIn(...Array(8).fill('error'))).toEqual({
      say: 'report_failed',
      items: { shown: failed(5), more: 3 },
    });
    const long: ReportFacts = { kind: 'items', items: [{ check: 'x'.repeat(999), status: 'y'.repeat(999) }] };
    expect(judge(reporting(long)).seen).toMatchObject({
      items: { shown: [{ check: `${'x'.repeat(80)}…`, status: `${'y'.repeat(80)}…` }] },
    });
  });
});

describe('what a failed run says', () => {
  const RUN = { id: 10, attempt: 2, state: 'failure' };
  const failing = (jobs: RunFacts['jobs']) =>
    judge([run('smoke', { conclusion: 'failure', attempt: 2, jobs })]).seen;

  test('jobs and the first of their steps that failed', () => {
    const steps = [
      { name: 'Install', status: 'completed', conclusion: 'success' },
      { name: 'Run smoke', status: 'completed', conclusion: 'failure' },
      { name: 'Upload', status: 'completed', conclusion: 'skipped' },
    ] as const;
    const jobs = known([
      job({ name: 'smoke', conclusion: 'failure', steps }),
      job({ name: 'after', conclusion: 'skipped' }),
      job({ name: 'slow', conclusion: 'timed_out', steps: [] }),
    ]);
    expect(failing(jobs)).toEqual({
      say: 'run_failed_in',
      run: RUN,
      jobs: {
        shown: [
          { job: 'smoke', step: 'Run smoke' },
          { job: 'slow', step: null },
        ],
        more: 0,
      },
    });
  });

  test('only the run where its jobs are not known or tell nothing', () => {
    expect(failing(unknown('GitHub answered 502'))).toEqual({ say: 'run', run: RUN });
    expect(failing(known([job()]))).toEqual({ say: 'run', run: RUN });
  });
});

describe('a head that another PR has or had', () => {
  // The other PR's base may hold another workflow file, and both runs carry the same path and commit.
  const rows = [
    ['shared', known(true), 'pull_request', 'fail', 'smoke_untrusted'],
    ['not known', unknown('GitHub answered 502'), 'pull_request', 'unknown', 'smoke_unknown'],
    ['not shared', known(false), 'pull_request', 'pass', 'smoke_passed'],
    ['shared, but started on the branch itself', known(true), 'workflow_dispatch', 'pass', 'smoke_passed'],
  ] as const;
  test.each(rows)('%s', (_name, headShared, event, outcome, code) => {
    const shared = facts({ pull: { headShared }, smoke: known([run('smoke', { event })]) });
    expect(smokeGate.evaluate(shared, settings())).toMatchObject({ outcome, code });
  });

  test('the run that the bot dispatched itself still counts', () => {
    const own = run('smoke', { event: 'workflow_dispatch', dispatchedByBot: true });
    const shared = facts({ pull: { headShared: known(true) }, smoke: known([own]) });
    expect(smokeGate.evaluate(shared, settings()).code).toBe('smoke_passed');
  });
});
