import type { Incident } from '../../alerts/incident.ts';
import type { IncidentNote } from '../../effect/incident-effects.ts';

/**
 * What is said in the thread of an incident since people were told of it last. Two states are compared, not events
 * in the order in which they came, so what comes late says nothing that is not so any more.
 *
 * @param stopped repositories that it has stopped, by name
 */
export function notesBetween(
  told: Incident,
  now: Incident,
  stopped: readonly string[],
): readonly IncidentNote[] {
  if (now.status === 'resolved')
    return told.status === 'resolved' ? [] : [{ says: 'resolved', at: now.changedAt, stopped }];
  const to = now.assignees;
  if (told.status === 'resolved') return [{ says: 'reopened', to }];
  if (now.status === 'acknowledged') {
    const isNews = told.status !== 'acknowledged' || told.acknowledgedBy !== now.acknowledgedBy;
    return isNews ? [{ says: 'acknowledged', by: now.acknowledgedBy, at: now.changedAt }] : [];
  }
  if (told.status === 'acknowledged') return [{ says: 'unacknowledged', to }];
  // PagerDuty shows who is called before its event tells why: that is said once.
  if (told.assignees.join('\n') === to.join('\n')) return [];
  return [{ says: now.escalations > told.escalations ? 'escalated' : 'reassigned', to }];
}
