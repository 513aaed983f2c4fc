import { describe, expect, test } from '@jest/globals';
import { MATRIX, openIn, surveyOf, valuesOf } from './given.ts';

const smoke = (pull: string, upload = '{ name: r, path: a.json }'): Readonly<Record<string, string>> => ({
  'codex-smoke.yml': `on: ${pull}
jobs: { a: { steps: [{ run: x }, { uses: actions/upload-artifact@v4, with: ${upload} }] } }`,
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
