import type { Incident } from '../model/incident.ts';
import { onCallAt } from '../model/people.ts';
import type { World } from '../model/world.ts';
import { tell } from './tell.ts';

const MINUTE_MS = 60_000;

interface Rung {
  readonly level: number;
  readonly loop: number;
}

/** The next rung with somebody on it; `null` where the ladder ends. Empty levels are passed over at once. */
function nextRung({ service: { policy } }: Incident, from: Rung): Rung | null {
  const rounds = Array.from({ length: policy.numLoops + 1 }, (_, loop) =>
    policy.rules.flatMap((rule, i) => (onCallAt(rule).length === 0 ? [] : [{ level: i + 1, loop }])),
  );
  const above = ({ level, loop }: Rung): boolean =>
    loop > from.loop || (loop === from.loop && level > from.level);
  return rounds.flat().find(above) ?? null;
}

/** Calls the first level that has anybody. @returns whether there was one */
export function startEscalation(world: World, incident: Incident): boolean {
  const rung = nextRung(incident, { level: 0, loop: 0 });
  if (rung === null) return false;
  callLevel(world, incident, { ...rung, at: incident.createdAt });
  return true;
}

/** Takes the incident to a level and calls who is on it. Urgent incidents climb on from there, others stay. */
export function callLevel(
  world: World,
  incident: Incident,
  { level, loop, at }: Rung & { readonly at: number },
): void {
  const rule = incident.service.policy.rules[level - 1];
  const called = rule === undefined ? [] : onCallAt(rule);
  incident.assignees = called.map(({ user }) => user);
  incident.rung = incident.urgency === 'high' ? { level, loop, since: at } : null;
  incident.log.push({ kind: 'assign', at, by: null, to: incident.assignees });
  for (const { user, schedule } of called) {
    const notification = { incident, user, schedule, level, urgency: incident.urgency, at };
    world.notifications.push(notification);
    incident.log.push({ kind: 'notify', at, by: null, notification });
  }
}

/**
 * Lets every incident that nobody has acknowledged climb as far as the clock says; each call is stamped
 * with the time at which it was due.
 */
export function climb(world: World): void {
  const now = world.clock.now();
  for (const incident of world.incidents) {
    while (incident.status === 'triggered' && incident.rung !== null) {
      const { level, since } = incident.rung;
      const delay = incident.service.policy.rules[level - 1]?.delayMinutes ?? 0;
      const due = since + delay * MINUTE_MS;
      if (due > now) break;
      const next = nextRung(incident, incident.rung);
      if (next === null) {
        incident.rung = null;
        break;
      }
      incident.log.push({ kind: 'escalate', at: due, by: null, level: next.level });
      callLevel(world, incident, { ...next, at: due });
      tell(world, { type: 'incident.escalated', incident, by: null, at: due });
    }
  }
}
