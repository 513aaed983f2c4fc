import type { Effect, PullTarget, PullView } from '../effect.ts';
import type { Observation } from '../handoff/state.ts';
import type { GateId, Verdict } from '../policies/verdict.ts';
import type { CommandRecord, Commit, LedgerDraft, PullMemory, StopChange } from '../store/store.ts';
import { type CommandJudgement, givenBy, judgeCommand } from './judge-command.ts';
import { draftOf } from './record.ts';
import type { DecideInput, Standing } from './standing.ts';

/** The pending commands of a PR, judged together. */
export interface SettledCommands {
  readonly settled: readonly CommandRecord[];
  readonly settlements: Commit['commands'];
  readonly ledger: readonly LedgerDraft[];
  /** The granted request for a handoff; the oldest where there are several. */
  readonly request: Observation['request'];
  /** What stop, resume, hold and unhold ask for, oldest first. */
  readonly stops: readonly StopChange[];
  /** Some command could not be judged yet. */
  readonly waiting: boolean;
}

export function settleCommands(input: DecideInput, standing: Standing): SettledCommands {
  const { memory, reading, now } = input;
  const scene = { ...standing, now, pull: reading.facts.pull, handoffs: memory.handoffs };
  const judged = reading.commands.map((read) => ({ read, judgement: judgeCommand(read, scene) }));
  const settled = judged.flatMap(({ read, judgement }) => {
    const state = stateAfter(judgement);
    return state === null ? [] : [{ ...read.command, ...state }];
  });
  const granted = settled.find(({ state }) => state === 'granted');
  return {
    settled,
    settlements: settled.flatMap(({ id, state, code }) =>
      state === 'pending' || code === null ? [] : [{ id, settled: state, code }],
    ),
    ledger: settled.map((command) => entryOf(input, command)),
    stops: settled.flatMap((command) => stopAsked(command, memory.pull)),
    request: granted === undefined ? null : { commandId: granted.id, by: granted.by, at: givenBy(granted) },
    waiting: judged.some(({ judgement }) => judgement.kind === 'later'),
  };
}

function stateAfter(judgement: CommandJudgement): Pick<CommandRecord, 'state' | 'code'> | null {
  switch (judgement.kind) {
    case 'later':
      return null;
    case 'refused':
      return { state: 'refused', code: judgement.code };
    case 'granted':
    case 'answered':
      return { state: judgement.kind, code: 'command_granted' };
  }
}

/** A stop or a hold, by the one who wrote it (O4). */
function stopAsked({ name, argument, by, state }: CommandRecord, pull: PullTarget): readonly StopChange[] {
  if (state !== 'answered') return [];
  const { repositoryId, number } = pull;
  switch (name) {
    case 'hold':
      return [{ kind: 'set', scope: { repositoryId, number }, by: by.login, reason: argument }];
    case 'unhold':
      return [{ kind: 'lift', scope: { repositoryId, number }, by: by.login }];
    case 'stop':
      return [{ kind: 'set', scope: { repositoryId }, by: by.login, reason: argument }];
    case 'resume':
      return [{ kind: 'lift', scope: { repositoryId }, by: by.login }];
    default:
      return [];
  }
}

function entryOf({ memory, reading }: DecideInput, command: CommandRecord): LedgerDraft {
  const data = {
    command: command.id,
    name: command.name,
    by: command.by.id,
    code: command.code,
    head: reading.facts.pull.headSha,
  };
  return draftOf(memory, `command.${command.state}`, data, command.by.login);
}

/** Reactions to comments, and a reply where one was asked for or something was refused. */
export function answers(
  commands: SettledCommands,
  shown: { readonly memory: PullMemory; readonly view: PullView },
): readonly Effect[] {
  return commands.settled.flatMap((command) => {
    if (command.commentId === null) return [];
    const base = { key: `reaction:${command.id}:end`, pull: shown.memory.pull } as const;
    const content = command.state === 'refused' ? ('-1' as const) : ('rocket' as const);
    const reaction: Effect = { ...base, kind: 'reaction', commentId: command.commentId, content };
    const { memory, view } = shown;
    const reply = replyTo(command, view);
    if (reply === null || wasToldBefore(command, memory)) return [reaction];
    const key = `reply:${command.id}`;
    return [reaction, { kind: 'reply', key, pull: memory.pull, locale: view.locale, reply }];
  });
}

/** Who may not give commands is told so once on a PR: more would let a stranger make the bot talk. */
function wasToldBefore({ code, by }: CommandRecord, { commands }: PullMemory): boolean {
  return (
    code === 'command_not_allowed' &&
    commands.some((earlier) => earlier.by.id === by.id && earlier.code === 'command_not_allowed')
  );
}

type Reply = Extract<Effect, { kind: 'reply' }>['reply'];

function replyTo(command: CommandRecord, view: PullView): Reply | null {
  if (command.state === 'refused' && command.code !== null) {
    return {
      kind: 'refused',
      to: command.by,
      what: asWritten(command),
      code: command.code,
      headSha: view.headSha,
      labelName: view.labelName,
    };
  }
  switch (command.name) {
    case 'status':
      return { kind: 'status', view };
    case 'explain':
      return { kind: 'explain', verdicts: asked(view.verdicts, command.argument), view };
    case 'help':
      return { kind: 'help' };
    case 'hold':
    case 'unhold':
    case 'stop':
    case 'resume':
      return { kind: 'stop', what: command.name, by: command.by, reason: command.argument };
    default:
      return null;
  }
}

function asWritten({ name, argument }: CommandRecord): string {
  if (name === 'not_understood') return argument ?? '';
  return argument === null ? name : `${name} ${argument}`;
}

function asked(verdicts: readonly Verdict[], gate: string | null): readonly Verdict[] {
  return gate === null ? verdicts : verdicts.filter((verdict) => verdict.gate === (gate as GateId));
}
