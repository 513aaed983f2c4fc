import type { Effect, PullTarget, RerunRunEffect } from '../effect/effect.ts';
import type { Database } from './database.ts';
import { decode } from './json-text.ts';
import type { OutboxRow } from './outbox.ts';

/** A run that the bot was asked to run once more, and what is known of that. */
export interface RerunRecord {
  readonly effect: RerunRunEffect;
  readonly state: OutboxRow['state'];
  readonly createdAt: string;
}

/** Those of a PR, oldest first. */
export async function listReruns({ sql }: Database, pull: PullTarget): Promise<readonly RerunRecord[]> {
  const rows = await sql
    .selectFrom('effects')
    .select(['payload', 'state', 'created_at'])
    .where('repository_id', '=', pull.repositoryId)
    .where('number', '=', pull.number)
    .where('kind', '=', 'rerun_run' satisfies Effect['kind'])
    .orderBy('seq')
    .execute();
  return rows.map(({ payload, state, created_at }) => ({
    effect: decode<RerunRunEffect>(payload),
    state: state as RerunRecord['state'],
    createdAt: created_at.toISOString(),
  }));
}
