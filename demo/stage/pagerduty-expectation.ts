import type { Incident } from '../pagerduty/model/incident.ts';
import { type Expectation, same } from './expectation.ts';
import type { Sight } from './sight.ts';
import type { HandoffTold } from './slack-expectation.ts';

/** What PagerDuty must hold of an incident in the end. */
export interface IncidentEnded {
  readonly status: Incident['status'];
  /** Who was called for it, by name. */
  readonly called: readonly string[];
}

/** The newest incident is open, has called these people, and tells them all of this. */
export function pages(
  called: readonly string[],
  wanted: (sight: Sight) => readonly string[] = () => [],
): Expectation {
  const newest = ({ pagerDuty }: Sight) => pagerDuty.incidents.at(-1);
  const lacking = (sight: Sight): readonly string[] => {
    const told = JSON.stringify(newest(sight)?.incident.alerts.map(({ payload }) => payload) ?? []);
    return wanted(sight).filter((text) => !told.includes(text));
  };
  const state = (sight: Sight): string => stateOf(newest(sight));
  const right = stateOf({ status: 'triggered', called });
  return {
    that: `PagerDuty's newest incident is ${right} and says what it must`,
    holds: (sight) => state(sight) === right && lacking(sight).length === 0,
    instead: (sight) =>
      state(sight) === right ? `it lacks ${lacking(sight).join(' and ')}` : `it is ${state(sight)}`,
  };
}

/** Each failed handoff has called, each success after it has ended that; every end is noted as a change. */
export function pagerDutyHolds(ending: {
  readonly incidents: readonly IncidentEnded[];
  readonly slack: readonly HandoffTold[];
  readonly announced: readonly string[];
}): readonly Expectation[] {
  const ends = ending.slack
    .filter(({ state }) => state === 'approved' || state === 'failed')
    .map(({ state }) => `Auto Handoff ${state}`);
  const changes = [...ending.announced, ...ends].toSorted();
  return [
    same('incidents', ending.incidents.map(stateOf).join(', '), ({ pagerDuty }) =>
      pagerDuty.incidents.map(stateOf).join(', '),
    ),
    same('changes that PagerDuty notes', changes.join(', '), ({ pagerDuty }) =>
      pagerDuty.changes
        .map(({ summary }) => /^Auto Handoff \w+/.exec(summary)?.[0] ?? summary)
        .toSorted()
        .join(', '),
    ),
  ];
}

function stateOf(incident: IncidentEnded | undefined): string {
  if (incident === undefined) return 'not there';
  return `${incident.status}, calling ${incident.called.join(' and ') || 'nobody'}`;
}
