import type { TriggerPayload } from '../model/event.ts';
import type { Actor, Alert, Incident, Note } from '../model/incident.ts';
import type { User } from '../model/people.ts';
import { type Integration, urgencyFor } from '../model/service.ts';
import type { World } from '../model/world.ts';
import { callLevel, climb, startEscalation } from './escalation.ts';

/** A new incident with its first alert. `null` where nobody is on call at any level: PagerDuty opens none then. */
export function openIncident(
  world: World,
  integration: Integration,
  { key, payload }: Pick<Alert, 'key' | 'payload'>,
): Incident | null {
  const now = world.clock.now();
  const { service } = integration;
  const incident: Incident = {
    id: world.ids.long(),
    number: world.ids.number('incident'),
    title: payload.summary,
    service,
    status: 'triggered',
    urgency: urgencyFor(service, payload.severity),
    alerts: [],
    assignees: [],
    acknowledgers: [],
    rung: null,
    log: [{ kind: 'trigger', at: now, by: integration, payload }],
    notes: [],
    createdAt: now,
    resolvedAt: null,
  };
  if (!startEscalation(world, incident)) return null;
  incident.alerts.push({
    id: world.ids.long(),
    key,
    integration,
    incident,
    status: 'triggered',
    payload,
    createdAt: now,
  });
  world.incidents.push(incident);
  return incident;
}

/** One more trigger for an open alert: written down, and nobody is called for it. */
export function addTrigger(world: World, alert: Alert, payload: TriggerPayload): void {
  alert.payload = payload;
  alert.incident.log.push({ kind: 'trigger', at: world.clock.now(), by: alert.integration, payload });
}

/** Stops the climb: somebody works on it. */
export function acknowledge(world: World, incident: Incident, by: Actor): void {
  climb(world);
  if (incident.status === 'resolved') return;
  incident.status = 'acknowledged';
  incident.rung = null;
  if (by !== null && 'kind' in by) incident.acknowledgers = [...new Set([...incident.acknowledgers, by])];
  incident.log.push({ kind: 'acknowledge', at: world.clock.now(), by });
}

export function resolve(world: World, incident: Incident, by: Actor): void {
  climb(world);
  if (incident.status === 'resolved') return;
  const now = world.clock.now();
  incident.status = 'resolved';
  incident.resolvedAt = now;
  incident.rung = null;
  incident.assignees = [];
  for (const alert of incident.alerts) alert.status = 'resolved';
  incident.log.push({ kind: 'resolve', at: now, by });
}

/** @returns whether the policy has such a level */
export function escalate(
  world: World,
  incident: Incident,
  { level, by }: { level: number; by: Actor },
): boolean {
  climb(world);
  if (level < 1 || level > incident.service.policy.rules.length) return false;
  const at = world.clock.now();
  incident.status = 'triggered';
  incident.log.push({ kind: 'escalate', at, by, level });
  callLevel(world, incident, { level, loop: incident.rung?.loop ?? 0, at });
  return true;
}

/** Assigned to people by name, an incident climbs the ladder no more. */
export function reassign(
  world: World,
  incident: Incident,
  { to, by }: { readonly to: readonly User[]; readonly by: Actor },
): void {
  climb(world);
  incident.assignees = to;
  incident.rung = null;
  incident.log.push({ kind: 'assign', at: world.clock.now(), by, to });
}

export function addNote(
  world: World,
  incident: Incident,
  { user, content }: Pick<Note, 'user' | 'content'>,
): Note {
  const note: Note = { id: world.ids.short(), user, content, createdAt: world.clock.now() };
  incident.notes.push(note);
  incident.log.push({ kind: 'annotate', at: note.createdAt, by: user, note });
  return note;
}
