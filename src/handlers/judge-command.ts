import type { CommandReading } from '../gather/commands.ts';
import { type Handoff, hasEnded, isInFlight } from '../handoff/state.ts';
import { BUTTONS, COMMANDS } from '../policies/commands.ts';
import type { PullFacts } from '../policies/facts.ts';
import type { ReasonCode } from '../policies/reason-codes.ts';
import type { Known } from '../policies/verdict.ts';

const ASKS_LITTLE: ReadonlySet<string> = new Set([BUTTONS.recheck, 'not_understood']);

/** How long a command waits for GitHub to tell who its author is before it is refused. */
const PATIENCE_MS = 10 * 60_000;

/** What a command is judged against: pure data of this one moment. */
export interface CommandScene {
  readonly now: number;
  readonly enforcing: boolean;
  readonly governed: boolean;
  readonly gatesOpen: boolean;
  readonly pull: PullFacts;
  readonly handoffs: readonly Handoff[];
}

export type CommandJudgement =
  | { readonly kind: 'granted' }
  | { readonly kind: 'answered' }
  | { readonly kind: 'refused'; readonly code: ReasonCode }
  /** Cannot be judged yet; looked at again. */
  | { readonly kind: 'later' };

/**
 * Judges one command or button press (U2). A command is a trigger, never a bypass: a handoff is
 * granted only with every gate open, for the head that the person could see.
 */
export function judgeCommand(reading: CommandReading, scene: CommandScene): CommandJudgement {
  const { command } = reading;
  const patient = scene.now - Date.parse(command.at) < PATIENCE_MS;
  const unknownYet = (code: ReasonCode): CommandJudgement => (patient ? { kind: 'later' } : refused(code));
  if (!reading.unedited.known) return unknownYet('command_permission_unknown');
  if (!reading.unedited.value) return refused('command_edited');
  const allowed = mayGive(command.name, reading);
  if (!allowed.known) return unknownYet('command_permission_unknown');
  if (!allowed.value) return refused('command_not_allowed');
  if (command.name === 'not_understood') return refused('command_not_understood');
  if (command.name !== 'handoff') return { kind: 'answered' };
  return judgeHandoff(reading, scene);
}

function judgeHandoff({ command }: CommandReading, scene: CommandScene): CommandJudgement {
  if (!scene.enforcing) return refused('command_not_enforcing');
  if (!scene.governed) return refused('command_pr_not_governed');
  const head = headProblem(command, scene.pull);
  if (head !== null) return refused(head);
  if (scene.handoffs.some((handoff) => wasInFlight(handoff, command, scene.pull)))
    return refused('command_handoff_in_flight');
  return scene.gatesOpen ? { kind: 'granted' } : refused('command_gates_closed');
}

/** In flight now, or when the command was given: to ask again is to have seen the end. */
function wasInFlight(handoff: Handoff, command: CommandReading['command'], pull: PullFacts): boolean {
  if (isInFlight(handoff)) return true;
  const ofThisHead = handoff.headSha === pull.headSha && handoff.baseRef === pull.baseRef;
  return ofThisHead && hasEnded(handoff) && Date.parse(handoff.state.since) >= Date.parse(givenBy(command));
}

/** GitHub's times are to the second: the moment by which a command was surely given (ISO). */
export function givenBy({ at }: CommandReading['command']): string {
  return new Date(Date.parse(at) + 999).toISOString();
}

/** The command names the head, or was given strictly after the head was pushed, by server time. */
function headProblem(command: CommandReading['command'], pull: PullFacts): ReasonCode | null {
  const named = command.shownHeadSha ?? command.argument;
  if (named !== null) return named === pull.headSha ? null : 'command_sha_mismatch';
  const seen = pull.headSince !== null && Date.parse(pull.headSince) < Date.parse(command.at);
  return seen ? null : 'command_before_push';
}

/** A press of the re-run button, and a slip of the pen, ask for no more than `status` does. */
function mayGive(name: string, reading: CommandReading): Known<boolean> {
  const who = COMMANDS.find((command) => command.name === (ASKS_LITTLE.has(name) ? 'status' : name))?.who;
  return who === 'writer' ? reading.mayWrite : reading.inTeam;
}

function refused(code: ReasonCode): CommandJudgement {
  return { kind: 'refused', code };
}
