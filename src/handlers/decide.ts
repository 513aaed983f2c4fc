import type { Effect } from '../effect.ts';
import type { Reading } from '../gather/gather.ts';
import { type FollowedRun, type Handoff, hasEnded } from '../handoff/state.ts';
import { type Advance, advance } from '../handoff/transition.ts';
import type { Commit, LedgerDraft, PullMemory, StopChange } from '../store/store.ts';
import { stopAnnouncement } from './announce-stop.ts';
import { evidenceDispatches } from './evidence-dispatches.ts';
import { followUps } from './follow-up.ts';
import { labelRemovals } from './label-removals.ts';
import { messages } from './messages.ts';
import { observationOf } from './observation.ts';
import {
  checkRunEffect,
  configCheckEffects,
  pullView,
  stickyCommentEffect,
  stickyKey,
  viewOfHandoff,
} from './present.ts';
import { decisionEntry, decisionOf, draftOf, obligationEntry } from './record.ts';
import { answers, type SettledCommands, settleCommands } from './settle-commands.ts';
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
  const standing = standingOf(reading);
  const commands = settleCommands(input, standing);
  const machine = runMachine(input, standing, commands);
  const decision = decisionOf(input, standing);
  const governed = standing.governed || (standing.broken && wasGoverned(input));
  const shown = governed || (standing.enforcing && memory.lastDecision !== null);
  const isNew = shown && decision.digest !== memory.lastDecision?.digest;
  const owed = followUps(input, { changed: machine.changed, settled: [] });
  const viewOf = (handoff: Handoff) => viewOfHandoff(handoff, input, owed.all);
  const view = pullView({
    memory,
    reading,
    verdicts: standing.verdicts,
    handoff: machine.current === null ? null : viewOf(machine.current),
    settled: commands.settled,
    decisionId: isNew ? decision.id : (memory.lastDecision?.id ?? decision.id),
  });
  const commit: Commit = {
    pull: memory.pull,
    expected: memory.handoffs,
    handoffs: machine.changed,
    decision: isNew ? decision : null,
    ledger: [
      ...(isNew ? [decisionEntry(input, decision)] : []),
      ...commands.ledger,
      ...machine.entries.map(({ action, data }) => draftOf(memory, action, data)),
      ...owed.changed.map((obligation) => obligationEntry(memory, obligation)),
      ...(standing.enforcing ? tamperEntries(input) : []),
      ...strayRunEntries(input),
    ],
    effects: [
      ...(governed ? [checkRunEffect(memory, view)] : []),
      ...configCheckEffects(memory, reading),
      ...((standing.enforcing && shown) || hasSticky(memory)
        ? [stickyCommentEffect(memory, reading, view)]
        : []),
      ...machine.effects,
      ...evidenceDispatches(input, standing),
      ...labelRemovals(input, standing),
      ...answers(commands, { memory, view }),
      ...messages({
        input,
        standing,
        changed: machine.changed,
        current: machine.current,
        followUps: owed,
        viewOf,
        view,
      }),
      ...commands.stops.flatMap((change) => announced(change, input)),
    ],
    reissue: standing.enforcing ? reissued(input, standing) : [],
    commands: commands.settlements,
    stops: commands.stops,
    obligations: owed.changed,
    adoptedRunId: machine.adoptedRunId ?? strayRun(input)?.id ?? null,
    wakeAt: earliest(machine.wakeAt, owed.wakeAt, retryAt(input, { standing, commands, isNew })),
    open: reading.facts.pull.state === 'open',
    baseRef: reading.facts.pull.baseRef,
    readAt: reading.facts.readAt,
  };
  return { commit, standing, handoff: machine.current };
}

const AT_REST: Advance = {
  changed: [],
  effects: [],
  entries: [],
  wakeAt: null,
  current: null,
  adoptedRunId: null,
  usedRequestId: null,
};

/**
 * Where the bot does not enforce, nothing is begun; a handoff already in flight is followed to
 * its end, but with every gate unknown, so that nothing moves it on and no slip cancels it.
 */
function runMachine(input: DecideInput, standing: Standing, commands: SettledCommands): Advance {
  const { memory, reading, now } = input;
  const current = newestForHead(memory, reading);
  if (!standing.enforcing && (memory.active === null || hasEnded(memory.active)))
    return { ...AT_REST, current };
  if (!standing.governed && memory.handoffs.length === 0) return AT_REST;
  const { handoff } = reading.config.config;
  return advance({
    handoffs: memory.handoffs,
    active: memory.active,
    observation: observationOf(input, standing, commands.request),
    settings: {
      start: handoff.start,
      workflowPath: handoff.workflow,
      ref: reading.facts.repository.defaultBranch,
      inputs: handoff.inputs,
      approvalLabel: reading.config.config.approval_label,
      linksSlack: input.channels.slack && reading.config.config.slack.link_on_pr,
      locale: reading.config.config.locale,
    },
    pull: memory.pull,
    now: new Date(now).toISOString(),
  });
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

function newestForHead(memory: PullMemory, { facts }: Reading): Handoff | null {
  return (
    memory.handoffs.findLast(
      ({ headSha, baseRef }) => headSha === facts.pull.headSha && baseRef === facts.pull.baseRef,
    ) ?? null
  );
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
    ...reading.tampered.map(({ kind, handoffId }) =>
      kind === 'sticky' ? stickyKey(memory.pull.repositoryId, memory.pull.number) : `approval:${handoffId}`,
    ),
    ...(heldBack && gatesOpen ? [`approval:${active.id}`] : []),
  ];
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

interface Asked {
  readonly standing: Standing;
  readonly commands: SettledCommands;
  /** This look says something else than the one before. */
  readonly isNew: boolean;
}

function retryAt({ memory, now }: DecideInput, { standing, commands, isNew }: Asked): string | null {
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
