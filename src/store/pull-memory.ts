import type { DeadlinesView } from '../effect/deadline.ts';
import type { PullTarget } from '../effect/effect.ts';
import type { Obligation } from '../handoff/obligation.ts';
import type { Rollback } from '../handoff/rollback.ts';
import type { FollowedRun, Handoff } from '../handoff/state.ts';
import { hasEnded } from '../handoff/state.ts';
import type { Person } from '../policies/facts.ts';
import type { CommandGiven, CommandRecord } from './commands.ts';
import type { Database } from './database.ts';
import { readStanding } from './deadlines.ts';
import { type DispatchRecord, isUnresolvedElsewhere, listDispatches } from './dispatches.ts';
import { decode } from './json-text.ts';
import { listObligations } from './obligations.ts';
import type { ApprovalRecord, OwnComment } from './own-comments.ts';
import { listReruns, type RerunRecord } from './reruns.ts';
import { listRollbacks } from './rollbacks.ts';
import { readSaid, type Said } from './said.ts';
import type { StartedByHand } from './started-by-hand.ts';

export interface LabelObservation {
  readonly deliveryGuid: string;
  readonly repositoryId: number;
  readonly number: number;
  readonly labelNodeId: string;
  /** What the label was called then. */
  readonly labelName: string;
  readonly action: 'labeled' | 'unlabeled';
  readonly by: Person;
  readonly headSha: string;
  readonly at: string;
}

/** All that is remembered about one PR, as of one moment. */
export interface PullMemory {
  readonly pull: PullTarget;
  /** Newest server time at which each head was seen to become the head. */
  readonly heads: readonly { readonly headSha: string; readonly since: string }[];
  /** Oldest first; the last 200. */
  readonly labels: readonly LabelObservation[];
  /** The handoff that has not ended, if any. */
  readonly active: Handoff | null;
  /** All handoffs of the PR, newest last. */
  readonly handoffs: readonly Handoff[];
  readonly dispatches: readonly DispatchRecord[];
  readonly approval: ApprovalRecord | null;
  readonly comments: readonly OwnComment[];
  /** Newest last: all that are pending or granted and not used, and the last five that were settled. */
  readonly commands: readonly CommandRecord[];
  /** A run started by hand that was given to the PR for this head, and that no handoff has taken yet. */
  readonly startedByHand: {
    readonly run: FollowedRun;
    readonly by: Person;
    readonly headSha: string;
  } | null;
  /** The base branch last seen, and when it was first seen to be another one than before. */
  readonly base: { readonly ref: string; readonly changedAt: string | null } | null;
  readonly lastDecision: { readonly id: string; readonly digest: string; readonly at: string } | null;
  readonly said: Said;
  /** What people owe for it, oldest first. */
  readonly obligations: readonly Obligation[];
  /** What is owed in its repository, to whomever and about whatever. */
  readonly deadlines: DeadlinesView;
  /** Oldest first. */
  readonly rollbacks: readonly Rollback[];
  /** Runs that the bot ran once more, oldest first. */
  readonly reruns: readonly RerunRecord[];
  /** Another PR of this repository has a dispatch of the handoff workflow whose outcome is unknown. */
  readonly dispatchUnresolvedElsewhere: boolean;
}

const MAX_LABELS = 200;
const SETTLED_SHOWN = 5;

/** Inside a snapshot. `now` in epoch milliseconds. */
export async function readMemory(database: Database, pull: PullTarget, now: number): Promise<PullMemory> {
  const handoffs = await readHandoffs(database, pull);
  return {
    pull,
    heads: await readHeads(database, pull),
    labels: await readLabels(database, pull),
    active: handoffs.find((handoff) => !hasEnded(handoff)) ?? null,
    handoffs,
    dispatches: await listDispatches(database, pull),
    approval: await readApproval(database, pull),
    comments: await readComments(database, pull),
    commands: await readCommands(database, pull),
    startedByHand: await readStartedByHand(database, pull),
    base: await readBase(database, pull),
    lastDecision: await readLastDecision(database, pull),
    said: await readSaid(database, pull),
    obligations: await listObligations(database, pull),
    deadlines: await readStanding(database, pull.repositoryId, now),
    rollbacks: await listRollbacks(database, pull),
    reruns: await listReruns(database, pull),
    dispatchUnresolvedElsewhere: await isUnresolvedElsewhere(database, pull),
  };
}

/** Newest last. */
export async function readHandoffs(
  { sql }: Database,
  pull: Pick<PullTarget, 'repositoryId' | 'number'>,
): Promise<Handoff[]> {
  const rows = await sql
    .selectFrom('handoffs')
    .select('body')
    .where('repository_id', '=', pull.repositoryId)
    .where('number', '=', pull.number)
    .orderBy('seq')
    .execute();
  return rows.map(({ body }) => decode<Handoff>(body));
}

async function readHeads({ sql }: Database, pull: PullTarget): Promise<PullMemory['heads']> {
  const rows = await sql
    .selectFrom('pull_heads')
    .select(['head_sha', 'since'])
    .where('repository_id', '=', pull.repositoryId)
    .where('number', '=', pull.number)
    .execute();
  return rows.map(({ head_sha, since }) => ({ headSha: head_sha, since: since.toISOString() }));
}

async function readLabels({ sql }: Database, pull: PullTarget): Promise<PullMemory['labels']> {
  const rows = await sql
    .selectFrom('label_observations')
    .select('body')
    .where('repository_id', '=', pull.repositoryId)
    .where('number', '=', pull.number)
    .orderBy('at', 'desc')
    .limit(MAX_LABELS)
    .execute();
  return rows.map(({ body }) => decode<LabelObservation>(body)).reverse();
}

async function readApproval({ sql }: Database, pull: PullTarget): Promise<ApprovalRecord | null> {
  const row = await sql
    .selectFrom('approvals')
    .select(['handoff_id', 'outcome'])
    .where('repository_id', '=', pull.repositoryId)
    .where('number', '=', pull.number)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : { handoffId: row.handoff_id, outcome: decode(row.outcome) };
}

async function readComments({ sql }: Database, pull: PullTarget): Promise<readonly OwnComment[]> {
  const rows = await sql
    .selectFrom('own_comments')
    .select('body')
    .where('repository_id', '=', pull.repositoryId)
    .where('number', '=', pull.number)
    .orderBy('seq')
    .execute();
  return rows.map(({ body }) => decode<OwnComment>(body));
}

async function readCommands({ sql }: Database, pull: PullTarget): Promise<readonly CommandRecord[]> {
  const ofPull = sql
    .selectFrom('commands')
    .selectAll()
    .where('repository_id', '=', pull.repositoryId)
    .where('number', '=', pull.number);
  const awaited = await ofPull
    .where((is) =>
      is.or([is('state', '=', 'pending'), is.and([is('state', '=', 'granted'), is('used', '=', false)])]),
    )
    .execute();
  const settled = await ofPull
    .where('state', '!=', 'pending')
    .orderBy('seq', 'desc')
    .limit(SETTLED_SHOWN)
    .execute();
  const rows = new Map([...awaited, ...settled].map((row) => [row.id, row]));
  return [...rows.values()]
    .toSorted((a, b) => a.seq - b.seq)
    .map(({ body, state, code, used }) => ({
      ...decode<CommandGiven>(body),
      state: state as CommandRecord['state'],
      code: code as CommandRecord['code'],
      used,
    }));
}

async function readStartedByHand({ sql }: Database, pull: PullTarget): Promise<PullMemory['startedByHand']> {
  const row = await sql
    .selectFrom('started_by_hand')
    .select(['body', 'head_sha'])
    .where('repository_id', '=', pull.repositoryId)
    .where('pull_number', '=', pull.number)
    .where('taken_at', 'is', null)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { run, by } = decode<StartedByHand>(row.body);
  return { run, by, headSha: row.head_sha ?? '' };
}

async function readBase({ sql }: Database, pull: PullTarget): Promise<PullMemory['base']> {
  const row = await sql
    .selectFrom('pulls')
    .select(['base_ref', 'base_changed_at'])
    .where('repository_id', '=', pull.repositoryId)
    .where('number', '=', pull.number)
    .executeTakeFirst();
  if (row === undefined || row.base_ref === null) return null;
  return { ref: row.base_ref, changedAt: row.base_changed_at?.toISOString() ?? null };
}

async function readLastDecision({ sql }: Database, pull: PullTarget): Promise<PullMemory['lastDecision']> {
  const row = await sql
    .selectFrom('decisions')
    .select(['id', 'digest', 'at'])
    .where('repository_id', '=', pull.repositoryId)
    .where('number', '=', pull.number)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : { id: row.id, digest: row.digest, at: row.at.toISOString() };
}
