import { userInfo } from 'node:os';
import { isoNow } from '../clock.ts';
import type { Effect, RepositoryTarget } from '../effect/effect.ts';
import { CodedError } from '../errors.ts';
import { stopAnnouncement } from '../handlers/announce-stop.ts';
import { type Place, placeOf } from '../policies/place.ts';
import type { StopChange, StopScope, Store } from '../store/store.ts';
import { type OutputOptions, print } from './output.ts';
import { knownPull, knownRepository } from './place.ts';
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
  const named = namedBy(place);
  await withStore(async (store) => {
    const { scope, repository } = await whereIs(store, named);
    const { reason = null, cancel: cancels = false } = options;
    const change: StopChange = kind === 'set' ? { kind, scope, by, reason, cancels } : { kind, scope, by };
    const announcement = await announcementOf(change, { place, repository, store });
    await store.stops.change(change, { announcement, answer: null });
  });
  const stopped = options.cancel ? 'Stopped, and what runs is cancelled' : 'Stopped';
  const done = kind === 'set' ? stopped : 'No stop is set any more';
  print(options, { kind, place, by }, [
    `${done}: ${place}. The bot shows it on every pull request within seconds.`,
  ]);
}

/** In the bot's own channel and language: only GitHub knows those of a repository, and a stop waits for nobody. */
async function announcementOf(
  change: StopChange,
  {
    place,
    repository,
    store,
  }: { readonly place: string; readonly repository: RepositoryTarget | null; readonly store: Store },
): Promise<readonly Effect[]> {
  const audience = await store.audience();
  const at = isoNow(store.clock);
  const told = { id: `cli:${place}:${at}`, place, repository, channel: null, locale: audience.locale, at };
  return stopAnnouncement(change, told, audience);
}

interface Where {
  readonly scope: StopScope;
  readonly repository: RepositoryTarget | null;
}

/** Before the store is opened: who slipped is not told first that a bot has it, or that there is none. */
function namedBy(name: string): Place | 'everywhere' {
  const place = name === 'everywhere' ? name : placeOf(name);
  if (place !== null) return place;
  throw new CodedError('AIOPS_USAGE', `${name} is no place; write everywhere, owner/repo or owner/repo#12`);
}

async function whereIs(store: Store, place: Place | 'everywhere'): Promise<Where> {
  if (place === 'everywhere') return { scope: place, repository: null };
  if (place.number !== null) {
    const pull = await knownPull(store, place, place.number);
    return { scope: { repositoryId: pull.repositoryId, number: pull.number }, repository: pull };
  }
  const repository = await knownRepository(store, place);
  return { scope: { repositoryId: repository.repositoryId }, repository };
}
