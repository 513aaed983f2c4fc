import { CodedError } from '../errors.ts';

/** PostgreSQL's type id of `bigint`. */
export const INT8 = 20;

/** Reads a `bigint` column the same way from both engines: as a number, refused where a number cannot hold it. */
export function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) {
    throw new CodedError(
      'AIOPS_STORE_INT8',
      `the database holds the integer ${text}, beyond 2^53; this is a bug`,
    );
  }
  return value;
}
