import { ANNA, handoff, LABEL_GONE, OTHER_HEAD, STOPPED, UNKNOWN, verdicts, WAITING } from './given.ts';
import { awaitingCommand, awaitingOther, awaitingRollback, BY_MIKA, request, waiting } from './states.ts';
import { dispatchedAs, ended, held, nowIn, replaced, testRows } from './table.ts';

const onCommand = { start: 'command' } as const;
const OTHER_UNRESOLVED = 'ready dispatch_unresolved_elsewhere';

testRows([
  { name: 'waiting: a closed gate', state: waiting, see: { verdicts: LABEL_GONE }, told: held(600) },
  { name: 'waiting: a gate that waits', state: waiting, see: { verdicts: WAITING }, told: held(600) },
  { name: 'waiting: an unknown gate', state: waiting, see: { verdicts: UNKNOWN }, told: held(600) },
  { name: 'waiting: a stop', state: waiting, see: { verdicts: STOPPED }, told: held(600) },
  { name: 'waiting: no verdicts at all', state: waiting, see: { verdicts: [] }, told: held(600) },
  {
    name: 'waiting: a missing verdict',
    state: waiting,
    see: { verdicts: verdicts().slice(1) },
    told: held(600),
  },
  {
    name: 'waiting: a request with a closed gate is no bypass',
    state: waiting,
    see: { request, verdicts: LABEL_GONE },
    told: held(600),
  },
  { name: 'waiting: all gates open', state: waiting, told: dispatchedAs('a/main/1:1') },
  { name: 'waiting: a command is needed', state: waiting, settings: onCommand, told: nowIn('ready', 600) },
  {
    name: 'waiting: a command is needed and given',
    state: waiting,
    settings: onCommand,
    see: { request },
    told: dispatchedAs('a/main/1:1'),
  },
  {
    name: 'waiting: another dispatch is unresolved',
    state: waiting,
    see: { otherDispatchUnresolved: true },
    told: nowIn(OTHER_UNRESOLVED, 600),
  },
  {
    name: 'waiting: the handoff before is being rolled back',
    state: waiting,
    see: { rollingBack: true, otherDispatchUnresolved: true },
    told: nowIn('ready rollback_in_flight', 600),
  },
  {
    name: 'ready: it still is',
    state: awaitingRollback,
    see: { rollingBack: true },
    told: held(600),
  },
  { name: 'ready: it is no more', state: awaitingRollback, told: dispatchedAs('a/main/1:1') },
  {
    name: 'waiting: a stop that cancels ends nothing that was not begun',
    state: waiting,
    see: { verdicts: STOPPED, cancelledBy: BY_MIKA },
    told: held(600),
  },
  {
    name: 'ready: a stop that cancels sends it back to wait',
    state: awaitingCommand,
    see: { verdicts: STOPPED, cancelledBy: BY_MIKA },
    told: { states: ['a/main/1 waiting'], entries: ['waiting stopped'], wake: 600 },
  },
  {
    name: 'ready: the command is still needed',
    state: awaitingCommand,
    settings: onCommand,
    told: held(600),
  },
  {
    name: 'ready: asked, but another dispatch is unresolved',
    state: awaitingCommand,
    settings: onCommand,
    see: { request, otherDispatchUnresolved: true },
    told: nowIn(OTHER_UNRESOLVED, 600),
  },
  {
    name: 'ready: the other dispatch is still unresolved',
    state: awaitingOther,
    see: { otherDispatchUnresolved: true },
    told: held(600),
  },
  { name: 'ready: the other dispatch is resolved', state: awaitingOther, told: dispatchedAs('a/main/1:1') },
  {
    name: 'ready: resolved, and what was asked before need not be asked again',
    handoffs: [handoff(awaitingOther, { origin: 'command', requestedBy: ANNA })],
    settings: onCommand,
    told: dispatchedAs('a/main/1:1'),
  },
  {
    name: 'ready: resolved, but a command is needed now',
    state: awaitingOther,
    settings: onCommand,
    told: nowIn('ready', 600),
  },
  {
    name: 'ready: a gate closed',
    state: awaitingCommand,
    see: { verdicts: WAITING },
    told: { states: ['a/main/1 waiting'], entries: ['waiting verify_running'], wake: 600 },
  },
  {
    name: 'ready: verdicts went missing',
    state: awaitingCommand,
    see: { verdicts: [] },
    told: nowIn('waiting', 600),
  },
  {
    name: 'waiting: a push',
    state: waiting,
    see: { headSha: OTHER_HEAD, verdicts: WAITING },
    told: replaced('superseded superseded_by_push', 'b/main/1'),
  },
  {
    name: 'ready: another base',
    state: awaitingCommand,
    see: { baseRef: 'release', verdicts: WAITING },
    told: replaced('superseded superseded_by_base_change', 'a/release/1'),
  },
  {
    name: 'waiting: the PR was closed',
    state: waiting,
    see: { pull: 'closed', headSha: OTHER_HEAD },
    told: ended('abandoned pull_request_closed'),
  },
]);
