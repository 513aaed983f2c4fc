import { sql } from 'kysely';
import { permissionsSubject } from '../history/permissions.ts';
import type { StoreContext } from './context.ts';
import { cancelEvaluation, requestEvaluation } from './evaluations.ts';
import { pullKey } from './keys.ts';
import { lookAtHistories, restHistories } from './look-at-histories.ts';
import { pullTarget } from './pull-address.ts';
import { setTimer } from './timers.ts';
import { requestWatch, restWatch } from './watch-requests.ts';

export interface Installation {
  readonly id: number;
  readonly account: string;
  readonly suspended: boolean;
}

export interface Repository {
  readonly id: number;
  readonly installationId: number;
  readonly owner: string;
  readonly name: string;
}

/** Where the App is installed. */
export interface Installations {
  /** While it is suspended its PRs are left alone; the first sweep after that looks at them again. */
  put(installation: Installation): Promise<void>;
  /** Forgets the installation and its repositories; their PRs leave the sweep and are left alone. */
  remove(id: number): Promise<void>;
  addRepositories(repositories: readonly Repository[]): Promise<void>;
  /** Their PRs leave the sweep and are left alone. */
  removeRepositories(ids: readonly number[]): Promise<void>;
  /** Repositories of installations that are not suspended. */
  repositories(): Promise<readonly Repository[]>;
}

export class SqlInstallations implements Installations {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  async put({ id, account, suspended }: Installation): Promise<void> {
    const { database } = this.#context;
    await database.transaction(async () => {
      await database.sql
        .insertInto('installations')
        .values({ id, account, suspended })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ account, suspended }))
        .execute();
      if (suspended) await this.#leaveAlone('installation_id', [id]);
      else await this.#takeUp(id);
    });
  }

  async remove(id: number): Promise<void> {
    const { database } = this.#context;
    await database.transaction(async () => {
      await this.#leaveAlone('installation_id', [id]);
      await database.sql.deleteFrom('installations').where('id', '=', id).execute();
      await database.sql.deleteFrom('sightings').where('subject', '=', permissionsSubject(id)).execute();
      await database.sql.deleteFrom('repositories').where('installation_id', '=', id).execute();
      await database.sql
        .updateTable('pulls')
        .set({ open: false })
        .where('installation_id', '=', id)
        .execute();
    });
  }

  async addRepositories(repositories: readonly Repository[]): Promise<void> {
    const { database } = this.#context;
    await database.transaction(async () => {
      for (const { id, installationId, owner, name } of repositories) {
        const row = { installation_id: installationId, owner, name };
        await database.sql
          .insertInto('repositories')
          .values({ id, ...row })
          .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
          .execute();
      }
      await lookAtHistories(this.#context, { repositoryIds: repositories.map(({ id }) => id) });
    });
  }

  async removeRepositories(ids: readonly number[]): Promise<void> {
    if (ids.length === 0) return;
    const { database } = this.#context;
    await database.transaction(async () => {
      await this.#leaveAlone('repository_id', ids);
      await database.sql.deleteFrom('repositories').where('id', 'in', ids).execute();
      await database.sql
        .updateTable('pulls')
        .set({ open: false })
        .where('repository_id', 'in', ids)
        .execute();
    });
  }

  async repositories(): Promise<readonly Repository[]> {
    const rows = await this.#context.database.sql
      .selectFrom('repositories')
      .leftJoin('installations', 'installations.id', 'repositories.installation_id')
      .select(['repositories.id', 'repositories.installation_id', 'repositories.owner', 'repositories.name'])
      .where((is) =>
        is.or([is('installations.suspended', 'is', null), is('installations.suspended', '=', false)]),
      )
      .orderBy('repositories.id')
      .execute();
    return rows.map(({ id, installation_id, owner, name }) => ({
      id,
      installationId: installation_id,
      owner,
      name,
    }));
  }

  /** Inside a transaction that is open. The sweep looks at open PRs; what is owed for others is looked at now. */
  async #takeUp(id: number): Promise<void> {
    const owed = await this.#context.database.sql
      .selectFrom('pulls')
      .innerJoin('obligations', (join) =>
        join
          .onRef('obligations.repository_id', '=', 'pulls.repository_id')
          .onRef('obligations.number', '=', 'pulls.number'),
      )
      .selectAll('pulls')
      .distinct()
      .where('pulls.installation_id', '=', id)
      .where('obligations.settled', '=', false)
      .execute();
    for (const row of owed)
      await requestEvaluation(this.#context, pullTarget(row), { reason: 'installation taken up' });
    const repositoryIds = await this.#repositoriesOf([id]);
    await lookAtHistories(this.#context, { repositoryIds });
    for (const one of repositoryIds)
      await requestWatch(this.#context, one, { reason: 'installation taken up' });
  }

  /** Inside a transaction that is open. GitHub refuses to show these PRs: asking on would never end. */
  async #leaveAlone(column: 'installation_id' | 'repository_id', ids: readonly number[]): Promise<void> {
    const { database } = this.#context;
    const pulls = await database.sql
      .selectFrom('pulls')
      .select(['repository_id', 'number'])
      .where(column, 'in', ids)
      .where((is) =>
        is.or([
          is('open', '=', true),
          is(sql`repository_id || '#' || number`, 'in', is.selectFrom('timers').select('subject')),
        ]),
      )
      .forUpdate()
      .execute();
    for (const { repository_id: repositoryId, number } of pulls) {
      const key = pullKey({ repositoryId, number });
      await setTimer(this.#context, key, null);
      await cancelEvaluation(this.#context, key);
    }
    const repositoryIds = column === 'repository_id' ? ids : await this.#repositoriesOf(ids);
    await restHistories(this.#context, { repositoryIds });
    for (const id of repositoryIds) await restWatch(this.#context, id);
  }

  /** Those that it was told of, and those where it has seen an open PR. */
  async #repositoriesOf(installationIds: readonly number[]): Promise<readonly number[]> {
    const { sql: db } = this.#context.database;
    const rows = await db
      .selectFrom('repositories')
      .select('id')
      .where('installation_id', 'in', installationIds)
      .union(
        db.selectFrom('pulls').select('repository_id as id').where('installation_id', 'in', installationIds),
      )
      .execute();
    return rows.map(({ id }) => id);
  }
}
