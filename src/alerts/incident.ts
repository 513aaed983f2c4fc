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
  readonly escalations: number;
  /** Dedup keys of its alerts; ours tell which repository and matter it is about. */
  readonly alertKeys: readonly string[];
}
