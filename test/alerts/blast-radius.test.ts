import { describe, expect, test } from '@jest/globals';
import { type BlastInput, blastRadius } from '../../src/alerts/blast-radius.ts';
import { ELSEWHERE, HEAD, input, item, items, job, ran, smoke } from './blast-given.ts';

/** Each row in one line: `name | verify | smoke | by | points | history`. */
const rowsOf = (given: BlastInput): readonly string[] =>
  blastRadius(given).rows.map(({ name, verify, smoke: inSmoke, by, points, history }) =>
    [name, verify, inSmoke, by, points, history.join(',')].join(' | '),
  );

const green = (minute: number, runId: number, headSha = HEAD) =>
  smoke({ runId, minute, headSha, result: 'success' });
const reported = (runId: number, statuses: Readonly<Record<string, string>>) => ({
  runId,
  attempt: 1,
  items: items(statuses),
});

const OK = { 'cli-domain-hr': 'ok', 'eslint-hr': 'ok', 'codex-nest-api': 'ok' };
const hr = ran({ failed: [job('verify (cli-domain-hr)')] });
const graph = ran({ failed: [job('verify', 'Run LangGraph')] });

describe('the matrix', () => {
  const cases: readonly (readonly [string, BlastInput, readonly string[]])[] = [
    [
      'both fail: the template',
      input({ verify: hr, runs: [smoke({ failed: [item('cli-domain-hr')] })] }),
      ['verify (cli-domain-hr) | failed | failed | name | template | failed'],
    ],
    [
      'both fail, Smoke in a step of that name',
      input({
        verify: hr,
        runs: [smoke({ failed: [job('smoke', 'Check cli-domain-hr')] }), green(1, 99, ELSEWHERE)],
        reports: [reported(99, OK)],
      }),
      ['verify (cli-domain-hr) | failed | failed | name | template | failed,passed'],
    ],
    [
      'Verify alone: the graph',
      input({ verify: hr, runs: [green(10, 100)], reports: [reported(100, OK)] }),
      ['verify (cli-domain-hr) | failed | passed | name | graph | passed'],
    ],
    [
      'Verify alone, in a place that is no scenario: Smoke passed as a whole',
      input({ verify: graph, runs: [green(10, 100)], reports: [reported(100, OK)] }),
      ['verify / Run LangGraph | failed | run_passed |  | graph | '],
    ],
    [
      'Verify alone, and no report of the green Smoke was read',
      input({ verify: hr, runs: [green(10, 100)] }),
      ['verify (cli-domain-hr) | failed | run_passed |  | graph | '],
    ],
    [
      'Smoke alone, where Verify is known to have passed it: Codex',
      input({
        verify: graph,
        verifyPassed: ['verify (hr)'],
        runs: [smoke({ failed: [item('cli-domain-hr')] })],
      }),
      [
        'cli-domain-hr | passed | failed | name | codex | failed',
        'verify / Run LangGraph | failed | unknown |  | unclear | ',
      ],
    ],
    [
      'Smoke fails, and what Verify makes of it is not known: unclear',
      input({ verify: graph, runs: [smoke({ failed: [item('cli-domain-hr')] })] }),
      [
        'cli-domain-hr | unknown | failed | name | unclear | failed',
        'verify / Run LangGraph | failed | unknown |  | unclear | ',
      ],
    ],
    [
      'both fail as a whole: which scenarios they share is not known',
      input({ verify: graph, runs: [smoke({ failed: [job('smoke', 'Run Codex')] })] }),
      [
        'smoke / Run Codex | unknown | failed |  | unclear | ',
        'verify / Run LangGraph | failed | unknown |  | unclear | ',
      ],
    ],
    [
      'no Smoke run at all: unclear',
      input({ verify: hr }),
      ['verify (cli-domain-hr) | failed | unknown |  | unclear | '],
    ],
    [
      'the template could not be generated in Smoke: unclear',
      input({
        verify: hr,
        runs: [green(10, 100)],
        reports: [reported(100, { ...OK, 'cli-domain-hr': 'skip' })],
      }),
      ['verify (cli-domain-hr) | failed | skipped | name | unclear | skipped'],
    ],
    [
      'the same template under another name, where one of its items fails',
      input({
        verify: ran({ failed: [job('langgraph-hr')] }),
        runs: [green(10, 100)],
        reports: [reported(100, { ...OK, 'eslint-hr': 'error' })],
      }),
      ['langgraph-hr | failed | failed | template | template | failed'],
    ],
    [
      'a message that names an item is no proof that it failed',
      input({
        verify: ran({ failed: [job('verify', 'Run', 'AssertionError: cli-domain-hr')] }),
        runs: [smoke({ failed: [item('cli-domain-hr')] })],
      }),
      [
        'cli-domain-hr | unknown | failed | name | unclear | failed',
        'verify / Run | failed | failed | mention | unclear | failed',
      ],
    ],
    [
      'Verify had passed on the same commit: flaky',
      input({
        verify: hr,
        runs: [
          ran({ runId: 199, minute: 20, result: 'success' }),
          smoke({ failed: [item('cli-domain-hr')] }),
        ],
      }),
      ['verify (cli-domain-hr) | failed | failed | name | flaky | failed'],
    ],
    [
      'Smoke had both outcomes on the same commit: flaky',
      input({
        verify: hr,
        runs: [
          smoke({ attempt: 2, minute: 20, result: 'success' }),
          smoke({ failed: [item('cli-domain-hr')] }),
        ],
      }),
      ['verify (cli-domain-hr) | failed | run_passed | name | flaky | '],
    ],
    [
      'a pass on another commit makes nothing flaky',
      input({
        verify: hr,
        runs: [
          ran({ runId: 199, minute: 20, result: 'success', headSha: ELSEWHERE }),
          green(20, 101, ELSEWHERE),
          smoke({ failed: [item('cli-domain-hr')] }),
        ],
        reports: [reported(101, OK)],
      }),
      ['verify (cli-domain-hr) | failed | failed | name | template | passed,failed'],
    ],
    [
      'what was cancelled or superseded says nothing',
      input({
        verify: hr,
        runs: [
          smoke({ runId: 101, minute: 20, result: 'superseded' }),
          smoke({ runId: 102, minute: 21, result: 'cancelled' }),
          green(10, 100),
        ],
        reports: [reported(100, OK)],
      }),
      ['verify (cli-domain-hr) | failed | passed | name | graph | passed'],
    ],
    [
      'a timeout of Verify is a failure like any other',
      input({
        verify: ran({ result: 'timeout', failed: hr.failed }),
        runs: [green(10, 100)],
        reports: [reported(100, OK)],
      }),
      ['verify (cli-domain-hr) | failed | passed | name | graph | passed'],
    ],
    [
      'what points somewhere comes first, then by name, whatever the order it was read in',
      input({
        verify: ran({ failed: [job('z'), job('a'), job('eslint-hr'), job('cli-domain-hr'), job('a')] }),
        runs: [smoke({ failed: [item('eslint-hr'), item('cli-domain-hr'), item('codex-nest-api')] })],
      }),
      [
        'cli-domain-hr | failed | failed | name | template | failed',
        'eslint-hr | failed | failed | name | template | failed',
        'a | failed | unknown |  | unclear | ',
        'codex-nest-api | unknown | failed | name | unclear | failed',
        'z | failed | unknown |  | unclear | ',
      ],
    ],
  ];
  test.each(cases)('%s', (_, given, expected) => {
    expect(rowsOf(given)).toEqual(expected);
  });

  test('is the same however the runs come', () => {
    const runs = [
      smoke({ failed: [item('eslint-hr'), item('cli-domain-hr')] }),
      green(5, 90, ELSEWHERE),
      green(3, 80, ELSEWHERE),
    ];
    const given = input({ verify: hr, runs, reports: [reported(90, OK), reported(80, OK)] });
    expect(blastRadius({ ...given, runs: given.runs.toReversed() })).toEqual(blastRadius(given));
  });
});

test('the history is of the last attempts of the newest runs, on any commit, as long as the window', () => {
  const runs = [
    smoke({ runId: 100, attempt: 2, minute: 12, failed: [item('cli-domain-hr')] }),
    smoke({ runId: 100, attempt: 1, minute: 10, failed: [item('eslint-hr')] }),
    green(9, 90, ELSEWHERE),
    smoke({ runId: 80, minute: 8, headSha: ELSEWHERE, failed: [job('smoke')] }),
    green(7, 70, ELSEWHERE),
    green(6, 60, ELSEWHERE),
  ];
  const reports = [reported(90, OK), reported(70, { 'cli-domain-hr': 'skip' }), reported(60, OK)];
  const radius = blastRadius(input({ verify: hr, runs, reports, window: 4 }));
  expect(radius.rows[0]?.history).toEqual(['failed', 'passed', 'unknown', 'skipped']);
  expect(radius.smokeRuns.map(({ runId, attempt }) => [runId, attempt])).toEqual([
    [100, 2],
    [90, 1],
    [80, 1],
    [70, 1],
  ]);
});

describe('what is affected', () => {
  const failing = [smoke({ failed: [item('cli-domain-hr')] })];
  const pulls = [
    { number: 7, headSha: HEAD, paths: ['templates/hr/a.md'] },
    { number: 12, headSha: 'c'.repeat(40), paths: ['templates/hr/b.md'] },
    { number: 9, headSha: 'd'.repeat(40), paths: ['templates/bi/b.md'] },
    { number: 8, headSha: 'e'.repeat(40), paths: null },
    { number: 6, headSha: 'f'.repeat(40), paths: ['templates/bi/b.md'] },
  ];
  const alike = ran({
    runId: 190,
    headSha: 'f'.repeat(40),
    pulls: [6],
    failed: [job('Verify: cli-domain-hr')],
  });
  const given = input({ verify: hr, runs: [...failing, alike], pulls });

  test('the template, this PR’s changes, other PRs by what they change or where they fail', () => {
    expect(blastRadius(given)).toMatchObject({
      templates: [{ name: 'hr', changedHere: true }],
      touched: ['templates/hr/a.md'],
      pulls: [
        { number: 6, because: 'same_failure' },
        { number: 12, because: 'same_template' },
      ],
      unknown: ['smoke_items', 'changes_elsewhere'],
    });
  });

  test('not a PR that failed there with an earlier head, nor one that has passed since', () => {
    for (const run of [
      { ...alike, headSha: ELSEWHERE },
      { ...alike, result: 'superseded' as const },
    ]) {
      expect(blastRadius(input({ verify: hr, runs: [...failing, run], pulls })).pulls).toEqual([
        { number: 12, because: 'same_template' },
      ]);
    }
    const since = { ...alike, attempt: 2, result: 'success' as const, failed: [] };
    expect(blastRadius(input({ verify: hr, runs: [...failing, alike, since], pulls })).pulls).toEqual([
      { number: 12, because: 'same_template' },
    ]);
  });

  test('the handoffs in flight of those PRs and of this one, no others', () => {
    const handoffs = [12, 9, 7].map((pull) => ({ handoffId: `h${pull}`, pull, runUrl: null }));
    expect(blastRadius({ ...given, handoffs }).handoffs.map(({ handoffId }) => handoffId)).toEqual([
      'h7',
      'h12',
    ]);
  });

  test('no template by what only a message mentions', () => {
    const verify = ran({ failed: [job('verify', 'Run', 'cli-domain-bi')] });
    const bi = [green(10, 100)];
    const reports = [reported(100, { 'cli-domain-bi': 'ok' })];
    expect(blastRadius(input({ verify, runs: bi, reports, pulls }))).toMatchObject({
      templates: [],
      pulls: [],
      unknown: [],
    });
  });
});

describe('what is not known is said', () => {
  test.each<readonly [string, BlastInput, readonly string[]]>([
    ['what failed, and Smoke', input({ verify: ran() }), ['verify_parts', 'no_smoke']],
    [
      'Smoke that still runs',
      input({ verify: graph, runs: [smoke({ status: 'running', result: null })] }),
      ['smoke_still_runs'],
    ],
    [
      'Smoke that failed without a report, and what the PR changes',
      input({
        verify: hr,
        runs: [smoke({ failed: [item('cli-domain-hr')] })],
        pulls: [{ number: 7, headSha: HEAD, paths: null }],
      }),
      ['smoke_items', 'changes_here'],
    ],
    [
      'nothing, where all was read',
      input({ verify: hr, runs: [green(10, 100)], reports: [reported(100, OK)] }),
      [],
    ],
  ])('%s', (_, given, expected) => {
    expect(blastRadius(given).unknown).toEqual(expected);
  });

  test('a run of Smoke that has ended speaks though another one still runs', () => {
    const runs = [smoke({ runId: 101, minute: 20, status: 'running', result: null }), green(10, 100)];
    expect(blastRadius(input({ verify: hr, runs, reports: [reported(100, OK)] }))).toMatchObject({
      smoke: { runId: 100, result: 'success' },
      unknown: [],
    });
  });
});

test('however much failed, it stays bounded, and says what it leaves out', () => {
  const many = (count: number, name: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => name(i));
  const failed = many(2_000, (i) => `scenario-x${i} ${'long '.repeat(40)}`);
  const names = many(2_000, (i) => `cli-x${i}`);
  const others = many(300, (i) => `templates/x${i}/a`).map((path, i) => ({
    number: 100 + i,
    headSha: ELSEWHERE,
    paths: [path],
  }));
  const radius = blastRadius(
    input({
      verify: ran({
        failed: [...names.slice(0, 400).map((name) => job(name)), ...failed.map((name) => job(name))],
      }),
      runs: many(20, String).map((_, i) =>
        smoke({ runId: 300 + i, failed: names.map((name) => item(name)) }),
      ),
      pulls: [{ number: 7, headSha: HEAD, paths: [] }, ...others],
      handoffs: others.map(({ number }) => ({ handoffId: `h${number}`, pull: number, runUrl: null })),
    }),
  );
  expect(radius.rows).toHaveLength(50);
  expect(radius.templates).toHaveLength(30);
  expect(radius.pulls).toHaveLength(20);
  expect(radius.handoffs).toHaveLength(20);
  expect(radius.verify.failed).toHaveLength(30);
  expect(radius.more).toMatchObject({ parts: 2_370, pulls: 80, handoffs: 80 });
  expect(radius.more.rows).toBeGreaterThan(2_300);
});
