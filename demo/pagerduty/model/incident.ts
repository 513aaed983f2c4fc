import type { TriggerPayload } from './event.ts';
import type { Schedule, User } from './people.ts';
import type { Integration, Service, Urgency } from './service.ts';

export interface Alert {
  readonly id: string;
  /** The dedup key. */
  readonly key: string;
  readonly integration: Integration;
  readonly incident: Incident;
  status: 'triggered' | 'resolved';
  /** What the last trigger said; PagerDuty shows no older one. */
  payload: TriggerPayload;
  /** Epoch ms. */
  readonly createdAt: number;
}

export type Actor = User | Integration | null;

export type LogEntry = {
  /** Epoch ms. */
  readonly at: number;
  /** Who did it; `null` for PagerDuty itself. */
  readonly by: Actor;
} & (
  | { readonly kind: 'trigger'; readonly payload: TriggerPayload }
  | { readonly kind: 'acknowledge' | 'resolve' }
  | { readonly kind: 'escalate'; readonly level: number }
  | { readonly kind: 'assign'; readonly to: readonly User[] }
  | { readonly kind: 'notify'; readonly notification: Notification }
  | { readonly kind: 'annotate'; readonly note: Note }
);

export interface Note {
  readonly id: string;
  readonly user: User;
  readonly content: string;
  /** Epoch ms. */
  readonly createdAt: number;
}

/** Somebody was called. */
export interface Notification {
  readonly incident: Incident;
  readonly user: User;
  readonly schedule: Schedule | null;
  readonly level: number;
  readonly urgency: Urgency;
  /** Epoch ms. */
  readonly at: number;
}

export interface Incident {
  readonly id: string;
  readonly number: number;
  title: string;
  readonly service: Service;
  status: 'triggered' | 'acknowledged' | 'resolved';
  urgency: Urgency;
  /** Such as `P1`. */
  priority: string | null;
  readonly alerts: Alert[];
  assignees: readonly User[];
  acknowledgers: readonly User[];
  /** Where it stands on the ladder, and since when (epoch ms); `null` once it climbs no further. */
  rung: { readonly level: number; readonly loop: number; readonly since: number } | null;
  readonly log: LogEntry[];
  readonly notes: Note[];
  /** Epoch ms. */
  readonly createdAt: number;
  resolvedAt: number | null;
}
