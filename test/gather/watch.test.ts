import { describe, expect, test } from '@jest/globals';
import type { RunTimes, WatchedRun } from '../../src/alerts/run.ts';
import { lineOf, type WatchedJobAnswer, type WatchedRunAnswer } from '../../src/gather/watch-answers.ts';
import { standingOf } from '../../src/gather/watch-eligible.ts';
import { failedParts } from '../../src/gather/watch-failed.ts';
import { causesIn } from '../../src/gather/watch-log.ts';
import { chooseAttempts } from '../../src/gather/watch-plan.ts';
import { timesOf } from '../../src/gather/watch-times.ts';
import type { PullOfHead } from '../../src/store/store.ts';

const T = (minute: number, second = 0) => new Date(Date.UTC(2026, 2, 2, 9, minute, second)).toISOString();
const SHA = 'a'.repeat(40);

function run(change: Partial<WatchedRunAnswer> = {}): WatchedRunAnswer {
  return {
    id: 10,
    run_attempt: 1,
    workflow_id: 3,
    path: '.github/workflows/verify.yml',
    event: 'workflow_dispatch',
    head_sha: SHA,
    head_branch: 'topic',
    head_repository: { id: 1 },
    repository: { id: 1 },
    status: 'completed',
    conclusion: 'failure',
    created_at: T(0),
    run_started_at: T(0),
    updated_at: T(20),
    html_url: 'https://github.com/acme/erp/actions/runs/10',
    ...change,
  };
}

function job(change: Partial<WatchedJobAnswer> = {}): WatchedJobAnswer {
  return {
    id: 1,
    name: 'verify',
    status: 'completed',
    conclusion: 'success',
    created_at: T(0),
    started_at: T(2),
    completed_at: T(8),
    html_url: 'https://github.com/acme/erp/actions/runs/10/job/1',
    steps: [{ name: 'Run', status: 'completed', conclusion: 'success' }],
    ...change,
  };
}

const going = { status: 'in_progress', conclusion: null, completed_at: null } as const;

describe('where the time of an attempt went', () => {
  const times = (
    of: Partial<WatchedRunAnswer>,
    jobs: readonly WatchedJobAnswer[],
    seen: Partial<RunTimes> | null = null,
    now = T(30),
  ) =>
    timesOf(run(of), jobs, {
      seen:
        seen === null
          ? null
          : { requestedAt: T(0), startedAt: null, waitedMs: 0, waitingSince: null, endedAt: null, ...seen },
      now,
    });

  test.each([
    [
      'ended: from the first start to the last end',
      {},
      [job(), job({ started_at: T(1), completed_at: T(9) })],
      {
        requestedAt: T(0),
        startedAt: T(1),
        waitedMs: 0,
        waitingSince: null,
        endedAt: T(9),
      },
    ],
    [
      'GitHub gives a queued job a start that is none',
      { status: 'queued' },
      [job({ ...going, status: 'queued', started_at: T(0) })],
      { startedAt: null, endedAt: null },
    ],
    [
      'cancelled before a runner took it: it never began',
      { conclusion: 'cancelled' },
      [job({ conclusion: 'cancelled', steps: [] })],
      { startedAt: null, endedAt: T(8) },
    ],
    ['no jobs at all', { conclusion: 'startup_failure' }, [], { startedAt: null, endedAt: T(20) }],
    [
      'a re-run counts from when it was asked for; carried-over jobs are of the attempt before',
      { run_attempt: 2, run_started_at: T(10) },
      [job(), job({ started_at: T(12), completed_at: T(15) })],
      { requestedAt: T(10), startedAt: T(12), endedAt: T(15) },
    ],
  ] as const)('%s', (_, of, jobs, expected) => {
    expect(times(of, jobs)).toMatchObject(expected);
  });

  const waiting = job({ ...going, id: 2, status: 'waiting', created_at: T(0), started_at: T(0) });
  const waits = { status: 'waiting', conclusion: null } as const;

  test('it waits since what came before was done, and the moment that was seen first stays', () => {
    expect(times(waits, [job(), waiting])).toMatchObject({ waitingSince: T(8), waitedMs: 0, endedAt: null });
    expect(times(waits, [job({ completed_at: T(9) }), waiting], { waitingSince: T(8) })).toMatchObject({
      waitingSince: T(8),
    });
  });

  test('a wait that is over is counted up to the next start', () => {
    const on = job({ ...going, id: 2, started_at: T(18) });
    expect(times({ ...waits, status: 'in_progress' }, [job(), on], { waitingSince: T(8) })).toMatchObject({
      waitedMs: 10 * 60_000,
      waitingSince: null,
    });
    expect(times({ ...waits, status: 'in_progress' }, [job(), on], { waitedMs: 10 * 60_000 })).toMatchObject({
      waitedMs: 10 * 60_000,
    });
  });

  test('a wait before anything began is no wait of what runs', () => {
    const on = job({ ...going, started_at: T(18) });
    expect(times({ status: 'in_progress' }, [on], { waitingSince: T(1) })).toMatchObject({ waitedMs: 0 });
  });
});

describe('which runs count', () => {
  const head: PullOfHead = {
    number: 7,
    headSha: SHA,
    headRef: 'topic',
    headRepositoryId: 1,
    baseRef: 'main',
  };
  const governed = { repositoryId: 1, defaultBranch: 'main', baseBranches: ['main'] };

  test.each([
    ['on a head of a governed PR', {}, [head], { eligible: true, pulls: [7] }],
    ['on the default branch', { head_branch: 'main' }, [], { eligible: true, pulls: [] }],
    ['on a branch without a PR', {}, [], { eligible: false, pulls: [] }],
    [
      'of a fork that calls its branch main',
      { head_branch: 'main', head_repository: { id: 2 } },
      [],
      { eligible: false, pulls: [] },
    ],
    [
      'of a fork that is gone',
      { head_branch: 'main', head_repository: null },
      [],
      { eligible: false, pulls: [] },
    ],
    [
      'of a fork, on the same commit as a PR of the repository',
      { head_repository: { id: 2 } },
      [head],
      { eligible: false, pulls: [] },
    ],
    [
      'of another branch on the same commit',
      { head_branch: 'other' },
      [head],
      { eligible: false, pulls: [] },
    ],
    ['of a PR from a fork', {}, [{ ...head, headRepositoryId: 2 }], { eligible: false, pulls: [] }],
    [
      'of a PR to a branch that is not governed',
      {},
      [{ ...head, baseRef: 'old' }],
      { eligible: false, pulls: [] },
    ],
  ] as const)('%s', (_, change, heads, expected) => {
    expect(standingOf(run(change), heads, governed)).toEqual(expected);
  });
});

describe('what failed', () => {
  const failing = job({
    conclusion: 'failure',
    steps: [
      { name: 'Set up', status: 'completed', conclusion: 'success' },
      { name: 'Run\nit', status: 'completed', conclusion: 'failure' },
    ],
  });

  test('the step, and the first annotation that says something', () => {
    const said = [
      { job: failing, annotations: ['Process completed with exit code 1.', 'graph\n\u0007broke'] },
    ];
    expect(failedParts('failure', said, null)).toEqual({
      failed: [{ kind: 'job', job: 'verify', step: 'Run it', says: 'graph broke', url: failing.html_url }],
      partCount: 1,
    });
  });

  test('a report that names nothing leaves the jobs to say it', () => {
    const report = { kind: 'items', items: [{ check: 'a', status: 'skip' }] } as const;
    expect(failedParts('failure', [{ job: failing, annotations: [] }], report).failed).toHaveLength(1);
    const items = Array.from({ length: 200 }, (_, i) => ({ check: `c${i}`, status: 'error' }));
    const many = failedParts('failure', [], { kind: 'items', items });
    expect([many.failed.length, many.partCount]).toEqual([30, 200]);
  });

  test.each(['success', 'superseded', 'cancelled', 'skipped', null] as const)('%s: nothing', (result) => {
    expect(failedParts(result, [{ job: failing, annotations: [] }], null)).toEqual({
      failed: [],
      partCount: null,
    });
  });

  test('text is one bounded line without half characters', () => {
    expect(lineOf(`a\u2028b\u0000${'x'.repeat(10_000)}`)).toHaveLength(200);
    expect(lineOf('\ud800')).toBe('\ufffd');
  });
});

test.each([
  ['Error: 429 rate limit exceeded', ['rate_limit']],
  ['HTTP/1.1 429', ['rate_limit']],
  ['request failed with status code 429', ['rate_limit']],
  ['Retrying in 30 s (attempt 2 of 5)', ['retries']],
  ['Too Many Requests; Retry-After: 60', ['rate_limit', 'retries']],
  ['ran 429 tests, attempted none', []],
  ['retry policy loaded', []],
] as const)('a log that says %p tells %p', (log, causes) => {
  expect(causesIn(log)).toEqual(causes);
});

describe('what is read in one look', () => {
  const kept = (change: Partial<WatchedRun> = {}): WatchedRun => ({
    repositoryId: 1,
    role: 'verify',
    workflowId: 3,
    workflowPath: '.github/workflows/verify.yml',
    runId: 10,
    attempt: 1,
    url: '',
    event: 'workflow_dispatch',
    headSha: SHA,
    headBranch: 'topic',
    eligible: true,
    pulls: [],
    status: 'completed',
    result: 'failure',
    times: { requestedAt: T(0), startedAt: T(1), waitedMs: 0, waitingSince: null, endedAt: T(20) },
    failed: [],
    partCount: null,
    slowBy: [],
    seenUpdatedAt: T(20),
    ...change,
  });
  const choose = (
    listed: readonly WatchedRunAnswer[],
    stored: readonly WatchedRun[] = [],
    more: Partial<Parameters<typeof chooseAttempts>[0]> = {},
    most = 40,
  ) => {
    const { toRead, leftOut } = chooseAttempts(
      {
        listed: listed.map((one) => ({ role: 'verify', run: one })),
        standing: new Map(listed.map(({ id }) => [id, { eligible: true, pulls: [] }])),
        stored,
        remembered: stored,
        history: 7,
        cancelled: [],
        usable: true,
        turn: 0,
        ...more,
      },
      most,
    );
    return { read: toRead.map(({ run, attempt }) => `${run.id}/${attempt}`), leftOut, toRead };
  };

  test.each([
    ['new', [], ['10/1']],
    ['as it was', [kept()], []],
    ['changed since', [kept({ seenUpdatedAt: T(19) })], ['10/1']],
    ['under way', [kept({ status: 'running', result: null })], ['10/1']],
    ['it counts now', [kept({ eligible: false })], ['10/1']],
  ] as const)('a run that is %s', (_, stored, read) => {
    expect(choose([run()], stored).read).toEqual(read);
  });

  test('of a run that was run again, the first attempt and the newest ones', () => {
    expect(choose([run({ run_attempt: 2 })], [kept()]).read).toEqual(['10/2']);
    expect(choose([run({ run_attempt: 50 })]).read).toEqual(['10/50', '10/49', '10/48', '10/1']);
  });

  test('what counts before what does not, what is under way before the newest, and no more than so many', () => {
    const listed = [
      run({ id: 14 }),
      run({ id: 13 }),
      run({ id: 12, status: 'in_progress', conclusion: null }),
      run({ id: 11 }),
    ];
    const standing = new Map([11, 12, 13, 14].map((id) => [id, { eligible: id !== 14, pulls: [] }]));
    expect(choose(listed, [], { standing }, 2)).toMatchObject({ read: ['12/1', '13/1', '14/1'], leftOut: 1 });
  });

  test('of many that go on as they were a few in turn, whatever the rhythm, and each that GitHub tells anew', () => {
    const ids = Array.from({ length: 60 }, (_, i) => 100 + i);
    const going = { status: 'in_progress', conclusion: null } as const;
    const listed = ids.map((id) => run({ id, ...going, updated_at: id === 130 ? T(21) : T(20) }));
    const stored = ids.map((runId) => kept({ runId, status: 'running', result: null }));
    const look = (turn: number) => choose(listed, stored, { turn }, 40).read;
    expect(look(0)).toHaveLength(11);
    for (const [apart, looks] of [
      [1, 6],
      [6, 60],
      [30, 60],
    ] as const) {
      const turns = Array.from({ length: looks }, (_, i) => look(179_000_000 + i * apart));
      expect(turns.every((read) => read.includes('130/1'))).toBe(true);
      expect(new Set(turns.flat()).size).toBe(60);
    }
    expect(choose(listed.slice(0, 10), stored).read).toHaveLength(10);
  });

  test('runs from before all that is remembered stay unread once that is enough', () => {
    const remembered = [20, 21, 22].map((runId) => kept({ runId }));
    expect(choose([run()], [], { remembered, history: 3 }).read).toEqual([]);
    expect(choose([run()], [], { remembered, history: 4 }).read).toEqual(['10/1']);
  });

  test('a newer run of the branch that began before it ended, and the bot’s own hand', () => {
    const newer = run({ id: 11, created_at: T(19) });
    const of = (others: readonly WatchedRunAnswer[], cancelled = [{ runId: 10, attempt: 1 }]) =>
      choose([run(), ...others], [], { cancelled }).toRead.find(({ run: { id } }) => id === 10);
    expect(of([newer])).toMatchObject({ hadNewerRun: true, cancelledForLatency: true });
    expect(of([{ ...newer, created_at: T(21) }], [])).toMatchObject({
      hadNewerRun: false,
      cancelledForLatency: false,
    });
    expect(of([{ ...newer, head_branch: 'other' }])).toMatchObject({ hadNewerRun: false });
    expect(of([{ ...newer, head_repository: { id: 2 } }])).toMatchObject({ hadNewerRun: false });
  });
});
