import type { PullTarget } from '../effect/effect.ts';
import type { FollowedRun, Handoff } from '../handoff/state.ts';
import type { JobFacts, ReportFacts } from '../policies/facts.ts';
import type { Known, Verdict } from '../policies/verdict.ts';
import type { StoreContext } from './context.ts';
import { resolveDispatch } from './dispatches.ts';
import { decode } from './json-text.ts';
import type { LedgerDraft } from './ledger.ts';
import { pullTarget } from './pull-address.ts';
import { readHandoffs } from './pull-memory.ts';
import type { EffectResult } from './settlement.ts';
import {
  attributeStartedByHand,
  type RunOwner,
  readStartedByHand,
  rememberStartedByHand,
  type StartedByHand,
} from './started-by-hand.ts';

/** What was read once about a completed run attempt. */
export interface RunAttempt {
  readonly repositoryId: number;
  readonly runId: number;
  readonly attempt: number;
  /** `updatedAt` of the run's check suite when it was read: the same means nothing was re-run since. */
  readonly suiteUpdatedAt: string;
  readonly workflowPath: string;
  readonly workflowId: number;
  readonly event: string;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly headRepositoryId: number | null;
  readonly createdAt: string;
  readonly conclusion: string | null;
  readonly url: string;
  readonly jobs: Known<readonly JobFacts[]>;
  /** `artifact/file` that the report was read from; `null` when none was asked for. */
  readonly reportSource: string | null;
  readonly report: Known<ReportFacts | null>;
}

export interface Runs {
  /** The newest attempt that was kept. */
  completed(repositoryId: number, runId: number): Promise<RunAttempt | null>;
  keep(attempt: RunAttempt): Promise<void>;
  /**
   * A run of the handoff workflow that no dispatch of ours is known for: kept once, with an `adopt` job
   * whose key is `<repository id>:<run id>:<attempt>`.
   */
  rememberStartedByHand(run: StartedByHand): Promise<void>;
  startedByHand(key: string): Promise<StartedByHand | null>;
  /** Gives the run to a PR and asks for its evaluation, or records that none could be told. */
  attribute(key: string, owner: RunOwner | null, ledger: readonly LedgerDraft[]): Promise<void>;
  /** PRs of the repository that may own such a run: known, open, with their newest decision and handoffs. */
  candidates(repositoryId: number): Promise<readonly AdoptionCandidate[]>;
  /** Whether the run id came back from a dispatch, or was found for one; with the PR. */
  ownerOf(repositoryId: number, runId: number): Promise<DispatchOwner | null>;
  /** A dispatch whose answer was lost turned out to have made this run. */
  foundDispatched(dispatchKey: string, run: FollowedRun): Promise<void>;
}

/** The PR, head and base that a run of the bot's own was dispatched for. */
export interface DispatchOwner extends RunOwner {
  readonly baseRef: string;
  readonly purpose: string;
}

export interface AdoptionCandidate {
  readonly pull: PullTarget;
  readonly headSha: string;
  readonly headRef: string;
  readonly gatesOpen: boolean;
  readonly labelTrusted: boolean;
  readonly handoffs: readonly Handoff[];
}

export class SqlRuns implements Runs {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  async completed(repositoryId: number, runId: number): Promise<RunAttempt | null> {
    const row = await this.#context.database.sql
      .selectFrom('run_attempts')
      .select('body')
      .where('repository_id', '=', repositoryId)
      .where('run_id', '=', runId)
      .orderBy('attempt', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? null : decode(row.body);
  }

  async keep(attempt: RunAttempt): Promise<void> {
    const body = JSON.stringify(attempt);
    await this.#context.database.sql
      .insertInto('run_attempts')
      .values({ repository_id: attempt.repositoryId, run_id: attempt.runId, attempt: attempt.attempt, body })
      .onConflict((conflict) =>
        conflict.columns(['repository_id', 'run_id', 'attempt']).doUpdateSet({ body }),
      )
      .execute();
  }

  async rememberStartedByHand(run: StartedByHand): Promise<void> {
    await this.#context.database.transaction(() => rememberStartedByHand(this.#context, run));
  }

  startedByHand(key: string): Promise<StartedByHand | null> {
    return readStartedByHand(this.#context.database, key);
  }

  async attribute(key: string, owner: RunOwner | null, ledger: readonly LedgerDraft[]): Promise<void> {
    await this.#context.database.transaction(() =>
      attributeStartedByHand(this.#context, key, { owner, ledger }),
    );
  }

  candidates(repositoryId: number): Promise<readonly AdoptionCandidate[]> {
    const { database } = this.#context;
    return database.snapshot(async () => {
      const rows = await database.sql
        .selectFrom('pulls')
        .innerJoinLateral(
          (from) =>
            from
              .selectFrom('decisions')
              .select(['head_sha', 'head_ref', 'verdicts'])
              .whereRef('decisions.repository_id', '=', 'pulls.repository_id')
              .whereRef('decisions.number', '=', 'pulls.number')
              .orderBy('seq', 'desc')
              .limit(1)
              .as('newest'),
          (join) => join.onTrue(),
        )
        .selectAll()
        .where('repository_id', '=', repositoryId)
        .where('open', '=', true)
        .orderBy('number')
        .execute();
      const candidates: AdoptionCandidate[] = [];
      for (const row of rows) {
        const pull = pullTarget(row);
        candidates.push({ pull, ...judgement(row), handoffs: await readHandoffs(database, pull) });
      }
      return candidates;
    });
  }

  async ownerOf(repositoryId: number, runId: number): Promise<DispatchOwner | null> {
    const row = await this.#context.database.sql
      .selectFrom('dispatches')
      .innerJoin('effects', 'effects.key', 'dispatches.key')
      .select(['effects.payload', 'dispatches.head_sha', 'dispatches.base_ref', 'dispatches.purpose'])
      .where('dispatches.repository_id', '=', repositoryId)
      .where('dispatches.run_id', '=', runId)
      .executeTakeFirst();
    if (row === undefined) return null;
    const { pull } = decode<{ readonly pull: PullTarget }>(row.payload);
    return { pull, headSha: row.head_sha, baseRef: row.base_ref, purpose: row.purpose };
  }

  async foundDispatched(dispatchKey: string, run: FollowedRun): Promise<void> {
    const { database } = this.#context;
    const result: EffectResult = { id: run.id, url: run.url, run };
    await database.transaction(async () => {
      await database.sql
        .updateTable('effects')
        .set({ state: 'sent', result: JSON.stringify(result), tried_at: null, tried_before: null })
        .where('key', '=', dispatchKey)
        .where('state', 'in', ['pending', 'unanswered'])
        .execute();
      await resolveDispatch(this.#context, dispatchKey, { kind: 'sent', run });
    });
  }
}

function judgement(row: { readonly head_sha: string; readonly head_ref: string; readonly verdicts: string }) {
  const verdicts = decode<readonly Verdict[]>(row.verdicts);
  const passes = ({ outcome }: Verdict) => outcome === 'pass';
  return {
    headSha: row.head_sha,
    headRef: row.head_ref,
    gatesOpen: verdicts.length > 0 && verdicts.every(passes),
    labelTrusted: verdicts.some((verdict) => verdict.gate === 'G4' && passes(verdict)),
  };
}
