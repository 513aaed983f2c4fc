import { describe, expect, test } from '@jest/globals';
import { readWorkflow, type Workflow } from '../../src/config/workflow-file.ts';

function read(text: string): Workflow {
  const reading = readWorkflow('ci.yml', text);
  if (reading.kind === 'unreadable') throw new Error(reading.why);
  return reading.workflow;
}

/** An expression of GitHub's. */
const MATRIX = '$' + '{{ matrix.a }}';
const JOB = 'jobs: { a: { steps: [{ run: make }] } }';

describe('what starts a workflow', () => {
  const rows: readonly (readonly [string, string, Partial<Workflow>])[] = [
    ['a word', 'on: pull_request', { onPull: { paths: null, pathsIgnore: null }, dispatchInputs: null }],
    ['a list', 'on: [push, workflow_dispatch]', { onPull: null, onEveryBranch: true, dispatchInputs: [] }],
    [
      'a filter',
      'on: { pull_request: { paths: [a/**, "!a/b"] } }',
      { onPull: { paths: ['a/**', '!a/b'], pathsIgnore: null } },
    ],
    [
      'a filter that leaves out',
      'on: { pull_request: { paths-ignore: docs/** } }',
      { onPull: { paths: null, pathsIgnore: ['docs/**'] } },
    ],
    ['a mapping without values', 'on:\n  pull_request:\n  workflow_dispatch:', { dispatchInputs: [] }],
    ['pushes to one branch', 'on: { push: { branches: [main] } }', { onEveryBranch: false }],
    ['pushes to every branch', 'on: { push: { branches: ["**"] } }', { onEveryBranch: true }],
    ['tags', 'on: { push: { tags: [v*] } }', { onEveryBranch: false }],
    ['the clock', 'on: { schedule: [{ cron: "30 0 * * *" }] }', { onSchedule: true, onPull: null }],
    ['neither', 'on: pull_request_target', { onPull: null, onEveryBranch: false, dispatchInputs: null }],
    [
      'a dispatch with inputs',
      'on: { workflow_dispatch: { inputs: { pr: { required: true }, a: { required: true, default: 1 }, b: } } }',
      {
        dispatchInputs: [
          { name: 'pr', needed: true },
          { name: 'a', needed: false },
          { name: 'b', needed: false },
        ],
      },
    ],
  ];
  test.each(rows)('%s', (_, on, expected) => {
    expect(read(`${on}\n${JOB}`)).toMatchObject(expected);
  });
});

describe('jobs and steps are named as GitHub shows them', () => {
  const job = (text: string) => read(`on: push\njobs:\n  unit: ${text}`).jobs[0];

  const rows: readonly (readonly [string, string, object])[] = [
    ['a job by its id', '{ steps: [{ run: make }] }', { id: 'unit', name: 'unit' }],
    ['a job by its name', '{ name: Unit tests, steps: [] }', { name: 'Unit tests' }],
    ['a job named by a number', '{ name: 24 }', { name: '24' }],
    ['a job named by an expression', `{ name: "Test ${MATRIX}" }`, { id: 'unit', name: null }],
    ['a job that calls a workflow', '{ uses: ./.github/workflows/unit.yml }', { name: null, steps: [] }],
    ['a job whose name breaks the line', '{ name: "a\\nb" }', { name: null }],
    ['a job whose name turns round', '{ name: "a\\u202eb" }', { name: null }],
    ['a step by its name', '{ steps: [{ name: Test, run: make }] }', { steps: [{ name: 'Test' }] }],
    [
      'a step by its command',
      '{ steps: [{ run: "npm test\\necho" }] }',
      { steps: [{ name: 'Run npm test' }] },
    ],
    ['a step by its action', '{ steps: [{ uses: a/b@v1 }] }', { steps: [{ name: 'Run a/b@v1' }] }],
    [
      'where a step runs',
      '{ defaults: { run: { working-directory: a } }, steps: [{ run: x }, { run: x, working-directory: b }] }',
      { steps: [{ folder: 'a' }, { folder: 'b' }] },
    ],
  ];
  test.each(rows)('%s', (_, text, expected) => {
    expect(job(text)).toMatchObject(expected);
  });

  test.each([
    ['{ run: make }', false],
    ['{ run: make || true }', true],
    ['{ run: "make || :" }', true],
    ['{ run: "make || exit 0" }', true],
    ['{ run: "make || exit 1" }', false],
    ['{ run: make, continue-on-error: true }', true],
    ['{ run: make, continue-on-error: false }', false],
    [`{ run: make, continue-on-error: "${MATRIX}" }`, true],
  ])('%s never fails: %s', (step, neverFails) => {
    expect(job(`{ steps: [${step}] }`)).toMatchObject({ steps: [{ neverFails }] });
  });
});

test('what is uploaded is told by the upload steps', () => {
  const upload = (given: string) => `{ uses: actions/upload-artifact@v4${given} }`;
  const steps = [
    upload(', with: { name: report, path: "out/*.json\\n\\n!out/x.json" }'),
    upload(', with: { path: out }'),
    upload(''),
    '{ uses: someone/upload-artifact@v4, with: { name: fake, path: x } }',
  ];
  expect(read(`on: push\njobs: { a: { steps: [${steps.join(', ')}] } }`).artifacts).toEqual([
    { name: 'report', paths: ['out/*.json', '!out/x.json'] },
    { name: 'artifact', paths: ['out'] },
  ]);
});

describe('what is no workflow tells why, and nothing else', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (let level = 0; level < 9; level += 1) {
    const [name, last] = [String.fromCharCode(98 + level), String.fromCharCode(97 + level)];
    bomb.push(`${name}: &${name} [${Array(9).fill(`*${last}`).join(', ')}]`);
  }
  const rows: readonly (readonly [string, string, RegExp])[] = [
    ['a large file', `# ${'x'.repeat(70_000)}\non: push\n${JOB}`, /larger than 64 KiB/],
    ['anchors that unfold', bomb.join('\n'), /too many/],
    ['deep nesting', `on: ${'['.repeat(50)}${']'.repeat(50)}`, /nested too deeply/],
    ['half a file', 'on: [push', /./],
    ['a list', '- on: push', /must be a mapping/],
    ['a key twice', `on: push\non: push\n${JOB}`, /there twice/],
    ['a prototype', `__proto__: { a: b }\non: push\n${JOB}`, /not a known key/],
    ['a tag', `on: !!js/function push\n${JOB}`, /./],
    ['nothing that starts it', JOB, /no workflow: on/],
    ['no job', 'on: push', /no workflow: jobs/],
    ['a name that is a list', 'on: push\njobs: { a: { name: [a] } }', /no workflow: jobs\.a\.name/],
    ['steps that are numbers', 'on: push\njobs: { a: { steps: [1] } }', /no workflow: jobs\.a\.steps\.0/],
    ['inputs that are a list', `on: { workflow_dispatch: { inputs: [a] } }\n${JOB}`, /no workflow: on/],
    ['a job that is text', 'on: push\njobs: { a: b }', /no workflow: jobs\.a/],
  ];
  test.each(rows)('%s', (_, text, why) => {
    expect(readWorkflow('ci.yml', text)).toEqual({
      kind: 'unreadable',
      file: 'ci.yml',
      why: expect.stringMatching(why),
    });
  });

  test('nor what no configuration could name', () => {
    expect(readWorkflow('my ci.yml', `on: push\n${JOB}`)).toMatchObject({ kind: 'unreadable' });
  });
});

test.each<[string, string, string, boolean | null]>([
  ['nothing is said', '', '', null],
  ['of all jobs', 'permissions: { actions: write }', '', true],
  ['all of it', 'permissions: write-all', '', true],
  ['to read', 'permissions: read-all', '', false],
  ['of something else: then of nothing else', 'permissions: { contents: write }', '', false],
  ['nothing at all', 'permissions: {}', '', false],
  [
    'of the job: it counts before that of all',
    'permissions: write-all',
    'permissions: { actions: read }',
    false,
  ],
  ['of the job alone', '', 'permissions: { actions: write }', true],
])('whether a job may start runs: %s', (_, ofWorkflow, ofJob, expected) => {
  const reading = readWorkflow(
    'ci.yml',
    `on: push\n${ofWorkflow}\njobs:\n  a:\n    runs-on: x\n    ${ofJob}\n`,
  );
  expect(reading.kind === 'read' && reading.workflow.jobs[0]?.mayStartRuns).toBe(expected);
});
