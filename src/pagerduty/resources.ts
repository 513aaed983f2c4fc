import { z } from 'zod';
import { Secret } from '../secrets.ts';

/** Who or what is meant: `type` is `user_reference`, `schedule_reference` and so on, `summary` the name. */
const reference = z
  .object({ id: z.string(), type: z.string(), summary: z.string().nullish() })
  .transform(({ id, type, summary }) => ({ id, kind: type.replace(/_reference$/, ''), name: summary ?? id }));
export type Reference = Readonly<z.output<typeof reference>>;

const constantUrgency = z.object({
  type: z.literal('constant'),
  urgency: z.enum(['high', 'low', 'severity_based']),
});

/** How urgent the incidents of a service are; `severity_based`: critical and error are high, the rest low. */
const urgencyRule = z.union([
  constantUrgency.transform(({ urgency }) => ({ kind: 'always' as const, urgency })),
  z
    .object({
      type: z.literal('use_support_hours'),
      during_support_hours: constantUrgency,
      outside_support_hours: constantUrgency,
    })
    .transform((rule) => ({
      kind: 'by-support-hours' as const,
      during: rule.during_support_hours.urgency,
      outside: rule.outside_support_hours.urgency,
    })),
]);
export type UrgencyRule = Readonly<z.output<typeof urgencyRule>>;

/** A way for events into a service; `key` is its routing key, `null` where there is none or it is not shown. */
const integration = z
  .object({
    id: z.string(),
    type: z.string(),
    name: z.string().nullish(),
    summary: z.string().nullish(),
    integration_key: z.string().nullish(),
  })
  .transform(({ id, type, name, summary, integration_key: key }) => ({
    id,
    type,
    name: name ?? summary ?? id,
    key: key === undefined || key === null || key === '' ? null : new Secret(key),
  }));
export type Integration = Readonly<z.output<typeof integration>>;

export const service = z
  .object({
    id: z.string(),
    name: z.string(),
    status: z.enum(['active', 'warning', 'critical', 'maintenance', 'disabled']),
    html_url: z.string().nullish(),
    incident_urgency_rule: urgencyRule,
    escalation_policy: reference,
    integrations: z.array(integration),
  })
  .transform((one) => ({
    id: one.id,
    name: one.name,
    status: one.status,
    url: one.html_url ?? null,
    urgency: one.incident_urgency_rule,
    escalationPolicy: one.escalation_policy,
    integrations: one.integrations,
  }));
/** A service calls nobody while its status is `maintenance` or `disabled`. */
export type Service = Readonly<z.output<typeof service>>;

export const escalationPolicy = z
  .object({
    id: z.string(),
    name: z.string(),
    html_url: z.string().nullish(),
    num_loops: z.number().int(),
    escalation_rules: z.array(
      z.object({ escalation_delay_in_minutes: z.number(), targets: z.array(reference) }),
    ),
  })
  .transform((one) => ({
    id: one.id,
    name: one.name,
    url: one.html_url ?? null,
    /** How often it starts again from the first level after the last. */
    loops: one.num_loops,
    /** In order; the first is level 1. Each waits so many minutes before the next is called. */
    levels: one.escalation_rules.map(({ escalation_delay_in_minutes, targets }) => ({
      delayMinutes: escalation_delay_in_minutes,
      targets,
    })),
  }));
export type EscalationPolicy = Readonly<z.output<typeof escalationPolicy>>;

export const onCall = z
  .object({
    escalation_level: z.number().int(),
    user: reference,
    schedule: reference.nullish(),
    start: z.string().nullish(),
    end: z.string().nullish(),
  })
  .transform((one) => ({
    /** 1 is called first. */
    level: one.escalation_level,
    user: one.user,
    /** `null` for a person who is named by the policy itself. */
    schedule: one.schedule ?? null,
    /** ISO 8601; `null` for no end. */
    until: one.end ?? null,
  }));
/** One person who would be called now, and at which level. */
export type OnCall = Readonly<z.output<typeof onCall>>;

const instant = z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'is no time');

export const incident = z
  .object({
    id: z.string(),
    incident_number: z.number().int(),
    title: z.string(),
    status: z.enum(['triggered', 'acknowledged', 'resolved']),
    urgency: z.enum(['high', 'low']),
    created_at: instant,
    updated_at: instant.nullish(),
    last_status_change_at: instant.nullish(),
    last_status_change_by: reference.nullish(),
    html_url: z.string(),
    service: reference,
    assignments: z.array(z.object({ assignee: reference })),
    acknowledgements: z.array(z.object({ at: instant, acknowledger: reference })).nullish(),
  })
  .transform((one) => ({
    id: one.id,
    number: one.incident_number,
    title: one.title,
    status: one.status,
    urgency: one.urgency,
    /** ISO 8601. */
    createdAt: one.created_at,
    /** ISO 8601: by PagerDuty's own clock. */
    changedAt: one.updated_at ?? one.last_status_change_at ?? one.created_at,
    url: one.html_url,
    service: one.service,
    assignees: one.assignments.map(({ assignee }) => assignee),
    /** The last one is who did it last; a service too may. `at` in ISO 8601. */
    acknowledgements: (one.acknowledgements ?? []).map(({ at, acknowledger }) => ({ at, by: acknowledger })),
    /** Who brought it into its status: a person, a service or an integration; `null` where PagerDuty does not tell. */
    statusBy:
      one.last_status_change_by == null
        ? null
        : { by: one.last_status_change_by, at: one.last_status_change_at ?? one.created_at },
  }));
export type Incident = Readonly<z.output<typeof incident>>;
export type IncidentStatus = Incident['status'];

/** With the address that a write in their name carries. */
export const user = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().regex(/^[\x21-\x7e]+@[\x21-\x7e]+$/),
});
export type User = Readonly<z.output<typeof user>>;

/** `alert_key` is the dedup key. */
export const alert = z
  .object({ id: z.string(), alert_key: z.string().nullish(), severity: z.string().nullish() })
  .transform(({ id, alert_key: key, severity }) => ({ id, key: key ?? null, severity: severity ?? null }));
export type Alert = Readonly<z.output<typeof alert>>;

/** To whom PagerDuty tells what happens to incidents (webhooks v3). */
export const subscription = z
  .object({
    id: z.string(),
    active: z.boolean(),
    events: z.array(z.string()),
    filter: z.object({ type: z.string(), id: z.string().nullish() }),
    delivery_method: z.object({ url: z.string().nullish(), temporarily_disabled: z.boolean().nullish() }),
  })
  .transform((one) => ({
    id: one.id,
    active: one.active,
    events: one.events,
    /** `service`, `team` or `account`; `id` is `null` for the account. */
    filter: { kind: one.filter.type.replace(/_reference$/, ''), id: one.filter.id ?? null },
    url: one.delivery_method.url ?? null,
    /** After deliveries that failed again and again, for a day. */
    isPaused: one.delivery_method.temporarily_disabled ?? false,
  }));
export type Subscription = Readonly<z.output<typeof subscription>>;

export const note = z
  .object({ id: z.string(), content: z.string(), created_at: z.string(), user: reference })
  .transform((one) => ({
    id: one.id,
    content: one.content,
    /** ISO 8601. */
    createdAt: one.created_at,
    user: one.user,
  }));
export type Note = Readonly<z.output<typeof note>>;

/** Whether a less severe event calls people less urgently: else the severity that is sent changes nothing. */
export function followsSeverity(rule: UrgencyRule): boolean {
  switch (rule.kind) {
    case 'always':
      return rule.urgency === 'severity_based';
    case 'by-support-hours':
      return rule.during === 'severity_based' && rule.outside === 'severity_based';
  }
}

/** The integration of the service that events with this routing key go to; `null` where they go elsewhere. */
export function integrationFor({ integrations }: Service, routingKey: Secret): Integration | null {
  return integrations.find(({ key }) => key?.expose() === routingKey.expose()) ?? null;
}
