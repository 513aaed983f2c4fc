import { describe, expect, test } from '@jest/globals';
import { ciOf, MATRIX, openIn, surveyOf, valuesOf } from './given.ts';

describe('tests', () => {
  const lint = (job: string, step?: string) => ({ workflow: 'ci.yml', job, ...(step && { step }) });
  const rows: readonly (readonly [string, Readonly<Record<string, string>>, unknown, unknown])[] = [
    [
      'two steps of one job',
      ciOf('{ name: Lint, run: x }, { name: Test, run: y }'),
      [lint('ci', 'Lint')],
      [lint('ci', 'Test')],
    ],
    [
      'steps without names',
      ciOf('{ run: npm run lint }, { run: "pytest -q" }'),
      [lint('ci', 'Run npm run lint')],
      [lint('ci', 'Run pytest -q')],
    ],
    [
      'steps whose names say nothing, by their commands',
      ciOf('{ name: Style, run: "npm i -g eslint\\neslint ." }, { name: Check, run: go test ./... }'),
      [lint('ci', 'Style')],
      [lint('ci', 'Check')],
    ],
    ['an action in a job for it', ciOf('{ uses: a/super@v1 }', 'ESLint'), [lint('ESLint')], undefined],
    ['a job for one of them alone', ciOf('{ name: Unit tests, run: x }', 'unit'), undefined, [lint('unit')]],
    [
      'a job named for one that does both',
      ciOf('{ name: Lint, run: x }, { name: Test, run: y }', 'test'),
      [lint('test', 'Lint')],
      [lint('test', 'Test')],
    ],
    [
      'what surrounds a test',
      ciOf('{ name: Upload test results, run: x }, { name: Install eslint, run: y }'),
      undefined,
      undefined,
    ],
    [
      'other tests',
      ciOf('{ name: Run Playwright tests, run: x }, { run: npm run test:e2e }'),
      undefined,
      undefined,
    ],
    ['both in one step', ciOf('{ name: Lint and test, run: x }'), undefined, undefined],
    ['both in one job', ciOf('{ run: x }', 'lint-and-test'), undefined, undefined],
    [
      'a name made when it runs, in a job for it',
      ciOf(`{ name: "Test ${MATRIX}", run: x }`, 'unit'),
      undefined,
      [lint('unit')],
    ],
    ['a name made when it runs', ciOf(`{ name: "Test ${MATRIX}", run: x }`), undefined, undefined],
    [
      'one that never fails, in a job for it',
      ciOf('{ name: Test, run: x || true }', 'test'),
      undefined,
      undefined,
    ],
    [
      'one in a job that never fails',
      {
        'ci.yml': 'on: pull_request\njobs: { lint: { continue-on-error: true, steps: [{ uses: a/b@v1 }] } }',
      },
      undefined,
      undefined,
    ],
    [
      'the same name twice',
      ciOf('{ name: Test, run: x }, { name: Test, run: y }'),
      undefined,
      [lint('ci', 'Test')],
    ],
    ['a name that is too long', ciOf(`{ name: "Test ${'x'.repeat(200)}", run: x }`), undefined, undefined],
    [
      'not what runs for no pull request',
      { 'ci.yml': 'on: { push: { branches: [main] } }\njobs: { test: { steps: [{ run: npm test }] } }' },
      undefined,
      undefined,
    ],
    [
      'not the workflows that the runbook names',
      { 'codex-smoke.yml': 'on: pull_request\njobs: { lint: { steps: [{ run: eslint . }] } }' },
      undefined,
      undefined,
    ],
  ];
  test.each(rows)('%s', (_, files, lints, units) => {
    const values = valuesOf(surveyOf(files));
    expect([values['tests.lint'], values['tests.unit']]).toEqual([lints, units]);
  });

  test('what cannot be told apart or named is said', () => {
    expect(openIn(surveyOf(ciOf('{ name: Lint and test, run: x }')))).toMatchObject({
      'tests.lint test_inseparable': ['ci.yml › ci › Lint and test'],
      'tests.unit test_inseparable': ['ci.yml › ci › Lint and test'],
    });
    const called = { 'ci.yml': 'on: push\njobs: { unit: { uses: ./.github/workflows/unit.yml } }' };
    expect(openIn(surveyOf(called))).toMatchObject({ 'tests.unit test_unnameable': ['ci.yml › unit'] });
  });

  test('no more are listed than the configuration takes', () => {
    const jobs = Array.from({ length: 53 }, (_, i) => `test-${i}: { steps: [{ run: npm test }] }`);
    const survey = surveyOf({ 'ci.yml': `on: push\njobs: { ${jobs.join(', ')} }` });
    expect(valuesOf(survey)['tests.unit']).toHaveLength(50);
    expect(openIn(survey)['tests.unit tests_too_many']).toHaveLength(3);
  });
});
