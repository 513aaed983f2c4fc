import { createPublicKey } from 'node:crypto';
import { beforeAll, beforeEach } from '@jest/globals';

/**
 * A TLS connection of nock's comes with a session that is none. Offered to the next connection, it leaves an error in
 * OpenSSL's queue, and whoever reads a key next in this process fails with that, in another file perhaps. So before
 * each test a key is read that nobody needs.
 */
const UNNEEDED =
  '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA4+0rCpXjMYYhwDWbt+Nxmt/Zo1O/2nXDepJUpPEk7ug=\n-----END PUBLIC KEY-----\n';

function readUnneeded(): void {
  try {
    createPublicKey(UNNEEDED);
  } catch {
    createPublicKey(UNNEEDED);
  }
}

beforeAll(readUnneeded);
beforeEach(readUnneeded);
