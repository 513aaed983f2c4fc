import { describe, expect, test } from '@jest/globals';
import { ANNA, advanced, handoff, LABEL_GONE, OTHER_HEAD, RUN, runSeen, STOPPED } from './given.ts';
import {
  abandoned,
  approving,
  awaitingCommand,
  BY_MIKA,
  dispatched,
  dispatching,
  dispatchUnknown,
  failed,
  running,
  waiting,
} from './states.ts';
import { held, testRows } from './table.ts';

const startedByHand = { run: { ...RUN, id: 901 }, by: ANNA };
const rerun = { run: { ...RUN, attempt: 2 }, by: ANNA };

testRows([
  {
    name: 'the waiting handoff takes the run, closed gates or not',
    state: waiting,
    see: { startedByHand, verdicts: LABEL_GONE },
    told: { states: ['a/main/1 dispatched'], entries: ['adopted'], wake: 30 },
  },
  {
    name: 'open gates cause no dispatch besides',
    state: awaitingCommand,
    see: { startedByHand },
    told: { states: ['a/main/1 dispatched'], entries: ['adopted'], wake: 30 },
  },
  {
    name: 'a head without a handoff gets one',
    see: { startedByHand },
    told: { states: ['a/main/1 dispatched'], entries: ['waiting', 'adopted'], wake: 30 },
  },
  {
    name: 'so does one whose handoff has ended',
    state: failed,
    see: { startedByHand },
    told: { states: ['a/main/2 dispatched'], entries: ['waiting', 'adopted'], wake: 30 },
  },
  {
    name: 'a later attempt of a run whose handoff has ended is a run started by hand',
    state: failed,
    see: { startedByHand: rerun },
    told: { states: ['a/main/2 dispatched'], entries: ['waiting', 'adopted'], wake: 30 },
  },
  {
    name: 'a run that is on record is not taken again',
    state: failed,
    see: { startedByHand: { run: RUN, by: ANNA } },
    told: {},
  },
  {
    name: 'a later attempt of the run that is followed is that run',
    state: running,
    see: { startedByHand: rerun },
    told: held(30),
  },
  {
    name: 'after a push the stale handoff ends first',
    state: running,
    see: { startedByHand, headSha: OTHER_HEAD },
    told: {
      states: ['a/main/1 superseded superseded_by_push', 'b/main/1 dispatched'],
      effects: ['cancel:900:1'],
      entries: ['superseded superseded_by_push', 'waiting', 'adopted'],
      wake: 30,
    },
  },
  ...[dispatching, dispatchUnknown, dispatched, running, approving].map((state) => ({
    name: `while ${state.kind} it is only noted`,
    state,
    see: { startedByHand },
    told: {
      entries: ['second_run_by_hand'],
      wake: state.kind === 'dispatching' || state.kind === 'approving' ? 180 : 30,
    },
  })),
  {
    name: 'while a stop cancels it is followed, and cancelled once',
    state: waiting,
    see: { startedByHand, verdicts: STOPPED, cancelledBy: BY_MIKA },
    told: {
      states: ['a/main/1 stopped handoff_stopped'],
      effects: ['cancel:901:1'],
      entries: ['adopted', 'stopped handoff_stopped'],
    },
  },
  {
    name: 'on a closed PR it is only noted',
    state: abandoned,
    see: { startedByHand, pull: 'closed' },
    told: { entries: ['run_by_hand_after_close'] },
  },
  {
    name: 'on a closed PR without a handoff too',
    see: { startedByHand, pull: 'closed' },
    told: { entries: ['run_by_hand_after_close'] },
  },
  {
    name: 'it is followed like any other',
    handoffs: [handoff({ ...dispatched, run: startedByHand.run }, { origin: 'adopted' })],
    see: { run: runSeen(startedByHand.run) },
    told: { states: ['a/main/1 running'], entries: ['running'], wake: 30 },
  },
]);

describe('what is told of it', () => {
  test('the adopted handoff is its starter’s, and the ledger says which gates were closed', () => {
    const result = advanced({ handoffs: [handoff(waiting)], see: { startedByHand, verdicts: LABEL_GONE } });
    expect(result.current).toMatchObject({
      origin: 'adopted',
      requestedBy: ANNA,
      state: { run: startedByHand.run },
    });
    expect(result.adoptedRunId).toBe(901);
    expect(result.entries[0]?.data).toMatchObject({
      gatesOpen: false,
      failing: ['G4 label_missing'],
      requestedBy: { login: 'anna' },
      run: { id: 901 },
    });
  });

  test('or that all were open', () => {
    const { entries } = advanced({ handoffs: [handoff(waiting)], see: { startedByHand } });
    expect(entries[0]?.data).toMatchObject({ gatesOpen: true, failing: [] });
  });

  test('a second run is taken note of, once', () => {
    const result = advanced({ handoffs: [handoff(running)], see: { startedByHand } });
    expect(result.adoptedRunId).toBe(901);
    expect(result.entries).toEqual([
      {
        action: 'handoff.second_run_by_hand',
        data: expect.objectContaining({
          handoffId: handoff(running).id,
          secondRun: startedByHand.run,
          by: { ...ANNA },
          gatesOpen: true,
        }),
      },
    ]);
  });

  test('a run on record is reported as taken, so that it is not asked about again', () => {
    expect(advanced({ handoffs: [handoff(running)], see: { startedByHand: rerun } }).adoptedRunId).toBe(900);
    expect(advanced({ handoffs: [handoff(running)] }).adoptedRunId).toBeNull();
  });
});
