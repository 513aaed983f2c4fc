import type { Incident } from '../alerts/incident.ts';

const INCIDENT = 'incident:';

/** Tells the stop that an incident sets on a repository from all others: it sets one once. */
export function incidentStopId({ id }: Pick<Incident, 'id'>, repositoryId: number): string {
  return `${INCIDENT}${id}:${repositoryId}`;
}

/** Keys of what is told of a stop: in Slack, and to PagerDuty. */
export function stopKeys(id: string): { readonly slack: string; readonly pagerDuty: string } {
  return { slack: `notice:stop:${id}`, pagerDuty: `change:stop:${id}` };
}

/** Keys of what was told of the stop that an incident set. */
export function incidentStopKeys(incident: Pick<Incident, 'id'>, repositoryId: number): readonly string[] {
  return Object.values(stopKeys(incidentStopId(incident, repositoryId)));
}

/** How the keys begin of what is told of stops that incidents set. */
export const INCIDENT_STOPS: readonly string[] = Object.values(stopKeys(INCIDENT));
