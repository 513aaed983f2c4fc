import { describe, expect, test } from '@jest/globals';
import type { HandoffView } from '../../src/effect/effect.ts';
import { type Around, handoffView } from '../../src/handoff/handoff-view.ts';
import { type HandoffState, hasEnded, isInFlight } from '../../src/handoff/state.ts';
import { ANNA, handoff, REVIEW, RUN } from './given.ts';
import {
  abandoned,
  approved,
  approving,
  awaitingCommand,
  awaitingOther,
  awaitingRollback,
  dispatched,
  dispatching,
  dispatchUnknown,
  failed,
  running,
  stopped,
  superseded,
  waiting,
} from './states.ts';

const runUrl = RUN.url;

const NOTHING_AROUND: Around = { approvalUrl: null, slackUrl: null, followUp: null, rollback: null };

test.each<[HandoffState, Partial<HandoffView>]>([
  [waiting, {}],
  [awaitingCommand, {}],
  [awaitingOther, { code: 'dispatch_unresolved_elsewhere' }],
  [awaitingRollback, { code: 'rollback_in_flight' }],
  [dispatching, {}],
  [dispatchUnknown, { code: 'dispatch_unknown' }],
  [dispatched, { runUrl }],
  [running, { runUrl, phase: REVIEW }],
  [approving, { runUrl }],
  [approved, { runUrl, code: 'handoff_finished', approvalUrl: approved.commentUrl }],
  [failed, { runUrl, code: 'run_failed', detail: failed.detail, phase: REVIEW }],
  [stopped, { runUrl, code: 'handoff_stopped', detail: { say: 'stopped_by', by: 'mika', reason: 'freeze' } }],
  [
    { ...stopped, run: null, reason: null },
    { code: 'handoff_stopped', detail: { say: 'stopped_by', by: 'mika', reason: null } },
  ],
  [superseded, { code: 'superseded_by_push', detail: superseded.by }],
  [abandoned, { code: 'pull_request_closed' }],
])('%j', (state, shown) => {
  const one = handoff(state);
  expect(handoffView(one, NOTHING_AROUND)).toEqual({
    id: one.id,
    headSha: one.headSha,
    attempt: 1,
    origin: 'gates',
    requestedBy: null,
    state: state.kind,
    since: state.since,
    code: null,
    detail: null,
    phase: null,
    runUrl: null,
    ...NOTHING_AROUND,
    ...shown,
  });
});

test('a handoff that was asked for says by whom', () => {
  const one = handoff(waiting, { origin: 'command', requestedBy: ANNA, attempt: 2 });
  expect(handoffView(one, NOTHING_AROUND)).toMatchObject({
    origin: 'command',
    requestedBy: 'anna',
    attempt: 2,
  });
});

test('the comment is shown as soon as it is known', () => {
  const approvalUrl = 'https://github.test/acme/shop/pull/12#issuecomment-2';
  expect(handoffView(handoff(approving), { ...NOTHING_AROUND, approvalUrl })).toMatchObject({ approvalUrl });
});

describe('of the states', () => {
  const all = [
    waiting,
    awaitingCommand,
    dispatching,
    dispatchUnknown,
    dispatched,
    running,
    approving,
    approved,
    failed,
    stopped,
    superseded,
    abandoned,
  ];
  const kindsWhere = (is: (one: ReturnType<typeof handoff>) => boolean) =>
    all.filter((state) => is(handoff(state))).map(({ kind }) => kind);

  test('five have ended', () => {
    expect(kindsWhere(hasEnded)).toEqual(['approved', 'failed', 'stopped', 'superseded', 'abandoned']);
  });

  test('five are in flight', () => {
    expect(kindsWhere(isInFlight)).toEqual([
      'dispatching',
      'dispatch_unknown',
      'dispatched',
      'running',
      'approving',
    ]);
  });
});

test('an unheard-of state is a bug that is told', () => {
  const paused: HandoffState = JSON.parse('{"kind":"paused"}');
  expect(() => handoffView(handoff(paused), NOTHING_AROUND)).toThrow('unexpected value {"kind":"paused"}');
});
