import type { IncidentAckEffect } from '../effect/messages.ts';
import { dedupKey } from '../pagerduty/dedup-key.ts';
import type { Answer } from '../pagerduty/failure.ts';
import { openedIncident } from '../pagerduty/opened-incident.ts';
import type { PagerDutyRest } from '../pagerduty/rest.ts';
import type { Notifier } from './notifier.ts';
import { attemptPagerDuty, type PagerDutyDeps } from './pagerduty.ts';

/**
 * Acknowledges the incident of a page in the name of whoever has it. By the incident, never by an event: an event has no
 * name, and would stop PagerDuty's escalation though nobody there said anything.
 */
export function incidentAckNotifier(deps: PagerDutyDeps): Notifier<IncidentAckEffect> {
  return {
    kinds: ['incident_ack'],
    send: ({ effect }) => {
      const { matter, repository, since, user } = effect;
      const { repositoryId } = repository;
      const key = dedupKey({ host: deps.githubHost, repositoryId, matter, scope: 'repository' });
      return attemptPagerDuty(deps, { with: deps.rest, setting: 'PAGERDUTY_API_TOKEN' }, (rest) =>
        acknowledge(rest, { dedupKey: key, since, user }),
      );
    },
  };
}

async function acknowledge(
  rest: PagerDutyRest,
  { user, ...which }: { readonly dedupKey: string; readonly since: string; readonly user: string },
): Promise<Answer> {
  const found = await openedIncident(rest, which);
  if (found.kind !== 'read') return found;
  // Somebody was quicker, or it was done before and the answer was lost.
  if (found.value === null || found.value.status !== 'triggered') return { kind: 'accepted' };
  const person = await rest.user(user);
  return person.kind === 'read' ? rest.acknowledge(found.value.id, person.value.email) : person;
}
