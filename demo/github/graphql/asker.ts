import { allows, type InstallationToken, type Need, reaches } from '../model/app.ts';
import type { Repository } from '../model/repository.ts';
import type { World } from '../model/world.ts';
import { Problem } from './problem.ts';

/** Who asks, and of which world: what every resolver needs to know. */
export interface Asker {
  readonly world: World;
  readonly token: InstallationToken;
}

/** An object as graphql-js resolves it: plain values, and functions of a field's arguments. */
export type Fields = Readonly<Record<string, unknown>>;

/** @throws {Problem} `FORBIDDEN` where the App lacks all of the permissions. */
export function demand({ token }: Asker, ...needs: readonly Need[]): void {
  if (needs.some((need) => allows(token, need))) return;
  throw new Problem('FORBIDDEN', 'Resource not accessible by integration');
}

export function mayRead({ token }: Asker, repository: Repository): boolean {
  return !repository.private || reaches(token, repository);
}

/** `IN_PROGRESS` for `in_progress`. */
export function enumValue<T extends string | null>(word: T): string | null {
  return word === null ? null : word.toUpperCase();
}
