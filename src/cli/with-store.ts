import { systemClock } from '../clock.ts';
import { readStoreSettings } from '../config/settings.ts';
import { Sources } from '../config/sources.ts';
import { CodedError, codeOf } from '../errors.ts';
import { createLog } from '../log.ts';
import { isEmbeddedStore } from '../store/embedded-engine.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';

/**
 * Opens the store that DATABASE_URL or DATA_DIR names, for one command.
 *
 * @param whenMissing a question about a store must not make an empty one where it was looked for in the wrong place
 * @throws {CodedError} AIOPS_SETTINGS, AIOPS_NO_STORE, AIOPS_DATA_DIR_IN_USE
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
  }).catch((error: unknown) => {
    throw codeOf(error) === 'AIOPS_DATA_DIR_IN_USE' ? heldByTheBot(dataDir, error) : error;
  });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

/** Another directory would do for another bot, never for a command about this one. */
function heldByTheBot(dataDir: string, cause: unknown): CodedError {
  return new CodedError(
    'AIOPS_DATA_DIR_IN_USE',
    `the store in ${dataDir} is in use by another process, such as the bot; end that one and run this again, or use \`/ai-ops\` on a pull request or in Slack meanwhile (to stop handoffs, STOP_FILE as well)`,
    { cause },
  );
}
