import { incidentOf } from '../../gather/incident.ts';
import type { PagerDutyRest } from '../../pagerduty/rest.ts';
import { SWEEP_EVERY_MS } from '../../store/store.ts';
import type { IncidentDeps } from './see-to.ts';

/** So far back one that was opened and resolved between two looks is still found, though a look failed. */
const LOOK_BACK_MS = 6 * SWEEP_EVERY_MS;

/**
 * Looks at PagerDuty's own list, since a subscription that failed a few times is switched off for a day: what is
 * open or has been lately is looked at, and so is what the bot takes for open.
 *
 * @returns how many were found; `null` where PagerDuty could not be asked
 */
export async function pollIncidents(deps: IncidentDeps): Promise<number | null> {
  for (const id of await deps.store.incidents.open()) await deps.store.incidents.look(id);
  const pagerduty = deps.pagerdutyNow();
  if (pagerduty === null || pagerduty.rest === null) return null;
  const found = await listed(pagerduty.rest, pagerduty.service, deps);
  if (found.kind !== 'read') {
    deps.log.warn({ why: found.kind }, `PagerDuty's incidents could not be listed: ${found.detail}`);
    return null;
  }
  for (const incident of found.value)
    await deps.store.incidents.hear({
      incident: { ...incidentOf(incident, []), escalations: 0 },
      event: null,
    });
  return found.value.length;
}

async function listed(rest: PagerDutyRest, name: string, { clock }: IncidentDeps) {
  const service = await rest.service(name);
  if (service.kind !== 'read') return service;
  if (service.value === null) return { kind: 'read', value: [] } as const;
  const serviceId = service.value.id;
  const [open, late] = await Promise.all([
    rest.incidents({ serviceId, statuses: ['triggered', 'acknowledged'] }),
    rest.incidents({ serviceId, since: new Date(clock.now() - LOOK_BACK_MS).toISOString() }),
  ]);
  if (open.kind !== 'read') return open;
  if (late.kind !== 'read') return late;
  const known = new Set(open.value.map(({ id }) => id));
  return { kind: 'read', value: [...open.value, ...late.value.filter(({ id }) => !known.has(id))] } as const;
}
