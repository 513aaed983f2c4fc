import { systemClock } from '../clock.ts';
import { readStoreSettings } from '../config/settings.ts';
import { Sources } from '../config/sources.ts';
import { CodedError } from '../errors.ts';
import { createLog } from '../log.ts';
import { isEmbeddedStore } from '../store/embedded-engine.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';

/**
 * Opens the store that DATABASE_URL or DATA_DIR names, for one command.
 *
 * @param whenMissing a question about a store must not make an empty one where it was looked for in the wrong place
 * @throws {CodedError} AIOPS_SETTINGS, AIOPS_NO_STORE
 */
export async function withStore<T>(
  use: (store: Store) => Promise<T>,
  whenMissing: 'refuse' | 'make' = 'refuse',
): Promise<T> {
  const found = await new Sources(process.env).readStore();
  const read = readStoreSettings(found.values, found);
  if (!read.ok) throw new CodedError('AIOPS_SETTINGS', read.problems.join('\n'));
  const { databaseUrl, dataDir } = read.settings;
  if (databaseUrl === null && whenMissing === 'refuse' && !isEmbeddedStore(dataDir))
    throw new CodedError(
      'AIOPS_NO_STORE',
      `there is no store in ${dataDir}; set DATA_DIR or DATABASE_URL as the bot has it`,
    );
  const store = await openStore({
    ...(databaseUrl === null ? {} : { databaseUrl: databaseUrl.expose() }),
    dataDir,
    clock: systemClock,
    log: createLog({ level: 'error' }),
  });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
