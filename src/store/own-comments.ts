import type { PullTarget } from '../effect/effect.ts';
import type { Database } from './database.ts';

/** An owned comment as last written: lets a foreign edit show. */
export interface OwnComment {
  readonly kind: 'sticky' | 'approval' | 'blast';
  readonly handoffId: string | null;
  readonly id: number;
  readonly nodeId: string;
  readonly url: string;
  /** SHA-256 of the body last written, hex. */
  readonly bodyDigest: string;
}

/** What became of a handoff's approval comment. */
export interface ApprovalRecord {
  readonly handoffId: string;
  readonly outcome:
    | { readonly kind: 'posted'; readonly url: string }
    | { readonly kind: 'refused'; readonly detail: string }
    /** Held back right before it was posted: still owed. */
    | { readonly kind: 'withdrawn' };
}

/** Inside a transaction that is open. One sticky comment and one about the blast radius per PR, one approval comment per handoff; a newer one replaces it. */
export async function keepOwnComment(
  { sql }: Database,
  pull: PullTarget,
  comment: OwnComment,
): Promise<void> {
  const body = JSON.stringify(comment);
  await sql
    .insertInto('own_comments')
    .values({
      key: keyOf(pull, comment),
      repository_id: pull.repositoryId,
      number: pull.number,
      body,
    })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ body }))
    .execute();
}

/** Inside a transaction that is open. GitHub refuses to have it written again, so it is not watched over any more. */
export async function forgetOwnComment(
  { sql }: Database,
  pull: PullTarget,
  which: Pick<OwnComment, 'kind' | 'handoffId'>,
): Promise<void> {
  await sql.deleteFrom('own_comments').where('key', '=', keyOf(pull, which)).execute();
}

function keyOf(pull: PullTarget, { kind, handoffId }: Pick<OwnComment, 'kind' | 'handoffId'>): string {
  return `${kind}:${handoffId ?? `${pull.repositoryId}#${pull.number}`}`;
}

/** Inside a transaction that is open. */
export async function keepApproval(
  { sql }: Database,
  pull: PullTarget,
  { handoffId, outcome }: ApprovalRecord,
): Promise<void> {
  const text = JSON.stringify(outcome);
  await sql
    .insertInto('approvals')
    .values({ handoff_id: handoffId, repository_id: pull.repositoryId, number: pull.number, outcome: text })
    .onConflict((conflict) => conflict.column('handoff_id').doUpdateSet({ outcome: text }))
    .execute();
}
