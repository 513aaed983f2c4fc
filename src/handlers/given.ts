import type { CommandRecord } from '../store/store.ts';

/** GitHub's times are to the second: the moment by which a command was surely given (ISO). */
export function givenBy({ at }: Pick<CommandRecord, 'at'>): string {
  return new Date(Date.parse(at) + 999).toISOString();
}

/** Whoever gave the command cannot have seen what happened at `moment` (ISO). */
export function wasGivenBefore(command: Pick<CommandRecord, 'at'>, moment: string): boolean {
  return Date.parse(moment) >= Date.parse(givenBy(command));
}
