/**
 * Events that say something about who has an incident and how it stands (webhooks v3, "Event Types").
 * A subscription needs these and no others.
 */
export const INCIDENT_EVENTS = [
  'incident.triggered',
  'incident.acknowledged',
  'incident.unacknowledged',
  'incident.escalated',
  'incident.delegated',
  'incident.reassigned',
  'incident.reopened',
  'incident.resolved',
] as const;
