import { openStore } from '../../src/store/open.ts';

/** A process of its own: holds the store in a directory with one delivery acknowledged and worked on, until it is killed. */
const log = { info: () => {}, warn: () => {} };
const store = await openStore({ dataDir: process.argv[2] ?? '', clock: { now: () => Date.now() }, log });
await store.inbox.remember({
  guid: 'acknowledged',
  event: 'ping',
  action: null,
  installationId: null,
  repositoryId: null,
  receivedAt: new Date().toISOString(),
  body: '{}',
});
await store.jobs.take('delivery', 1);
process.stdout.write('held\n');
