import type { Incident, IncidentPerson, RuleCall } from '../../src/alerts/incident.ts';
import { at } from './world.ts';

/** Somebody did it at that minute; `by` is `null` where a service did. */
interface Did {
  readonly at: number;
  readonly by?: Omit<IncidentPerson, 'at'> | null;
}

const REN = { id: 'P0REN', name: 'Ren' };

/** An incident that was opened so many minutes into the story, as it stands since somebody did something about it. */
export function call(
  opened: number,
  status: Incident['status'],
  did: Did | null = null,
  rule: RuleCall['rule'] = 'smoke_failure_rate',
): RuleCall {
  const person = did === null || did.by === null ? null : { ...(did.by ?? REN), at: at(did.at) };
  return {
    rule,
    incident: {
      id: `Q${opened}`,
      number: 17,
      title: 'Codex Smoke fails',
      url: `https://acme.pagerduty.com/incidents/Q${opened}`,
      status,
      urgency: 'high',
      serviceId: 'P1',
      createdAt: at(opened),
      changedAt: at(did?.at ?? opened),
      assignees: [],
      acknowledgedBy: status === 'acknowledged' ? (person?.name ?? null) : null,
      statusBy: person,
      escalations: 0,
      alertKeys: [],
    },
  };
}
