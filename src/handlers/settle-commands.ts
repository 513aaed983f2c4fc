import type { AskedBy, DispatchEffect, PullTarget, RerunRunEffect } from '../effect/effect.ts';
import type { Obligation } from '../handoff/obligation.ts';
import type { Handoff, Observation } from '../handoff/state.ts';
import { stopTold } from '../policies/commands.ts';
import type { CommandRecord, Commit, LedgerDraft, StopChange } from '../store/store.ts';
import { givenBy } from './given.ts';
import { type CommandJudgement, type Deed, judgeCommand } from './judge-command.ts';
import { draftOf } from './record.ts';
import type { DecideInput, Standing } from './standing.ts';

/** The pending commands of a PR, judged one after the other, oldest first. */
export interface SettledCommands {
  readonly settled: readonly CommandRecord[];
  readonly settlements: Commit['commands'];
  readonly ledger: readonly LedgerDraft[];
  /** The granted request for a handoff; the oldest where there are several. */
  readonly request: Observation['request'];
  /** Runs of Smoke or Verify that were asked for. */
  readonly starts: readonly (DispatchEffect | RerunRunEffect)[];
  /** Follow-ups that were said to be done. */
  readonly obligations: readonly Obligation[];
  /** The handoff that is to be taken back, and by whom. */
  readonly rollback: { readonly handoff: Handoff; readonly asked: AskedBy } | null;
  /** What stop, resume, hold and unhold ask for, oldest first. */
  readonly stops: readonly StopChange[];
  /** Some command could not be judged yet. */
  readonly waiting: boolean;
}

interface Judged {
  readonly command: CommandRecord;
  readonly judgement: CommandJudgement;
}

export function settleCommands(input: DecideInput, standing: Standing): SettledCommands {
  const judged = judgeAll(input, standing);
  const settled = judged.flatMap(({ command, judgement }) => {
    const state = stateAfter(judgement);
    return state === null ? [] : [{ ...command, ...state }];
  });
  const deeds = judged.flatMap(({ command, judgement }) => {
    const deed = deedOf(judgement);
    return deed === null ? [] : [{ command, deed }];
  });
  const handoff = deeds.find(({ deed }) => deed.kind === 'handoff')?.command;
  const [rollback] = deeds.flatMap(({ command: { id: commandId, by }, deed }) =>
    deed.kind === 'roll_back' ? [{ handoff: deed.handoff, asked: { commandId, by } }] : [],
  );
  return {
    settled,
    settlements: settled.flatMap(({ id, state, code }) =>
      state === 'pending' || code === null ? [] : [{ id, settled: state, code }],
    ),
    ledger: settled.map((command) => entryOf(input, command)),
    request: handoff === undefined ? null : { commandId: handoff.id, by: handoff.by, at: givenBy(handoff) },
    starts: deeds.flatMap(({ deed }) => (deed.kind === 'start' ? [deed.effect] : [])),
    obligations: deeds.flatMap(({ deed }) => (deed.kind === 'settle' ? deed.obligations : [])),
    rollback: rollback ?? null,
    stops: settled.flatMap((command) => stopAsked(command, input.memory.pull)),
    waiting: judged.some(({ judgement }) => judgement.kind === 'later'),
  };
}

/** Each sees what those before it have brought about: two of a kind at once do not come to two deeds. */
function judgeAll(input: DecideInput, standing: Standing): readonly Judged[] {
  const judged: Judged[] = [];
  for (const reading of input.reading.commands) {
    const deeds = judged.flatMap(({ judgement }) => deedOf(judgement) ?? []);
    judged.push({ command: reading.command, judgement: judgeCommand(reading, { input, standing, deeds }) });
  }
  return judged;
}

function deedOf(judgement: CommandJudgement): Deed | null {
  return judgement.kind === 'granted' ? judgement.deed : null;
}

/** `granted` is kept until a handoff has used it; everything else is done with the answer. */
function stateAfter(judgement: CommandJudgement): Pick<CommandRecord, 'state' | 'code'> | null {
  switch (judgement.kind) {
    case 'later':
      return null;
    case 'refused':
      return { state: 'refused', code: judgement.code };
    case 'granted':
      return {
        state: judgement.deed?.kind === 'handoff' ? 'granted' : 'answered',
        code: 'command_granted',
      };
  }
}

/** A stop or a hold, by the one who wrote it (O4). */
function stopAsked(command: CommandRecord, pull: PullTarget): readonly StopChange[] {
  if (command.state !== 'answered') return [];
  const { name, argument } = command;
  const { repositoryId, number } = pull;
  const by = command.by.login;
  const set = { kind: 'set', by, ...stopTold(argument), at: command.at } as const;
  const lift = { kind: 'lift', by, at: givenBy(command) } as const;
  switch (name) {
    case 'hold':
      return [{ ...set, scope: { repositoryId, number } }];
    case 'unhold':
      return [{ ...lift, scope: { repositoryId, number } }];
    case 'stop':
      return [{ ...set, scope: { repositoryId } }];
    case 'resume':
      return [{ ...lift, scope: { repositoryId } }];
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
