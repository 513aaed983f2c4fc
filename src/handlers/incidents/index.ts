import type { Event } from '../handler.ts';
import { pagerDutyIncident } from './event.ts';
import type { IncidentDeps } from './see-to.ts';

/** Safe to run again: an event that was heard before is heard once. */
export type PagerDutyHandler = (event: Event, deps: IncidentDeps) => Promise<void>;

/** What PagerDuty tells of, one handler each. */
export const PAGERDUTY_HANDLERS = {
  'pagerduty.incident': pagerDutyIncident,
} as const satisfies Readonly<Record<string, PagerDutyHandler>>;
