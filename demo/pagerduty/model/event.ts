export type Severity = 'critical' | 'error' | 'warning' | 'info';

export interface Link {
  readonly href: string;
  readonly text: string | null;
}

/** What a trigger says. */
export interface TriggerPayload {
  readonly summary: string;
  readonly source: string;
  readonly severity: Severity;
  /** As it was sent. */
  readonly timestamp: string | null;
  readonly component: string | null;
  readonly group: string | null;
  readonly class: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly links: readonly Link[];
  readonly client: string | null;
  readonly clientUrl: string | null;
}

/** An event that was accepted and came to nothing, with the reason that PagerDuty does not tell. */
export interface DroppedEvent {
  readonly action: 'trigger' | 'acknowledge' | 'resolve';
  readonly dedupKey: string;
  readonly why: string;
  /** Epoch ms. */
  readonly at: number;
}
