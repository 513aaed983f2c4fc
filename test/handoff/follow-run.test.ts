import { expect, test } from '@jest/globals';
import { unknown } from '../../src/policies/verdict.ts';
import {
  advanced,
  at,
  handoff,
  LABEL_GONE,
  OTHER_HEAD,
  REVIEW,
  RUN,
  runEnded,
  runSeen,
  STOPPED,
  UNKNOWN,
  verdicts,
  WAITING,
} from './given.ts';
import { BY_MIKA, dispatched, running, verifying } from './states.ts';
import { ended, held, nowIn, replaced, testRows } from './table.ts';

const CANCEL = ['cancel:900:1'];
const BY_PUSH = 'superseded superseded_by_push';
const BY_GATE = 'superseded superseded_by_gate';
const adopted = [handoff(running, { origin: 'adopted' })];
const STOP_CANCELS = { verdicts: STOPPED, cancelledBy: BY_MIKA };
const pushed = { headSha: OTHER_HEAD, verdicts: WAITING };

testRows([
  {
    name: 'dispatched: the run cannot be read',
    state: dispatched,
    see: { run: unknown('502') },
    told: held(30),
  },
  { name: 'dispatched: the run was not read', state: dispatched, told: held(30) },
  {
    name: 'dispatched: another run says nothing',
    state: dispatched,
    see: { run: runEnded('failure', { id: 1 }) },
    told: held(30),
  },
  {
    name: 'dispatched: an earlier attempt says nothing',
    state: { ...dispatched, run: { ...RUN, attempt: 2 } },
    see: { run: runEnded('failure') },
    told: held(30),
  },
  {
    name: 'dispatched: queued',
    state: dispatched,
    see: { run: runSeen({ status: 'queued' }) },
    told: held(30),
  },
  {
    name: 'dispatched: queued as a new attempt',
    state: dispatched,
    see: { run: runSeen({ status: 'queued', attempt: 2 }) },
    told: nowIn('dispatched', 30),
  },
  { name: 'dispatched: a job runs', state: dispatched, see: { run: runSeen() }, told: nowIn('running', 30) },
  {
    name: 'dispatched: a job waits for a person',
    state: dispatched,
    see: { run: runSeen({ status: 'waiting', phase: { ...REVIEW, waiting: true } }) },
    told: nowIn('running', 30),
  },
  { name: 'running: nothing new', state: running, see: { run: runSeen() }, told: held(30) },
  {
    name: 'running: queued between two jobs',
    state: running,
    see: { run: runSeen({ status: 'queued' }) },
    told: held(30),
  },
  {
    name: 'running: queued before the job of another phase',
    state: running,
    see: { run: runSeen({ status: 'queued', phase: { ...REVIEW, name: 'deploy_approval' } }) },
    told: nowIn('running', 30),
  },
  {
    name: 'running: another phase',
    state: running,
    see: { run: runSeen({ phase: { ...REVIEW, name: 'deploy_approval' } }) },
    told: nowIn('running', 30),
  },
  {
    name: 'running: another step',
    state: running,
    see: { run: runSeen({ phase: { ...REVIEW, at: 'Upload' } }) },
    told: nowIn('running', 30),
  },
  {
    name: 'running: now it waits for a person',
    state: running,
    see: { run: runSeen({ phase: { ...REVIEW, waiting: true } }) },
    told: nowIn('running', 30),
  },
  {
    name: 'running: a new attempt',
    state: running,
    see: { run: runSeen({ attempt: 2 }) },
    told: nowIn('running', 30),
  },
  { name: 'running: cannot be read', state: running, see: { run: unknown('502') }, told: held(30) },
  {
    name: 'running: completed, but without a conclusion',
    state: running,
    see: { run: runEnded('success', { conclusion: null }) },
    told: held(30),
  },
  {
    name: 'running: completed, but without a time',
    state: running,
    see: { run: runEnded('success', { completedAt: null }) },
    told: held(30),
  },
  {
    name: 'running: unreadable for longer than a run can live',
    state: { ...running, since: at(-35 * 24 * 3600) },
    see: { run: unknown('404') },
    told: ended('failed run_unreadable'),
  },
  {
    name: 'running: a gate waits',
    state: running,
    see: { run: runSeen(), verdicts: WAITING },
    told: held(30),
  },
  {
    name: 'running: a gate is unknown',
    state: running,
    see: { run: runSeen(), verdicts: UNKNOWN },
    told: held(30),
  },
  {
    name: 'running: a stop holds',
    state: running,
    see: { run: runSeen(), verdicts: STOPPED },
    told: held(30),
  },
  {
    name: 'running: an unreadable stop holds',
    state: running,
    see: { run: runSeen(), verdicts: verdicts({ G5: ['fail', 'stop_unreadable'] }) },
    told: held(30),
  },
  {
    name: 'running: the label is gone',
    state: running,
    see: { run: runSeen(), verdicts: LABEL_GONE },
    told: ended(BY_GATE, CANCEL),
  },
  {
    name: 'running: stopped, and the label is gone',
    state: running,
    see: { run: runSeen(), verdicts: verdicts({ G4: ['fail', 'label_missing'], G5: ['fail', 'stopped'] }) },
    told: ended(BY_GATE, CANCEL),
  },
  {
    name: 'running: the PR became a draft',
    state: running,
    see: { run: runSeen(), verdicts: verdicts({ G5: ['fail', 'pr_draft'] }) },
    told: ended(BY_GATE, CANCEL),
  },
  {
    name: 'dispatched: the label is gone and the run cannot be read',
    state: dispatched,
    see: { run: unknown('502'), verdicts: LABEL_GONE },
    told: ended(BY_GATE, CANCEL),
  },
  {
    name: 'running: the label is gone after the run succeeded',
    state: verifying,
    see: { run: runEnded('success'), verdicts: LABEL_GONE },
    told: ended(BY_GATE),
  },
  {
    name: 'running: the label is gone and the run failed: the failure is told',
    state: running,
    see: { run: runEnded('failure'), verdicts: LABEL_GONE },
    told: ended('failed run_failed'),
  },
  {
    name: 'adopted: a closed gate does not end it',
    handoffs: adopted,
    see: { run: runSeen(), verdicts: LABEL_GONE },
    told: held(30),
  },
  {
    name: 'adopted: a push does',
    handoffs: adopted,
    see: { ...pushed, run: runSeen() },
    told: replaced(BY_PUSH, 'b/main/1', CANCEL),
  },
  {
    name: 'running: a push cancels the newest attempt',
    state: running,
    see: { ...pushed, run: runSeen({ attempt: 2 }) },
    told: replaced(BY_PUSH, 'b/main/1', ['cancel:900:2']),
  },
  {
    name: 'running: a push, and the new head goes on at once',
    state: running,
    see: { headSha: OTHER_HEAD, run: runSeen() },
    told: {
      states: [`a/main/1 ${BY_PUSH}`, 'b/main/1 dispatching'],
      effects: [...CANCEL, 'dispatch:b/main/1:1'],
      entries: [BY_PUSH, 'waiting', 'dispatching'],
      wake: 180,
    },
  },
  {
    name: 'running: a push while the run cannot be read',
    state: running,
    see: { ...pushed, run: unknown('502') },
    told: replaced(BY_PUSH, 'b/main/1', CANCEL),
  },
  {
    name: 'running: a push after the run ended',
    state: running,
    see: { ...pushed, run: runEnded('failure') },
    told: replaced(BY_PUSH, 'b/main/1'),
  },
  {
    name: 'running: another base',
    state: running,
    see: { baseRef: 'release', verdicts: WAITING, run: runSeen() },
    told: replaced('superseded superseded_by_base_change', 'a/release/1', CANCEL),
  },
  {
    name: 'running: the PR was closed',
    state: running,
    see: { pull: 'closed', run: runSeen() },
    told: ended('abandoned pull_request_closed', CANCEL),
  },
  {
    name: 'running: the PR was closed after the run ended',
    state: running,
    see: { pull: 'closed', run: runEnded('success') },
    told: ended('abandoned pull_request_closed'),
  },
  {
    name: 'dispatched: a stop that cancels',
    state: dispatched,
    see: { ...STOP_CANCELS, run: runSeen({ status: 'queued' }) },
    told: ended('stopped handoff_stopped', CANCEL),
  },
  {
    name: 'running: a stop that cancels, while the run cannot be read',
    state: running,
    see: { ...STOP_CANCELS, run: unknown('502') },
    told: ended('stopped handoff_stopped', CANCEL),
  },
  {
    name: 'running, adopted: a stop that cancels ends it as well',
    handoffs: adopted,
    see: { ...STOP_CANCELS, run: runSeen() },
    told: ended('stopped handoff_stopped', CANCEL),
  },
  {
    name: 'running: a stop that cancels, after the run succeeded',
    state: verifying,
    see: { ...STOP_CANCELS, run: runEnded('success') },
    told: ended('stopped handoff_stopped'),
  },
  {
    name: 'running: a stop that cancels, after the run failed',
    state: running,
    see: { ...STOP_CANCELS, run: runEnded('failure') },
    told: ended('failed run_failed'),
  },
  {
    name: 'running: a push comes before a stop that cancels',
    state: running,
    see: { ...pushed, ...STOP_CANCELS, run: runSeen() },
    told: replaced(BY_PUSH, 'b/main/1', CANCEL),
  },
  ...['failure', 'timed_out', 'skipped', 'neutral', 'startup_failure'].map((conclusion) => ({
    name: `running: ended in ${conclusion}`,
    state: running,
    see: { run: runEnded(conclusion) },
    told: ended('failed run_failed'),
  })),
  {
    name: 'dispatched: cancelled before it began',
    state: dispatched,
    see: { run: runEnded('cancelled') },
    told: ended('failed run_cancelled'),
  },
]);

test('a failed handoff names the phase and the newest attempt', () => {
  const phase = { ...REVIEW, at: 'Review the templates' };
  const { current } = advanced({
    handoffs: [handoff(running)],
    see: { run: runEnded('failure', { phase, attempt: 2 }) },
  });
  expect(current?.state).toEqual({
    kind: 'failed',
    since: at(0),
    code: 'run_failed',
    run: { ...RUN, attempt: 2 },
    phase,
    detail: { say: 'concluded', conclusion: 'failure' },
  });
});

test('a running handoff keeps the time it began to run', () => {
  const phase = { ...REVIEW, at: 'Upload' };
  const { current } = advanced({ handoffs: [handoff(running)], see: { run: runSeen({ phase }) } });
  expect(current?.state).toEqual({ kind: 'running', since: at(-60), run: RUN, phase });
});

test('a stopped handoff says by whom and why', () => {
  const { current } = advanced({ handoffs: [handoff(running)], see: { ...STOP_CANCELS, run: runSeen() } });
  expect(current?.state).toEqual({ kind: 'stopped', since: at(0), run: RUN, by: 'mika', reason: 'freeze' });
});

test.each([
  [
    { ...pushed, run: runSeen() },
    { say: 'new_head', headSha: OTHER_HEAD },
  ],
  [
    { baseRef: 'release', run: runSeen() },
    { say: 'new_base', branch: 'release' },
  ],
  [
    { verdicts: LABEL_GONE, run: runSeen() },
    { say: 'gates_closed', gates: [{ gate: 'G4', code: 'label_missing' }] },
  ],
])('a superseded handoff says by what', (see, by) => {
  const { changed } = advanced({ handoffs: [handoff(running)], see });
  expect(changed[0]?.state).toMatchObject({ kind: 'superseded', by, run: RUN });
});
