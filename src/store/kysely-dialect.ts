import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import { CodedError } from '../errors.ts';
import type { SqlClient } from './sql-pool.ts';

/** Kysely over whatever connection `acquire` gives: the open transaction's, or one of the pool. */
export function dialectOver(acquire: () => Promise<SqlClient>): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new RoutedDriver(acquire),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

/** Kysely's own transactions serve its migrator; all other code uses `Database.transaction`. */
class RoutedDriver implements Driver {
  readonly #acquire: () => Promise<SqlClient>;

  constructor(acquire: () => Promise<SqlClient>) {
    this.#acquire = acquire;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<RoutedConnection> {
    return new RoutedConnection(await this.#acquire());
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin'));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'));
  }

  async releaseConnection(connection: RoutedConnection): Promise<void> {
    connection.release();
  }

  /** The pool is not Kysely's to close. */
  async destroy(): Promise<void> {}
}

class RoutedConnection implements DatabaseConnection {
  readonly #client: SqlClient;

  constructor(client: SqlClient) {
    this.#client = client;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, rowCount } = await this.#client.query(sql, parameters);
    return { rows: rows as R[], numAffectedRows: BigInt(rowCount) };
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new CodedError('AIOPS_BUG', 'streaming a query is not supported; read in pages');
  }

  release(): void {
    this.#client.release();
  }
}
