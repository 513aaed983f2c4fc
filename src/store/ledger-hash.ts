import { createHash } from 'node:crypto';

/** What the first entry of a chain names as the one before it. */
export const GENESIS = '0'.repeat(64);

/** Hash of an entry, from the canonical JSON of all of it but the hash. */
export function entryHash(body: string): string {
  return createHash('sha256').update('aiops-ledger-v1\n').update(body).digest('hex');
}
