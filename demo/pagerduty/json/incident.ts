import type { Alert, Incident, Note } from '../model/incident.ts';
import { stamp, type World } from '../model/world.ts';
import {
  incidentReference,
  integrationReference,
  policyReference,
  serviceReference,
  userReference,
  whole,
} from './reference.ts';

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
    acknowledgements: incident.acknowledgers.map((user) => ({
      at: stamp(last?.at ?? incident.createdAt),
      acknowledger: userReference(world, user),
    })),
    escalation_policy: policyReference(world, incident.service.policy),
    teams: [],
    urgency: incident.urgency,
    alert_counts: { all: incident.alerts.length, triggered: open, resolved: incident.alerts.length - open },
    resolved_at: incident.resolvedAt === null ? null : stamp(incident.resolvedAt),
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
