import { expect, test } from '@jest/globals';
import { serverAddress } from '../../src/store/server-address.ts';

test.each([
  [
    'postgres://bot:s3cret@db.example.com:5432/ai_ops?sslmode=verify-full',
    {
      connectionString: 'postgres://bot:s3cret@db.example.com:5432/ai_ops?sslmode=verify-full',
      backend: 'postgres',
      place: 'db.example.com:5432/ai_ops',
    },
  ],
  [
    'postgresql://bot@crdb:26257/ai_ops?backend=cockroachdb',
    {
      connectionString: 'postgresql://bot@crdb:26257/ai_ops',
      backend: 'cockroachdb',
      place: 'crdb:26257/ai_ops',
    },
  ],
])('%s', (url, address) => {
  expect(serverAddress(url)).toEqual(address);
});

test.each([
  ['mysql://bot:s3cret@db/ai_ops', 'not a PostgreSQL address'],
  ['s3cret', 'not a PostgreSQL address'],
  ['postgres://bot:s3cret@db/ai_ops?backend=oracle', 'unknown backend'],
])('refuses %s without repeating it', (url, why) => {
  const read = () => serverAddress(url);
  expect(read).toThrow(
    expect.objectContaining({ code: 'AIOPS_DATABASE_URL', message: expect.stringContaining(why) }),
  );
  expect(read).not.toThrow(/s3cret/);
});
