import type { IncidentAckEffect } from '../../effect/messages.ts';
import { CodedError } from '../../errors.ts';
import type { PagerDutyNow } from '../../gather/incident.ts';
import { dedupKey } from '../../pagerduty/dedup-key.ts';
import { openedIncident } from '../../pagerduty/opened-incident.ts';
import type { Incident } from '../../pagerduty/resources.ts';
import { type Confirmation, GO } from '../confirmation.ts';
import type { HandlerDeps } from '../handler.ts';

export interface ConfirmAckDeps extends Pick<HandlerDeps, 'store' | 'clock'> {
  /** `null` where PagerDuty is not set up. */
  readonly pagerdutyNow: () => PagerDutyNow | null;
  /** Host of the GitHub whose repositories are watched. */
  readonly githubHost: string;
}

/**
 * Reads the incident once more right before it is acknowledged for somebody: only the one of that page, and only while
 * it calls. What they have done themselves, or somebody else has, stays as it is.
 *
 * @throws where it cannot be known yet: the page is still on its way, or PagerDuty cannot be asked
 */
export async function confirmAck(effect: IncidentAckEffect, deps: ConfirmAckDeps): Promise<Confirmation> {
  const page = await deps.store.outbox.load(effect.pageKey);
  if (page === null || page.state === 'withdrawn' || page.state === 'rejected')
    return { kind: 'withdraw', code: 'call_answered' };
  const incident = page.state === 'sent' ? await readIncident(effect, deps) : null;
  if (incident === null) {
    if (deps.clock.now() >= Date.parse(effect.until)) return { kind: 'withdraw', code: 'call_unreachable' };
    throw new CodedError(
      'AIOPS_UNCONFIRMED',
      `the incident of ${effect.pageKey} is not to be seen at PagerDuty, so ${effect.key} waits; it is tried again`,
    );
  }
  const isOwn = incident.acknowledgements.some(({ by }) => by.id === effect.user);
  const isDone = incident.status === 'acknowledged' && isOwn;
  return incident.status === 'triggered' || isDone ? GO : { kind: 'withdraw', code: 'call_answered' };
}

/** `null` where there is none, or PagerDuty does not show it. */
async function readIncident(
  { repository: { repositoryId }, matter, since }: IncidentAckEffect,
  { pagerdutyNow, githubHost: host }: ConfirmAckDeps,
): Promise<Incident | null> {
  const rest = pagerdutyNow()?.rest ?? null;
  if (rest === null) return null;
  const key = dedupKey({ host, repositoryId, matter, scope: 'repository' });
  const read = await openedIncident(rest, { dedupKey: key, since });
  return read.kind === 'read' ? read.value : null;
}
