import { isDeepStrictEqual } from 'node:util';
import { type Episode, hasEnded } from '../alerts/episode.ts';
import type { WatchedRun } from '../alerts/run.ts';
import type { BlastCommentEffect } from '../effect/blast.ts';
import type { Effect, RepositoryTarget } from '../effect/effect.ts';
import type { Obligation } from '../handoff/obligation.ts';
import type { DaySpan } from '../reports/calendar.ts';
import type { DayRecord } from '../reports/day.ts';
import type { StoreContext } from './context.ts';
import { keepDailySince } from './daily-memory.ts';
import { type Database, databaseError } from './database.ts';
import { readDay } from './day-record.ts';
import { enqueueEffect } from './enqueue-effect.ts';
import { watchSubject } from './keys.ts';
import { appendToLedger, type LedgerDraft, lockChain } from './ledger.ts';
import { keepObligation } from './obligations.ts';
import { placeOf } from './repository-place.ts';
import { readStandingBlasts } from './standing-blasts.ts';
import { changeStop, type StopChange } from './stops.ts';
import { setTimer } from './timers.ts';
import { type EpisodeQuery, episodePages, type KeptEpisode, runPages } from './watch-kept.ts';
import { readEpisodes, readRunsById, readWatchMemory, type WatchMemory } from './watch-memory.ts';
import {
  beginWatch,
  isWatched,
  keepLastSeen,
  keepWorkflows,
  readLastSeen,
  requestWatch,
} from './watch-requests.ts';

export type { EpisodeQuery, KeptEpisode } from './watch-kept.ts';
export type { WatchMemory } from './watch-memory.ts';
export type { SaidOfEpisode } from './watch-said.ts';

/** Runs, episodes, ledger, effects, obligations and timer of one look: written together or not at all. */
export interface WatchCommit {
  readonly repository: RepositoryTarget;
  /** All episodes as read in `memory`: a concurrent change, or one more, makes the commit fail with `conflict`. */
  readonly expected: readonly Episode[];
  readonly runs: readonly WatchedRun[];
  readonly episodes: readonly Episode[];
  readonly obligations: readonly Obligation[];
  /** Since when there is a daily status, `null` for none; unset, it stays as it is. */
  readonly dailySince?: string | null;
  readonly ledger: readonly LedgerDraft[];
  readonly effects: readonly Effect[];
  readonly stops: readonly StopChange[];
  /** When to look again though nothing was heard; `null` while nothing is awaited. */
  readonly wakeAt: string | null;
}

/** A PR that had a commit as its head, open or not. */
export interface PullOfHead {
  readonly number: number;
  readonly headSha: string;
  readonly headRef: string;
  readonly headRepositoryId: number | null;
  /** The base branch as it was seen last. */
  readonly baseRef: string | null;
}

/** Watching a repository: what ran in it, and the episodes that came of that. */
export interface Watches {
  /**
   * Asks for a look at the repository about a second from now, and not within ten seconds of the one before unless
   * `now`; requests for one repository coalesce.
   */
  request(
    repository: Pick<RepositoryTarget, 'repositoryId'>,
    reason: string,
    options?: { readonly now?: boolean },
  ): Promise<void>;
  /** A look begins: what is asked for from here on is another one. Returns why it was asked for; begun again, the same. */
  begin(repositoryId: number): Promise<readonly string[]>;
  /** `null`: the App is not there any more, or suspended. */
  memory(repositoryId: number): Promise<WatchMemory | null>;
  /** Keeps the paths of the workflow files that are watched, for `isWatched`. */
  keepWorkflows(repositoryId: number, paths: readonly string[]): Promise<void>;
  /** Keeps what a look read beside the runs, as JSON, for a time in which GitHub cannot be asked. */
  keepLastSeen(repositoryId: number, seen: string): Promise<void>;
  /** `null` before the first look. */
  lastSeen(repositoryId: number): Promise<string | null>;
  /** Whether a run may be watched; its `path` is `null` where an event does not tell. */
  isWatched(
    repositoryId: number,
    run: { readonly id: number; readonly path: string | null },
  ): Promise<boolean>;
  /** Those of these runs that were kept, in all their attempts, however old they are. */
  runs(repositoryId: number, runIds: readonly number[]): Promise<readonly WatchedRun[]>;
  /** All attempts that are kept of a repository, asked for at that time or later (ISO 8601); oldest run first, a page at a time. */
  runPages(repositoryId: number, since: string | null): AsyncIterable<readonly WatchedRun[]>;
  /** Episodes in the order in which they opened, a page at a time. */
  episodePages(query: EpisodeQuery): AsyncIterable<readonly KeptEpisode[]>;
  /** Which PRs were seen with these commits as their head. */
  pullsOfHeads(repositoryId: number, headShas: readonly string[]): Promise<readonly PullOfHead[]>;
  /** What is on record of one day (O1). */
  day(repositoryId: number, span: DaySpan): Promise<DayRecord>;
  /** Comments on a blast radius that still goes on, of PRs that are not open any more. */
  standingBlasts(repositoryId: number): Promise<readonly BlastCommentEffect[]>;
  commit(commit: WatchCommit): Promise<'committed' | 'conflict'>;
}

const UNIQUE_VIOLATION = '23505';
/** Two commits that both open an episode: the second one's unique violation is a conflict as well. */
const OPENED_TWICE: ReadonlySet<string | null> = new Set(['episodes_pkey', 'episodes_one_open']);

class Conflict extends Error {}

export class SqlWatches implements Watches {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  async request(
    { repositoryId }: Pick<RepositoryTarget, 'repositoryId'>,
    reason: string,
    options: { readonly now?: boolean } = {},
  ): Promise<void> {
    await this.#context.database.transaction(() =>
      requestWatch(this.#context, repositoryId, { reason, ...options }),
    );
  }

  begin(repositoryId: number): Promise<readonly string[]> {
    return beginWatch(this.#context, repositoryId);
  }

  memory(repositoryId: number): Promise<WatchMemory | null> {
    const { database, clock } = this.#context;
    return database.snapshot(async () => {
      const place = await placeOf(database, repositoryId);
      if (place === null || place.suspended) return null;
      return {
        repository: place.repository,
        ...(await readWatchMemory(database, repositoryId, clock.now())),
      };
    });
  }

  keepWorkflows(repositoryId: number, paths: readonly string[]): Promise<void> {
    return keepWorkflows(this.#context, repositoryId, paths);
  }

  keepLastSeen(repositoryId: number, seen: string): Promise<void> {
    return keepLastSeen(this.#context, repositoryId, seen);
  }

  lastSeen(repositoryId: number): Promise<string | null> {
    return readLastSeen(this.#context, repositoryId);
  }

  isWatched(
    repositoryId: number,
    run: { readonly id: number; readonly path: string | null },
  ): Promise<boolean> {
    return isWatched(this.#context, repositoryId, run);
  }

  async runs(repositoryId: number, runIds: readonly number[]): Promise<readonly WatchedRun[]> {
    return readRunsById(this.#context.database, repositoryId, runIds);
  }

  runPages(repositoryId: number, since: string | null): AsyncIterable<readonly WatchedRun[]> {
    return runPages(this.#context.database, repositoryId, since);
  }

  episodePages(query: EpisodeQuery): AsyncIterable<readonly KeptEpisode[]> {
    return episodePages(this.#context.database, query);
  }

  async pullsOfHeads(repositoryId: number, headShas: readonly string[]): Promise<readonly PullOfHead[]> {
    if (headShas.length === 0) return [];
    const rows = await this.#context.database.sql
      .selectFrom('pull_heads')
      .innerJoin('pulls', (join) =>
        join
          .onRef('pulls.repository_id', '=', 'pull_heads.repository_id')
          .onRef('pulls.number', '=', 'pull_heads.number'),
      )
      .select([
        'pull_heads.number',
        'pull_heads.head_sha',
        'pull_heads.head_ref',
        'pull_heads.head_repository_id',
        'pulls.base_ref',
      ])
      .where('pull_heads.repository_id', '=', repositoryId)
      .where('pull_heads.head_sha', 'in', headShas)
      .orderBy('pull_heads.number')
      .execute();
    return rows.map((row) => ({
      number: row.number,
      headSha: row.head_sha,
      headRef: row.head_ref,
      headRepositoryId: row.head_repository_id,
      baseRef: row.base_ref,
    }));
  }

  day(repositoryId: number, span: DaySpan): Promise<DayRecord> {
    const { database } = this.#context;
    return database.snapshot(() => readDay(database, repositoryId, span));
  }

  standingBlasts(repositoryId: number): Promise<readonly BlastCommentEffect[]> {
    return readStandingBlasts(this.#context.database, repositoryId);
  }

  async commit(commit: WatchCommit): Promise<'committed' | 'conflict'> {
    try {
      await this.#context.database.transaction(() => this.#write(commit));
      return 'committed';
    } catch (error) {
      if (error instanceof Conflict) return 'conflict';
      const { code, constraint } = databaseError(error);
      if (code === UNIQUE_VIOLATION && OPENED_TWICE.has(constraint)) return 'conflict';
      throw error;
    }
  }

  /** Under the lock of the ledger's chain, which all that concerns a repository takes first. */
  async #write({ repository: { repositoryId }, ...commit }: WatchCommit): Promise<void> {
    const { database, clock } = this.#context;
    await lockChain(database, repositoryId);
    const expected = new Map(commit.expected.map((one) => [one.id, one]));
    const stored = await readEpisodes(database, repositoryId, clock.now(), [...expected.keys()]);
    const isSame =
      stored.length === expected.size && stored.every((one) => isDeepStrictEqual(one, expected.get(one.id)));
    if (!isSame) throw new Conflict();
    for (const run of commit.runs) await keepRun(database, run);
    for (const episode of endedFirst(commit.episodes)) await keepEpisode(database, episode);
    for (const obligation of commit.obligations)
      await keepObligation(database, { repositoryId, number: 0 }, obligation);
    if (commit.dailySince !== undefined) await keepDailySince(database, repositoryId, commit.dailySince);
    const newest = await appendToLedger(this.#context, repositoryId, commit.ledger);
    for (const effect of commit.effects) await enqueueEffect(this.#context, effect, newest);
    for (const change of commit.stops) await changeStop(this.#context, change);
    await setTimer(this.#context, watchSubject(repositoryId), commit.wakeAt);
  }
}

/** What was read later stays. */
async function keepRun({ sql }: Database, run: WatchedRun): Promise<void> {
  const state = {
    role: run.role,
    eligible: run.eligible,
    completed: run.status === 'completed',
    requested_at: new Date(run.times.requestedAt),
    seen_updated_at: new Date(run.seenUpdatedAt),
    body: JSON.stringify(run),
  };
  await sql
    .insertInto('watched_runs')
    .values({
      repository_id: run.repositoryId,
      workflow_id: run.workflowId,
      run_id: run.runId,
      attempt: run.attempt,
      ...state,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['repository_id', 'workflow_id', 'run_id', 'attempt'])
        .doUpdateSet(state)
        .whereRef('watched_runs.seen_updated_at', '<=', 'excluded.seen_updated_at'),
    )
    .execute();
}

async function keepEpisode({ sql }: Database, episode: Episode): Promise<void> {
  const state = {
    ended: hasEnded(episode),
    since: new Date(episode.state.since),
    body: JSON.stringify(episode),
  };
  await sql
    .insertInto('episodes')
    .values({ id: episode.id, repository_id: episode.repositoryId, rule: episode.rule, ...state })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(state))
    .execute();
}

/** So that the one that is open can be followed by the next of its rule within one commit. */
function endedFirst(episodes: readonly Episode[]): readonly Episode[] {
  return episodes.toSorted((a, b) => Number(hasEnded(b)) - Number(hasEnded(a)));
}
