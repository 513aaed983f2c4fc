import { describe, expect, test } from '@jest/globals';
import { WORKFLOW_FILES } from '../../demo/customer/workflow-files.ts';
import { propose } from '../../src/init/propose.ts';
import { customerSurvey, openIn, surveyOf, valuesOf } from './given.ts';

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
