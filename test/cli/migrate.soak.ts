import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runCli } from './run.ts';

test('migrate makes the store where there is no directory yet, and a second time is well too', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'ai-ops-migrate-'));
  const dataDir = join(parent, 'data');
  const migrate = () => runCli(['migrate'], { DATA_DIR: dataDir });
  const ran = { code: 0, stdout: 'The store is at this version.\n', stderr: '' };
  expect(await migrate()).toEqual(ran);
  expect(await readdir(dataDir)).toContain('pgdata');
  expect(await migrate()).toEqual(ran);
  await rm(parent, { recursive: true });
});
