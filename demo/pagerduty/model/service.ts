import type { Severity } from './event.ts';
import type { EscalationPolicy, User } from './people.ts';

export type Urgency = 'high' | 'low';
type UrgencyOf = Urgency | 'severity_based';

export type UrgencyRule =
  | { readonly type: 'constant'; readonly urgency: UrgencyOf }
  | {
      readonly type: 'use_support_hours';
      readonly during: UrgencyOf;
      readonly outside: UrgencyOf;
      /** Whether it is within the hours; set, not computed from a calendar. */
      readonly open: boolean;
    };

export interface Integration {
  readonly id: string;
  readonly name: string;
  readonly service: Service;
  /** The routing key. */
  readonly key: string;
}

export interface Service {
  readonly id: string;
  readonly name: string;
  /** Set by people; `critical` and `warning` follow from incidents. */
  state: 'active' | 'maintenance' | 'disabled';
  urgencyRule: UrgencyRule;
  policy: EscalationPolicy;
  readonly integrations: Integration[];
  /** Epoch ms. */
  readonly createdAt: number;
}

/** A key of the REST API; a user's own acts as that user. */
export interface ApiToken {
  readonly token: string;
  readonly readOnly: boolean;
  readonly user: User | null;
}

/** A subscription to webhooks. */
export interface Subscription {
  readonly id: string;
  url: string;
  secret: string;
  /** Signs as well while the secret is rotated. */
  oldSecret: string | null;
  readonly description: string | null;
  readonly events: readonly string[];
  readonly filter: { readonly type: string; readonly id: string | null };
  active: boolean;
  /** Epoch ms: switched off until then, after deliveries that were dropped. */
  pausedUntil: number | null;
}

/** How urgent an incident of the service is that begins with an alert of this severity. */
export function urgencyFor({ urgencyRule: rule }: Service, severity: Severity): Urgency {
  const urgency = rule.type === 'constant' ? rule.urgency : rule.open ? rule.during : rule.outside;
  if (urgency !== 'severity_based') return urgency;
  return severity === 'critical' || severity === 'error' ? 'high' : 'low';
}
