import type { Clock } from '../../../src/clock.ts';
import type { ChangeEvent } from './change.ts';
import type { Delivery } from './delivery.ts';
import type { DroppedEvent } from './event.ts';
import { Ids } from './ids.ts';
import type { Alert, Incident, Notification } from './incident.ts';
import type { EscalationPolicy, Schedule, User } from './people.ts';
import type { ApiToken, Integration, Service, Subscription } from './service.ts';

/** Base addresses without a trailing slash. */
export interface Urls {
  readonly api: string;
  readonly html: string;
}

export const PAGERDUTY_COM: Urls = {
  api: 'https://api.pagerduty.com',
  html: 'https://acme.pagerduty.com',
};

export interface WorldOptions {
  /** The time that everything is stamped with, and by which incidents climb the ladder. */
  readonly clock: Clock;
  readonly urls?: Urls;
  readonly seed?: string;
}

/** All that the stand-in knows. Everything that changes it is in `acts/`. */
export class World {
  readonly clock: Clock;
  readonly ids: Ids;
  urls: Urls;
  readonly users: User[] = [];
  readonly schedules: Schedule[] = [];
  readonly policies: EscalationPolicy[] = [];
  readonly services: Service[] = [];
  readonly tokens: ApiToken[] = [];
  readonly subscriptions: Subscription[] = [];
  readonly incidents: Incident[] = [];
  /** Webhooks, in the order in which they came up. */
  readonly deliveries: Delivery[] = [];
  /** Told of each webhook that comes up. */
  onDelivery: () => void = () => undefined;
  readonly changes: ChangeEvent[] = [];
  /** Who was called, in the order in which it happened. */
  readonly notifications: Notification[] = [];
  readonly dropped: DroppedEvent[] = [];
  /** Calls and fields that this stand-in does not know, one line each: a story or a test fails on them. */
  readonly unexpected: string[] = [];

  constructor(options: WorldOptions) {
    this.clock = options.clock;
    this.urls = options.urls ?? PAGERDUTY_COM;
    this.ids = new Ids(options.seed);
  }

  /** The integration that a routing key belongs to. */
  integration(key: string): Integration | undefined {
    return this.services.flatMap(({ integrations }) => integrations).find((one) => one.key === key);
  }

  /** The open alert of a dedup key; PagerDuty knows it by the integration that opened it only. */
  openAlert(integration: Integration, key: string): Alert | undefined {
    return this.incidents
      .flatMap(({ alerts }) => alerts)
      .find(
        (alert) => alert.integration === integration && alert.key === key && alert.status === 'triggered',
      );
  }
}

/** ISO 8601 to the second. */
export function stamp(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}
