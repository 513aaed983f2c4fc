import type { RepositoryConfig } from '../config/repository.ts';
import type { Mention } from '../effect/messages.ts';

/** Who is called where a deadline was missed; nobody where none is named. */
export function sreOf({ slack: { sre } }: Pick<RepositoryConfig, 'slack'>): readonly Mention[] {
  return sre === undefined ? [] : [{ kind: sre.startsWith('S') ? 'group' : 'user', id: sre }];
}
