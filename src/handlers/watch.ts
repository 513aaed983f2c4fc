import { CodedError } from '../errors.ts';
import { readWatch, type WatchingGatherDeps } from '../gather/watch.ts';

export type WatchingDeps = WatchingGatherDeps;

/**
 * Looks at what runs in one repository. At most one look at a time per repository; what it does twice is the same.
 *
 * @param key the repository's id, as the store's `watch` job names it
 * @throws {CodedError} where it cannot be known now; it is tried again
 */
export async function watchRepository(key: string, deps: WatchingDeps): Promise<void> {
  const { store } = deps;
  const repositoryId = Number(key);
  await store.watches.begin(repositoryId);
  const memory = await store.watches.memory(repositoryId);
  if (memory === null) return;
  const reading = await readWatch(deps, memory);
  if (reading.kind === 'unread') throw reading.error;
  const result = await store.watches.commit({
    repository: memory.repository,
    expected: memory.episodes,
    runs: reading.changed,
    episodes: [],
    obligations: [],
    ledger: [],
    effects: [],
    stops: [],
    wakeAt: null,
  });
  if (result === 'conflict')
    throw new CodedError(
      'AIOPS_CONFLICT',
      `what is watched of repository ${key} changed while it was looked at; it is looked at again`,
    );
  if (reading.more) await store.watches.request(memory.repository, 'more to read');
}
