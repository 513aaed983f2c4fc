import { expect, test } from '@jest/globals';
import type { DispatchOutcome } from '../../src/handoff/state.ts';
import {
  ANNA,
  advanced,
  at,
  handoff,
  LABEL_GONE,
  OTHER_HEAD,
  runEnded,
  runSeen,
  STOPPED,
  WAITING,
} from './given.ts';
import {
  BY_MIKA,
  dispatching,
  dispatchUnknown,
  pending,
  refused,
  request,
  sent,
  unanswered,
  verified,
  withdrawn,
} from './states.ts';
import { dispatchedAs, ended, held, nowIn, replaced, testRows } from './table.ts';

const CANCEL = ['cancel:900:1'];

testRows([
  { name: 'nothing known yet', state: dispatching, told: held(180) },
  { name: 'pending', state: dispatching, see: pending, told: held(180) },
  { name: 'just unanswered', state: dispatching, see: unanswered(-1), told: held(30) },
  { name: 'unanswered for nearly too long', state: dispatching, see: unanswered(-170), told: held(10) },
  {
    name: 'unanswered for too long',
    state: dispatching,
    see: unanswered(-180),
    told: nowIn('dispatch_unknown dispatch_unknown', 30),
  },
  {
    name: 'what became of an earlier dispatch decides nothing',
    handoffs: [handoff(dispatching, { dispatches: 2 })],
    see: withdrawn,
    told: held(180),
  },
  { name: 'sent', state: dispatching, see: sent, told: nowIn('dispatched', 30) },
  {
    name: 'sent, and seen to run',
    state: dispatching,
    see: { ...sent, run: runSeen() },
    told: { states: ['a/main/1 running'], entries: ['dispatched', 'running'], wake: 30 },
  },
  {
    name: 'sent, done and verified while nobody looked',
    state: dispatching,
    see: { ...sent, run: runEnded('success'), nestedVerify: verified },
    told: {
      states: ['a/main/1 approving'],
      effects: ['approval:a/main/1'],
      entries: ['dispatched', 'approving'],
      wake: 180,
    },
  },
  {
    name: 'withdrawn, since the label is gone',
    state: dispatching,
    see: { ...withdrawn, verdicts: LABEL_GONE },
    told: { states: ['a/main/1 waiting'], entries: ['waiting label_missing'], wake: 600 },
  },
  {
    name: 'withdrawn, and the gates are open again: a new dispatch with a new key',
    state: dispatching,
    see: withdrawn,
    told: dispatchedAs('a/main/1:2', ['waiting label_missing', 'dispatching']),
  },
  {
    name: 'withdrawn, and what was asked need not be asked again',
    handoffs: [handoff(dispatching, { origin: 'command', requestedBy: ANNA })],
    settings: { start: 'command' },
    see: withdrawn,
    told: dispatchedAs('a/main/1:2', ['waiting label_missing', 'dispatching']),
  },
  { name: 'refused', state: dispatching, see: refused, told: ended('failed dispatch_refused') },
  {
    name: 'a push waits for the dispatch',
    state: dispatching,
    see: { ...unanswered(-1), headSha: OTHER_HEAD },
    told: held(30),
  },
  { name: 'a closed PR waits for it', state: dispatching, see: { pull: 'closed' }, told: held(180) },
  { name: 'a closed gate waits for it', state: dispatching, see: { verdicts: LABEL_GONE }, told: held(180) },
  {
    name: 'sent, after a push: superseded and cancelled',
    state: dispatching,
    see: { ...sent, headSha: OTHER_HEAD, verdicts: WAITING },
    told: {
      ...replaced('superseded superseded_by_push', 'b/main/1', CANCEL),
      entries: ['dispatched', 'superseded superseded_by_push', 'waiting'],
    },
  },
  {
    name: 'sent, after the PR was closed: abandoned and cancelled',
    state: dispatching,
    see: { ...sent, pull: 'closed' },
    told: {
      ...ended('abandoned pull_request_closed', CANCEL),
      entries: ['dispatched', 'abandoned pull_request_closed'],
    },
  },
  {
    name: 'a stop that cancels waits for it',
    state: dispatching,
    see: { verdicts: STOPPED, cancelledBy: BY_MIKA },
    told: held(180),
  },
  {
    name: 'sent, while a stop cancels: stopped and cancelled',
    state: dispatchUnknown,
    see: { ...sent, verdicts: STOPPED, cancelledBy: BY_MIKA },
    told: {
      ...ended('stopped handoff_stopped', CANCEL),
      entries: ['dispatched', 'stopped handoff_stopped'],
    },
  },
  {
    name: 'withdrawn, while a stop cancels: it waits to be let go',
    state: dispatching,
    see: { ...withdrawn, verdicts: STOPPED, cancelledBy: BY_MIKA },
    told: { states: ['a/main/1 waiting'], entries: ['waiting label_missing'], wake: 600 },
  },
  {
    name: 'withdrawn, after a push: superseded',
    state: dispatching,
    see: { ...withdrawn, headSha: OTHER_HEAD, verdicts: WAITING },
    told: {
      ...replaced('superseded superseded_by_push', 'b/main/1'),
      entries: ['waiting label_missing', 'superseded superseded_by_push', 'waiting'],
    },
  },
  { name: 'unknown: nothing new', state: dispatchUnknown, see: unanswered(-240), told: held(30) },
  {
    name: 'unknown: the half hour is not over',
    state: { kind: 'dispatch_unknown', since: at(-1799) },
    see: unanswered(-1980),
    told: held(30),
  },
  {
    name: 'unknown: lost',
    state: { kind: 'dispatch_unknown', since: at(-1800) },
    see: unanswered(-1980),
    told: ended('failed dispatch_lost'),
  },
  {
    name: 'unknown: one that may still be sent is not lost',
    state: { kind: 'dispatch_unknown', since: at(-3600) },
    see: pending,
    told: held(30),
  },
  {
    name: 'unknown: a request gets no second dispatch',
    state: dispatchUnknown,
    see: { ...unanswered(-240), request },
    told: held(30),
  },
  {
    name: 'unknown: a push waits',
    state: dispatchUnknown,
    see: { ...unanswered(-240), headSha: OTHER_HEAD },
    told: held(30),
  },
  { name: 'unknown: the run showed up', state: dispatchUnknown, see: sent, told: nowIn('dispatched', 30) },
  {
    name: 'unknown: surely not done after all',
    state: dispatchUnknown,
    see: { ...withdrawn, verdicts: LABEL_GONE },
    told: { states: ['a/main/1 waiting'], entries: ['waiting label_missing'], wake: 600 },
  },
  {
    name: 'unknown: refused after all',
    state: dispatchUnknown,
    see: refused,
    told: ended('failed dispatch_refused'),
  },
]);

test('the failed handoff keeps what GitHub answered', () => {
  const { current } = advanced({ handoffs: [handoff(dispatching)], see: refused });
  expect(current?.state).toEqual({
    kind: 'failed',
    since: at(0),
    code: 'dispatch_refused',
    run: null,
    phase: null,
    detail: { say: 'answered', why: '422' },
  });
});

test('an unheard-of outcome is a bug that is told', () => {
  const dispatch: DispatchOutcome = JSON.parse('{"kind":"perhaps"}');
  const act = () => advanced({ handoffs: [handoff(dispatching)], see: { ...sent, dispatch } });
  expect(act).toThrow('unexpected value {"kind":"perhaps"}');
});
