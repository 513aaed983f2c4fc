import { expect, test } from '@jest/globals';
import type { WatchedRun } from '../../../src/alerts/run.ts';
import type { BlastReader } from '../../../src/gather/blast.ts';
import { ChangedPaths } from '../../../src/gather/changes.ts';
import { type BlastLook, lookAtBlasts } from '../../../src/handlers/watch/blast.ts';
import { known } from '../../../src/policies/verdict.ts';
import type { DispatchOwner, RunAttempt } from '../../../src/store/runs.ts';
import type { WatchMemory } from '../../../src/store/watches.ts';
import { ELSEWHERE, HEAD, item, items, job, ran, smoke } from '../../alerts/blast-given.ts';
import { client } from '../../gather/answers.ts';
import { handoff } from '../../handoff/given.ts';

const REPOSITORY = { installationId: 1, repositoryId: 2, owner: 'acme', repo: 'shop' };
const OTHER = 'c'.repeat(40);
const pull = (number: number) => ({ ...REPOSITORY, number });
const PULLS: WatchMemory['pulls'] = [
  { pull: pull(7), headSha: HEAD, headRef: 'feature', headRepositoryId: 2 },
  { pull: pull(12), headSha: OTHER, headRef: 'other', headRepositoryId: 2 },
];
const COMMENTED = {
  key: 'blast:2:7',
  kind: 'blast_comment',
  state: 'sent',
  createdAt: '2026-11-22T12:00:00.000Z',
  sentAt: null,
  url: null,
} as const;

const RUNNING = handoff({
  kind: 'dispatched',
  since: '2026-11-22T12:00:00.000Z',
  run: { id: 99, attempt: 1, url: 'https://github.com/acme/shop/actions/runs/99' },
});

function memory(runs: readonly WatchedRun[], over: Partial<WatchMemory> = {}): WatchMemory {
  return {
    repository: REPOSITORY,
    runs,
    episodes: [],
    obligations: [],
    handoffs: [
      { pull: pull(12), handoff: { ...RUNNING, id: 'h12' }, acceptedAt: null, isTold: false },
      {
        pull: pull(7),
        handoff: { ...RUNNING, id: 'h7', state: { kind: 'waiting', since: RUNNING.openedAt } },
        acceptedAt: null,
        isTold: false,
      },
    ],
    pulls: PULLS,
    done: [],
    asked: [],
    cancelled: [],
    said: [],
    incidents: [],
    daily: { owedSince: null, obligations: [], said: [] },
    ...over,
  };
}

function attempt(run: WatchedRun, over: Partial<RunAttempt>): RunAttempt {
  return {
    repositoryId: 2,
    runId: run.runId,
    attempt: run.attempt,
    suiteUpdatedAt: '',
    workflowPath: run.workflowPath,
    workflowId: run.workflowId,
    event: run.event,
    headSha: run.headSha,
    headBranch: run.headBranch,
    headRepositoryId: 2,
    createdAt: run.times.requestedAt,
    conclusion: 'success',
    url: run.url,
    jobs: known([]),
    reportSource: 'a/latest.json',
    report: known(null),
    ...over,
  };
}

/** What was read before, and what each PR touches; whatever else is asked for is refused. */
async function look(
  kept: readonly RunAttempt[],
  paths: Readonly<Record<string, readonly string[]>>,
  owner: DispatchOwner | null = null,
): Promise<BlastLook & { readonly asked: readonly string[] }> {
  const changedPaths = new ChangedPaths();
  const asked: string[] = [];
  for (const [key, touched] of Object.entries(paths)) await changedPaths.touched(key, async () => touched);
  const touched = changedPaths.touched.bind(changedPaths);
  changedPaths.touched = (key, read) => {
    asked.push(key);
    return touched(key, read);
  };
  const runs: BlastReader['store']['runs'] = {
    completed: async (_, runId) => kept.find((each) => each.runId === runId) ?? null,
    ownerOf: async () => owner,
  };
  const reader: BlastReader = {
    client: client(),
    runs: { attempt: () => Promise.reject(new Error('not now')) },
    store: { runs },
    changedPaths,
    smoke: { artifact: 'a', report: 'latest.json', paths: ['templates/**'] },
  };
  return { reader: () => reader, window: 7, asked };
}

const failed = ran({ failed: [job('verify (cli-domain-hr)')] });
const green = smoke({ runId: 90, minute: 1, headSha: ELSEWHERE, result: 'success' });
const REPORT = attempt(green, {
  report: known({ kind: 'items', items: items({ 'cli-domain-hr': 'ok', 'codex-nest-api': 'ok' }) }),
});
const HERE = `2#7:${HEAD}\ntemplates/**`;
const PATHS = {
  [HERE]: ['templates/hr/a.md'],
  [`2#12:${OTHER}\ntemplates/**`]: ['templates/hr/b.md'],
};

test('the radius is of all that is remembered and can be read', async () => {
  const runs = [failed, smoke({ failed: [item('cli-domain-hr')] }), green];
  const [blast, ...more] = await lookAtBlasts(memory(runs), await look([REPORT], PATHS));
  expect(more).toEqual([]);
  expect(blast).toMatchObject({
    pull: pull(7),
    over: null,
    radius: {
      headSha: HEAD,
      rows: [{ name: 'verify (cli-domain-hr)', points: 'template', history: ['failed', 'passed'] }],
      templates: [{ name: 'hr', changedHere: true }],
      touched: ['templates/hr/a.md'],
      pulls: [{ number: 12, because: 'same_template' }],
      handoffs: [{ handoffId: 'h12', pull: 12, runUrl: 'https://github.com/acme/shop/actions/runs/99' }],
      unknown: ['smoke_items'],
    },
  });
});

test('a fork’s Codex Smoke of the same commit says nothing', async () => {
  const own = smoke({ failed: [item('cli-domain-hr')] });
  const foreign = smoke({ runId: 95, minute: 30, result: 'success', eligible: false });
  const [blast] = await lookAtBlasts(memory([failed, foreign, own, green]), await look([REPORT], PATHS));
  expect(blast?.radius).toMatchObject({
    smoke: { runId: own.runId },
    rows: [{ points: 'template', history: ['failed', 'passed'] }],
  });
});

test('where no template is known to have failed, only this PR’s changes are asked for', async () => {
  const runs = [ran({ failed: [job('verify', 'Run')] }), smoke({ failed: [job('smoke')] })];
  const given = await look([], PATHS);
  expect(await lookAtBlasts(memory(runs), given)).toMatchObject([
    { radius: { templates: [], touched: ['templates/hr/a.md'], pulls: [] } },
  ]);
  expect(given.asked).toEqual([HERE]);
});

test('what cannot be read is unknown, and fails nothing', async () => {
  const runs = [failed, smoke({ result: 'success' }), green];
  expect(await lookAtBlasts(memory(runs), await look([], PATHS))).toMatchObject([
    { radius: { rows: [{ smoke: 'run_passed', points: 'graph' }], templates: [] } },
  ]);
});

test('what is over is as it was: nothing later elsewhere, nobody else affected, and no pass makes it flaky', async () => {
  const passed = ran({ runId: 201, minute: 40, result: 'success' });
  const later = smoke({ runId: 95, minute: 50, headSha: ELSEWHERE, failed: [item('cli-domain-hr')] });
  const runs = [later, passed, failed, smoke({ failed: [item('cli-domain-hr')] }), green];
  const given = await look([REPORT], PATHS);
  const blasts = await lookAtBlasts(memory(runs, { said: [COMMENTED] }), given);
  expect(blasts).toMatchObject([
    {
      over: { because: 'passed', run: { runId: 201 } },
      radius: { rows: [{ points: 'template', history: ['failed', 'passed'] }], pulls: [], handoffs: [] },
    },
  ]);
  expect(given.asked).toEqual([]);
});

const SMOKE_FAILED = smoke({ failed: [item('cli-domain-hr')] });
const PASSED = ran({ runId: 201, minute: 40, result: 'success' });

test.each<readonly [string, readonly WatchedRun[], Partial<WatchMemory>]>([
  ['Smoke of the head passes in its re-run', [smoke({ attempt: 2, minute: 41, result: 'success' })], {}],
  ['another Smoke run of the head passes', [smoke({ runId: 101, minute: 50, result: 'success' })], {}],
  [
    'Smoke of the head began before, and passes after',
    [
      smoke({
        runId: 101,
        result: 'success',
        times: { ...SMOKE_FAILED.times, endedAt: '2026-11-22T12:45:00.000Z' },
      }),
    ],
    {},
  ],
  ['Verify passes once more', [ran({ runId: 202, minute: 55, result: 'success' })], {}],
  [
    'another commit is pushed',
    [ran({ runId: 203, minute: 55, headSha: OTHER, result: null, status: 'running' })],
    { pulls: PULLS.map((each) => ({ ...each, headSha: OTHER })) },
  ],
])('once Verify has passed its table stays as it was: %s', async (_, since, over) => {
  const given = memory([PASSED, failed, SMOKE_FAILED, green], { said: [COMMENTED] });
  const before = await lookAtBlasts(given, await look([REPORT], PATHS));
  expect(before).toMatchObject([
    {
      over: { because: 'passed', run: { runId: 201 } },
      radius: { smoke: { runId: 100, result: 'failure' }, rows: [{ smoke: 'failed', points: 'template' }] },
    },
  ]);
  const after = { ...given, ...over, runs: [...since, ...given.runs] };
  expect(await lookAtBlasts(after, await look([REPORT], PATHS))).toEqual(before);
});

test('once another commit was pushed its table stays as it was then', async () => {
  const pulls = PULLS.map((each) => (each.pull.number === 7 ? { ...each, headSha: ELSEWHERE } : each));
  const pushed = smoke({ runId: 110, minute: 35, headSha: ELSEWHERE, result: null, status: 'running' });
  const given = memory([pushed, failed, SMOKE_FAILED], { said: [COMMENTED], pulls });
  const before = await lookAtBlasts(given, await look([], PATHS));
  expect(before).toMatchObject([{ over: { because: 'pushed' }, radius: { rows: [{ smoke: 'failed' }] } }]);
  const late = smoke({ runId: 101, minute: 40, result: 'success' });
  expect(await lookAtBlasts({ ...given, runs: [late, ...given.runs] }, await look([], PATHS))).toEqual(
    before,
  );
});

test('a run on the default branch is for the head that it was dispatched for', async () => {
  const onMain = ran({ headSha: ELSEWHERE, headBranch: 'main', failed: failed.failed });
  const runs = [onMain, smoke({ failed: [item('cli-domain-hr')] })];
  const owner = { pull: pull(7), headSha: HEAD, baseRef: 'main', purpose: 'verify' };
  expect(await lookAtBlasts(memory(runs), await look([], PATHS, owner))).toMatchObject([
    { radius: { headSha: HEAD, rows: [{ points: 'template' }] } },
  ]);
  expect(await lookAtBlasts(memory(runs), await look([], PATHS))).toEqual([]);
});

test('nothing is asked where nothing failed', async () => {
  expect(await lookAtBlasts(memory([]), await look([], {}))).toEqual([]);
  expect(await lookAtBlasts(memory([failed], { pulls: [] }), await look([], {}))).toEqual([]);
});
