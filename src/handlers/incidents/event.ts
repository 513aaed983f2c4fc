import { z } from 'zod';
import type { Incident } from '../../alerts/incident.ts';
import { MAX_TITLE } from '../../gather/incident.ts';
import { cutLine } from '../../pagerduty/bounded.ts';
import { type Event, read } from '../handler.ts';
import type { IncidentDeps } from './see-to.ts';

const named = z.object({ id: z.string().max(50), summary: z.string().max(1_000).nullish() });
const instant = z.string().refine((text) => !Number.isNaN(Date.parse(text)));

/** As webhooks v3 have it ("Event Data Types", `incident`). */
const payload = z.object({
  event: z.object({
    id: z.string().min(1).max(200),
    event_type: z.string(),
    occurred_at: instant,
    agent: named.extend({ type: z.string() }).nullish(),
    data: z.object({
      id: z.string().regex(/^\w{1,50}$/),
      number: z.int(),
      title: z.string(),
      html_url: z.string().max(1_000),
      status: z.enum(['triggered', 'acknowledged', 'resolved']),
      urgency: z.enum(['high', 'low']),
      created_at: instant,
      incident_key: z.string().max(255).nullish(),
      service: named,
      assignees: z.array(named).nullish(),
    }),
  }),
});

type Told = z.output<typeof payload>['event'];

/**
 * Something happened to an incident. What the event says counts only where PagerDuty itself cannot be asked: it may
 * come two days late, and in any order.
 */
export async function pagerDutyIncident(event: Event, deps: IncidentDeps): Promise<void> {
  const { event: told } = read(payload, event);
  const { service, id } = told.data;
  const pagerduty = deps.pagerdutyNow();
  if (pagerduty === null || service.summary !== pagerduty.service) {
    deps.log.info({ incident: id, service: service.id }, 'the incident is of another service');
    return;
  }
  await deps.store.incidents.hear({
    incident: incidentIn(told),
    event: { id: told.id, escalated: told.event_type === 'incident.escalated' },
  });
}

function incidentIn({ event_type: type, occurred_at: occurredAt, agent, data }: Told): Incident {
  const person = agent?.type === 'user_reference' || agent?.type === 'user' ? agent : null;
  const at = new Date(occurredAt).toISOString();
  const changes = type === 'incident.acknowledged' || type === 'incident.resolved';
  return {
    id: data.id,
    number: data.number,
    title: cutLine(data.title, MAX_TITLE),
    url: data.html_url,
    status: data.status,
    urgency: data.urgency,
    serviceId: data.service.id,
    createdAt: new Date(data.created_at).toISOString(),
    changedAt: at,
    assignees: (data.assignees ?? []).map((one) => one.summary ?? one.id),
    acknowledgedBy: type === 'incident.acknowledged' ? (person?.summary ?? person?.id ?? null) : null,
    statusBy:
      changes && person !== null
        ? { id: person.id, name: (person.summary ?? person.id).slice(0, 200), at }
        : null,
    escalations: 0,
    alertKeys: data.incident_key === null || data.incident_key === undefined ? [] : [data.incident_key],
  };
}
