import { type PagerDutyEvents, pagerDutyEvents } from '../../src/pagerduty/events.ts';
import { type PagerDutyRest, pagerDutyRest } from '../../src/pagerduty/rest.ts';
import { Secret } from '../../src/secrets.ts';
import type { Given } from '../pagerduty-stand-in/given.ts';

export const USER_AGENT = 'ai-ops-bot/1.2.3';

/** Where PagerDuty is, when it is not served by nock. */
export interface Place {
  readonly eventsHost: string;
  readonly apiUrl: string;
}

const PAGERDUTY_COM: Place = {
  eventsHost: 'events.pagerduty.com',
  apiUrl: 'https://api.pagerduty.com',
};

/** The adapter with the credentials of the world. */
export function clients(
  { integration, token }: Given,
  {
    place = PAGERDUTY_COM,
    timeLimitMs = 5000,
    routingKey = integration.key,
    apiToken = token.token,
    from = 'aoi.sato@example.com',
  }: {
    readonly place?: Place;
    readonly timeLimitMs?: number;
    readonly routingKey?: string | null;
    readonly apiToken?: string | null;
    readonly from?: string | null;
  } = {},
): { readonly events: PagerDutyEvents; readonly rest: PagerDutyRest } {
  const secret = (text: string | null) => () => (text === null ? null : new Secret(text));
  return {
    events: pagerDutyEvents({
      host: place.eventsHost,
      routingKey: secret(routingKey),
      userAgent: USER_AGENT,
      timeLimitMs,
    }),
    rest: pagerDutyRest({
      apiUrl: place.apiUrl,
      apiToken: secret(apiToken),
      from,
      userAgent: USER_AGENT,
      timeLimitMs,
    }),
  };
}
