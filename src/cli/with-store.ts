import { systemClock } from '../clock.ts';
import { readStoreSettings } from '../config/settings.ts';
import { CodedError } from '../errors.ts';
import { createLog } from '../log.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';

/** Opens the store that DATABASE_URL or DATA_DIR names, for one command. Throws AIOPS_SETTINGS. */
export async function withStore<T>(use: (store: Store) => Promise<T>): Promise<T> {
  const read = readStoreSettings(process.env);
  if (!read.ok) throw new CodedError('AIOPS_SETTINGS', read.problems.join('\n'));
  const { databaseUrl, dataDir } = read.settings;
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
