import pg from 'pg';
import { CodedError } from '../errors.ts';
import type { SqlResult } from './sql-pool.ts';

/** PostgreSQL's type id of `bigint`. */
const INT8 = 20;

/** How `pg` reads columns, on both engines. */
export const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (id, format) => (id === INT8 ? parseInt8 : pg.types.getTypeParser(id, format)),
};

/** `pg` answers a text of several statements with a list. */
export function resultOf(answer: pg.QueryResult | pg.QueryResult[]): SqlResult {
  const results = Array.isArray(answer) ? answer : [answer];
  return { rows: results.flatMap((result) => result.rows ?? []), rowCount: results.at(-1)?.rowCount ?? 0 };
}

/** Reads a `bigint` column as a number, refused where a number cannot hold it. */
function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) {
    throw new CodedError(
      'AIOPS_STORE_INT8',
      `the database holds the integer ${text}, beyond 2^53; this is a bug`,
    );
  }
  return value;
}
