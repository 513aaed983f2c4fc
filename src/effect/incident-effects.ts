import type { Rule } from '../alerts/episode.ts';
import type { Incident } from '../alerts/incident.ts';
import type { Locale } from '../policies/locale.ts';
import type { Lane, SlackBase, ThreadBase } from './lane.ts';
import type { RepositoryTarget } from './place.ts';

/** All that people are shown of an incident of PagerDuty's: what is affected, what the bot does, who has it (O3). */
export interface IncidentView {
  readonly incident: Incident;
  /** What its alerts say it is about; `null` where the bot did not call for it. */
  readonly matter: IncidentMatter | null;
  /** Repositories that it bears upon: the one that it is about, else all that are governed. At most as many as are shown. */
  readonly places: readonly {
    readonly name: string;
    readonly url: string;
    /** The stop in force on it, if any: who and why. */
    readonly stop: { readonly by: string | null; readonly reason: string | null } | null;
  }[];
  readonly morePlaces: number;
  /** Rules whose episodes are open there. */
  readonly episodes: readonly { readonly rule: Rule; readonly place: string }[];
  /** Handoffs in flight there. */
  readonly handoffs: readonly { readonly name: string; readonly url: string; readonly state: string }[];
  readonly moreHandoffs: number;
  readonly openPulls: number;
  /** Repositories on which this incident has set a stop. */
  readonly stopped: readonly string[];
}

/** From the dedup key with which the bot called. */
export interface IncidentMatter {
  readonly place: string;
  /** `handoff`, or the rule of an episode. */
  readonly matter: string;
  /** The PR that a handoff is of; `null` for an episode. */
  readonly pull: { readonly number: number; readonly url: string } | null;
}

/** The one message of an incident, edited in place. */
export interface SlackIncidentEffect extends SlackBase {
  readonly kind: 'slack_incident';
  readonly repository: RepositoryTarget | null;
  readonly incidentId: string;
  readonly view: IncidentView;
}

/** What changed of an incident, said in its thread, or in that of what the bot called for. */
export interface SlackIncidentNoteEffect extends ThreadBase {
  readonly kind: 'slack_incident_note';
  readonly repository: RepositoryTarget | null;
  readonly incidentId: string;
  readonly note: IncidentNote;
}

export type IncidentNote =
  /** The status that is owed (O3), where what the bot called for has a message already. */
  | { readonly says: 'status'; readonly view: IncidentView }
  | { readonly says: 'acknowledged'; readonly by: string | null; readonly at: string }
  | { readonly says: 'unacknowledged'; readonly to: readonly string[] }
  | { readonly says: 'escalated' | 'reassigned'; readonly to: readonly string[] }
  | { readonly says: 'reopened'; readonly to: readonly string[] }
  | { readonly says: 'resolved'; readonly at: string; readonly stopped: readonly string[] }
  /** The status was due before Slack took it; `noted`: it was on the incident at PagerDuty by then. */
  | { readonly says: 'status_late'; readonly dueAt: string; readonly noted: boolean };

/** The status, said on the incident itself while Slack does not take it. */
export interface IncidentNoteEffect {
  readonly kind: 'incident_note';
  readonly key: string;
  readonly lane: Lane;
  readonly locale: Locale;
  readonly repository: RepositoryTarget | null;
  readonly incidentId: string;
  readonly view: IncidentView;
}

/** Key of an incident's own message in Slack, and lane of all that is said in its thread. */
export function incidentMessageKey(incidentId: string): string {
  return `incident:${incidentId}`;
}

/** Key of its status where that is a line in the thread of what the bot called for. */
export function incidentStatusKey(incidentId: string): string {
  return `incident:${incidentId}:status`;
}

export function incidentNoteKey(incidentId: string): string {
  return `incident:${incidentId}:at-pagerduty`;
}
