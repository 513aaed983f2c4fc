import { describe, expect, test } from '@jest/globals';
import type { ChangeFacts, RunFacts } from '../../src/policies/facts.ts';
import { smokeGate } from '../../src/policies/smoke.ts';
import { known, unknown } from '../../src/policies/verdict.ts';
import { at, facts, OTHER_HEAD, ownRun, run, settings } from '../support/facts.ts';

/** Which run speaks for the head, and whether it can be believed: shown on Codex Smoke, the same for all. */
const WORKFLOW = '.github/workflows/codex-template-smoke.yml';
const EDITS_WORKFLOW = known({ paths: [WORKFLOW], protectedPaths: [WORKFLOW], smokePaths: [] });
const EDITS_SCRIPT = known({ paths: ['ci/smoke.sh'], protectedPaths: ['ci/smoke.sh'], smokePaths: [] });
const unprotected = (paths: string[]): ChangeFacts => ({ paths, protectedPaths: [], smokePaths: [] });

const judge = (smoke: readonly RunFacts[], more: Parameters<typeof facts>[0] = {}) =>
  smokeGate.evaluate(facts({ smoke: known(smoke), ...more }), settings());

describe('which run decides', () => {
  const queued = run('smoke', { id: 20, status: 'queued', conclusion: null });
  const red = run('smoke', { id: 20, conclusion: 'failure' });
  const rows: [string, RunFacts[], string, string][] = [
    ['a green run', [run('smoke')], 'pass', 'smoke_passed'],
    ['no run', [], 'wait', 'smoke_missing'],
    ['newest queued, older green', [queued, run('smoke')], 'wait', 'smoke_running'],
    ['the order of the list does not matter', [run('smoke'), queued], 'wait', 'smoke_running'],
    ['newest running', [run('smoke', { status: 'running', conclusion: null })], 'wait', 'smoke_running'],
    [
      'newest waits for an environment',
      [run('smoke', { status: 'waiting', conclusion: null })],
      'wait',
      'smoke_running',
    ],
    ['newest red, older green', [red, run('smoke')], 'fail', 'smoke_not_successful'],
    ['newest green, older red', [run('smoke', { id: 30 }), red], 'pass', 'smoke_passed'],
    [
      'same second: the higher id is newer',
      [run('smoke', { id: 20, createdAt: at(10), conclusion: 'failure' }), run('smoke')],
      'fail',
      'smoke_not_successful',
    ],
    [
      'times are compared as times, not as text',
      [run('smoke', { id: 9, createdAt: '2026-11-22T12:10:00.500Z', conclusion: 'failure' }), run('smoke')],
      'fail',
      'smoke_not_successful',
    ],
    [
      'a re-run that is going on',
      [run('smoke', { attempt: 2, status: 'running', conclusion: null })],
      'wait',
      'smoke_running',
    ],
    [
      'a re-run that went red',
      [run('smoke', { attempt: 2, conclusion: 'failure' })],
      'fail',
      'smoke_not_successful',
    ],
  ];
  test.each(rows)('%s', (_name, runs, outcome, code) => {
    expect(judge(runs)).toMatchObject({ gate: 'G1', outcome, code });
  });
});

describe('which conclusion opens', () => {
  const closing = [
    'failure',
    'skipped',
    'neutral',
    'cancelled',
    'timed_out',
    'action_required',
    'stale',
    'startup_failure',
    '',
    null,
  ];
  test.each(closing)('%p closes', (conclusion) => {
    expect(judge([run('smoke', { conclusion })])).toMatchObject({
      outcome: 'fail',
      code: 'smoke_not_successful',
    });
  });

  test('a conclusion that no completed status goes with does not open', () => {
    expect(judge([run('smoke', { status: 'running', conclusion: 'success' })]).code).toBe('smoke_running');
  });
});

describe('which runs do not count', () => {
  const rows: [string, RunFacts][] = [
    [
      'another workflow that calls itself Codex Smoke',
      run('smoke', { workflowPath: '.github/workflows/x.yml' }),
    ],
    ['the same file in another folder', run('smoke', { workflowPath: `sub/${WORKFLOW}` })],
    ['another head', run('smoke', { headSha: OTHER_HEAD })],
    [
      'a dispatch by a person on another commit',
      run('smoke', { event: 'workflow_dispatch', headSha: OTHER_HEAD }),
    ],
    ['pull_request_target', run('smoke', { event: 'pull_request_target' })],
    ['workflow_run', run('smoke', { event: 'workflow_run' })],
    ['schedule', run('smoke', { event: 'schedule' })],
    ['an own dispatch that GitHub knows as another event', ownRun('smoke', { event: 'schedule' })],
  ];
  test.each(rows)('%s', (_name, foreign) => {
    expect(judge([foreign]).code).toBe('smoke_missing');
  });

  test('a run from before the base was changed, or of that very moment', () => {
    for (const baseChangedAt of [at(10), at(11)]) {
      expect(judge([run('smoke')], { pull: { baseChangedAt } }).code).toBe('smoke_missing');
    }
    expect(judge([run('smoke')], { pull: { baseChangedAt: at(9) } }).code).toBe('smoke_passed');
  });

  test('a red run that does not count does not close', () => {
    const foreign = run('smoke', { id: 20, workflowPath: '.github/workflows/x.yml', conclusion: 'failure' });
    expect(judge([foreign, run('smoke')]).code).toBe('smoke_passed');
  });
});

describe('which runs prove anything', () => {
  const dispatched = (over: Partial<RunFacts> = {}) => run('smoke', { event: 'workflow_dispatch', ...over });
  const own = ownRun('smoke');
  const rows: [string, RunFacts[], ReturnType<typeof facts>['changes'], string, string][] = [
    ['the PR edits the workflow', [run('smoke')], EDITS_WORKFLOW, 'fail', 'smoke_untrusted'],
    [
      'the PR edits the workflow, which nothing protects',
      [run('smoke')],
      known(unprotected([WORKFLOW])),
      'fail',
      'smoke_untrusted',
    ],
    ['the PR edits a protected path', [run('smoke')], EDITS_SCRIPT, 'fail', 'smoke_untrusted'],
    [
      'the PR edits a file of a like name',
      [run('smoke')],
      known(unprotected([`${WORKFLOW}.md`])),
      'pass',
      'smoke_passed',
    ],
    ['the bot dispatched it', [own], EDITS_WORKFLOW, 'pass', 'smoke_passed'],
    [
      'the bot dispatched it, and it failed',
      [ownRun('smoke', { conclusion: 'failure' })],
      EDITS_WORKFLOW,
      'fail',
      'smoke_not_successful',
    ],
    [
      'a newer green one that proves nothing is looked past',
      [run('smoke', { id: 20 }), own],
      EDITS_WORKFLOW,
      'pass',
      'smoke_passed',
    ],
    [
      'a newer red one closes all the same',
      [run('smoke', { id: 20, conclusion: 'failure' }), own],
      EDITS_WORKFLOW,
      'fail',
      'smoke_not_successful',
    ],
    [
      'a newer queued one is waited for',
      [run('smoke', { id: 20, status: 'queued', conclusion: null }), own],
      EDITS_WORKFLOW,
      'wait',
      'smoke_running',
    ],
    [
      'an own red one under a forged green one',
      [run('smoke', { id: 20 }), ownRun('smoke', { conclusion: 'failure' })],
      EDITS_WORKFLOW,
      'fail',
      'smoke_not_successful',
    ],
    [
      'two that prove nothing',
      [run('smoke', { id: 20 }), run('smoke')],
      EDITS_WORKFLOW,
      'fail',
      'smoke_untrusted',
    ],
    [
      'dispatched by hand, file as on the default branch',
      [dispatched()],
      known(unprotected([])),
      'pass',
      'smoke_passed',
    ],
    [
      'dispatched by hand, file altered',
      [dispatched({ fileUnchanged: known(false) })],
      known(unprotected([])),
      'fail',
      'smoke_untrusted',
    ],
    [
      'dispatched by hand, file not read',
      [dispatched({ fileUnchanged: unknown('502') })],
      known(unprotected([])),
      'unknown',
      'smoke_unknown',
    ],
    [
      'pushed, file altered',
      [run('smoke', { event: 'push', fileUnchanged: known(false) })],
      known(unprotected([])),
      'fail',
      'smoke_untrusted',
    ],
    [
      'merge group of the head',
      [run('smoke', { event: 'merge_group', fileUnchanged: known(false) })],
      known(unprotected([])),
      'pass',
      'smoke_passed',
    ],
    [
      'an older file on the branch, run on the merge commit',
      [run('smoke', { fileUnchanged: known(false) })],
      known(unprotected([])),
      'pass',
      'smoke_passed',
    ],
  ];
  test.each(rows)('%s', (_name, runs, changes, outcome, code) => {
    expect(judge(runs, { changes })).toMatchObject({ outcome, code });
  });

  test('the newest of those that prove nothing is shown', () => {
    const verdict = judge([run('smoke', { id: 20 }), run('smoke')], { changes: EDITS_WORKFLOW });
    expect(verdict).toMatchObject({
      seen: {
        say: 'run_doubted',
        run: { id: 20, attempt: 1, state: 'success' },
        doubt: { say: 'pull_changes', paths: { shown: [WORKFLOW], more: 0 } },
      },
      evidence: [{ label: 'Codex Smoke run 20', url: 'https://github.com/acme/shop/actions/runs/20' }],
    });
  });
});
