import { at, handoff, OTHER_HEAD, STOPPED, WAITING } from './given.ts';
import { abandoned, approved, failed, request, stopped, superseded, waiting } from './states.ts';
import { dispatchedAs, testRows } from './table.ts';

const OPENED = { states: ['a/main/1 waiting'], entries: ['waiting'], wake: 600 };

testRows([
  { name: 'a new head with closed gates waits', see: { verdicts: WAITING }, told: OPENED },
  {
    name: 'a new head with open gates goes on at once',
    told: dispatchedAs('a/main/1:1', ['waiting', 'dispatching']),
  },
  { name: 'a closed PR opens none', see: { pull: 'closed' }, told: {} },
  { name: 'an approved head is not started again', state: approved, told: {} },
  { name: 'a failed head is not started again', state: failed, told: {} },
  { name: 'a stopped head is not started again once the stop is lifted', state: stopped, told: {} },
  {
    name: 'a person who asks again after the stop gets another attempt',
    state: stopped,
    see: { request },
    told: dispatchedAs('a/main/2:1', ['waiting', 'dispatching']),
  },
  { name: 'a reopened PR is not started again', state: abandoned, told: {} },
  {
    name: 'a push back to a superseded head starts nothing, and ends the handoff of the head between',
    handoffs: [handoff(superseded), handoff(waiting, { headSha: OTHER_HEAD })],
    told: { states: ['b/main/1 superseded superseded_by_push'], entries: ['superseded superseded_by_push'] },
  },
  {
    name: 'the same head on another base is another handoff',
    handoffs: [handoff(approved, { baseRef: 'release' })],
    see: { verdicts: WAITING },
    told: OPENED,
  },
  {
    name: 'a person who asks again after it ended gets another attempt',
    state: failed,
    see: { request },
    told: dispatchedAs('a/main/2:1', ['waiting', 'dispatching']),
  },
  {
    name: 'asked before it ended: none',
    state: failed,
    see: { request: { ...request, at: at(-61) } },
    told: {},
  },
  {
    name: 'asked in the moment it ended: none',
    state: failed,
    see: { request: { ...request, at: at(-60) } },
    told: {},
  },
  {
    name: 'asked again with a gate closed: none',
    state: failed,
    see: { request, verdicts: STOPPED },
    told: {},
  },
  {
    name: 'asked after the first attempt, but before the second ended: none',
    handoffs: [handoff(failed), handoff({ ...failed, since: at(-1) }, { attempt: 2 })],
    see: { request },
    told: {},
  },
]);
