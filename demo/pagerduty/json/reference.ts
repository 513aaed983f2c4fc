import type { Incident } from '../model/incident.ts';
import type { EscalationPolicy, Schedule, User } from '../model/people.ts';
import type { Integration, Service } from '../model/service.ts';
import type { World } from '../model/world.ts';

/** A thing as others name it: `type` ends in `_reference`, `summary` is its name. */
export interface ReferenceJson {
  readonly id: string;
  readonly type: string;
  readonly summary: string;
  readonly self: string;
  readonly html_url: string;
}

function reference(
  { urls }: World,
  { id, type, summary, path }: { id: string; type: string; summary: string; path: string },
): ReferenceJson {
  return { id, type, summary, self: `${urls.api}${path}`, html_url: `${urls.html}${path}` };
}

export function userReference(world: World, { id, name }: User): ReferenceJson {
  return reference(world, { id, type: 'user_reference', summary: name, path: `/users/${id}` });
}

export function scheduleReference(world: World, { id, name }: Schedule): ReferenceJson {
  return reference(world, { id, type: 'schedule_reference', summary: name, path: `/schedules/${id}` });
}

export function policyReference(world: World, { id, name }: EscalationPolicy): ReferenceJson {
  const path = `/escalation_policies/${id}`;
  return reference(world, { id, type: 'escalation_policy_reference', summary: name, path });
}

export function serviceReference(world: World, { id, name }: Service): ReferenceJson {
  return reference(world, { id, type: 'service_reference', summary: name, path: `/services/${id}` });
}

export function integrationReference(world: World, { id, name, service }: Integration): ReferenceJson {
  const path = `/services/${service.id}/integrations/${id}`;
  return reference(world, { id, type: 'events_api_v2_inbound_integration_reference', summary: name, path });
}

export function incidentReference(world: World, { id, number, title }: Incident): ReferenceJson {
  const summary = `[#${number}] ${title}`;
  return reference(world, { id, type: 'incident_reference', summary, path: `/incidents/${id}` });
}

/** The thing itself: its reference under its own type. */
export function whole(ref: ReferenceJson): ReferenceJson {
  return { ...ref, type: ref.type.replace(/_reference$/, '') };
}
