import { userInfo } from 'node:os';
import { CodedError } from '../errors.ts';
import type { StopScope, Store } from '../store/store.ts';
import { type OutputOptions, print } from './output.ts';
import { knownPull, placeOf } from './place.ts';
import { withStore } from './with-store.ts';

export interface StopOptions extends OutputOptions {
  readonly reason?: string;
  readonly cancel?: boolean;
}

/**
 * Stops handoffs, or goes on with them (O4): `everywhere`, in `owner/repo`, or on `owner/repo#12`.
 *
 * @throws {CodedError} AIOPS_USAGE, AIOPS_UNKNOWN_PULL, AIOPS_UNKNOWN_REPOSITORY
 */
export async function changeStop(kind: 'set' | 'lift', place: string, options: StopOptions): Promise<void> {
  const by = `cli:${userInfo().username}`;
  await withStore(async (store) => {
    const scope = await scopeOf(store, place);
    const { reason = null, cancel: cancels = false } = options;
    await store.stops.change(kind === 'set' ? { kind, scope, by, reason, cancels } : { kind, scope, by });
  });
  const stopped = options.cancel ? 'Stopped, and what runs is cancelled' : 'Stopped';
  const done = kind === 'set' ? stopped : 'No stop is set any more';
  print(options, { kind, place, by }, [
    `${done}: ${place}. The bot shows it on every pull request within seconds.`,
  ]);
}

async function scopeOf(store: Store, name: string): Promise<StopScope> {
  if (name === 'everywhere') return 'everywhere';
  const place = placeOf(name);
  if (place === null)
    throw new CodedError('AIOPS_USAGE', `${name} is no place; write everywhere, owner/repo or owner/repo#12`);
  if (place.number !== null) {
    const { repositoryId, number } = await knownPull(store, place, place.number);
    return { repositoryId, number };
  }
  const known = (await store.installations.repositories()).find(
    (one) => `${one.owner}/${one.name}`.toLowerCase() === name.toLowerCase(),
  );
  if (known !== undefined) return { repositoryId: known.id };
  throw new CodedError('AIOPS_UNKNOWN_REPOSITORY', `the App is not installed on ${name}; check the name`);
}
