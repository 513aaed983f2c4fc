import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const SRC = join(import.meta.dirname, '../../src');

/** What is loaded of the SDK: after the whole program was, after all sources were read, after AWS was asked. */
const PROGRAM = `
  import { createRequire } from 'node:module';
  const { cache } = createRequire(import.meta.url);
  const loaded = () => Object.keys(cache).some((file) => file.includes('@aws-sdk/client-secrets-manager'));
  await import('${SRC}/main.ts');
  const { Sources } = await import('${SRC}/config/sources.ts');
  const { SecretsManager } = await import('${SRC}/aws/secrets-manager.ts');
  const seen = [loaded()];
  await new Sources({ DATA_DIR: '/nowhere', SLACK_BOT_TOKEN: 'x' }).read();
  seen.push(loaded());
  await new SecretsManager({ endpoint: 'http://127.0.0.1:1' }).value('x');
  seen.push(loaded());
  console.log(JSON.stringify(seen));
  process.exit(0);
`;

test('a process that asks nothing of AWS does not load its SDK', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
    env: { PATH: process.env.PATH ?? '', AWS_EC2_METADATA_DISABLED: 'true' },
  });
  expect(JSON.parse(stdout)).toEqual([false, false, true]);
});
