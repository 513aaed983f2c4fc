import type { Rule } from './episode.ts';

/** An incident of PagerDuty's, as it told of it last. All times are ISO 8601 in UTC. */
export interface Incident {
  /** `Q…` or `P…`. */
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly status: 'triggered' | 'acknowledged' | 'resolved';
  readonly urgency: 'high' | 'low';
  readonly serviceId: string;
  /** The incident's own time: what is owed counts from here, however late it was heard of. */
  readonly createdAt: string;
  /** Times of its newest event. */
  readonly changedAt: string;
  /** Who has it, by name; empty where nobody has. */
  readonly assignees: readonly string[];
  readonly acknowledgedBy: string | null;
  /**
   * The person who acknowledged or resolved it, and when; `null` while it is triggered, where no person did (an event,
   * a time limit), and where that is not known.
   */
  readonly statusBy: IncidentPerson | null;
  readonly escalations: number;
  /** Dedup keys of its alerts; ours tell which repository and matter it is about. */
  readonly alertKeys: readonly string[];
}

/** Somebody at PagerDuty: the name is whatever they call themselves. */
export interface IncidentPerson {
  readonly id: string;
  readonly name: string;
  readonly at: string;
}

/** An incident with the dedup key of a rule; which episode called for it, its times tell. */
export interface RuleCall {
  readonly rule: Rule;
  readonly incident: Incident;
}
