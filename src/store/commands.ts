import type { Effect, PullTarget } from '../effect.ts';
import type { Person } from '../policies/facts.ts';
import type { ReasonCode } from '../policies/reason-codes.ts';
import type { StoreContext } from './context.ts';
import { enqueueEffect } from './enqueue-effect.ts';
import { requestEvaluation } from './evaluations.ts';

export interface CommandRecord {
  /** `comment:<id>` or `button:<check run id>:<external id>:<sender id>:<what>`; the identity. */
  readonly id: string;
  readonly repositoryId: number;
  readonly number: number;
  readonly source: 'comment' | 'button';
  readonly commentId: number | null;
  /** The command line as given, e.g. `handoff`, `handoff <sha>`, `explain G2`. */
  readonly name: string;
  readonly argument: string | null;
  readonly by: Person;
  /** Head the button was shown for; `null` for comments. */
  readonly shownHeadSha: string | null;
  readonly at: string;
  readonly state: 'pending' | 'granted' | 'refused' | 'answered';
  readonly code: ReasonCode | null;
  /** A granted handoff request that a handoff has used. */
  readonly used: boolean;
}

export type CommandGiven = Omit<CommandRecord, 'state' | 'code' | 'used'>;

/** Commands and button presses. */
export interface Commands {
  /** Keeps it with its effects (the 👀) and asks for an evaluation; `false` when its id is known. */
  remember(pull: PullTarget, command: CommandGiven, effects: readonly Effect[]): Promise<boolean>;
}

export class SqlCommands implements Commands {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  remember(pull: PullTarget, command: CommandGiven, effects: readonly Effect[]): Promise<boolean> {
    return this.#context.database.transaction(async () => {
      const { numInsertedOrUpdatedRows: inserted } = await this.#context.database.sql
        .insertInto('commands')
        .values({
          id: command.id,
          repository_id: command.repositoryId,
          number: command.number,
          state: 'pending',
          code: null,
          body: JSON.stringify(command),
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst();
      if (inserted === 0n) return false;
      for (const effect of effects) await enqueueEffect(this.#context, effect, null);
      await requestEvaluation(this.#context, pull, { reason: `command ${command.id}` });
      return true;
    });
  }
}
