import type { RepositoryConfig } from '../../config/repository.ts';
import type { AccessChange } from '../../effect/access-change.ts';
import type { Effect, RepositoryTarget } from '../../effect/effect.ts';
import { later } from '../../handoff/timing.ts';
import { askedOf, draftKey, owedHistory } from '../../history/owed.ts';
import type { HistoryCommit, HistoryDetail, Json } from '../../store/store.ts';
import type { Channels } from '../announce-stop.ts';
import { obligationDraft } from '../record.ts';

/** How long the first word of it waits for the pull request, so that it can link that. */
export const DRAFT_WITHIN_MS = 5 * 60_000;

export interface Noticed {
  readonly repository: RepositoryTarget;
  readonly change: AccessChange;
  readonly config: RepositoryConfig;
  /** ISO 8601 in UTC. */
  readonly now: string;
  readonly channels: Channels;
}

/** What a change brings a repository that asks for its history; `null` for nothing. Pure. */
export function openingOf(
  noticed: Noticed,
): { readonly detail: HistoryDetail; readonly commit: HistoryCommit } | null {
  const { repository, config, now } = noticed;
  const { files } = config.history;
  const change = config.mode === 'enforce' ? askedOf(noticed.change, config.history) : null;
  if (change === null) return null;
  const obligation = owedHistory(repository.repositoryId, change);
  const place = `${repository.owner}/${repository.repo}`;
  const draft: Effect = {
    kind: 'history_pull',
    key: draftKey(obligation.id),
    repository,
    locale: config.locale,
    obligationId: obligation.id,
    change,
    files,
    dueAt: obligation.dueAt,
  };
  const shown: Effect = {
    kind: 'change_event',
    key: `change:${obligation.id}`,
    lane: `change:${repository.repositoryId}`,
    locale: config.locale,
    repository,
    change: { says: 'access_changed', place, change },
    at: change.at,
  };
  return {
    detail: { repository, change, files, openedAt: now },
    commit: {
      obligation,
      ledger: [obligationDraft(place, obligation, { change: entryOf(change) })],
      effects: [draft, ...(noticed.channels.pagerduty ? [shown] : [])],
      reissue: [],
      wakeAt: later(now, DRAFT_WITHIN_MS),
    },
  };
}

function entryOf(change: AccessChange): Json {
  const { id, at, kind } = change;
  switch (change.kind) {
    case 'secrets':
      return { id, at, kind, secrets: change.secrets.map((secret) => ({ ...secret })) };
    case 'credentials':
      return { id, at, kind, names: change.names };
    case 'permissions': {
      const permissions = change.permissions.map((permission) => ({ ...permission }));
      return { id, at, kind, installation: change.installationId, by: change.by, permissions };
    }
  }
}
