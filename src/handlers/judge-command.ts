import type { DispatchEffect, RerunRunEffect } from '../effect/effect.ts';
import type { CommandReading } from '../gather/commands.ts';
import type { Obligation } from '../handoff/obligation.ts';
import { isOver } from '../handoff/rollback.ts';
import { type Handoff, hasEnded, isInFlight } from '../handoff/state.ts';
import { BUTTONS, COMMANDS } from '../policies/commands.ts';
import type { PullFacts } from '../policies/facts.ts';
import type { ReasonCode } from '../policies/reason-codes.ts';
import type { Known } from '../policies/verdict.ts';
import type { CommandRecord } from '../store/store.ts';
import { evidenceStart } from './evidence-start.ts';
import { settledFollowUps } from './follow-up.ts';
import { wasGivenBefore } from './given.ts';
import { judgeRollback } from './roll-back.ts';
import type { DecideInput, Standing } from './standing.ts';

const ASKS_LITTLE: ReadonlySet<string> = new Set([BUTTONS.recheck, 'not_understood']);

/** How long a command waits for what GitHub has yet to tell, or for its turn, before it is refused. */
const PATIENCE_MS = 10 * 60_000;

/** What a command is judged against: pure data of this one moment. */
export interface CommandScene {
  readonly input: DecideInput;
  readonly standing: Standing;
  /** What the commands before it have brought about in this same decision. */
  readonly deeds: readonly Deed[];
}

/** What a command that was granted brings about, besides its answer. */
export type Deed =
  | { readonly kind: 'handoff' }
  | { readonly kind: 'start'; readonly effect: DispatchEffect | RerunRunEffect }
  | { readonly kind: 'settle'; readonly obligations: readonly Obligation[] }
  | { readonly kind: 'roll_back'; readonly handoff: Handoff };

export type CommandJudgement =
  | { readonly kind: 'granted'; readonly deed: Deed | null }
  | { readonly kind: 'refused'; readonly code: ReasonCode }
  /** Cannot be judged yet; looked at again. */
  | { readonly kind: 'later' };

/**
 * Judges one command or button press (U2), wherever it comes from. A command is a trigger, never a bypass: a handoff
 * is granted only with every gate open, for the head that the person could see.
 */
export function judgeCommand(reading: CommandReading, scene: CommandScene): CommandJudgement {
  const { command } = reading;
  const patient = scene.input.now - Date.parse(command.at) < PATIENCE_MS;
  const unknownYet = (code: ReasonCode): CommandJudgement => (patient ? { kind: 'later' } : refused(code));
  if (!reading.unedited.known) return unknownYet('command_permission_unknown');
  if (!reading.unedited.value) return refused('command_edited');
  const allowed = mayGive(reading);
  if (!allowed.known) return unknownYet('command_permission_unknown');
  if (!allowed.value) return refused('command_not_allowed');
  if (command.name === 'not_understood') return refused('command_not_understood');
  const { pull } = scene.input.reading.facts;
  if (pull.state !== 'open' && !isForClosed(command.name)) return refused('command_pr_closed');
  const judged = judgeDeed(command, scene);
  return 'waitsFor' in judged ? unknownYet(judged.waitsFor) : judged;
}

type DeedJudgement = Exclude<CommandJudgement, { kind: 'later' }> | { readonly waitsFor: ReasonCode };

function judgeDeed(command: CommandRecord, scene: CommandScene): DeedJudgement {
  switch (command.name) {
    case 'handoff':
      return judgeHandoff(command, scene);
    case 'smoke':
    case 'verify':
      return judgeEvidence(command, command.name, scene);
    case 'done':
      return judgeDone(command, scene);
    case 'rollback':
      return judgeTakingBack(command, scene);
    case 'unhold':
      return judgeLift(command, 'pull_request', scene);
    case 'resume':
      return judgeLift(command, 'repository', scene);
    default:
      return granted(null);
  }
}

function judgeHandoff(command: CommandRecord, { input, standing, deeds }: CommandScene): DeedJudgement {
  const { memory, reading } = input;
  const { pull } = reading.facts;
  if (!standing.enforcing) return refused('command_not_enforcing');
  if (!standing.governed) return refused('command_pr_not_governed');
  const head = headProblem(command, pull);
  if (head !== null) return refused(head);
  if (memory.handoffs.some((handoff) => wasInFlight(handoff, command, pull)))
    return refused('command_handoff_in_flight');
  if (memory.rollbacks.some((rollback) => !isOver(rollback)) || does('roll_back', deeds))
    return refused('rollback_in_flight');
  return standing.gatesOpen ? granted({ kind: 'handoff' }) : refused('command_gates_closed');
}

function judgeEvidence(
  { id: commandId, by }: CommandRecord,
  purpose: 'smoke' | 'verify',
  { input, standing, deeds }: CommandScene,
): DeedJudgement {
  if (deeds.some((deed) => deed.kind === 'start' && deed.effect.purpose === purpose))
    return refused('command_run_in_progress');
  const start = evidenceStart({ purpose, asked: { commandId, by } }, input, standing);
  switch (start.kind) {
    case 'start':
      return granted(start);
    case 'unread':
      return { waitsFor: start.code };
    case 'refused':
      return start;
  }
}

function judgeDone(command: CommandRecord, { input, deeds }: CommandScene): DeedJudgement {
  const obligations = does('settle', deeds) ? [] : settledFollowUps(command, input);
  return obligations.length === 0
    ? refused('command_nothing_owed')
    : granted({ kind: 'settle', obligations });
}

/** What was waited for meanwhile: whoever set a stop since then knew better. */
function judgeLift(
  command: CommandRecord,
  scope: 'pull_request' | 'repository',
  { input }: CommandScene,
): DeedJudgement {
  const { stop } = input.reading.facts;
  const isNewer =
    stop.kind === 'stopped' &&
    stop.scope === scope &&
    stop.since !== undefined &&
    wasGivenBefore(command, stop.since);
  return isNewer ? refused('command_overtaken') : granted(null);
}

function judgeTakingBack(command: CommandRecord, { input, standing, deeds }: CommandScene): DeedJudgement {
  if (does('handoff', deeds)) return refused('command_handoff_in_flight');
  if (does('roll_back', deeds)) return refused('rollback_in_flight');
  const judged = judgeRollback(command, input, standing);
  switch (judged.kind) {
    case 'roll_back':
      return granted(judged);
    case 'in_turn':
      return { waitsFor: judged.code };
    case 'refused':
      return judged;
  }
}

/** In flight now, or when the command was given: to ask again is to have seen the end. */
function wasInFlight(handoff: Handoff, command: CommandRecord, pull: PullFacts): boolean {
  if (isInFlight(handoff)) return true;
  const ofThisHead = handoff.headSha === pull.headSha && handoff.baseRef === pull.baseRef;
  return ofThisHead && hasEnded(handoff) && wasGivenBefore(command, handoff.state.since);
}

/** The command names the head, or was given strictly after the head was pushed, by server time. */
function headProblem(command: CommandRecord, pull: PullFacts): ReasonCode | null {
  const named = command.shownHeadSha ?? command.argument;
  if (named !== null) return named === pull.headSha ? null : 'command_sha_mismatch';
  const seen = pull.headSince !== null && Date.parse(pull.headSince) < Date.parse(command.at);
  return seen ? null : 'command_before_push';
}

/**
 * Whether that person may give it. A press of the re-run button, and a slip of the pen, ask for no more than `status`
 * does.
 */
export function mayGive({ command: { name }, ...person }: CommandReading): Known<boolean> {
  switch (inTable(ASKS_LITTLE.has(name) ? 'status' : name)?.who) {
    case 'writer':
      return person.mayWrite;
    case 'release_owner':
      return person.isReleaseOwner;
    case 'team':
    case undefined:
      return person.inTeam;
  }
}

function isForClosed(name: string): boolean {
  return name === BUTTONS.recheck || inTable(name)?.onClosed === true;
}

function inTable(name: string): (typeof COMMANDS)[number] | undefined {
  return COMMANDS.find((command) => command.name === name);
}

function does(kind: Deed['kind'], deeds: readonly Deed[]): boolean {
  return deeds.some((deed) => deed.kind === kind);
}

function granted(deed: Deed | null): Extract<CommandJudgement, { kind: 'granted' }> {
  return { kind: 'granted', deed };
}

function refused(code: ReasonCode): Extract<CommandJudgement, { kind: 'refused' }> {
  return { kind: 'refused', code };
}
