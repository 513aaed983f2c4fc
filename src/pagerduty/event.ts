import type { Secret } from '../secrets.ts';
import { cutLine, type Details, fitDetails, sizeOf } from './bounded.ts';

/** Critical and error are of high urgency, warning and info of low, where the service's urgency follows severity. */
export type Severity = 'critical' | 'error' | 'warning' | 'info';

export interface Link {
  readonly href: string;
  readonly text: string;
}

/** Opens an incident, or tells one more thing about the one that is open for the key. */
export interface Trigger {
  readonly action: 'trigger';
  /** By `dedupKey`. */
  readonly dedupKey: string;
  /** One line; cut at 1024 characters. */
  readonly summary: string;
  readonly severity: Severity;
  /** The affected system, such as `github.com/owner/repo`. */
  readonly source: string;
  /** The part of it, such as `auto-handoff`. */
  readonly component: string;
  readonly group: string;
  /** The kind of trouble, such as `lead-time`. */
  readonly class: string;
  /** ISO 8601: when it came up, not when it is told. */
  readonly timestamp: string;
  /** In order; what does not fit into 512 KB with the rest is left out, and named as `left_out`. */
  readonly details: Details;
  readonly links: readonly Link[];
  /** Who tells, and the page about it. */
  readonly client: { readonly name: string; readonly url: string | null };
}

/** Ends the incident that is open for the key; where there is none, PagerDuty accepts it and does nothing. */
export interface Resolve {
  readonly action: 'resolve';
  readonly dedupKey: string;
}

/**
 * An event about trouble. `acknowledge` is not among them: it stops PagerDuty's escalation, so only a
 * person may, by the incident itself.
 */
export type AlertEvent = Trigger | Resolve;

/** Something that changed and calls nobody; shown next to incidents for 90 days. */
export interface ChangeEvent {
  /** One line; cut at 1024 characters. */
  readonly summary: string;
  readonly source: string;
  /** ISO 8601. */
  readonly timestamp: string;
  readonly details: Details;
  readonly links: readonly Link[];
}

/** The longest line of any field; PagerDuty says so of the summary. */
const MAX_LINE = 1024;

/**
 * Bytes of one event: 512 KB, by the smaller reading.
 * @see https://developer.pagerduty.com/docs/events-api-v2/overview#size-limits
 */
export const MAX_EVENT = 512_000;

/** An alert event as the Events API takes it. @see https://developer.pagerduty.com/docs/events-api-v2/trigger-events */
export function alertBody(event: AlertEvent, routingKey: Secret): object {
  const which = {
    routing_key: routingKey.expose(),
    event_action: event.action,
    dedup_key: event.dedupKey,
  };
  switch (event.action) {
    case 'resolve':
      return which;
    case 'trigger': {
      const payload = {
        summary: cutLine(event.summary, MAX_LINE),
        severity: event.severity,
        source: cutLine(event.source, MAX_LINE),
        component: cutLine(event.component, MAX_LINE),
        group: cutLine(event.group, MAX_LINE),
        class: cutLine(event.class, MAX_LINE),
        timestamp: event.timestamp,
      };
      const { name, url } = event.client;
      const client = { client: cutLine(name, MAX_LINE), ...(url === null ? {} : { client_url: url }) };
      return withDetails({ ...which, ...client, payload, links: event.links }, event.details);
    }
  }
}

/** A change event as the Events API takes it. @see https://developer.pagerduty.com/docs/events-api-v2/send-change-events */
export function changeBody(event: ChangeEvent, routingKey: Secret): object {
  const payload = {
    summary: cutLine(event.summary, MAX_LINE),
    source: cutLine(event.source, MAX_LINE),
    timestamp: event.timestamp,
  };
  return withDetails({ routing_key: routingKey.expose(), payload, links: event.links }, event.details);
}

function withDetails<T extends { readonly payload: object }>(body: T, details: Details): object {
  const shown = (custom_details: Details) => ({ ...body, payload: { ...body.payload, custom_details } });
  return shown(fitDetails(details, MAX_EVENT - sizeOf(shown({}))));
}
