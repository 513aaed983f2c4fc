import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CodedError, messageOf } from '../errors.ts';

const SQLITE_BUSY = 5;

/**
 * Holds a data directory for this process alone; returns how to let go. PGlite takes no lock of
 * its own, and two processes on one directory lose each other's rows. SQLite's file lock is the
 * operating system's: it is freed when the process dies, however it dies.
 */
export function lockDirectory(directory: string): () => void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new CodedError(
      'AIOPS_DATA_DIR',
      `the data directory ${directory} cannot be made (${messageOf(cause)}); set DATA_DIR to one that can be written`,
      { cause },
    );
  }
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(join(directory, 'lock.sqlite'), { timeout: 0 });
    database.exec('PRAGMA journal_mode = DELETE; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (cause) {
    database?.close();
    throw refusal(directory, cause);
  }
  const held = database;
  return () => held.close();
}

function refusal(directory: string, cause: unknown): CodedError {
  return (cause as { readonly errcode?: unknown }).errcode === SQLITE_BUSY
    ? new CodedError(
        'AIOPS_DATA_DIR_IN_USE',
        `the data directory ${directory} is in use by another process; stop that one, or set DATA_DIR to another directory, or DATABASE_URL to a PostgreSQL that several processes can share`,
      )
    : new CodedError(
        'AIOPS_DATA_DIR',
        `the data directory ${directory} cannot be locked (${messageOf(cause)}); set DATA_DIR to one on a local disk that can be written`,
        { cause },
      );
}
