import { describe, expect, test } from '@jest/globals';
import type { Facts, JobFacts, RunFacts } from '../../src/policies/facts.ts';
import type { TestSource, TestsSettings } from '../../src/policies/settings.ts';
import { testsGate } from '../../src/policies/tests.ts';
import { known, unknown } from '../../src/policies/verdict.ts';
import { facts, job, OTHER_HEAD, ownRun, run, settings } from '../support/facts.ts';

const CI = '.github/workflows/ci.yml';
const HR = '.github/workflows/hr.yml';
const CRM = '.github/workflows/crm.yml';

const source = (workflow: string, step?: string): TestSource => ({
  workflow,
  job: 'lint-and-test',
  ...(step === undefined ? {} : { step }),
});
/** One job a module that lints and tests, each module's workflow started for its own paths only. */
const MODULES: TestsSettings = {
  lint: [source(HR, 'Lint HR'), source(CRM, 'Lint CRM')],
  unit: [source(HR, 'Test HR'), source(CRM, 'Test CRM')],
};

const steps = (of: Record<string, string | null>): JobFacts['steps'] =>
  Object.entries(of).map(([name, conclusion]) => ({ name, status: 'completed', conclusion }));
const moduleRun = (
  workflowPath: string,
  conclusions: Record<string, string | null>,
  over: Partial<RunFacts> = {},
) =>
  run('ci', {
    workflowPath,
    jobs: known([job({ name: 'lint-and-test', steps: steps(conclusions) })]),
    ...over,
  });
const hr = (over: Partial<RunFacts> = {}) =>
  moduleRun(HR, { 'Lint HR': 'success', 'Test HR': 'success' }, over);
const crm = (over: Partial<RunFacts> = {}) =>
  moduleRun(CRM, { 'Lint CRM': 'success', 'Test CRM': 'success' }, over);

const judge = (over: Partial<Facts>, tests?: TestsSettings) =>
  testsGate.evaluate(facts(over), settings(tests === undefined ? {} : { tests }));
const jobs = (...all: JobFacts[]) => [run('ci', { jobs: known(all) })];

describe('the named jobs', () => {
  const lint = job({ name: 'lint' });
  const unit = job({ name: 'unit' });
  const rows: [string, RunFacts[], string, string][] = [
    ['both green', jobs(lint, unit), 'pass', 'tests_passed'],
    [
      'another job of the run is red',
      [
        run('ci', {
          conclusion: 'failure',
          jobs: known([lint, unit, job({ name: 'docs', conclusion: 'failure' })]),
        }),
      ],
      'pass',
      'tests_passed',
    ],
    ['red', jobs(lint, job({ name: 'unit', conclusion: 'failure' })), 'fail', 'tests_not_successful'],
    [
      'skipped, which GitHub counts as success elsewhere',
      jobs(lint, job({ name: 'unit', conclusion: 'skipped' })),
      'fail',
      'tests_not_successful',
    ],
    ['neutral', jobs(lint, job({ name: 'unit', conclusion: 'neutral' })), 'fail', 'tests_not_successful'],
    [
      'without conclusion',
      jobs(lint, job({ name: 'unit', conclusion: null })),
      'fail',
      'tests_not_successful',
    ],
    ['one is not in the run', jobs(lint), 'fail', 'tests_not_successful'],
    ['no jobs at all', jobs(), 'fail', 'tests_not_successful'],
    ['one of a longer name', jobs(lint, job({ name: 'unit-of-docs' })), 'fail', 'tests_not_successful'],
    ['one of another case', jobs(lint, job({ name: 'Unit' })), 'fail', 'tests_not_successful'],
    [
      'a matrix, all green',
      jobs(lint, job({ name: 'unit (22)' }), job({ name: 'unit (24)' })),
      'pass',
      'tests_passed',
    ],
    [
      'a matrix, one red',
      jobs(lint, job({ name: 'unit (22)' }), job({ name: 'unit (24)', conclusion: 'failure' })),
      'fail',
      'tests_not_successful',
    ],
    [
      'a matrix beside a job of its bare name',
      jobs(lint, unit, job({ name: 'unit (24)', conclusion: 'skipped' })),
      'fail',
      'tests_not_successful',
    ],
    ['brackets that do not close', jobs(lint, job({ name: 'unit (24' })), 'fail', 'tests_not_successful'],
    [
      'two of one name, one red',
      jobs(lint, unit, job({ name: 'unit', conclusion: 'failure' })),
      'fail',
      'tests_not_successful',
    ],
    ['no run', [], 'wait', 'tests_missing'],
    ['run of another head', [run('ci', { headSha: OTHER_HEAD })], 'wait', 'tests_missing'],
    [
      'run of another workflow with jobs of these names',
      [run('ci', { workflowPath: '.github/workflows/fake.yml' })],
      'wait',
      'tests_missing',
    ],
    [
      'still running, jobs done',
      [run('ci', { status: 'running', conclusion: null })],
      'wait',
      'tests_running',
    ],
    [
      'newer queued, older green',
      [run('ci', { id: 20, status: 'queued', conclusion: null, jobs: known([]) }), run('ci')],
      'wait',
      'tests_running',
    ],
    [
      'newer red, older green',
      [run('ci', { id: 20, jobs: known([lint, job({ name: 'unit', conclusion: 'failure' })]) }), run('ci')],
      'fail',
      'tests_not_successful',
    ],
    ['jobs not read', [run('ci', { jobs: unknown('GitHub answered 502') })], 'unknown', 'tests_unknown'],
  ];
  test.each(rows)('%s', (_name, tests, outcome, code) => {
    expect(judge({ tests: known(tests) })).toMatchObject({ gate: 'G2', outcome, code });
  });
});

describe('alternatives by module, told apart by step', () => {
  const red = (name: string) => ({ 'Lint HR': 'success', 'Test HR': 'success', [name]: 'failure' });
  const rows: [string, RunFacts[], string, string][] = [
    ['one module', [hr()], 'pass', 'tests_passed'],
    ['both modules', [hr(), crm()], 'pass', 'tests_passed'],
    ['no module', [], 'wait', 'tests_missing'],
    [
      'one green, the other red',
      [hr(), crm({ jobs: known([job({ name: 'lint-and-test', conclusion: 'failure' })]) })],
      'fail',
      'tests_not_successful',
    ],
    [
      'one green, the other running',
      [hr(), crm({ status: 'running', conclusion: null })],
      'wait',
      'tests_running',
    ],
    [
      'one red, the other running',
      [moduleRun(HR, red('Test HR')), crm({ status: 'running', conclusion: null })],
      'fail',
      'tests_not_successful',
    ],
    [
      'one unknown, the other running',
      [hr({ jobs: unknown('502') }), crm({ status: 'running', conclusion: null })],
      'unknown',
      'tests_unknown',
    ],
    ['a step failed in a job that did not', [moduleRun(HR, red('Lint HR'))], 'fail', 'tests_not_successful'],
    [
      'a step was skipped',
      [moduleRun(HR, { 'Lint HR': 'success', 'Test HR': 'skipped' })],
      'fail',
      'tests_not_successful',
    ],
    [
      'a step without conclusion',
      [moduleRun(HR, { 'Lint HR': 'success', 'Test HR': null })],
      'fail',
      'tests_not_successful',
    ],
    ['a step is not there', [moduleRun(HR, { 'Lint HR': 'success' })], 'fail', 'tests_not_successful'],
    [
      'the job failed after its steps',
      [
        hr({
          jobs: known([job({ name: 'lint-and-test', conclusion: 'failure', steps: steps(red('Upload')) })]),
        }),
      ],
      'fail',
      'tests_not_successful',
    ],
  ];
  test.each(rows)('%s', (_name, tests, outcome, code) => {
    expect(judge({ tests: known(tests) }, MODULES)).toMatchObject({ outcome, code });
  });

  test('lint alone is not enough, nor unit alone', () => {
    const onlyHrLints: TestsSettings = { lint: [source(HR, 'Lint HR')], unit: [source(CRM, 'Test CRM')] };
    expect(judge({ tests: known([hr()]) }, onlyHrLints)).toMatchObject({
      code: 'tests_missing',
      seen: { say: 'tests_missing', kinds: ['unit'] },
    });
    expect(judge({ tests: known([crm()]) }, onlyHrLints)).toMatchObject({
      code: 'tests_missing',
      seen: { say: 'tests_missing', kinds: ['lint'] },
    });
  });
});

describe('trust', () => {
  const editsCi = known({ paths: [CI], protectedPaths: [], smokePaths: [] });
  const rows: [string, RunFacts[], Facts['changes'], string, string][] = [
    ['the PR edits the workflow', [run('ci')], editsCi, 'fail', 'tests_untrusted'],
    [
      'the PR edits another workflow',
      [run('ci')],
      known({ paths: [HR], protectedPaths: [], smokePaths: [] }),
      'pass',
      'tests_passed',
    ],
    [
      'red and edited: red is said',
      [run('ci', { jobs: known([]) })],
      editsCi,
      'fail',
      'tests_not_successful',
    ],
    ['dispatched by the bot', [ownRun('ci')], editsCi, 'pass', 'tests_passed'],
    [
      'pushed, file not read',
      [run('ci', { event: 'push', fileUnchanged: unknown('502') })],
      facts().changes,
      'unknown',
      'tests_unknown',
    ],
    ['changes not read', [run('ci')], unknown('502'), 'unknown', 'tests_unknown'],
  ];
  test.each(rows)('%s', (_name, tests, changes, outcome, code) => {
    expect(judge({ tests: known(tests), changes })).toMatchObject({ outcome, code });
  });

  test('runs not read', () => {
    expect(judge({ tests: unknown('GitHub answered 502') })).toMatchObject({
      outcome: 'unknown',
      code: 'tests_unknown',
      seen: { say: 'not_read', why: 'GitHub answered 502' },
    });
  });
});

test.each<[TestsSettings, string[]]>([
  [{ lint: [], unit: [] }, ['lint', 'unit']],
  [{ lint: [source(HR)], unit: [] }, ['unit']],
  [{ lint: [], unit: [source(HR)] }, ['lint']],
])('%j is not two tests', (tests, kinds) => {
  const seen = { say: 'tests_not_configured', kinds };
  expect(judge({}, tests)).toMatchObject({ outcome: 'fail', code: 'tests_not_configured', seen });
});

describe('says where each was seen', () => {
  const RUN = { id: 10, attempt: 1, state: 'failure' };
  const ended = (name: string, conclusion: string | null) => ({ say: 'ended', name, conclusion });
  const notGreen = (kind: string, seen: object) => ({
    say: 'not_green',
    kind,
    file: 'hr.yml',
    run: RUN,
    job: seen,
  });
  const seenIn = (of: readonly JobFacts[]) =>
    judge({ tests: known([hr({ conclusion: 'failure', jobs: known(of) })]) }, MODULES).seen;

  test('green', () => {
    expect(judge({}).seen).toEqual({
      say: 'tests_green',
      tests: {
        shown: [
          { say: 'green', kind: 'lint', file: 'ci.yml' },
          { say: 'green', kind: 'unit', file: 'ci.yml' },
        ],
        more: 0,
      },
    });
    expect(judge({}).evidence).toEqual([
      { label: 'lint in ci.yml', url: 'https://github.com/acme/shop/actions/jobs/lint' },
      { label: 'unit in ci.yml', url: 'https://github.com/acme/shop/actions/jobs/unit' },
    ]);
  });

  const of = (conclusion: string, named: Record<string, string | null>): JobFacts =>
    job({ name: 'lint-and-test', conclusion, steps: steps(named) });
  const rows: [string, readonly JobFacts[], object, object][] = [
    [
      'steps that failed',
      [of('failure', { 'Lint HR': 'failure', 'Test HR': null })],
      ended('Lint HR', 'failure'),
      ended('Test HR', null),
    ],
    [
      'steps that are not there',
      [of('success', {})],
      { say: 'no_step', step: 'Lint HR', job: 'lint-and-test' },
      { say: 'no_step', step: 'Test HR', job: 'lint-and-test' },
    ],
    [
      'steps that succeeded in a job that did not',
      [of('cancelled', { 'Lint HR': 'success', 'Test HR': 'success' })],
      { say: 'step_succeeded_but', step: 'Lint HR', job: 'lint-and-test', conclusion: 'cancelled' },
      { say: 'step_succeeded_but', step: 'Test HR', job: 'lint-and-test', conclusion: 'cancelled' },
    ],
    [
      'a job that is not there',
      [],
      { say: 'no_job', job: 'lint-and-test' },
      { say: 'no_job', job: 'lint-and-test' },
    ],
  ];
  test.each(rows)('%s', (_name, jobsSeen, lint, unit) => {
    expect(seenIn(jobsSeen)).toEqual({
      say: 'tests_not_green',
      tests: { shown: [notGreen('lint', lint), notGreen('unit', unit)], more: 0 },
    });
  });

  test('a green run that proves nothing', () => {
    const changes = known({ paths: [CI], protectedPaths: [], smokePaths: [] });
    const run10 = { id: 10, attempt: 1, state: 'success' };
    const doubt = { say: 'pull_changes', paths: { shown: [CI], more: 0 } };
    expect(judge({ changes }).seen).toEqual({
      say: 'tests_not_green',
      tests: {
        shown: [
          { say: 'doubted', kind: 'lint', run: run10, doubt },
          { say: 'doubted', kind: 'unit', run: run10, doubt },
        ],
        more: 0,
      },
    });
  });
});
