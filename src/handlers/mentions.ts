import type { RepositoryConfig } from '../config/repository.ts';
import type { Mention } from '../effect/messages.ts';

/** Who is called where a deadline was missed; nobody where none is named. */
export function sreOf({ slack: { sre } }: Pick<RepositoryConfig, 'slack'>): readonly Mention[] {
  return mentionOf(sre);
}

/** @param id of a user group or a user at Slack */
export function mentionOf(id: string | undefined): readonly Mention[] {
  return id === undefined ? [] : [{ kind: id.startsWith('S') ? 'group' : 'user', id }];
}
