import type { Incident } from '../../alerts/incident.ts';
import type { CallSubject } from '../../effect/call.ts';
import type { IncidentMatter } from '../../effect/incident-effects.ts';
import { matterOf } from '../../gather/incident.ts';
import type { IncidentPlace } from '../../store/store.ts';

/** Which repositories an incident is about. */
export interface Bearing {
  /** The one that its alerts name; `null` where they name none that is governed. */
  readonly certain: IncidentPlace | null;
  /** That one, else all. */
  readonly places: readonly IncidentPlace[];
  /** What the bot called for; `null` where others opened the incident. */
  readonly matter: IncidentMatter | null;
  /** The same, as the call names it. */
  readonly call: CallSubject | null;
  /** The bot's own severe episode. */
  readonly isSevere: boolean;
}

/** @param at the GitHub on which the repositories are */
export function bearingOf(
  incident: Incident,
  places: readonly IncidentPlace[],
  at: { readonly host: string; readonly webUrl: string },
): Bearing {
  const subject = matterOf(incident, at.host);
  const certain = places.find(({ repository }) => repository.repositoryId === subject?.repositoryId) ?? null;
  if (subject === null || certain === null) {
    return { certain: null, places, matter: null, call: null, isSevere: false };
  }
  const { matter, scope } = subject;
  const isPull = matter === 'handoff' && /^\d{1,10}$/.test(scope);
  return {
    certain,
    places: [certain],
    matter: {
      place: nameOf(certain),
      matter,
      pull: isPull ? { number: Number(scope), url: `${urlOf(certain, at.webUrl)}/pull/${scope}` } : null,
    },
    call: { repositoryId: subject.repositoryId, matter, scope },
    // Whatever sends alerts to the service chooses their keys: that alone makes nothing severe.
    isSevere: matter === 'severe' && certain.episodes.includes('severe'),
  };
}

export function nameOf({ repository: { owner, repo } }: Pick<IncidentPlace, 'repository'>): string {
  return `${owner}/${repo}`;
}

export function urlOf(place: Pick<IncidentPlace, 'repository'>, webUrl: string): string {
  return `${webUrl}/${nameOf(place)}`;
}
