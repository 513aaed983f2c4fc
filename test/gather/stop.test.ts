import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { stopReader } from '../../src/gather/stop.ts';
import type { StopFacts } from '../../src/policies/facts.ts';

const PULL = { installationId: 1, repositoryId: 2, owner: 'acme', repo: 'shop', number: 3 };
const directory = mkdtempSync(join(tmpdir(), 'ai-ops-stop-'));
afterAll(() => rmSync(directory, { recursive: true }));

const there = join(directory, 'STOP');
writeFileSync(there, '');
const file = join(there, 'below-a-file');
const everywhere = (source: string): StopFacts => ({
  kind: 'stopped',
  scope: 'everywhere',
  source,
  by: null,
  reason: null,
  cancels: false,
});
const row: StopFacts = {
  kind: 'stopped',
  scope: 'repository',
  source: 'store',
  by: 'mika',
  reason: 'freeze',
  cancels: true,
};
const none: StopFacts = { kind: 'none' };

function read(given: {
  readonly stopped?: boolean;
  readonly stopFile?: string;
  readonly stored: StopFacts | Error;
}): Promise<StopFacts> {
  const { stopped = false, stopFile = null, stored } = given;
  const inForce = (): Promise<StopFacts> =>
    stored instanceof Error ? Promise.reject(stored) : Promise.resolve(stored);
  return stopReader({ stopped, stopFile, store: { stops: { inForce } } })(PULL);
}

test.each([
  ['nothing stops', { stored: none }, none],
  ['the file is not there', { stopFile: join(directory, 'none'), stored: none }, none],
  ['the environment', { stopped: true, stored: none }, everywhere('AI_OPS_STOP')],
  [
    'the environment, with the store down',
    { stopped: true, stored: new Error('down') },
    everywhere('AI_OPS_STOP'),
  ],
  ['the file', { stopFile: there, stored: none }, everywhere('STOP_FILE')],
  ['the file, with the store down', { stopFile: there, stored: new Error('down') }, everywhere('STOP_FILE')],
  ['the file is a folder', { stopFile: directory, stored: none }, everywhere('STOP_FILE')],
  ['a row of the store', { stored: row }, row],
  ['the store is down', { stored: new Error('no answer') }, { kind: 'unreadable', why: 'no answer' }],
])('%s', async (_, given, expected) => {
  expect(await read(given)).toEqual(expected);
});

test.each([
  ['is below what is no folder', file, 'ENOTDIR'],
  ['has a name that no file can have', 'n'.repeat(5000), 'ENAMETOOLONG'],
])('a file that cannot be looked at counts as there: it %s', async (_, stopFile, code) => {
  const found = await read({ stopFile, stored: none });
  expect(found).toEqual({ kind: 'unreadable', why: expect.stringContaining(code) });
  expect(JSON.stringify(found)).not.toContain(directory);
});
