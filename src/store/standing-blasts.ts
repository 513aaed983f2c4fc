import type { BlastCommentEffect } from '../effect/blast.ts';
import type { Effect } from '../effect/effect.ts';
import type { Database } from './database.ts';
import { decode } from './json-text.ts';

/** Folded in one look: the others wait for the next. */
const MOST = 10;
/** As the payload has it; within a text of the payload the quotes would be escaped. */
const NOT_OVER = '%"over":null%';

/** Comments on a blast radius that still goes on, of PRs that are not open any more. */
export async function readStandingBlasts(
  { sql }: Database,
  repositoryId: number,
): Promise<readonly BlastCommentEffect[]> {
  const rows = await sql
    .selectFrom('effects')
    .innerJoin('pulls', (join) =>
      join
        .onRef('pulls.repository_id', '=', 'effects.repository_id')
        .onRef('pulls.number', '=', 'effects.number'),
    )
    .select('effects.payload')
    .where('effects.repository_id', '=', repositoryId)
    .where('effects.kind', '=', 'blast_comment' satisfies Effect['kind'])
    .where('effects.state', 'in', ['sent', 'pending'])
    .where('effects.payload', 'like', NOT_OVER)
    .where('pulls.open', '=', false)
    .orderBy('effects.seq', 'desc')
    .limit(MOST)
    .execute();
  return rows.map(({ payload }) => decode<BlastCommentEffect>(payload));
}
