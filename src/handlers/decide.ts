import { blastKey } from '../effect/blast.ts';
import type { Effect, HandoffView, PullView } from '../effect/effect.ts';
import { unreachable } from '../errors.ts';
import { isOver } from '../handoff/rollback.ts';
import type { FollowedRun, Handoff } from '../handoff/state.ts';
import type { Advance } from '../handoff/transition.ts';
import type { Commit, Decision, LedgerDraft, OwnComment, PullMemory, StopChange } from '../store/store.ts';
import { stopAnnouncement } from './announce-stop.ts';
import { afterthoughts, answers, rollbackReplies } from './answers.ts';
import { evidenceDispatches } from './evidence-dispatches.ts';
import { type FollowUps, followUps } from './follow-up.ts';
import { labelRemovals } from './label-removals.ts';
import { messages } from './messages.ts';
import {
  checkRunEffect,
  configCheckEffects,
  earlierHandoffs,
  pullView,
  stickyCommentEffect,
  stickyKey,
  viewOfHandoff,
} from './present.ts';
import { decisionEntry, decisionOf, draftOf, obligationEntry, rollbackEntry } from './record.ts';
import { type Rollbacks, rollbacks } from './roll-back.ts';
import { runMachine } from './run-machine.ts';
import { type SettledCommands, settleCommands } from './settle-commands.ts';
import { type DecideInput, type Standing, standingOf } from './standing.ts';

/** What could not be read is asked for again this much later, and then at twice the time that it has lasted. */
const RETRY_MS = 30_000;
/** From here on the sweep asks as often. */
const LONGEST_RETRY_MS = 5 * 60_000;

export interface Decided {
  readonly commit: Commit;
  readonly standing: Standing;
  readonly handoff: Handoff | null;
}

/**
 * The one road from facts to a commit. Pure: gates, commands and the handoff machine decide over
 * plain values; what they want done is returned as effects, never done here.
 */
export function decide(input: DecideInput): Decided {
  const { memory, reading } = input;
  const weighed = weigh(input);
  const { standing, commands, taken, machine, owed, decision, isNew } = weighed;
  const commit: Commit = {
    pull: memory.pull,
    expected: memory.handoffs,
    handoffs: machine.changed,
    expectedRollbacks: memory.rollbacks,
    rollbacks: taken.changed,
    decision: isNew ? decision : null,
    ledger: ledgerOf(input, weighed),
    effects: effectsOf(input, weighed),
    reissue: standing.enforcing ? reissued(input, standing) : [],
    commands: commands.settlements,
    stops: commands.stops,
    obligations: owed.changed,
    adoptedRunId: machine.adoptedRunId ?? strayRun(input)?.id ?? null,
    wakeAt: earliest(machine.wakeAt, owed.wakeAt, taken.wakeAt, retryAt(input, weighed)),
    open: reading.facts.pull.state === 'open',
    baseRef: reading.facts.pull.baseRef,
    readAt: reading.facts.readAt,
  };
  return { commit, standing, handoff: machine.current };
}

/** All that one look comes to. */
interface Weighed {
  readonly standing: Standing;
  readonly commands: SettledCommands;
  readonly taken: Rollbacks;
  readonly machine: Advance;
  readonly owed: FollowUps;
  readonly decision: Decision;
  /** The PR has a check of the bot's. */
  readonly governed: boolean;
  /** Its decisions are kept. */
  readonly shown: boolean;
  /** This look says something else than the one before. */
  readonly isNew: boolean;
}

function weigh(input: DecideInput): Weighed {
  const { memory, reading } = input;
  const standing = standingOf(reading);
  const commands = settleCommands(input, standing);
  const taken = rollbacks(input, commands.rollback);
  const machine = runMachine(input, standing, {
    request: commands.request,
    rollingBack: taken.all.some((rollback) => !isOver(rollback)),
  });
  const owed = followUps(input, { changed: machine.changed, settled: commands.obligations });
  const decision = decisionOf(input, standing);
  const governed = standing.governed || (standing.broken && wasGoverned(input));
  const shown = governed || (standing.enforcing && memory.lastDecision !== null);
  const isNew = shown && decision.digest !== memory.lastDecision?.digest;
  return { standing, commands, taken, machine, owed, decision, governed, shown, isNew };
}

function ledgerOf(input: DecideInput, weighed: Weighed): readonly LedgerDraft[] {
  const { memory } = input;
  const { standing, commands, taken, machine, owed, decision, isNew } = weighed;
  return [
    ...(isNew ? [decisionEntry(input, decision)] : []),
    ...commands.ledger,
    ...machine.entries.map(({ action, data }) => draftOf(memory, action, data)),
    ...owed.changed.map((obligation) => obligationEntry(memory, obligation)),
    ...taken.steps.map((step) => rollbackEntry(memory, step)),
    ...(standing.enforcing ? tamperEntries(input) : []),
    ...strayRunEntries(input),
  ];
}

function effectsOf(input: DecideInput, weighed: Weighed): readonly Effect[] {
  const { memory, reading } = input;
  const { standing, commands, taken, machine, owed, governed, shown } = weighed;
  const around = { memory, reading, obligations: owed.all, rollbacks: taken.all };
  const viewOf = (handoff: Handoff) => viewOfHandoff(handoff, around);
  const view = viewFrom(input, weighed, viewOf);
  const showsSticky = (standing.enforcing && shown) || hasSticky(memory);
  return [
    ...(governed ? [checkRunEffect(memory, view)] : []),
    ...configCheckEffects(memory, reading),
    ...(showsSticky ? [stickyCommentEffect(memory, reading, view)] : []),
    ...machine.effects,
    ...taken.effects,
    ...commands.starts,
    ...evidenceDispatches(input, standing).filter(
      ({ purpose }) => !commands.starts.some((started) => started.purpose === purpose),
    ),
    ...labelRemovals(input, standing),
    ...answers(commands.settled, { memory, view, begun: taken.changed.at(-1) }),
    ...afterthoughts({ memory, view }),
    ...rollbackReplies(taken.changed, { memory, view }),
    ...messages({
      input,
      standing,
      changed: machine.changed,
      current: machine.current,
      followUps: owed,
      rollbacks: taken,
      settled: commands.settled,
      viewOf,
      view,
    }),
    ...commands.stops.flatMap((change) => announced(change, input)),
  ];
}

function viewFrom(
  { memory, reading }: DecideInput,
  { standing, commands, machine, decision, isNew }: Weighed,
  viewOf: (handoff: Handoff) => HandoffView,
): PullView {
  const handoff = machine.current === null ? null : viewOf(machine.current);
  return pullView({
    memory,
    reading,
    verdicts: standing.verdicts,
    handoff,
    earlier: earlierHandoffs(newestOf(memory.handoffs, machine.changed).map(viewOf), handoff),
    settled: commands.settled,
    decisionId: isNew ? decision.id : (memory.lastDecision?.id ?? decision.id),
  });
}

/** All handoffs as they are after the decision, oldest first. */
function newestOf(before: readonly Handoff[], changed: readonly Handoff[]): readonly Handoff[] {
  return [...new Map([...before, ...changed].map((handoff) => [handoff.id, handoff])).values()];
}

/** A configuration that cannot be used does not say which bases are governed; this one was, so it shows that it is closed. */
function wasGoverned({ memory, reading }: DecideInput): boolean {
  const { state, baseRef } = reading.facts.pull;
  return state === 'open' && memory.handoffs.some((handoff) => handoff.baseRef === baseRef);
}

/** A comment that is there is kept true, also where the bot no longer acts. */
function hasSticky({ comments }: PullMemory): boolean {
  return comments.some(({ kind }) => kind === 'sticky');
}

/** A run that a person started for a head that is not the head any more: on record, and nobody's. */
function strayRun({ memory, reading }: DecideInput): FollowedRun | null {
  const { startedByHand } = memory;
  return startedByHand === null || startedByHand.headSha === reading.facts.pull.headSha
    ? null
    : startedByHand.run;
}

function strayRunEntries(input: DecideInput): readonly LedgerDraft[] {
  const run = strayRun(input);
  return run === null
    ? []
    : [draftOf(input.memory, 'handoff.run_by_hand_for_other_head', { run: run.id, attempt: run.attempt })];
}

function tamperEntries({ memory, reading }: DecideInput): readonly LedgerDraft[] {
  return reading.tampered.map(({ kind, url }) => draftOf(memory, 'comment.tampered', { kind, url }));
}

/**
 * A comment of the bot that somebody edited or deleted is written again; so is an approval that
 * was held back right before it was posted, once every gate is open again.
 */
function reissued({ memory, reading }: DecideInput, { gatesOpen }: Standing): readonly string[] {
  const { active, approval } = memory;
  const heldBack =
    active?.state.kind === 'approving' &&
    approval?.handoffId === active.id &&
    approval.outcome.kind === 'withdrawn';
  return [
    ...reading.tampered.map((comment) => keyOf(comment, memory)),
    ...(heldBack && gatesOpen ? [`approval:${active.id}`] : []),
  ];
}

function keyOf({ kind, handoffId }: OwnComment, { pull }: PullMemory): string {
  switch (kind) {
    case 'sticky':
      return stickyKey(pull.repositoryId, pull.number);
    case 'blast':
      return blastKey(pull.repositoryId, pull.number);
    case 'approval':
      return `approval:${handoffId}`;
    default:
      return unreachable(kind);
  }
}

/** A stop by command is told in the channel of the repository. */
function announced(change: StopChange, { memory, reading, now, channels }: DecideInput): readonly Effect[] {
  const { pull } = memory;
  const name = `${pull.owner}/${pull.repo}`;
  const onPull = typeof change.scope === 'object' && 'number' in change.scope;
  const at = new Date(now).toISOString();
  return stopAnnouncement(
    change,
    {
      id: `${pull.repositoryId}:${pull.number}:${change.kind}:${at}`,
      place: onPull ? `${name}#${pull.number}` : name,
      repository: pull,
      channel: reading.config.config.slack.channel ?? null,
      locale: reading.config.config.locale,
      at,
    },
    channels,
  );
}

function retryAt({ memory, now }: DecideInput, { standing, commands, isNew }: Weighed): string | null {
  const unknown = standing.governed && standing.verdicts.some(({ outcome }) => outcome === 'unknown');
  if (!unknown && !commands.waiting) return null;
  const lasted = isNew || memory.lastDecision === null ? 0 : now - Date.parse(memory.lastDecision.at);
  const wait = commands.waiting ? RETRY_MS : Math.min(Math.max(lasted, RETRY_MS), LONGEST_RETRY_MS);
  return new Date(now + wait).toISOString();
}

function earliest(...times: readonly (string | null)[]): string | null {
  const set = times.filter((time) => time !== null);
  return set.length === 0 ? null : set.reduce((a, b) => (Date.parse(a) <= Date.parse(b) ? a : b));
}
