import type { PullTarget } from '../effect/effect.ts';
import { type Commit, type CommitResult, commitDecision } from './commit.ts';
import type { StoreContext } from './context.ts';
import { type Decision, type DecisionSummary, listDecisions, readDecision } from './decisions.ts';
import { pullsWithHandoff, pullTarget, rememberBase, rememberPull } from './pull-address.ts';
import { type LabelObservation, type PullMemory, readMemory } from './pull-memory.ts';

/** A commit that was seen to be a PR's head, of which branch, and since when by server time (ISO). */
export interface SeenHead {
  readonly headSha: string;
  readonly headRef: string;
  readonly headRepositoryId: number | null;
  readonly since: string;
}

/** What the bot remembers about pull requests. */
export interface Pulls {
  /** Makes the PR known (for the sweep) and keeps its address current. */
  remember(pull: PullTarget, open: boolean): Promise<void>;
  memory(pull: PullTarget): Promise<PullMemory>;
  observeHead(pull: PullTarget, head: SeenHead): Promise<void>;
  /** A signed event named this base branch at that server time (ISO). */
  observeBase(pull: PullTarget, baseRef: string, at: string): Promise<void>;
  observeLabel(observation: LabelObservation): Promise<void>;
  /** Pins the node id of the governed label the first time it is seen; later calls change nothing. Returns the pinned one. */
  pinLabel(repositoryId: number, name: string, nodeId: string): Promise<string>;
  /** Known open PRs of the repository whose newest observed head is this commit. */
  withHead(repositoryId: number, headSha: string): Promise<readonly PullTarget[]>;
  /** Whether another PR of the repository, open or not, was ever seen with this commit of this branch as its head. */
  sharesHead(pull: PullTarget, head: Omit<SeenHead, 'since'>): Promise<boolean>;
  /** PRs of the repository with a handoff that has dispatched something and not ended. */
  inFlight(repositoryId: number): Promise<readonly PullTarget[]>;
  /** Known open PRs of all installations that are not suspended, for the sweep. */
  open(): Promise<readonly PullTarget[]>;
  find(owner: string, repo: string, number: number): Promise<PullTarget | null>;
  /** Name and node id of each label that is pinned in the repository. */
  pinnedLabels(repositoryId: number): Promise<readonly { readonly name: string; readonly nodeId: string }[]>;
  /** The PR of a timer's or an evaluation's key, `<repository id>#<pr>`. */
  byKey(key: string): Promise<PullTarget | null>;
  commit(commit: Commit): Promise<CommitResult>;
  /** Stored decisions of a PR, newest first, without their facts. */
  decisions(pull: PullTarget, limit: number): Promise<readonly DecisionSummary[]>;
  decision(id: string): Promise<Decision | null>;
}

export class SqlPulls implements Pulls {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  async remember(pull: PullTarget, open: boolean): Promise<void> {
    await rememberPull(this.#context, pull, open);
  }

  memory(pull: PullTarget): Promise<PullMemory> {
    const { database, clock } = this.#context;
    return database.snapshot(() => readMemory(database, pull, clock.now()));
  }

  async observeBase(pull: PullTarget, baseRef: string, at: string): Promise<void> {
    await rememberBase(this.#context, pull, { baseRef, at: new Date(at) });
  }

  async observeHead(pull: PullTarget, head: SeenHead): Promise<void> {
    await this.#context.database.sql
      .insertInto('pull_heads')
      .values({
        repository_id: pull.repositoryId,
        number: pull.number,
        head_sha: head.headSha,
        head_ref: head.headRef,
        head_repository_id: head.headRepositoryId,
        since: new Date(head.since),
      })
      .onConflict((conflict) =>
        conflict
          .columns(['repository_id', 'number', 'head_sha'])
          .doUpdateSet((column) => ({ since: column.ref('excluded.since') }))
          .whereRef('excluded.since', '>', 'pull_heads.since'),
      )
      .execute();
  }

  async observeLabel(observation: LabelObservation): Promise<void> {
    await this.#context.database.sql
      .insertInto('label_observations')
      .values({
        delivery_guid: observation.deliveryGuid,
        repository_id: observation.repositoryId,
        number: observation.number,
        at: new Date(observation.at),
        body: JSON.stringify(observation),
      })
      .onConflict((conflict) => conflict.column('delivery_guid').doNothing())
      .execute();
  }

  async pinLabel(repositoryId: number, name: string, nodeId: string): Promise<string> {
    const { database, clock } = this.#context;
    const pin = { repository_id: repositoryId, name };
    return database.transaction(async () => {
      await database.sql
        .insertInto('label_pins')
        .values({ ...pin, node_id: nodeId, pinned_at: new Date(clock.now()) })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const { node_id } = await database.sql
        .selectFrom('label_pins')
        .select('node_id')
        .where((is) => is.and(pin))
        .executeTakeFirstOrThrow();
      return node_id;
    });
  }

  async open(): Promise<readonly PullTarget[]> {
    const rows = await this.#context.database.sql
      .selectFrom('pulls')
      .leftJoin('installations', 'installations.id', 'pulls.installation_id')
      .selectAll('pulls')
      .where('pulls.open', '=', true)
      .where((is) =>
        is.or([is('installations.suspended', 'is', null), is('installations.suspended', '=', false)]),
      )
      .orderBy('pulls.repository_id')
      .orderBy('pulls.number')
      .execute();
    return rows.map(pullTarget);
  }

  async withHead(repositoryId: number, headSha: string): Promise<readonly PullTarget[]> {
    const rows = await this.#context.database.sql
      .selectFrom('pulls')
      .selectAll()
      .where('repository_id', '=', repositoryId)
      .where('open', '=', true)
      .where((is) =>
        is(
          is
            .selectFrom('pull_heads')
            .select('head_sha')
            .whereRef('pull_heads.repository_id', '=', 'pulls.repository_id')
            .whereRef('pull_heads.number', '=', 'pulls.number')
            .orderBy('since', 'desc')
            .limit(1),
          '=',
          headSha,
        ),
      )
      .execute();
    return rows.map(pullTarget);
  }

  async sharesHead(pull: PullTarget, head: Omit<SeenHead, 'since'>): Promise<boolean> {
    const row = await this.#context.database.sql
      .selectFrom('pull_heads')
      .select('number')
      .where('repository_id', '=', pull.repositoryId)
      .where('head_sha', '=', head.headSha)
      .where('head_ref', '=', head.headRef)
      .where('head_repository_id', 'is not distinct from', head.headRepositoryId)
      .where('number', '!=', pull.number)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  inFlight(repositoryId: number): Promise<readonly PullTarget[]> {
    return pullsWithHandoff(this.#context.database, repositoryId, ['not in', ['waiting', 'ready']]);
  }

  async find(owner: string, repo: string, number: number): Promise<PullTarget | null> {
    const row = await this.#context.database.sql
      .selectFrom('pulls')
      .selectAll()
      .where((is) => is(is.fn('lower', ['owner']), '=', owner.toLowerCase()))
      .where((is) => is(is.fn('lower', ['repo']), '=', repo.toLowerCase()))
      .where('number', '=', number)
      .orderBy('touched_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? null : pullTarget(row);
  }

  async pinnedLabels(
    repositoryId: number,
  ): Promise<readonly { readonly name: string; readonly nodeId: string }[]> {
    const rows = await this.#context.database.sql
      .selectFrom('label_pins')
      .select(['name', 'node_id'])
      .where('repository_id', '=', repositoryId)
      .execute();
    return rows.map(({ name, node_id }) => ({ name, nodeId: node_id }));
  }

  async byKey(key: string): Promise<PullTarget | null> {
    const [, repositoryId, number] = /^(\d+)#(\d+)$/.exec(key) ?? [];
    if (repositoryId === undefined || number === undefined) return null;
    const row = await this.#context.database.sql
      .selectFrom('pulls')
      .selectAll()
      .where('repository_id', '=', Number(repositoryId))
      .where('number', '=', Number(number))
      .executeTakeFirst();
    return row === undefined ? null : pullTarget(row);
  }

  commit(commit: Commit): Promise<CommitResult> {
    return commitDecision(this.#context, commit);
  }

  decisions(pull: PullTarget, limit: number): Promise<readonly DecisionSummary[]> {
    return listDecisions(this.#context.database, pull, limit);
  }

  decision(id: string): Promise<Decision | null> {
    return readDecision(this.#context.database, id);
  }
}
