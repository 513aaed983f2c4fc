import https from 'node:https';
import { afterAll } from '@jest/globals';
import nock from 'nock';

/**
 * nock for one test file: only loopback is reached. It patches Node's own sockets, which outlive
 * the file, so the next file of the same process would talk to this one's nock if it stayed on.
 */
nock.disableNetConnect();
nock.enableNetConnect(/^127\.0\.0\.1:/);
afterAll(() => nock.restore());

/** Its TLS connections come with a session that is none: see `openssl-errors.ts`. */
Object.assign(https.globalAgent, { maxCachedSessions: 0 });

export { nock };
