import { sql } from 'kysely';
import type { AskedBy, DispatchEffect, PullTarget } from '../effect/effect.ts';
import type { DispatchOutcome } from '../handoff/state.ts';
import type { StoreContext } from './context.ts';
import type { Database } from './database.ts';
import { requestEvaluation } from './evaluations.ts';
import { decode } from './json-text.ts';
import { pullsWithHandoff } from './pull-address.ts';

/** A workflow dispatch of the bot's and what is known of it. */
export interface DispatchRecord {
  readonly key: string;
  readonly purpose: DispatchEffect['purpose'];
  readonly headSha: string;
  readonly baseRef: string;
  readonly workflowPath: string;
  readonly ref: string;
  readonly outcome: DispatchOutcome;
  readonly createdAt: string;
  /** Who asked for it by a command; `null` where the bot starts it by itself. */
  readonly asked: AskedBy | null;
}

/** Refuses a second dispatch of one workflow, for a handoff or a rollback, while the outcome of the first is unknown. */
export const ONE_UNRESOLVED = 'dispatches_one_unresolved';

const UNRESOLVED: readonly DispatchOutcome['kind'][] = ['pending', 'unanswered'];

/** Inside a transaction that is open. A key that is known stays as it is. */
export async function insertDispatch(
  { sql: db }: Database,
  effect: DispatchEffect,
  createdAt: Date,
): Promise<void> {
  const outcome: DispatchOutcome = { kind: 'pending' };
  await db
    .insertInto('dispatches')
    .values({
      key: effect.key,
      repository_id: effect.pull.repositoryId,
      number: effect.pull.number,
      purpose: effect.purpose,
      workflow_path: effect.workflowPath,
      ref: effect.ref,
      head_sha: effect.headSha,
      base_ref: effect.baseRef,
      outcome_kind: outcome.kind,
      outcome: JSON.stringify(outcome),
      run_id: null,
      created_at: createdAt,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
}

/**
 * Records what became of a dispatch whose outcome was unknown; one that is known stays. Once it is
 * known, the handoffs of the repository that wait their turn are looked at.
 */
export async function resolveDispatch(
  context: StoreContext,
  key: string,
  outcome: DispatchOutcome,
): Promise<void> {
  const resolved = await context.database.sql
    .updateTable('dispatches')
    .set({
      outcome_kind: outcome.kind,
      outcome: JSON.stringify(outcome),
      run_id: outcome.kind === 'sent' ? outcome.run.id : null,
    })
    .where('key', '=', key)
    .where('outcome_kind', 'in', UNRESOLVED)
    .returning('repository_id')
    .executeTakeFirst();
  if (resolved === undefined || UNRESOLVED.includes(outcome.kind)) return;
  const next = await pullsWithHandoff(context.database, resolved.repository_id, ['in', ['ready']]);
  for (const pull of next) {
    await requestEvaluation(context, pull, { reason: 'the dispatch before it has an outcome' });
  }
}

/** The handoff or rollback has ended without knowing: its dispatch no longer holds back those of others. */
export async function giveUpDispatches(context: StoreContext, id: string): Promise<void> {
  const rows = await context.database.sql
    .selectFrom('dispatches')
    .select('key')
    .where(sql<boolean>`starts_with(key, ${`dispatch:${id}:`})`)
    .where('outcome_kind', 'in', UNRESOLVED)
    .execute();
  for (const { key } of rows) {
    await resolveDispatch(context, key, { kind: 'refused', detail: 'no run showed up in time' });
  }
}

/** Oldest first. */
export async function listDispatches(
  { sql: db }: Database,
  pull: PullTarget,
): Promise<readonly DispatchRecord[]> {
  const rows = await db
    .selectFrom('dispatches')
    .innerJoin('effects', 'effects.key', 'dispatches.key')
    .selectAll('dispatches')
    .select('effects.payload')
    .where('dispatches.repository_id', '=', pull.repositoryId)
    .where('dispatches.number', '=', pull.number)
    .orderBy('dispatches.seq')
    .execute();
  return rows.map((row) => ({
    key: row.key,
    purpose: row.purpose as DispatchRecord['purpose'],
    headSha: row.head_sha,
    baseRef: row.base_ref,
    workflowPath: row.workflow_path,
    ref: row.ref,
    outcome: decode(row.outcome),
    createdAt: row.created_at.toISOString(),
    asked: decode<DispatchEffect>(row.payload).asked ?? null,
  }));
}

/** Whether another PR of the repository waits for the outcome of a handoff dispatch. */
export async function isUnresolvedElsewhere({ sql: db }: Database, pull: PullTarget): Promise<boolean> {
  const row = await db
    .selectFrom('dispatches')
    .select('key')
    .where('repository_id', '=', pull.repositoryId)
    .where('number', '!=', pull.number)
    .where('purpose', '=', 'handoff')
    .where('outcome_kind', 'in', UNRESOLVED)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
