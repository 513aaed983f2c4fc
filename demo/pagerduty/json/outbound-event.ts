import type { Actor, Incident, Note } from '../model/incident.ts';
import { stamp, type World } from '../model/world.ts';
import {
  incidentReference,
  integrationReference,
  policyReference,
  serviceReference,
  userReference,
  whole,
} from './reference.ts';

export interface OutboundEvent {
  /** Such as `incident.acknowledged`. */
  readonly type: string;
  readonly incident: Incident;
  readonly by: Actor;
  /** Epoch ms. */
  readonly at: number;
  /** Of `incident.annotated`. */
  readonly note?: Note;
}

/** The body of a webhook, version 3. @see https://developer.pagerduty.com/docs/webhooks/v3-overview */
export function outboundEventJson(world: World, { type, incident, by, at, note }: OutboundEvent): object {
  return {
    event: {
      id: world.ids.event(),
      event_type: type,
      resource_type: 'incident',
      occurred_at: new Date(at).toISOString(),
      agent: agentJson(world, by),
      client: null,
      data: note === undefined ? incidentData(world, incident) : noteData(world, incident, note),
    },
  };
}

function agentJson(world: World, by: Actor): object | null {
  if (by === null) return null;
  return 'kind' in by ? userReference(world, by) : integrationReference(world, by);
}

/** Other names than those of the REST API: `number`, `assignees`. */
function incidentData(world: World, incident: Incident): object {
  const { id, type, self, html_url } = whole(incidentReference(world, incident));
  return {
    id,
    type,
    self,
    html_url,
    number: incident.number,
    status: incident.status,
    incident_key: incident.alerts[0]?.key ?? null,
    created_at: stamp(incident.createdAt),
    title: incident.title,
    service: serviceReference(world, incident.service),
    assignees: incident.assignees.map((user) => userReference(world, user)),
    escalation_policy: policyReference(world, incident.service.policy),
    teams: [],
    priority: incident.priority === null ? null : { type: 'priority_reference', summary: incident.priority },
    urgency: incident.urgency,
    conference_bridge: null,
    resolve_reason: null,
  };
}

function noteData(world: World, incident: Incident, { id, content }: Note): object {
  return { incident: incidentReference(world, incident), id, content, trimmed: false, type: 'incident_note' };
}
