import type { Incident } from '../../alerts/incident.ts';
import type { RepositoryConfig } from '../../config/repository.ts';
import type { StopFacts } from '../../policies/facts.ts';
import type { IncidentPlace, KeptIncident } from '../../store/store.ts';

type When = RepositoryConfig['escalation']['stop_on_incident'];

/** Whether such an incident stops a repository that says so in its configuration (O4). */
export function stopsOn(when: When, { urgency }: Pick<Incident, 'urgency'>, isSevere: boolean): boolean {
  switch (when) {
    case 'never':
      return false;
    case 'severe':
      return isSevere;
    case 'high_urgency':
      return isSevere || urgency === 'high';
    case 'always':
      return true;
  }
}

export interface StopJudgement {
  /** On which a stop is set now. */
  readonly stop: readonly IncidentPlace[];
  /** All on which it has set one, with these. */
  readonly stopped: readonly number[];
  readonly judged: readonly string[];
}

/**
 * Which repositories an open incident stops: each once, whoever resumes it later. Where somebody has stopped it
 * before, that stop stays as it is, with its own reason.
 *
 * @param configs of the repositories whose configuration could be read; others are judged later
 */
export function judgeStops(
  incident: KeptIncident,
  places: readonly IncidentPlace[],
  known: {
    readonly configs: ReadonlyMap<number, Pick<RepositoryConfig, 'mode' | 'escalation'>>;
    readonly stops: ReadonlyMap<number, StopFacts>;
    readonly isSevere: boolean;
  },
): StopJudgement {
  const { judged, stopped } = incident.kept;
  if (incident.status === 'resolved') return { stop: [], stopped, judged };
  const due = unjudged(incident, places, known.isSevere).flatMap((place) => {
    const config = known.configs.get(place.repository.repositoryId);
    return config === undefined ? [] : [{ place, config }];
  });
  const wanted = due
    .filter(({ config }) => config.mode === 'enforce')
    .filter(({ config }) => stopsOn(config.escalation.stop_on_incident, incident, known.isSevere))
    .map(({ place }) => place);
  const stop = wanted.filter(({ repository }) => known.stops.get(repository.repositoryId)?.kind === 'none');
  return {
    stop,
    stopped: [...stopped, ...wanted.map(({ repository }) => repository.repositoryId)],
    judged: [...judged, ...due.map(({ place }) => judgementOf(place, incident, known.isSevere))],
  };
}

/** Those on which it has not been judged as it stands now, and which it has never stopped. */
export function unjudged(
  incident: KeptIncident,
  places: readonly IncidentPlace[],
  isSevere: boolean,
): readonly IncidentPlace[] {
  const { judged, stopped } = incident.kept;
  if (incident.status === 'resolved') return [];
  return places.filter(
    (place) =>
      !stopped.includes(place.repository.repositoryId) &&
      !judged.includes(judgementOf(place, incident, isSevere)),
  );
}

function judgementOf({ repository }: IncidentPlace, { urgency }: Incident, isSevere: boolean): string {
  return `${repository.repositoryId}:${urgency}:${isSevere ? 'severe' : 'other'}`;
}
