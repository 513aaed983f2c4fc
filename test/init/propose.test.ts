import { describe, expect, test } from '@jest/globals';
import { WORKFLOW_FILES } from '../../demo/customer/workflow-files.ts';
import type { Choice } from '../../src/init/choice.ts';
import { propose } from '../../src/init/propose.ts';
import type { Survey } from '../../src/init/survey.ts';
import { known, unknown } from '../../src/policies/verdict.ts';
import { customerSurvey, surveyOf } from './given.ts';

/** What each key is given. */
function valuesOf(survey: Survey): Readonly<Record<string, unknown>> {
  const chosen = propose(survey, 'en').filter((choice) => choice.kind === 'chosen');
  return Object.fromEntries(chosen.map(({ key, value }) => [key, value]));
}

/** What is left open: `key reason`, and what it names. */
function openIn(survey: Survey): Readonly<Record<string, readonly string[]>> {
  const open = propose(survey, 'en').filter((choice) => choice.kind === 'open');
  return Object.fromEntries(open.map(({ key, reason, names }) => [`${key} ${reason}`, names]));
}

const reasonOf = (survey: Survey, key: string): Choice | undefined =>
  propose(survey, 'en').find((choice) => choice.kind === 'chosen' && choice.key === key);

/** An expression of GitHub's. */
const MATRIX = '$' + '{{ matrix.a }}';

const NODE_CI = `name: CI
on: [push, pull_request]
jobs:
  lint:
    steps:
      - uses: actions/checkout@v4
      - run: npm ci
      - run: npm run lint
  test:
    strategy: { matrix: { node: [20, 22] } }
    steps:
      - run: npm ci
      - run: npm test
`;

const smoke = (pull: string, upload = '{ name: r, path: a.json }'): Readonly<Record<string, string>> => ({
  'codex-smoke.yml': `on: ${pull}
jobs: { a: { steps: [{ run: x }, { uses: actions/upload-artifact@v4, with: ${upload} }] } }`,
});
const test1 = (steps: string, job = 'ci') => ({
  'ci.yml': `on: pull_request\njobs: { ${job}: { steps: [${steps}] } }`,
});

describe('whole repositories', () => {
  test("the first customer's, as its workflows are", () => {
    const survey = customerSurvey();
    const step = (file: string, name: string) => ({ workflow: file, job: 'lint-and-test', step: name });
    expect(valuesOf(survey)).toEqual({
      mode: 'observe',
      locale: 'en',
      team: 'ai-ops',
      'smoke.workflow': 'codex-template-smoke.yml',
      'smoke.artifact': 'codex-template-smoke-report',
      'smoke.report': 'latest.json',
      'smoke.paths': [
        'templates/**',
        'scripts/ci/run-codex-template-smoke.sh',
        '.github/workflows/codex-template-smoke.yml',
      ],
      'smoke.when_missing': 'not-applicable',
      'tests.lint': [
        step('crm-sales-module-ci.yml', 'Lint CRM & Sales modules'),
        step('hr-module-ci.yml', 'Lint HR module'),
      ],
      'tests.unit': [
        step('crm-sales-module-ci.yml', 'Test CRM & Sales modules'),
        step('hr-module-ci.yml', 'Test HR module'),
      ],
      'verify.workflow': 'ai-ops-langgraph-verify.yml',
      'verify.artifact': 'ai-ops-langgraph-verify',
      'verify.report': 'ai-ops-verify.md',
      'label.name': 'LG-Verified ✅',
      protected_paths: ['.github/**', 'scripts/ci/**'],
      'handoff.workflow': 'ai-ops-auto-handoff.yml',
      'handoff.starts_verify': true,
      'handoff.phases': [
        { phase: 'template_generation', job: 'handoff', step: 'Generate templates' },
        { phase: 'pr_review', job: 'handoff', step: 'Review the pull request' },
        { phase: 'deploy_approval', job: 'handoff', step: 'Approve the deployment' },
      ],
    });
    expect(openIn(survey)).toEqual({ 'handoff.playbook_section section_missing': [] });
  });

  test('a plain one with a job for lint and a matrix for tests', () => {
    const survey = surveyOf({ 'ci.yml': NODE_CI });
    expect(valuesOf(survey)).toEqual({
      mode: 'observe',
      locale: 'en',
      'tests.lint': [{ workflow: 'ci.yml', job: 'lint' }],
      'tests.unit': [{ workflow: 'ci.yml', job: 'test' }],
      'handoff.playbook_section': '4-auto-handoff-failed',
    });
    expect(openIn(survey)).toEqual({
      'team team_missing': [],
      'smoke.workflow workflow_missing': [],
      'verify.workflow workflow_missing': [],
      'label.name label_missing': [],
      'handoff.workflow workflow_missing': [],
    });
  });

  test('many modules, and all that only looks like their tests', () => {
    const files = {
      ...WORKFLOW_FILES,
      'openapi-lint.yml':
        'name: OpenAPI Lint\non: pull_request\njobs: { lint: { steps: [{ name: Lint OpenAPI, run: npx redocly lint }] } }',
      'docs-sql-lint.yml':
        'on: pull_request\njobs: { sql: { steps: [{ name: Lint SQL, run: sqlfluff lint db || true }] } }',
      'costing-e2e.yml':
        'on: pull_request\njobs: { e2e-tests: { steps: [{ run: python3 scripts/costing.py }] } }',
      'live-smoke.yml':
        'name: Live Smoke\non: [workflow_dispatch]\njobs: { smoke: { steps: [{ run: scripts/live.sh }] } }',
      'nightly.yml':
        'on: { schedule: [{ cron: "0 1 * * *" }] }\njobs: { test: { steps: [{ run: npm test }] } }',
      'api.yaml': 'on: pull_request\njobs: { "単体テスト": { steps: [{ name: 単体テスト, run: make }] } }',
    };
    const survey = surveyOf(files);
    const values = valuesOf(survey);
    expect(values['smoke.workflow']).toBe('codex-template-smoke.yml');
    expect(values['tests.lint']).toHaveLength(2);
    expect(values['tests.unit']).toEqual([
      { workflow: 'api.yaml', job: '単体テスト' },
      expect.objectContaining({ workflow: 'crm-sales-module-ci.yml' }),
      expect.objectContaining({ workflow: 'hr-module-ci.yml' }),
    ]);
    expect(openIn(survey)).toMatchObject({
      'tests.lint lint_of_documents': ['openapi-lint.yml › lint › Lint OpenAPI'],
      'tests.lint test_without_force': ['docs-sql-lint.yml › sql › Lint SQL'],
      'tests.unit test_of_other_kind': ['costing-e2e.yml › e2e-tests'],
    });
  });

  test('nothing at all', () => {
    expect(valuesOf(surveyOf({}))).toEqual({
      mode: 'observe',
      locale: 'en',
      'handoff.playbook_section': '4-auto-handoff-failed',
    });
    expect(Object.keys(openIn(surveyOf({})))).toEqual([
      'team team_missing',
      'smoke.workflow workflow_missing',
      'tests.lint test_missing',
      'tests.unit test_missing',
      'verify.workflow workflow_missing',
      'label.name label_missing',
      'handoff.workflow workflow_missing',
    ]);
  });

  test('files that cannot be read are told of, and the rest is proposed all the same', () => {
    const survey = surveyOf({ 'ci.yml': NODE_CI, 'broken.yml': 'on: [' });
    expect(valuesOf(survey)).toHaveProperty(['tests.lint']);
    expect(propose(survey, 'en')).toContainEqual({
      kind: 'noted',
      reason: 'workflow_unreadable',
      names: [expect.stringMatching(/^broken\.yml: /)],
    });
  });
});

describe('which workflow is which', () => {
  const RUN = 'jobs: { a: { steps: [{ run: x }] } }';
  const rows: readonly (readonly [
    string,
    Readonly<Record<string, string>>,
    string | null,
    readonly string[],
  ])[] = [
    ['by its file', { 'codex-template-smoke.yml': `on: push\n${RUN}` }, 'codex-template-smoke.yml', []],
    ['by its words', { 'templates-smoke.yml': `on: pull_request\n${RUN}` }, 'templates-smoke.yml', []],
    ['by its display name', { 'a.yml': `name: Codex Smoke\non: push\n${RUN}` }, 'a.yml', []],
    [
      'by its artifact',
      {
        'a.yml':
          'on: push\njobs: { a: { steps: [{ uses: actions/upload-artifact@v4, with: { name: codex-template-smoke-report, path: x } }] } }',
      },
      'a.yml',
      [],
    ],
    [
      'by file rather than by name',
      {
        'codex-template-smoke.yml': `on: push\n${RUN}`,
        'evil.yml': `name: Codex Template Smoke\non: pull_request\n${RUN}`,
      },
      'codex-template-smoke.yml',
      [],
    ],
    [
      'by what starts it, of two that are named alike',
      { 'codex-smoke-a.yml': `on: pull_request\n${RUN}`, 'codex-smoke-b.yml': `on: push\n${RUN}` },
      'codex-smoke-a.yml',
      [],
    ],
    [
      'not of two that are alike',
      { 'codex-smoke-a.yml': `on: push\n${RUN}`, 'codex-smoke-b.yml': `on: push\n${RUN}` },
      null,
      ['codex-smoke-a.yml', 'codex-smoke-b.yml'],
    ],
    ['not by half of its words', { 'smoke.yml': `on: push\n${RUN}` }, null, ['smoke.yml']],
    ['not by nothing', { 'ci.yml': `on: push\n${RUN}` }, null, []],
  ];
  test.each(rows)('Smoke %s', (_, files, file, candidates) => {
    const survey = surveyOf(files);
    expect(valuesOf(survey)['smoke.workflow'] ?? null).toBe(file);
    const open = openIn(survey);
    expect(open['smoke.workflow workflow_unclear'] ?? open['smoke.workflow workflow_missing'] ?? []).toEqual(
      candidates,
    );
  });

  test('Verify, Auto Handoff and Insights by other names', () => {
    const survey = surveyOf({
      'langgraph-verification.yml': `on: workflow_dispatch\n${RUN}`,
      'ai-ops-hand-off.yaml': `on: workflow_dispatch\n${RUN}`,
      'x.yml': `name: AI Ops Insights\non: workflow_dispatch\n${RUN}`,
    });
    expect(valuesOf(survey)).toMatchObject({
      'verify.workflow': 'langgraph-verification.yml',
      'handoff.workflow': 'ai-ops-hand-off.yaml',
    });
    expect(propose(survey, 'en')).toContainEqual({
      kind: 'noted',
      reason: 'insights_seen',
      names: ['AI Ops Insights'],
    });
  });
});

describe('what Codex Smoke is about', () => {
  const rows: readonly (readonly [string, string, object, string | null])[] = [
    [
      'the paths that start it',
      '{ pull_request: { paths: [templates/**, gen/*.ts] } }',
      { 'smoke.paths': ['templates/**', 'gen/*.ts'], 'smoke.when_missing': 'not-applicable' },
      null,
    ],
    [
      'what its filter leaves out as well',
      '{ pull_request: { paths: [templates/**, "!templates/*.md"] } }',
      { 'smoke.paths': ['templates/**'] },
      null,
    ],
    ['every pull request', 'pull_request', {}, null],
    [
      'a filter that GitHub reads otherwise',
      '{ pull_request: { paths: ["a?.md", b/**] } }',
      {},
      'smoke.paths filter_not_sayable',
    ],
    ['stars within a name', '{ pull_request: { paths: [docs**] } }', {}, 'smoke.paths filter_not_sayable'],
    [
      'nothing but what is left out',
      '{ pull_request: { paths: ["!a/**"] } }',
      {},
      'smoke.paths filter_not_sayable',
    ],
    ['all but some', '{ pull_request: { paths-ignore: [docs/**] } }', {}, 'smoke.paths filter_not_sayable'],
    ['whatever somebody starts it for', 'workflow_dispatch', {}, 'smoke.when_missing not_started_by_pulls'],
  ];
  test.each(rows)('%s', (_, on, values, open) => {
    const survey = surveyOf(smoke(on));
    const all = valuesOf(survey);
    expect(all).toMatchObject({ 'smoke.workflow': 'codex-smoke.yml', ...values });
    if (!('smoke.when_missing' in values)) {
      const isWhole = 'smoke.paths' in values;
      expect(all['smoke.when_missing']).toBe(isWhole ? 'not-applicable' : undefined);
    }
    const left = Object.keys(openIn(survey)).filter((one) => one.startsWith('smoke.'));
    expect(left).toEqual(open === null ? [] : [open]);
  });
});

describe('where Codex Smoke leaves its report', () => {
  const rows: readonly (readonly [string, string, unknown, unknown, string | null])[] = [
    ['one file', '{ name: r, path: out/smoke.json }', 'r', 'smoke.json', null],
    ['a glob of the usual name', '{ name: r, path: out/latest.* }', 'r', 'latest.json', null],
    ['any file', '{ name: r, path: out/* }', 'r', 'latest.json', null],
    ['another glob', '{ name: r, path: out/*.xml }', 'r', undefined, 'smoke.report report_untold'],
    [
      'a folder below a glob',
      '{ name: r, path: "*/latest.json" }',
      'r',
      undefined,
      'smoke.report report_untold',
    ],
    ['a folder', '{ name: r, path: out }', 'r', undefined, 'smoke.report report_untold'],
    ['two files', '{ name: r, path: "a/b.json\\nc/d.json" }', 'r', undefined, 'smoke.report report_untold'],
    ['two, one left out', '{ name: r, path: "a/b.json\\n!c" }', 'r', 'b.json', null],
    [
      'a name made when it runs',
      `{ name: "r-${MATRIX}", path: a.json }`,
      undefined,
      undefined,
      'smoke.artifact artifact_unclear',
    ],
    [
      'stars without end',
      `{ name: r, path: "a/${'*a'.repeat(2000)}b" }`,
      'r',
      undefined,
      'smoke.report report_untold',
    ],
  ];
  test.each(rows)('%s', (_, upload, artifact, report, open) => {
    const survey = surveyOf(smoke('pull_request', upload));
    const values = valuesOf(survey);
    expect([values['smoke.artifact'], values['smoke.report']]).toEqual([artifact, report]);
    const left = Object.keys(openIn(survey)).filter((one) => one.startsWith('smoke.'));
    expect(left).toEqual(open === null ? [] : [open]);
  });

  test('no upload at all', () => {
    const survey = surveyOf({ 'codex-smoke.yml': 'on: pull_request\njobs: { a: { steps: [{ run: x }] } }' });
    expect(openIn(survey)).toHaveProperty(['smoke.artifact artifact_missing']);
  });
});

describe('tests', () => {
  const lint = (job: string, step?: string) => ({ workflow: 'ci.yml', job, ...(step && { step }) });
  const rows: readonly (readonly [string, Readonly<Record<string, string>>, unknown, unknown])[] = [
    [
      'two steps of one job',
      test1('{ name: Lint, run: x }, { name: Test, run: y }'),
      [lint('ci', 'Lint')],
      [lint('ci', 'Test')],
    ],
    [
      'steps without names',
      test1('{ run: npm run lint }, { run: "pytest -q" }'),
      [lint('ci', 'Run npm run lint')],
      [lint('ci', 'Run pytest -q')],
    ],
    [
      'steps whose names say nothing, by their commands',
      test1('{ name: Style, run: "npm i -g eslint\\neslint ." }, { name: Check, run: go test ./... }'),
      [lint('ci', 'Style')],
      [lint('ci', 'Check')],
    ],
    ['an action in a job for it', test1('{ uses: a/super@v1 }', 'ESLint'), [lint('ESLint')], undefined],
    ['a job for one of them alone', test1('{ name: Unit tests, run: x }', 'unit'), undefined, [lint('unit')]],
    [
      'a job named for one that does both',
      test1('{ name: Lint, run: x }, { name: Test, run: y }', 'test'),
      [lint('test', 'Lint')],
      [lint('test', 'Test')],
    ],
    [
      'what surrounds a test',
      test1('{ name: Upload test results, run: x }, { name: Install eslint, run: y }'),
      undefined,
      undefined,
    ],
    [
      'other tests',
      test1('{ name: Run Playwright tests, run: x }, { run: npm run test:e2e }'),
      undefined,
      undefined,
    ],
    ['both in one step', test1('{ name: Lint and test, run: x }'), undefined, undefined],
    ['both in one job', test1('{ run: x }', 'lint-and-test'), undefined, undefined],
    [
      'a name made when it runs, in a job for it',
      test1(`{ name: "Test ${MATRIX}", run: x }`, 'unit'),
      undefined,
      [lint('unit')],
    ],
    ['a name made when it runs', test1(`{ name: "Test ${MATRIX}", run: x }`), undefined, undefined],
    [
      'one that never fails, in a job for it',
      test1('{ name: Test, run: x || true }', 'test'),
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
      test1('{ name: Test, run: x }, { name: Test, run: y }'),
      undefined,
      [lint('ci', 'Test')],
    ],
    ['a name that is too long', test1(`{ name: "Test ${'x'.repeat(200)}", run: x }`), undefined, undefined],
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
    expect(openIn(surveyOf(test1('{ name: Lint and test, run: x }')))).toMatchObject({
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

describe('Auto Handoff', () => {
  const handoff = (inputs: string, jobs = 'a: { steps: [{ run: x }] }') =>
    surveyOf({
      'ai-ops-auto-handoff.yml': `on: { workflow_dispatch: { inputs: { ${inputs} } } }\njobs: { ${jobs} }`,
    });

  test('is given the inputs that it declares, by their names, and no other', () => {
    const survey = handoff(
      'pr_number: , head-sha: { required: true }, base_branch: , handoff_id: , dry_run: ',
    );
    expect(valuesOf(survey)['handoff.inputs']).toEqual({
      pr_number: '{pr}',
      'head-sha': '{head_sha}',
      base_branch: '{base_ref}',
      handoff_id: '{handoff_id}',
    });
    expect(openIn(survey)).not.toHaveProperty(['handoff.inputs inputs_needed']);
  });

  test('says which inputs it requires that nobody can fill in', () => {
    const survey = handoff('environment: { required: true }, level: { required: true, default: low }');
    expect(valuesOf(survey)).not.toHaveProperty(['handoff.inputs']);
    expect(openIn(survey)['handoff.inputs inputs_needed']).toEqual(['environment']);
  });

  test('cannot be started where nothing dispatches it', () => {
    const survey = surveyOf({
      'ai-ops-auto-handoff.yml': 'on: pull_request\njobs: { a: { steps: [{ run: x }] } }',
    });
    expect(openIn(survey)).toHaveProperty(['handoff.workflow not_dispatchable']);
  });

  test('has phases by the names of its jobs, else of their steps', () => {
    const survey = handoff(
      '',
      `generate: { steps: [{ name: Review what is there, run: x }] },
       flow: { steps: [{ name: Upload the template, run: x }, { name: PR レビュー, run: x }, { name: Review and approve, run: x }] }`,
    );
    expect(valuesOf(survey)['handoff.phases']).toEqual([
      { phase: 'template_generation', job: 'generate' },
      { phase: 'pr_review', job: 'flow', step: 'PR レビュー' },
    ]);
    expect(openIn(survey)['handoff.phases phase_unclear']).toEqual(['flow › Review and approve']);
  });

  test.each([
    ['by its file', 'gh workflow run ai-ops-langgraph-verify.yml', true],
    ['by its display name', 'gh workflow run \\"AI Ops LangGraph Verify\\"', true],
    ['not where it is only named', 'echo ai-ops-langgraph-verify.yml', undefined],
    ['not where another is started', 'gh workflow run other.yml', undefined],
  ])('starts LangGraph Verify: told %s', (_, run, expected) => {
    const file = '.github/workflows/ai-ops-langgraph-verify.yml';
    const survey = surveyOf({
      [file]: WORKFLOW_FILES[file] ?? '',
      'ai-ops-auto-handoff.yml': `on: workflow_dispatch\njobs: { a: { steps: [{ run: "${run}" }] } }`,
    });
    expect(valuesOf(survey)['handoff.starts_verify']).toBe(expected);
    expect('handoff.starts_verify verify_start_unseen' in openIn(survey)).toBe(expected === undefined);
  });
});

describe('LangGraph Verify', () => {
  const verify = (on: string) =>
    surveyOf({ 'ai-ops-langgraph-verify.yml': `on: ${on}\njobs: { a: { steps: [{ run: x }] } }` });

  test.each([
    ['without inputs on the head', 'workflow_dispatch', {}],
    [
      'with an input for the head on the default branch',
      '{ workflow_dispatch: { inputs: { head_sha: { required: true } } } }',
      { 'verify.ref': 'default', 'verify.head_input': 'head_sha' },
    ],
    ['with two that may be it on the head', '{ workflow_dispatch: { inputs: { sha: , commit: } } }', {}],
  ])('is started %s', (_, on, expected) => {
    const { 'verify.ref': ref, 'verify.head_input': input } = valuesOf(verify(on));
    expect({
      ...(ref !== undefined && { 'verify.ref': ref }),
      ...(input !== undefined && { 'verify.head_input': input }),
    }).toEqual(expected);
  });

  test('cannot be started where it requires more, or nothing dispatches it', () => {
    const needs = verify('{ workflow_dispatch: { inputs: { head_sha: , model: { required: true } } } }');
    expect(openIn(needs)['verify.ref start_needs_inputs']).toEqual(['model']);
    expect(valuesOf(needs)).not.toHaveProperty(['verify.ref']);
    expect(openIn(verify('push'))).toHaveProperty(['verify.workflow not_dispatchable']);
  });
});

describe('who and with which label', () => {
  const team = (slug: string, name = slug) => ({ slug, name });
  const rows: readonly (readonly [string, Partial<Survey>, string | undefined, string])[] = [
    [
      'the team of the usual name',
      { teams: known([team('ai-ops-eu'), team('ai-ops')]) },
      'ai-ops',
      'team_named',
    ],
    ['the only one that comes near', { teams: known([team('x', 'AI Ops Tokyo')]) }, 'x', 'team_guessed'],
    ['none of two', { teams: known([team('ai-ops-eu'), team('aiops-jp')]) }, undefined, 'team_unclear'],
    ['none that only holds the letters', { teams: known([team('mail-opsec')]) }, undefined, 'team_missing'],
    ['none that could not be read', { teams: unknown('GitHub answered 403') }, undefined, 'teams_unread'],
    ['none of a person', { ownedByPerson: true }, undefined, 'team_of_person'],
  ];
  test.each(rows)('%s', (_, more, slug, reason) => {
    const survey = surveyOf({}, more);
    expect(valuesOf(survey).team).toBe(slug);
    const said = slug === undefined ? Object.keys(openIn(survey)).join() : reasonOf(survey, 'team');
    expect(slug === undefined ? said : (said as { reason: string }).reason).toContain(reason);
  });

  test('the label where it is there, in whatever case; else what comes near', () => {
    expect(valuesOf(surveyOf({}, { labels: ['lg-verified ✅'] }))['label.name']).toBe('LG-Verified ✅');
    const near = surveyOf({}, { labels: ['bug', 'verified', '検証済み'] });
    expect(openIn(near)['label.name label_missing']).toEqual(['verified', '検証済み']);
  });
});

describe('scripts that the workflows run are protected', () => {
  const rows: readonly (readonly [string, string, readonly string[]])[] = [
    ['a script in a folder of scripts: the folder', '{ run: scripts/ci/test.sh }', ['scripts/ci/**']],
    ['a script elsewhere: itself', '{ run: ./services/test.sh --all }', ['services/test.sh']],
    [
      'after what runs it',
      '{ run: "node --test tools/run.mjs && python3 check.py" }',
      ['check.py', 'tools/**'],
    ],
    ['in a folder of its own', '{ run: ./run.sh, working-directory: a/b }', ['a/b/run.sh']],
    ['not what is only named', '{ run: "npm test -- src/a.spec.ts\\necho scripts/x.sh" }', []],
    ['not outside the repository', '{ run: ../x.sh }, { run: /bin/x.sh }', []],
    ['not where an expression leads', `{ run: ./x.sh, working-directory: "${MATRIX}" }`, []],
    ['not what is protected anyway', '{ run: .github/scripts/x.sh }', []],
  ];
  test.each(rows)('%s', (_, steps, paths) => {
    const named = steps.replace('{ run', '{ name: Test, run');
    const expected = paths.length === 0 ? undefined : ['.github/**', ...paths];
    expect(valuesOf(surveyOf(test1(named))).protected_paths).toEqual(expected);
  });

  test('but not those of workflows whose word is not taken', () => {
    const survey = surveyOf({ 'deploy.yml': 'on: push\njobs: { a: { steps: [{ run: scripts/x.sh }] } }' });
    expect(valuesOf(survey)).not.toHaveProperty('protected_paths');
  });
});
