import { describe, expect, test } from '@jest/globals';
import type { Facts, ReportFacts, RunFacts } from '../../src/policies/facts.ts';
import { known, unknown } from '../../src/policies/verdict.ts';
import { verifyGate } from '../../src/policies/verify.ts';
import { at, facts, OTHER_HEAD, ownRun, run, settings } from '../support/facts.ts';

const WORKFLOW = '.github/workflows/ai-ops-langgraph-verify.yml';
const EDITED = known({ paths: [WORKFLOW], protectedPaths: [WORKFLOW], smokePaths: [] });
const judge = (over: Parameters<typeof facts>[0]) => verifyGate.evaluate(facts(over), settings());
const byHand = (over: Partial<RunFacts> = {}) => run('verify', { event: 'workflow_dispatch', ...over });

describe('which run decides', () => {
  const rows: [string, RunFacts[], string, string][] = [
    ['green', [run('verify')], 'pass', 'verify_passed'],
    ['started by hand on the branch', [byHand()], 'pass', 'verify_passed'],
    ['started by hand, file altered', [byHand({ fileUnchanged: known(false) })], 'fail', 'verify_untrusted'],
    [
      'started by hand, file not read',
      [byHand({ fileUnchanged: unknown('502') })],
      'unknown',
      'verify_unknown',
    ],
    ['started by hand on the default branch', [byHand({ headSha: OTHER_HEAD })], 'wait', 'verify_missing'],
    ['started by the bot on the default branch', [ownRun('verify')], 'pass', 'verify_passed'],
    [
      'started by the bot on the branch',
      [byHand({ dispatchedByBot: true, fileUnchanged: unknown('502') })],
      'pass',
      'verify_passed',
    ],
    ['none', [], 'wait', 'verify_missing'],
    ['called by another workflow', [run('verify', { event: 'workflow_call' })], 'wait', 'verify_missing'],
    ['running', [run('verify', { status: 'running', conclusion: null })], 'wait', 'verify_running'],
    [
      'newest queued, older green',
      [byHand({ id: 20, status: 'queued', conclusion: null }), byHand()],
      'wait',
      'verify_running',
    ],
    [
      'newest red, older green',
      [byHand({ id: 20, conclusion: 'failure' }), byHand()],
      'fail',
      'verify_not_successful',
    ],
    ['cancelled', [run('verify', { conclusion: 'cancelled' })], 'fail', 'verify_not_successful'],
  ];
  test.each(rows)('%s', (_name, runs, outcome, code) => {
    expect(judge({ verify: known(runs) })).toMatchObject({ gate: 'G3', outcome, code });
  });

  test('the PR edits the workflow: only a run of the bot proves anything', () => {
    expect(judge({ changes: EDITED }).code).toBe('verify_untrusted');
    expect(judge({ changes: EDITED, verify: known([ownRun('verify')]) }).code).toBe('verify_passed');
  });

  test('a run from before the base was changed does not count', () => {
    expect(judge({ pull: { baseChangedAt: at(10) } }).code).toBe('verify_missing');
  });
});

describe('the report', () => {
  const RUN = { id: 10, attempt: 1, state: 'success' };
  const rows: [string, RunFacts['report'], string, string, object][] = [
    ['none', known(null), 'fail', 'verify_report_missing', { say: 'report_absent', run: RUN }],
    [
      'blank',
      known<ReportFacts>({ kind: 'text', text: ' \n' }),
      'fail',
      'verify_report_missing',
      { say: 'report_absent', run: RUN },
    ],
    [
      'of another kind',
      known<ReportFacts>({ kind: 'items', items: [] }),
      'fail',
      'verify_report_missing',
      { say: 'report_absent', run: RUN },
    ],
    [
      'malformed',
      known<ReportFacts>({ kind: 'malformed', why: 'not UTF-8' }),
      'fail',
      'verify_report_missing',
      { say: 'report_malformed', why: 'not UTF-8' },
    ],
    [
      'not read',
      unknown('GitHub answered 502'),
      'unknown',
      'verify_unknown',
      { say: 'report_not_read', run: RUN, why: 'GitHub answered 502' },
    ],
    [
      'whatever it says of itself',
      known<ReportFacts>({ kind: 'text', text: '- Status: failure' }),
      'pass',
      'verify_passed',
      { say: 'run', run: RUN },
    ],
  ];
  test.each(rows)('%s', (_name, report, outcome, code, seen) => {
    const verdict = judge({ verify: known([run('verify', { report })]) });
    expect(verdict).toMatchObject({ outcome, code, evidence: [{ label: 'LangGraph Verify run 10' }] });
    expect(verdict.seen).toEqual(seen);
  });
});

test.each<[string, Partial<Facts>]>([
  ['the changes', { changes: unknown('GitHub answered 502') }],
  ['the runs', { verify: unknown('GitHub answered 502') }],
])('%s could not be read', (_name, over) => {
  expect(judge(over)).toMatchObject({
    outcome: 'unknown',
    code: 'verify_unknown',
    seen: { say: 'not_read', why: 'GitHub answered 502' },
  });
});
