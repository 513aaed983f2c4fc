import { expect, test } from '@jest/globals';
import { loopbackOrigin } from '../../src/web/loopback.ts';

const HOST = '127.0.0.1:3000';

test.each<[string | undefined, string | undefined, string | null]>([
  ['127.0.0.1', HOST, 'http://127.0.0.1:3000'],
  ['127.8.8.8', 'localhost:3000', 'http://localhost:3000'],
  ['::1', '[::1]:3000', 'http://[::1]:3000'],
  ['::ffff:127.0.0.1', HOST, 'http://127.0.0.1:3000'],
  ['10.0.0.2', HOST, null],
  ['::ffff:10.0.0.2', HOST, null],
  ['127.0.0.1.evil', HOST, null],
  [undefined, HOST, null],
  ['127.0.0.1', undefined, null],
  ['127.0.0.1', '', null],
  ['127.0.0.1', 'evil.example.com', null],
  ['127.0.0.1', 'localhost/evil.example.com', null],
  ['127.0.0.1', 'localhost.evil.example.com', null],
  ['127.0.0.1', '127.0.0.1:99999', null],
])('from %s, called as %s: %s', (remoteAddress, host, origin) => {
  expect(loopbackOrigin({ headers: { host }, socket: { remoteAddress } })).toBe(origin);
});
