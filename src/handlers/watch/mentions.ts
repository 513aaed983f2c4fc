import type { Approver } from '../../alerts/episode.ts';
import type { RepositoryConfig } from '../../config/repository.ts';
import type { EpisodeNote } from '../../effect/episode.ts';
import type { Mention } from '../../effect/messages.ts';

/** Whom a note calls: ids of Slack's from the configuration alone, so that no name of a run or an account can. */
export function mentionsOf(note: EpisodeNote, { slack, escalation }: RepositoryConfig): readonly Mention[] {
  const sre = whom(slack.sre);
  switch (note.says) {
    case 'paged':
    case 'called_again':
    case 'status_late':
      return sre;
    case 'told_at_once':
      return [...whom(escalation.product), ...whom(escalation.security), ...sre];
    case 'insights':
      return [...whom(escalation.people_ops), ...sre];
    case 'ladder':
      return note.step === 'sre' ? sre : whom(escalation.platform_pm);
    case 'approval_asked':
      return note.handoff.waitsFor.flatMap((approver) => nameOf(approver, slack.people));
    case 'opened':
    case 'confirmed':
    case 'recovering':
    case 'resolved':
    case 'flapping':
    case 'no_data':
    case 'reopened':
    case 'rerun':
    case 'lead_time_note':
    case 'status':
    case 'acknowledged':
    case 'ack_refused':
      return [];
  }
}

const BROADCAST: ReadonlySet<EpisodeNote['says']> = new Set([
  'paged',
  'called_again',
  'told_at_once',
  'resolved',
  'ladder',
]);

/** Where people look who follow no thread: what calls somebody, and that it is over. */
export function isBroadcast({ says }: EpisodeNote): boolean {
  return BROADCAST.has(says);
}

function whom(id: string | undefined): readonly Mention[] {
  return id === undefined ? [] : [{ kind: id.startsWith('S') ? 'group' : 'user', id }];
}

/** A team, and who is not in the configuration, is named as text in the note itself. */
function nameOf({ kind, id }: Approver, people: RepositoryConfig['slack']['people']): readonly Mention[] {
  const found = kind === 'user' ? people.find(({ github }) => github === id) : undefined;
  return whom(found?.slack);
}
