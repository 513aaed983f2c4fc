import type { Both } from '../locale.ts';

/** What must hold, and what to do where it does not; `about` says which of several is meant. */
export interface PreconditionText {
  readonly holds: Both;
  readonly todo: (about: string) => Both;
}
