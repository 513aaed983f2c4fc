import { expect, test } from '@jest/globals';
import type { NestedVerify } from '../../src/handoff/state.ts';
import { known, unknown } from '../../src/policies/verdict.ts';
import {
  advanced,
  at,
  HEAD,
  handoff,
  LABEL_GONE,
  OTHER_HEAD,
  PULL,
  RUN,
  runEnded,
  STOPPED,
  UNKNOWN,
  verdicts,
  WAITING,
} from './given.ts';
import { approving, BY_MIKA, dispatched, notPosted, posted, running, verified, verifying } from './states.ts';
import { ended, held, nowIn, replaced, testRows } from './table.ts';

const APPROVES = nowIn('approving', 180, ['approval:a/main/1']);
const adopted = [handoff(verifying, { origin: 'adopted' })];
const notExpected = known({ kind: 'not_expected' } as const);
const verifyRuns = known({ kind: 'running', url: 'https://github.test/v' } as const);
const verifyFailed = known({
  kind: 'failed',
  url: 'https://github.test/v',
  conclusion: 'timed_out',
} as const);
const success = runEnded('success');

testRows([
  {
    name: 'succeeded, and no Verify run is expected',
    state: running,
    see: { run: success, nestedVerify: notExpected },
    told: APPROVES,
  },
  {
    name: 'succeeded, and its Verify run too',
    state: verifying,
    see: { run: success, nestedVerify: verified },
    told: APPROVES,
  },
  {
    name: 'succeeded: the phase is verify now',
    state: running,
    see: { run: success },
    told: nowIn('running', 30),
  },
  { name: 'no Verify run yet', state: verifying, see: { run: success }, told: held(30) },
  {
    name: 'the Verify run cannot be read',
    state: verifying,
    see: { run: success, nestedVerify: unknown('502') },
    told: held(30),
  },
  {
    name: 'the Verify run runs, however long',
    state: verifying,
    see: { run: runEnded('success', { completedAt: at(-900) }), nestedVerify: verifyRuns },
    told: held(30),
  },
  {
    name: 'no Verify run after nearly five minutes',
    state: verifying,
    see: { run: runEnded('success', { completedAt: at(-299) }) },
    told: held(30),
  },
  {
    name: 'no Verify run after five minutes',
    state: verifying,
    see: { run: runEnded('success', { completedAt: at(-300) }) },
    told: ended('failed verify_run_missing'),
  },
  {
    name: 'the Verify run failed',
    state: verifying,
    see: { run: success, nestedVerify: verifyFailed },
    told: ended('failed verify_run_failed'),
  },
  ...[WAITING, UNKNOWN, STOPPED, verdicts().slice(1)].map((held_, n) => ({
    name: `all succeeded, but gates hold it (${n})`,
    state: verifying,
    see: { run: success, nestedVerify: verified, verdicts: held_ },
    told: held(30),
  })),
  {
    name: 'all succeeded without Verify, but a stop holds it in its last phase',
    state: dispatched,
    see: { run: success, nestedVerify: notExpected, verdicts: STOPPED },
    told: nowIn('running', 30),
  },
  {
    name: 'adopted: all succeeded with open gates',
    handoffs: adopted,
    see: { run: success, nestedVerify: verified },
    told: APPROVES,
  },
  {
    name: 'adopted: all succeeded, but a gate is closed',
    handoffs: adopted,
    see: { run: success, nestedVerify: verified, verdicts: LABEL_GONE },
    told: ended('failed adopted_gates_closed'),
  },
  {
    name: 'adopted: all succeeded, but a gate waits',
    handoffs: adopted,
    see: { run: success, nestedVerify: verified, verdicts: WAITING },
    told: held(30),
  },
  { name: 'approving: not posted yet', state: approving, told: held(180) },
  { name: 'approving: a stop holds', state: approving, see: { verdicts: STOPPED }, told: held(180) },
  {
    name: "approving: another handoff's comment is not its own",
    state: approving,
    see: posted(handoff(approving, { attempt: 2 })),
    told: held(180),
  },
  {
    name: 'approving: posted',
    state: approving,
    see: posted(handoff(approving)),
    told: ended('approved handoff_finished', ['approval-label:a/main/1']),
  },
  {
    name: 'approving: posted, then pushed',
    state: approving,
    see: { ...posted(handoff(approving)), headSha: OTHER_HEAD, verdicts: WAITING },
    told: replaced('approved handoff_finished', 'b/main/1', ['approval-label:a/main/1']),
  },
  {
    name: 'approving: refused',
    state: approving,
    see: notPosted(handoff(approving)),
    told: ended('failed approval_refused'),
  },
  {
    name: 'approving: refused, since the head moved',
    state: approving,
    see: { ...notPosted(handoff(approving)), headSha: OTHER_HEAD, verdicts: WAITING },
    told: replaced('superseded superseded_by_push', 'b/main/1'),
  },
  {
    name: 'approving: another base before it was posted',
    state: approving,
    see: { baseRef: 'release', verdicts: WAITING },
    told: replaced('superseded superseded_by_base_change', 'a/release/1'),
  },
  {
    name: 'approving: closed before it was posted',
    state: approving,
    see: { pull: 'closed' },
    told: ended('abandoned pull_request_closed'),
  },
  {
    name: 'approving: the label went before it was posted',
    state: approving,
    see: { verdicts: LABEL_GONE },
    told: ended('superseded superseded_by_gate'),
  },
  {
    name: 'approving: a stop that cancels came before it was posted',
    state: approving,
    see: { verdicts: STOPPED, cancelledBy: BY_MIKA },
    told: ended('stopped handoff_stopped'),
  },
  {
    name: 'approving, adopted: the label went before it was posted',
    handoffs: [handoff(approving, { origin: 'adopted' })],
    see: { verdicts: LABEL_GONE },
    told: ended('failed adopted_gates_closed'),
  },
]);

test.each([
  [true, `slack:${handoff(verifying).id}`],
  [false, null],
])('the comment names the message in Slack where that may be linked: %s', (linksSlack, about) => {
  const { effects } = advanced({
    handoffs: [handoff(verifying)],
    see: { run: success, nestedVerify: verified },
    settings: { linksSlack },
  });
  expect(effects.find(({ kind }) => kind === 'approval_comment')).toMatchObject({ about });
});

test('the approval names head, base, run and evidence', () => {
  const { effects } = advanced({
    handoffs: [handoff(verifying)],
    see: { run: success, nestedVerify: verified },
    settings: { approvalLabel: 'handed-off', locale: 'ja' },
  });
  const { id } = handoff(verifying);
  expect(effects).toEqual([
    {
      kind: 'approval_comment',
      locale: 'ja',
      key: `approval:${id}`,
      pull: PULL,
      handoffId: id,
      headSha: HEAD,
      baseRef: 'main',
      runUrl: RUN.url,
      verdicts: verdicts(),
      about: `slack:${id}`,
    },
  ]);
});

test.each([
  [verifyFailed, 'verify_run_failed', { say: 'concluded', conclusion: 'timed_out' }],
  [known({ kind: 'none_yet' } as const), 'verify_run_missing', { say: 'no_verify_run_started' }],
])('a handoff that fails by its Verify run names that phase', (nestedVerify, code, detail) => {
  const run = runEnded('success', { completedAt: at(-300) });
  const { current } = advanced({ handoffs: [handoff(verifying)], see: { run, nestedVerify } });
  expect(current?.state).toMatchObject({ code, detail, run: RUN, phase: { name: 'verify' } });
});

test('the approved handoff keeps the address of its comment', () => {
  const { current } = advanced({ handoffs: [handoff(approving)], see: posted(handoff(approving)) });
  expect(current?.state).toMatchObject({ commentUrl: expect.stringContaining('#issuecomment-1'), run: RUN });
});

test('an unheard-of Verify outcome is a bug that is told', () => {
  const odd: NestedVerify = JSON.parse('{"kind":"maybe"}');
  const act = () =>
    advanced({ handoffs: [handoff(verifying)], see: { run: success, nestedVerify: known(odd) } });
  expect(act).toThrow('unexpected value {"kind":"maybe"}');
});
