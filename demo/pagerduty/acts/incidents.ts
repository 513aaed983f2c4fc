import type { TriggerPayload } from '../model/event.ts';
import type { Actor, Alert, Incident, Note } from '../model/incident.ts';
import type { User } from '../model/people.ts';
import { type Integration, type Service, urgencyFor } from '../model/service.ts';
import type { World } from '../model/world.ts';
import { callLevel, climb, startEscalation } from './escalation.ts';
import { tell } from './tell.ts';

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
    priority: null,
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
  tell(world, { type: 'incident.triggered', incident, by: integration, at: now });
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
  const at = world.clock.now();
  incident.log.push({ kind: 'acknowledge', at, by });
  tell(world, { type: 'incident.acknowledged', incident, by, at });
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
  tell(world, { type: 'incident.resolved', incident, by, at: now });
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
  tell(world, { type: 'incident.escalated', incident, by, at });
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
  const at = world.clock.now();
  incident.log.push({ kind: 'assign', at, by, to });
  tell(world, { type: 'incident.reassigned', incident, by, at });
}

export function addNote(
  world: World,
  incident: Incident,
  { user, content }: Pick<Note, 'user' | 'content'>,
): Note {
  const note: Note = { id: world.ids.short(), user, content, createdAt: world.clock.now() };
  incident.notes.push(note);
  incident.log.push({ kind: 'annotate', at: note.createdAt, by: user, note });
  tell(world, { type: 'incident.annotated', incident, by: user, at: note.createdAt, note });
  return note;
}

export function setPriority(
  world: World,
  incident: Incident,
  { priority, by }: { readonly priority: string; readonly by: Actor },
): void {
  incident.priority = priority;
  tell(world, { type: 'incident.priority_updated', incident, by, at: world.clock.now() });
}

/** Opened by a person on PagerDuty's pages: there is no alert, so no key. */
export function openByHand(
  world: World,
  service: Service,
  { title, urgency = 'high' }: { readonly title: string; readonly urgency?: Incident['urgency'] },
): Incident {
  const now = world.clock.now();
  const incident: Incident = {
    id: world.ids.long(),
    number: world.ids.number('incident'),
    title,
    service,
    status: 'triggered',
    urgency,
    priority: null,
    alerts: [],
    assignees: [],
    acknowledgers: [],
    rung: null,
    log: [],
    notes: [],
    createdAt: now,
    resolvedAt: null,
  };
  startEscalation(world, incident);
  world.incidents.push(incident);
  tell(world, { type: 'incident.triggered', incident, by: null, at: now });
  return incident;
}
