import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { CodedError, messageOf } from '../errors.ts';
import type { Secret } from '../secrets.ts';
import { type Environment, given } from './environment.ts';

const STORED_NAMES = ['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET'] as const;

/** What GitHub hands over when an App is made from the manifest. */
export interface NewApp {
  readonly id: number;
  readonly privateKey: Secret;
  /** `null` when GitHub gave none, or one too weak to use. */
  readonly webhookSecret: Secret | null;
}

/** Where first-run setup keeps the credentials: one file that only this user may read. */
export function credentialsFile(dataDir: string): string {
  return join(dataDir, 'credentials.env');
}

/**
 * What other sources gave, completed by what first-run setup stored. Each variable that they gave wins;
 * credentials stored for another App than APP_ID names are left alone.
 * Throws AIOPS_CREDENTIALS_UNREADABLE when the file is there but cannot be read.
 */
export function withStoredCredentials(found: Environment): Environment {
  const set = given(found, Object.keys(found));
  const stored = readStored(credentialsFile(set.DATA_DIR ?? './data'));
  if (set.APP_ID !== undefined && stored.APP_ID !== undefined && set.APP_ID !== stored.APP_ID) return set;
  return { ...given(stored, STORED_NAMES), ...set };
}

/**
 * Makes the folder that {@link storeCredentials} will write to, and sees that it can be written: GitHub shows the key
 * of a new App once, and an App whose key cannot be kept is of no use.
 *
 * @throws {CodedError} AIOPS_CREDENTIALS_NOT_STORED
 */
export function prepareToStore(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    throw notStored(credentialsFile(dataDir), error);
  }
}

/** Writes the credentials whole or not at all, readable by this user alone. Returns the file's path. */
export function storeCredentials(dataDir: string, app: NewApp): string {
  const file = credentialsFile(dataDir);
  const lines = [
    '# Written by first-run setup. Keep it secret; variables of the environment win over it.',
    `APP_ID=${app.id}`,
    `PRIVATE_KEY="${app.privateKey.expose().trim().replaceAll('\n', '\\n')}"`,
    ...(app.webhookSecret === null ? [] : [`WEBHOOK_SECRET="${app.webhookSecret.expose()}"`]),
  ];
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeDurably(`${file}.new`, `${lines.join('\n')}\n`);
    renameSync(`${file}.new`, file);
  } catch (error) {
    throw notStored(file, error);
  }
  return file;
}

function notStored(file: string, cause: unknown): CodedError {
  return new CodedError(
    'AIOPS_CREDENTIALS_NOT_STORED',
    `${file} cannot be written (${messageOf(cause)}); make DATA_DIR writable`,
    { cause },
  );
}

function writeDurably(file: string, text: string): void {
  const descriptor = openSync(file, 'w', 0o600);
  try {
    fchmodSync(descriptor, 0o600);
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function readStored(file: string): Environment {
  if (!existsSync(file)) return {};
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CodedError(
      'AIOPS_CREDENTIALS_UNREADABLE',
      `${file} cannot be read (${messageOf(error)}); mend its permissions or remove it`,
      { cause: error },
    );
  }
}
