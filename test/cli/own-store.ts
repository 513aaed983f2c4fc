import { TestClock } from 'pg-boss';
import type { Database } from '../../src/store/database.ts';
import { startEngine } from '../../src/store/engine.ts';
import { storeOver } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { copiedDirectory, START } from '../support/store.ts';
import { type Ran, runCli } from './run.ts';

const QUIET = { info: () => {}, warn: () => {} };
const SECRETS = { WEBHOOK_SECRET: 'f2b7c9e04d5a61837c2e', PRIVATE_KEY: '-----BEGIN PRIVATE KEY-----\nMIIB' };

export interface OpenedStore {
  readonly store: Store;
  readonly database: Database;
  readonly clock: TestClock;
}

/** A store of its own that the command line is asked about. */
export interface OwnStore {
  /** Opens it, which belongs to one process, and closes it again before the command line asks it. */
  inStore<T>(use: (opened: OpenedStore) => Promise<T>): Promise<T>;
  /** No secret is in what it says. */
  ask(...args: readonly string[]): Promise<Ran>;
  remove(): Promise<unknown>;
}

export async function ownStore(): Promise<OwnStore> {
  const place = await copiedDirectory();
  const inStore: OwnStore['inStore'] = async (use) => {
    const clock = new TestClock(START);
    const engine = await startEngine({ ...place.settings, log: QUIET, jobClock: clock });
    const store = await storeOver(engine, { clock, log: QUIET });
    try {
      return await use({ store, database: engine.database, clock });
    } finally {
      await store.close();
    }
  };
  const secrets = [...Object.values(SECRETS), await inStore(({ store }) => store.markerKey())];
  return {
    inStore,
    ask: async (...args) => {
      const ran = await runCli(args, { DATA_DIR: place.settings.dataDir, ...SECRETS });
      const told = secrets.filter((secret) => (ran.stdout + ran.stderr).includes(secret));
      if (told.length > 0) throw new Error(`ai-ops ${args[0]} tells ${told.length} of the secrets`);
      return ran;
    },
    remove: () => place.remove(),
  };
}
