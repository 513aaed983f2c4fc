import type { PullTarget } from '../effect/effect.ts';
import type { FollowedRun } from '../handoff/state.ts';
import type { Person } from '../policies/facts.ts';
import type { StoreContext } from './context.ts';
import type { Database } from './database.ts';
import { requestEvaluation } from './evaluations.ts';
import { decode } from './json-text.ts';
import { runKey } from './keys.ts';
import { appendToLedger, type LedgerDraft } from './ledger.ts';

/** A dispatched run that a person started, not the bot; of which workflow it must be, the configuration says. */
export interface StartedByHand {
  readonly repositoryId: number;
  readonly installationId: number;
  readonly owner: string;
  readonly repo: string;
  readonly workflowPath: string;
  readonly run: FollowedRun;
  readonly by: Person;
  readonly createdAt: string;
  readonly headBranch: string;
  readonly headSha: string;
  readonly title: string;
}

/** Inside a transaction that is open. Once attributed, each further sighting asks for an evaluation of its PR. */
export async function rememberStartedByHand(context: StoreContext, started: StartedByHand): Promise<void> {
  const { database, wakeups } = context;
  const key = runKey(started.repositoryId, started.run);
  const { numInsertedOrUpdatedRows: inserted } = await database.sql
    .insertInto('started_by_hand')
    .values({
      key,
      repository_id: started.repositoryId,
      run_id: started.run.id,
      body: JSON.stringify(started),
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirst();
  if (inserted !== 0n) return wakeups.start('adopt', [key]);
  const { pull } = await database.sql
    .selectFrom('started_by_hand')
    .select('pull')
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  if (pull !== null)
    await requestEvaluation(context, decode<PullTarget>(pull), { reason: `run ${started.run.id}` });
}

export async function readStartedByHand({ sql }: Database, key: string): Promise<StartedByHand | null> {
  const row = await sql
    .selectFrom('started_by_hand')
    .select('body')
    .where('key', '=', key)
    .executeTakeFirst();
  return row === undefined ? null : decode(row.body);
}

/** The PR that a run started by hand is for, and the head that it had then. */
export interface RunOwner {
  readonly pull: PullTarget;
  readonly headSha: string;
}

interface Attribution {
  readonly owner: RunOwner | null;
  readonly ledger: readonly LedgerDraft[];
}

/** Inside a transaction that is open. The first attribution stands. */
export async function attributeStartedByHand(
  context: StoreContext,
  key: string,
  { owner, ledger }: Attribution,
): Promise<void> {
  const { database, clock } = context;
  const row = await database.sql
    .updateTable('started_by_hand')
    .set({
      attributed_at: new Date(clock.now()),
      pull: owner === null ? null : JSON.stringify(owner.pull),
      pull_number: owner?.pull.number ?? null,
      head_sha: owner?.headSha ?? null,
    })
    .where('key', '=', key)
    .where('attributed_at', 'is', null)
    .returning(['repository_id', 'run_id'])
    .executeTakeFirst();
  if (row === undefined) return;
  await appendToLedger(context, row.repository_id, ledger);
  if (owner !== null)
    await requestEvaluation(context, owner.pull, {
      reason: `run ${row.run_id} was started by hand`,
      now: true,
    });
}

/** Inside a transaction that is open. A handoff has taken the run. */
export async function takeStartedByHand(
  { database, clock }: StoreContext,
  repositoryId: number,
  runId: number,
): Promise<void> {
  await database.sql
    .updateTable('started_by_hand')
    .set({ taken_at: new Date(clock.now()) })
    .where('repository_id', '=', repositoryId)
    .where('run_id', '=', runId)
    .execute();
}
