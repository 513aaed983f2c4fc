import type { Incident, IncidentPerson } from '../alerts/incident.ts';
import { cutLine } from '../pagerduty/bounded.ts';
import { subjectOf } from '../pagerduty/dedup-key.ts';
import type { Read } from '../pagerduty/failure.ts';
import type { Alert, Incident as Found, Reference } from '../pagerduty/resources.ts';
import type { PagerDutyRest } from '../pagerduty/rest.ts';

/** Whoever opens an incident, a machine of theirs too, names it: one line is kept. */
export const MAX_TITLE = 1_000;

/** PagerDuty as it is set up now, as far as incidents are concerned. */
export interface PagerDutyNow {
  /** Name of the service whose incidents are followed. */
  readonly service: string;
  /** `null` where there is no token to ask with. */
  readonly rest: PagerDutyRest | null;
  /** A note can be written: there is a token, and somebody in whose name it writes. */
  readonly canNote: boolean;
}

/** An incident as PagerDuty shows it at this moment. */
export interface IncidentReading {
  readonly incident: Omit<Incident, 'escalations'>;
  /** An alert of critical severity: the bot's severe episode, or what others call so. */
  readonly isCritical: boolean;
}

/** Reads it afresh: what an event told may be two days old. */
export async function readIncidentNow(rest: PagerDutyRest, id: string): Promise<Read<IncidentReading>> {
  const [incident, alerts] = await Promise.all([rest.incident(id), rest.alerts(id)]);
  if (incident.kind !== 'read') return incident;
  if (alerts.kind !== 'read') return alerts;
  return {
    kind: 'read',
    value: {
      incident: incidentOf(incident.value, alerts.value),
      isCritical: alerts.value.some(({ severity }) => severity === 'critical'),
    },
  };
}

/** In our own words; PagerDuty's answer does not tell how often it was escalated. */
export function incidentOf(found: Found, alerts: readonly Alert[]): IncidentReading['incident'] {
  const { id, number, title, url, status, urgency, service, createdAt, changedAt } = found;
  return {
    id,
    number,
    title: cutLine(title, MAX_TITLE),
    url,
    status,
    urgency,
    serviceId: service.id,
    createdAt: new Date(createdAt).toISOString(),
    changedAt: new Date(changedAt).toISOString(),
    assignees: found.assignees.map(({ name }) => name),
    acknowledgedBy: status === 'acknowledged' ? (found.acknowledgements.at(-1)?.by.name ?? null) : null,
    statusBy: statusByOf(found),
    alertKeys: alerts.flatMap(({ key }) => (key === null ? [] : [key])),
  };
}

/** Events resolve and acknowledge as the service, so that no event is taken for a person. */
function statusByOf({ status, acknowledgements, statusBy }: Found): Incident['statusBy'] {
  switch (status) {
    case 'triggered':
      return null;
    case 'acknowledged':
      return personIn(acknowledgements.at(-1) ?? statusBy);
    case 'resolved':
      return personIn(statusBy);
  }
}

function personIn(done: { readonly by: Reference; readonly at: string } | null): IncidentPerson | null {
  if (done === null || done.by.kind !== 'user') return null;
  const { id, name } = done.by;
  return { id, name: name.slice(0, 200), at: new Date(done.at).toISOString() };
}

/** What the bot itself called for, by the newest of its own dedup keys; `null` where others opened the incident. */
export function matterOf(
  { alertKeys }: Pick<Incident, 'alertKeys'>,
  host: string,
): { readonly repositoryId: number; readonly matter: string; readonly scope: string } | null {
  return alertKeys.map((key) => subjectOf(key, host)).findLast((subject) => subject !== null) ?? null;
}
