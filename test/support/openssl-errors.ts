import { createPrivateKey } from 'node:crypto';
import { beforeAll, beforeEach } from '@jest/globals';

/**
 * A TLS connection of nock's comes with a session that is none. Offered to the next connection, it leaves an error in
 * OpenSSL's queue, and whoever reads a key next in this process fails with that, in another file perhaps. So before
 * each file and each test something is read that is no key: what fails by itself takes all that is left with it.
 */
function readNoKey(): void {
  try {
    createPrivateKey('no key');
  } catch {
    // As it must.
  }
}

// A file may read keys while its tests are only being listed.
readNoKey();
beforeAll(readNoKey);
beforeEach(readNoKey);
