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

export function pagerDutySight(world: World, pull: Pull): PagerDutySight {
  const incidents = world.incidents.filter(({ alerts }) =>
    alerts.some(({ payload }) => payload.details.pull_request === nameOf(pull)),
  );
  return {
    incidents: incidents.map((incident) => ({
      incident,
      status: incident.status,
      called: world.notifications
        .filter((notification) => notification.incident === incident)
        .map(({ user }) => user.name),
    })),
    changes: world.changes.filter(({ summary }) => numberIn(summary) === pull.number),
  };
}
