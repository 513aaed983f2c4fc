import type { Incident } from '../../alerts/incident.ts';
import type { IncidentView } from '../../effect/incident-effects.ts';
import type { StopFacts } from '../../policies/facts.ts';
import type { IncidentPlace, KeptIncident } from '../../store/store.ts';
import { type Bearing, nameOf, urlOf } from './places.ts';

/** A message is read at night, on a phone. */
const MAX_PLACES = 5;
const MAX_HANDOFFS = 5;

/** What people are shown of an incident. Nothing in it moves with the clock, so the same is not shown twice. */
export function incidentView(
  incident: KeptIncident,
  { places, matter }: Pick<Bearing, 'places' | 'matter'>,
  around: {
    readonly webUrl: string;
    /** By repository id, as they are once this look is written down. */
    readonly stops: ReadonlyMap<number, StopFacts>;
    readonly stopped: readonly number[];
  },
): IncidentView {
  const { webUrl, stops, stopped } = around;
  const handoffs = places.flatMap((place) =>
    place.handoffs.map(({ number, state }) => ({
      name: `${nameOf(place)}#${number}`,
      url: `${urlOf(place, webUrl)}/pull/${number}`,
      state,
    })),
  );
  // Where something goes on, or is stopped, comes first.
  const sorted = places.toSorted((a, b) => weight(b, stopped) - weight(a, stopped));
  return {
    incident: plain(incident),
    matter,
    places: sorted.slice(0, MAX_PLACES).map((place) => ({
      name: nameOf(place),
      url: urlOf(place, webUrl),
      stop: stopIn(stops.get(place.repository.repositoryId)),
    })),
    morePlaces: Math.max(0, places.length - MAX_PLACES),
    episodes: places.flatMap((place) => place.episodes.map((rule) => ({ rule, place: nameOf(place) }))),
    handoffs: handoffs.slice(0, MAX_HANDOFFS),
    moreHandoffs: Math.max(0, handoffs.length - MAX_HANDOFFS),
    openPulls: places.reduce((sum, { openPulls }) => sum + openPulls, 0),
    stopped: places
      .filter(({ repository }) => stopped.includes(repository.repositoryId))
      .map((place) => nameOf(place)),
  };
}

function weight({ repository, handoffs, episodes }: IncidentPlace, stopped: readonly number[]): number {
  return (
    (stopped.includes(repository.repositoryId) ? 4 : 0) +
    (handoffs.length > 0 ? 2 : 0) +
    Math.min(1, episodes.length)
  );
}

/** The incident alone, without what is kept with it. */
export function plain({ kept, ...incident }: KeptIncident): Incident {
  return incident;
}

function stopIn(stop: StopFacts | undefined): IncidentView['places'][number]['stop'] {
  if (stop === undefined || stop.kind === 'none') return null;
  return stop.kind === 'stopped' ? { by: stop.by, reason: stop.reason } : { by: null, reason: null };
}
