import type { Alert, Incident, LogEntry, Note } from '../model/incident.ts';
import type { User } from '../model/people.ts';
import { stamp, type World } from '../model/world.ts';
import {
  incidentReference,
  integrationReference,
  policyReference,
  serviceReference,
  userReference,
  whole,
} from './reference.ts';

const STATUS_CHANGES: ReadonlySet<LogEntry['kind']> = new Set([
  'trigger',
  'acknowledge',
  'escalate',
  'resolve',
]);

export function incidentJson(world: World, incident: Incident): object {
  const last = incident.log.at(-1);
  const open = incident.alerts.filter(({ status }) => status === 'triggered').length;
  return {
    ...whole(incidentReference(world, incident)),
    incident_number: incident.number,
    title: incident.title,
    created_at: stamp(incident.createdAt),
    updated_at: stamp(last?.at ?? incident.createdAt),
    status: incident.status,
    // Incidents with alerts have no key of their own; it is asked for by that of their alerts.
    incident_key: null,
    service: serviceReference(world, incident.service),
    assignments: incident.assignees.map((user) => ({
      at: stamp(last?.at ?? incident.createdAt),
      assignee: userReference(world, user),
    })),
    acknowledgements: (incident.status === 'acknowledged' ? incident.acknowledgers : []).map((user) => ({
      at: stamp(acknowledgedAt(incident, user)),
      acknowledger: userReference(world, user),
    })),
    escalation_policy: policyReference(world, incident.service.policy),
    teams: [],
    urgency: incident.urgency,
    ...lastStatusChange(world, incident),
    alert_counts: { all: incident.alerts.length, triggered: open, resolved: incident.alerts.length - open },
    resolved_at: incident.resolvedAt === null ? null : stamp(incident.resolvedAt),
  };
}

function acknowledgedAt({ log, createdAt }: Incident, user: User): number {
  return log.findLast(({ kind, by }) => kind === 'acknowledge' && by === user)?.at ?? createdAt;
}

/** An event changes the status as the service that it came in by. */
function lastStatusChange(world: World, { log, createdAt, service }: Incident): object {
  const last = log.findLast(({ kind }) => STATUS_CHANGES.has(kind));
  const by = last?.by ?? null;
  return {
    last_status_change_at: stamp(last?.at ?? createdAt),
    last_status_change_by:
      by !== null && 'kind' in by ? userReference(world, by) : serviceReference(world, service),
  };
}

export function alertJson(world: World, alert: Alert): object {
  const { payload, incident } = alert;
  const { links, details } = payload;
  return {
    id: alert.id,
    type: 'alert',
    summary: payload.summary,
    self: `${world.urls.api}/incidents/${incident.id}/alerts/${alert.id}`,
    html_url: `${world.urls.html}/alerts/${alert.id}`,
    created_at: stamp(alert.createdAt),
    status: alert.status,
    alert_key: alert.key,
    severity: payload.severity,
    suppressed: false,
    service: serviceReference(world, incident.service),
    incident: incidentReference(world, incident),
    integration: integrationReference(world, alert.integration),
    body: {
      type: 'alert_body',
      contexts: links.map(({ href, text }) => ({ type: 'link', href, text })),
      details,
      cef_details: {
        severity: payload.severity,
        source_origin: payload.source,
        source_component: payload.component,
        service_group: payload.group,
        event_class: payload.class,
        dedup_key: alert.key,
        client: payload.client,
        client_url: payload.clientUrl,
      },
    },
  };
}

export function noteJson(world: World, { id, content, createdAt, user }: Note): object {
  return {
    id,
    content,
    created_at: stamp(createdAt),
    user: userReference(world, user),
    channel: { summary: 'The PagerDuty website or APIs', type: 'web_channel_reference' },
  };
}
