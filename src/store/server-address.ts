import type { BackendProfile } from 'pg-boss';
import { CodedError } from '../errors.ts';

export interface ServerAddress {
  readonly connectionString: string;
  readonly backend: BackendProfile;
  /** Host, port and database, for people: no user, no password. */
  readonly place: string;
}

const BACKENDS: readonly BackendProfile[] = ['postgres', 'cockroachdb', 'yugabytedb', 'citus'];

/**
 * Reads `DATABASE_URL`. `?backend=` names a PostgreSQL-compatible distributed database; our own
 * parameter, so it does not go to the server.
 */
export function serverAddress(databaseUrl: string): ServerAddress {
  const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : null;
  if (url === null || !['postgres:', 'postgresql:'].includes(url.protocol)) {
    throw new CodedError(
      'AIOPS_DATABASE_URL',
      'DATABASE_URL is not a PostgreSQL address; write postgres://user:password@host:5432/database',
    );
  }
  const named = url.searchParams.get('backend') ?? 'postgres';
  const backend = BACKENDS.find((name) => name === named);
  if (backend === undefined) {
    throw new CodedError(
      'AIOPS_DATABASE_URL',
      `DATABASE_URL asks for an unknown backend; use one of ${BACKENDS.join(', ')}`,
    );
  }
  url.searchParams.delete('backend');
  return { connectionString: url.href, backend, place: `${url.host || 'localhost'}${url.pathname}` };
}
