import type { Effect, PullTarget } from '../effect/effect.ts';
import type { Person } from '../policies/facts.ts';
import type { ReasonCode } from '../policies/reason-codes.ts';
import type { StoreContext } from './context.ts';
import { enqueueEffect } from './enqueue-effect.ts';
import { requestEvaluation } from './evaluations.ts';
import { decode } from './json-text.ts';
import { pullKey } from './keys.ts';

export interface CommandRecord {
  /** `comment:<id>`, `button:<check run id>:<external id>:<sender id>:<what>` or a Slack delivery's GUID; the identity. */
  readonly id: string;
  readonly repositoryId: number;
  readonly number: number;
  readonly source: 'comment' | 'button' | 'slack';
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
  /** Where in Slack it was given. */
  readonly slack?: GivenInSlack;
}

export interface GivenInSlack {
  /** Where the answer is shown, and to whom. */
  readonly channel: string;
  readonly user: string;
  /** The handoff whose message had the button; `null` for a slash command. */
  readonly handoffId: string | null;
}

export type CommandGiven = Omit<CommandRecord, 'state' | 'code' | 'used'>;

/** Commands and button presses. */
export interface Commands {
  /** Keeps it with its effects (the 👀) and asks for an evaluation; `false` when its id is known. */
  remember(pull: PullTarget, command: CommandGiven, effects: readonly Effect[]): Promise<boolean>;
  /**
   * The same for what can be asked for once: where another command of that use waits or was granted, that one is
   * returned and nothing is kept. A refused one leaves the use to others; a hold and its end do so in turns.
   */
  rememberOnce(pull: PullTarget, command: CommandGiven, use: CommandUse): Promise<CommandGiven | null>;
}

/** What is used up: a button in the state in which it was shown, or the hold of a PR and its end. */
export type CommandUse =
  | { readonly kind: 'hold' | 'unhold' }
  | { readonly kind: 'button'; readonly button: string; readonly handoffId: string; readonly shown: string };

export class SqlCommands implements Commands {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  remember(pull: PullTarget, command: CommandGiven, effects: readonly Effect[]): Promise<boolean> {
    return this.#context.database.transaction(async () => {
      if (!(await this.#insert(pull, command, null))) return false;
      for (const effect of effects) await enqueueEffect(this.#context, effect, null);
      return true;
    });
  }

  rememberOnce(pull: PullTarget, command: CommandGiven, use: CommandUse): Promise<CommandGiven | null> {
    return this.#context.database.transaction(async () => {
      const key = useKey(pull, use);
      if (await this.#insert(pull, command, key)) return null;
      const other = await this.#context.database.sql
        .selectFrom('commands')
        .select(['id', 'body'])
        .where('use', '=', key)
        .where('state', '!=', 'refused')
        .executeTakeFirst();
      return other === undefined || other.id === command.id ? null : decode<CommandGiven>(other.body);
    });
  }

  /** Whether it was new. */
  async #insert(pull: PullTarget, command: CommandGiven, use: string | null): Promise<boolean> {
    const { numInsertedOrUpdatedRows: inserted } = await this.#context.database.sql
      .insertInto('commands')
      .values({
        id: command.id,
        repository_id: command.repositoryId,
        number: command.number,
        state: 'pending',
        code: null,
        body: JSON.stringify(command),
        use,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (inserted === 0n) return false;
    await requestEvaluation(this.#context, pull, { reason: `command ${command.id}` });
    return true;
  }
}

/** Once a stop of the PR is set or lifted, the other of the two may be asked for again. Inside a transaction that is open. */
export async function freeUse(
  { database }: StoreContext,
  pull: Pick<PullTarget, 'repositoryId' | 'number'>,
  kind: 'hold' | 'unhold',
): Promise<void> {
  await database.sql
    .updateTable('commands')
    .set({ use: null })
    .where('use', '=', useKey(pull, { kind }))
    .execute();
}

function useKey(pull: Pick<PullTarget, 'repositoryId' | 'number'>, use: CommandUse): string {
  return use.kind === 'button'
    ? `${use.button}:${use.handoffId}:${use.shown}`
    : `${use.kind}:${pullKey(pull)}`;
}
