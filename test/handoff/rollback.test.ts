import { describe, expect, test } from '@jest/globals';
import { followRollback, wakeRollbackAt } from '../../src/handoff/follow-rollback.ts';
import {
  beginRollback,
  canBeTakenBack,
  isOver,
  type Rollback,
  type RollbackReading,
  type RollbackRun,
  type RollbackState,
  rollbackDispatchKey,
} from '../../src/handoff/rollback.ts';
import type { DispatchOutcome } from '../../src/handoff/state.ts';
import { known, unknown } from '../../src/policies/verdict.ts';
import { ANNA, at, HEAD, handoff, NOW, PULL, RUN } from './given.ts';
import {
  abandoned,
  approved,
  approving,
  dispatching,
  failed,
  running,
  stopped,
  superseded,
  waiting,
} from './states.ts';

const DAY = 24 * 3600;

const asked = { commandId: 'comment:5', by: ANNA };
const begun = beginRollback({
  handoff: handoff(failed),
  earlier: 0,
  asked,
  workflowPath: '.github/workflows/rollback.yml',
  inputs: { pr: '{pr}', head: '{head_sha}', base: '{base_ref}', handoff: '{handoff_id}', dry: 'no' },
  ref: 'main',
  pull: PULL,
  now: NOW,
});

function rollback(state: RollbackState): Rollback {
  return { ...begun.rollback, state };
}

function read(dispatch: DispatchOutcome | null, run: Partial<RollbackRun> | null = null): RollbackReading {
  return {
    dispatch,
    run: known(run === null ? null : { ...RUN, status: 'queued', conclusion: null, ...run }),
  };
}

const starting = { kind: 'starting', since: at(-10) } as const;
const unknownYet = { kind: 'unknown', since: at(-60) } as const;
const runs = { kind: 'running', since: at(-60), run: RUN } as const;
const sent = { kind: 'sent', run: RUN } as const;
const unanswered = (seconds: number) => ({ kind: 'unanswered', triedAt: at(seconds) }) as const;

describe('a rollback that is begun', () => {
  test('is one dispatch of the configured workflow, with the inputs of the handoff', () => {
    expect(begun.effect).toEqual({
      kind: 'dispatch',
      key: `dispatch:rollback:${handoff(failed).id}:1:1`,
      pull: PULL,
      purpose: 'rollback',
      workflowPath: '.github/workflows/rollback.yml',
      ref: 'main',
      inputs: { pr: '12', head: HEAD, base: 'main', handoff: handoff(failed).id, dry: 'no' },
      headSha: HEAD,
      baseRef: 'main',
      asked,
    });
    expect(begun.effect.key).toBe(rollbackDispatchKey(begun.rollback));
  });

  test('is on record, at whose word and for which handoff', () => {
    expect(begun.rollback.state).toEqual({ kind: 'starting', since: NOW });
    expect(begun.entry).toMatchObject({
      action: 'rollback.starting',
      data: { handoffId: handoff(failed).id, headSha: HEAD, by: { ...ANNA }, commandId: 'comment:5' },
    });
  });

  test('another try is another rollback with another dispatch', () => {
    const second = beginRollback({ ...begun.effect, handoff: handoff(failed), earlier: 1, asked, now: NOW });
    expect(second.rollback).toMatchObject({ attempt: 2 });
    expect(second.effect.key).toBe(`dispatch:rollback:${handoff(failed).id}:2:1`);
  });
});

test.each<[string, RollbackState, RollbackReading, readonly string[], number | null]>([
  ['nothing is known of its dispatch', starting, read(null), [], 180],
  ['still on its way', starting, read({ kind: 'pending' }), [], 180],
  ['unanswered', starting, read(unanswered(-10)), [], 30],
  ['unanswered, soon for too long', starting, read(unanswered(-170)), [], 10],
  ['unanswered for three minutes', starting, read(unanswered(-180)), ['unknown'], 30],
  ['sent', starting, read(sent), ['running'], 30],
  ['sent, and over already', starting, read(sent, ended('success')), ['running', 'succeeded'], null],
  ['held back', starting, read({ kind: 'withdrawn', code: 'stopped' }), ['failed stopped'], null],
  ['refused', starting, read({ kind: 'refused', detail: '422' }), ['failed rollback_refused'], null],
  ['unknown: nothing new', unknownYet, read(unanswered(-240)), [], 30],
  ['unknown: its run showed up', unknownYet, read(sent), ['running'], 30],
  [
    'unknown: surely not done after all',
    unknownYet,
    read({ kind: 'refused', detail: '422' }),
    ['failed rollback_refused'],
    null,
  ],
  [
    'unknown for half an hour',
    { ...unknownYet, since: at(-1800) },
    read(unanswered(-1980)),
    ['failed rollback_lost'],
    null,
  ],
  ['running: queued', runs, read(sent, {}), [], 30],
  ['running: completed, but without a conclusion', runs, read(sent, { status: 'completed' }), [], 30],
  ['running: another run says nothing', runs, read(sent, { ...ended('failure'), id: 1 }), [], 30],
  [
    'running: an earlier attempt says nothing',
    { ...runs, run: { ...RUN, attempt: 2 } },
    read(sent, ended('failure')),
    [],
    30,
  ],
  ['running: ended in success', runs, read(sent, ended('success')), ['succeeded'], null],
  [
    'running: ended in success as another attempt',
    runs,
    read(sent, { ...ended('success'), attempt: 2 }),
    ['succeeded'],
    null,
  ],
  ['running: failed', runs, read(sent, ended('failure')), ['failed rollback_failed'], null],
  ['running: cancelled', runs, read(sent, ended('cancelled')), ['failed rollback_failed'], null],
  ['running: cannot be read', runs, { dispatch: sent, run: unknown('502') }, [], 30],
  [
    'running: cannot be read until long after its end',
    { ...runs, since: at(-35 * DAY) },
    { dispatch: sent, run: unknown('502') },
    ['failed rollback_unreadable'],
    null,
  ],
  ['succeeded', { ...runs, kind: 'succeeded' }, read(sent, ended('failure')), [], null],
  [
    'failed',
    { ...runs, kind: 'failed', code: 'rollback_failed', detail: { say: 'concluded', conclusion: 'failure' } },
    read(sent, ended('success')),
    [],
    null,
  ],
])('%s', (_, state, reading, expected, wake) => {
  const steps = followRollback(rollback(state), reading, NOW);
  expect(
    steps.map(({ entry }) => `${entry.action.replace('rollback.', '')} ${entry.data.code ?? ''}`.trim()),
  ).toEqual(expected);
  const after = steps.at(-1)?.rollback ?? rollback(state);
  const woken = wakeRollbackAt(after, reading, NOW);
  expect(woken === null ? null : (Date.parse(woken) - Date.parse(NOW)) / 1000).toBe(wake);
  expect(isOver(after)).toBe(wake === null);
  expect(followRollback(after, reading, NOW)).toEqual([]);
});

function ended(conclusion: string): Partial<RollbackRun> {
  return { status: 'completed', conclusion };
}

test('the ledger keeps the run, and why it did not succeed', () => {
  const [step] = followRollback(rollback(runs), read(sent, ended('timed_out')), NOW);
  expect(step?.entry.data).toMatchObject({
    run: { ...RUN },
    code: 'rollback_failed',
    detail: { say: 'concluded', conclusion: 'timed_out' },
  });
});

test('only what has ended after a run can be taken back', () => {
  const states = [
    waiting,
    dispatching,
    running,
    approving,
    approved,
    failed,
    { ...failed, run: null },
    stopped,
    superseded,
    abandoned,
  ];
  expect(states.filter((state) => canBeTakenBack(handoff(state)))).toEqual([approved, failed, stopped]);
});

test('an unheard-of state or outcome is a bug that is told', () => {
  const paused: RollbackState = JSON.parse('{"kind":"paused"}');
  expect(() => followRollback(rollback(paused), read(null), NOW)).toThrow('{"kind":"paused"}');
  expect(() => wakeRollbackAt(rollback(paused), read(null), NOW)).toThrow('{"kind":"paused"}');
  const perhaps: DispatchOutcome = JSON.parse('{"kind":"perhaps"}');
  expect(() => followRollback(rollback(starting), read(perhaps), NOW)).toThrow('{"kind":"perhaps"}');
});
