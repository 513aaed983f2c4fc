import type { PullTarget } from '../effect.ts';
import type { StoreContext } from './context.ts';
import { decode } from './json-text.ts';
import { pullKey } from './keys.ts';

/** "Look at this PR again", coalesced. */
export interface Evaluations {
  /**
   * Asks for one evaluation of the PR about a second from now; further requests move it (trailing
   * edge), but never past five seconds after the first. `now: true` skips the wait.
   */
  request(pull: PullTarget, reason: string, options?: EvaluationOptions): Promise<void>;
  /**
   * Starts an evaluation: closes the window, so later requests make a new one; returns why it was asked
   * for. Begun again after a failure, it returns the same once more. `null`: never asked for.
   */
  begin(key: string): Promise<{ readonly pull: PullTarget; readonly reasons: readonly string[] } | null>;
}

export interface EvaluationOptions {
  readonly now?: boolean;
}

const QUIET_MS = 1_000;
const LONGEST_WAIT_MS = 5_000;
const MAX_REASONS = 20;

export class SqlEvaluations implements Evaluations {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  async request(pull: PullTarget, reason: string, options: EvaluationOptions = {}): Promise<void> {
    await this.#context.database.transaction(() =>
      requestEvaluation(this.#context, pull, { reason, ...options }),
    );
  }

  async begin(
    key: string,
  ): Promise<{ readonly pull: PullTarget; readonly reasons: readonly string[] } | null> {
    const row = await this.#context.database.sql
      .updateTable('evaluations')
      .set({ opened_at: null, due_at: null })
      .where('key', '=', key)
      .returning(['pull', 'reasons'])
      .executeTakeFirst();
    return row === undefined ? null : { pull: decode(row.pull), reasons: decode(row.reasons) };
  }
}

/** The same inside a transaction that is open. */
export async function requestEvaluation(
  { database, wakeups, clock }: StoreContext,
  pull: PullTarget,
  request: { readonly reason: string; readonly now?: boolean },
): Promise<void> {
  const key = pullKey(pull);
  const now = clock.now();
  const target = JSON.stringify(pull);
  await database.sql
    .insertInto('evaluations')
    .values({ key, pull: target, reasons: '[]' })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ pull: target }))
    .execute();
  const window = await database.sql
    .selectFrom('evaluations')
    .selectAll()
    .where('key', '=', key)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const opened = window.opened_at?.getTime() ?? now;
  const due = request.now === true ? now : dueAfter(now, opened, window.due_at?.getTime() ?? null);
  const known: readonly string[] = window.opened_at === null ? [] : decode(window.reasons);
  const reasons = [...new Set([...known, request.reason])].slice(0, MAX_REASONS);
  await database.sql
    .updateTable('evaluations')
    .set({ reasons: JSON.stringify(reasons), opened_at: new Date(opened), due_at: new Date(due) })
    .where('key', '=', key)
    .execute();
  await wakeups.wake('evaluate', key, due <= now ? 'now' : new Date(due).toISOString());
}

/** Trailing edge with a cap; what is due already is not put off. */
function dueAfter(now: number, opened: number, due: number | null): number {
  return due !== null && due <= now ? due : Math.min(now + QUIET_MS, opened + LONGEST_WAIT_MS);
}
