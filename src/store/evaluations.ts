import type { Selectable } from 'kysely';
import type { PullTarget } from '../effect/effect.ts';
import type { StoreContext } from './context.ts';
import { decode } from './json-text.ts';
import { pullKey } from './keys.ts';
import type { Tables } from './tables.ts';

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
const MOVE_STEP_MS = 500;
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
  context: StoreContext,
  pull: PullTarget,
  request: { readonly reason: string; readonly now?: boolean },
): Promise<void> {
  const key = pullKey(pull);
  const now = context.clock.now();
  const window = await lockWindow(context, key, pull);
  const opened = window.opened_at?.getTime() ?? now;
  const due = request.now === true ? now : dueAfter(now, opened, window.due_at?.getTime() ?? null);
  const known: readonly string[] = window.opened_at === null ? [] : decode(window.reasons);
  const reasons = [...new Set([...known, request.reason])].slice(0, MAX_REASONS);
  const target = JSON.stringify(pull);
  const waits = due > now && due === window.due_at?.getTime();
  if (waits && reasons.length === known.length && target === window.pull) return;
  await context.database.sql
    .updateTable('evaluations')
    .set({
      pull: target,
      reasons: JSON.stringify(reasons),
      opened_at: new Date(opened),
      due_at: new Date(due),
    })
    .where('key', '=', key)
    .execute();
  if (!waits) await context.wakeups.wake('evaluate', key, due <= now ? 'now' : new Date(due).toISOString());
}

async function lockWindow(
  { database }: StoreContext,
  key: string,
  pull: PullTarget,
): Promise<Selectable<Tables['evaluations']>> {
  const locked = database.sql.selectFrom('evaluations').selectAll().where('key', '=', key).forUpdate();
  const window = await locked.executeTakeFirst();
  if (window !== undefined) return window;
  await database.sql
    .insertInto('evaluations')
    .values({ key, pull: JSON.stringify(pull), reasons: '[]' })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  return locked.executeTakeFirstOrThrow();
}

/** Trailing edge with a cap, moved in steps: a burst moves its job a few times, not with each request. What is due already is not put off. */
function dueAfter(now: number, opened: number, due: number | null): number {
  const wanted = Math.min(now + QUIET_MS, opened + LONGEST_WAIT_MS);
  if (due === null) return wanted;
  return due <= now || wanted - due < MOVE_STEP_MS ? due : wanted;
}

/** Forgets what was asked for, together with its jobs. Inside a transaction that is open. */
export async function cancelEvaluation({ database, wakeups }: StoreContext, key: string): Promise<void> {
  await database.sql
    .updateTable('evaluations')
    .set({ opened_at: null, due_at: null })
    .where('key', '=', key)
    .execute();
  await wakeups.cancel('evaluate', key);
}
