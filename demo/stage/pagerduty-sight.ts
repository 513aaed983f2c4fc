import type { Pull } from '../github/model/pull.ts';
import type { ChangeEvent } from '../pagerduty/model/change.ts';
import type { Incident } from '../pagerduty/model/incident.ts';
import type { World } from '../pagerduty/model/world.ts';
import { nameOf, numberIn } from './pull-name.ts';

/** What PagerDuty has of a PR. */
export interface PagerDutySight {
  /** Oldest first. */
  readonly incidents: readonly IncidentSeen[];
  /** What changed, beside the incidents. */
  readonly changes: readonly ChangeEvent[];
}

export interface IncidentSeen {
  readonly incident: Incident;
  readonly status: Incident['status'];
  /** Who was called for it, by name, in this order. */
  readonly called: readonly string[];
}

/** @param isThen whether it is of the pull request's time, where it names none */
export function pagerDutySight(world: World, pull: Pull, isThen: (ms: number) => boolean): PagerDutySight {
  const incidents = world.incidents.filter(({ alerts, createdAt }) =>
    alerts.some(({ payload: { details } }) =>
      details.pull_request === undefined ? isThen(createdAt) : details.pull_request === nameOf(pull),
    ),
  );
  return {
    incidents: incidents.map((incident) => ({
      incident,
      status: incident.status,
      called: world.notifications
        .filter((notification) => notification.incident === incident)
        .map(({ user }) => user.name),
    })),
    changes: world.changes.filter(({ summary, receivedAt }) => {
      const number = numberIn(summary);
      return number === null ? isThen(receivedAt) : number === pull.number;
    }),
  };
}
