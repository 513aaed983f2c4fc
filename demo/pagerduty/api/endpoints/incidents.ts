import { z } from 'zod';
import { acknowledge, addNote, escalate, reassign, resolve } from '../../acts/incidents.ts';
import { alertJson, incidentJson, noteJson } from '../../json/incident.ts';
import type { Incident } from '../../model/incident.ts';
import type { User } from '../../model/people.ts';
import { expectBody } from '../body.ts';
import { PAGING, paged } from '../paging.ts';
import { notFound, Refusal, wrongArguments } from '../refusal.ts';
import { type Call, listIn, type Reply, type Route, requester } from '../route.ts';

const DAY_MS = 86_400_000;

/** Without dates, incidents of the last month are listed. */
const DEFAULT_RANGE_MS = 30 * DAY_MS;

const change = z.strictObject({
  incident: z.strictObject({
    type: z.enum(['incident', 'incident_reference']),
    status: z.enum(['acknowledged', 'resolved']).optional(),
    title: z.string().min(1).optional(),
    urgency: z.enum(['high', 'low']).optional(),
    resolution: z.string().optional(),
    escalation_level: z.number().int().optional(),
    assignments: z
      .array(z.strictObject({ assignee: z.object({ id: z.string(), type: z.string() }) }))
      .optional(),
  }),
});

const newNote = z.strictObject({ note: z.strictObject({ content: z.string().min(1).max(25_000) }) });

export const incidentRoutes: readonly Route[] = [
  {
    spec: 'GET /incidents',
    query: [
      ...PAGING,
      'incident_key',
      'service_ids[]',
      'statuses[]',
      'urgencies[]',
      'date_range',
      'since',
      'until',
      'sort_by',
      'include[]',
    ],
    answer: (call) => {
      const show = (row: Incident) => incidentJson(call.world, row);
      return paged(call, 'incidents', {
        rows: sorted(call, call.world.incidents.filter(wanted(call))),
        show,
      });
    },
  },
  { spec: 'GET /incidents/{id}', query: ['include[]'], answer: (call) => shown(call, incidentOf(call)) },
  { spec: 'PUT /incidents/{id}', answer: update },
  {
    spec: 'GET /incidents/{id}/alerts',
    query: [...PAGING, 'alert_key', 'statuses[]', 'sort_by', 'include[]'],
    answer: (call) => {
      const key = call.request.query.get('alert_key');
      const statuses = listIn(call, 'statuses[]');
      const rows = incidentOf(call).alerts.filter(
        (one) => (key === null || one.key === key) && (statuses?.includes(one.status) ?? true),
      );
      return paged(call, 'alerts', { rows, show: (row) => alertJson(call.world, row) });
    },
  },
  {
    spec: 'GET /incidents/{id}/notes',
    answer: (call) => {
      const notes = incidentOf(call).notes.toReversed();
      return { status: 200, body: { notes: notes.map((note) => noteJson(call.world, note)) } };
    },
  },
  {
    spec: 'POST /incidents/{id}/notes',
    answer: (call) => {
      const user = requester(call);
      const { content } = expectBody(newNote, call.body).note;
      const made = addNote(call.world, incidentOf(call), { user, content });
      return { status: 200, body: { note: noteJson(call.world, made) } };
    },
  },
];

function wanted(call: Call): (incident: Incident) => boolean {
  const { query } = call.request;
  const [services, statuses, urgencies] = ['service_ids[]', 'statuses[]', 'urgencies[]'].map((name) =>
    listIn(call, name),
  );
  const key = query.get('incident_key');
  const [since, until] = rangeOf(call);
  return ({ service, status, urgency, alerts, createdAt }) =>
    (services?.includes(service.id) ?? true) &&
    (statuses?.includes(status) ?? true) &&
    (urgencies?.includes(urgency) ?? true) &&
    (key === null || alerts.some((alert) => alert.key === key)) &&
    createdAt >= since &&
    createdAt <= until;
}

function rangeOf({ world, request: { query } }: Call): readonly [number, number] {
  if (query.get('date_range') === 'all') return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const now = world.clock.now();
  const at = (name: string, otherwise: number): number => {
    const text = query.get(name);
    const time = text === null ? otherwise : Date.parse(text);
    if (Number.isNaN(time)) {
      throw new Refusal(400, 2004, "Invalid time values in 'since' and/or 'until' parameters");
    }
    return time;
  };
  return [at('since', now - DEFAULT_RANGE_MS), at('until', now)];
}

function sorted(call: Call, incidents: readonly Incident[]): readonly Incident[] {
  const by = call.request.query.get('sort_by') ?? 'incident_number';
  if (/^(created_at|incident_number)(:asc)?$/.test(by)) return incidents;
  if (/^(created_at|incident_number):desc$/.test(by)) return incidents.toReversed();
  throw wrongArguments(`The stand-in cannot sort by ${by}`);
}

function update(call: Call): Reply {
  const by = requester(call);
  const incident = incidentOf(call);
  const { world } = call;
  const asked = expectBody(change, call.body).incident;
  if (incident.status === 'resolved') throw new Refusal(400, 1001, 'Incident Already Resolved');
  if (asked.title !== undefined) incident.title = asked.title;
  if (asked.urgency !== undefined) incident.urgency = asked.urgency;
  if (asked.assignments !== undefined) {
    const to = asked.assignments.map(({ assignee }) => userOf(call, assignee.id));
    reassign(world, incident, { to, by });
  }
  if (
    asked.escalation_level !== undefined &&
    !escalate(world, incident, { level: asked.escalation_level, by })
  ) {
    throw new Refusal(400, 1006, 'Cannot Escalate');
  }
  if (asked.status === 'acknowledged') acknowledge(world, incident, by);
  if (asked.status === 'resolved') resolve(world, incident, by);
  return shown(call, incident);
}

function shown({ world }: Call, incident: Incident): Reply {
  return { status: 200, body: { incident: incidentJson(world, incident) } };
}

function incidentOf({ world, params }: Call): Incident {
  const found = world.incidents.find(({ id }) => id === params.id);
  if (found === undefined) throw notFound();
  return found;
}

function userOf({ world }: Call, id: string): User {
  const found = world.users.find((user) => user.id === id);
  if (found === undefined) throw new Refusal(400, 1007, 'Assigned To User Not Found');
  return found;
}
