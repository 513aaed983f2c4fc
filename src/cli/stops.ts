import { userInfo } from 'node:os';
import { CodedError } from '../errors.ts';
import type { StopScope, Store } from '../store/store.ts';
import { type OutputOptions, print } from './output.ts';
import { withStore } from './with-store.ts';

const PLACE = /^(?<owner>[\w.-]+)\/(?<repo>[\w.-]+)(?:#(?<number>\d{1,9}))?$/;

interface StopOptions extends OutputOptions {
  readonly reason?: string;
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
    const reason = options.reason ?? null;
    await store.stops.change(kind === 'set' ? { kind, scope, by, reason } : { kind, scope, by });
  });
  const done = kind === 'set' ? 'Stopped' : 'No stop is set any more';
  print(options, { kind, place, by }, [
    `${done}: ${place}. The bot shows it on every pull request within seconds.`,
  ]);
}

async function scopeOf(store: Store, place: string): Promise<StopScope> {
  if (place === 'everywhere') return 'everywhere';
  const { owner, repo, number } = PLACE.exec(place)?.groups ?? {};
  if (owner === undefined || repo === undefined)
    throw new CodedError(
      'AIOPS_USAGE',
      `${place} is no place; write everywhere, owner/repo or owner/repo#12`,
    );
  if (number === undefined) {
    const known = (await store.installations.repositories()).find(
      (one) => `${one.owner}/${one.name}`.toLowerCase() === `${owner}/${repo}`.toLowerCase(),
    );
    if (known !== undefined) return { repositoryId: known.id };
    throw new CodedError('AIOPS_UNKNOWN_REPOSITORY', `the App is not installed on ${place}; check the name`);
  }
  const pull = await store.pulls.find(owner, repo, Number(number));
  if (pull !== null) return { repositoryId: pull.repositoryId, number: pull.number };
  throw new CodedError(
    'AIOPS_UNKNOWN_PULL',
    `${place} was never judged here; check the name, and DATA_DIR or DATABASE_URL`,
  );
}
