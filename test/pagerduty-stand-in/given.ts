import type { ApiRequest, Door } from '../../demo/pagerduty/api/http.ts';
import type { EscalationPolicy, Schedule, User } from '../../demo/pagerduty/model/people.ts';
import type { ApiToken, Integration, Service } from '../../demo/pagerduty/model/service.ts';
import { createPagerDuty, type PagerDuty } from '../../demo/pagerduty/pagerduty.ts';

export const MINUTE = 60_000;
export const START = Date.parse('2026-03-01T10:00:00Z');

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed where it is JSON. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly text: string;
}

export interface Given {
  readonly pagerDuty: PagerDuty;
  readonly time: { now: number };
  readonly aoi: User;
  readonly ren: User;
  readonly yui: User;
  readonly triage: Schedule;
  readonly sre: Schedule;
  readonly policy: EscalationPolicy;
  readonly service: Service;
  readonly integration: Integration;
  readonly token: ApiToken;
  /** Sends an event with the integration's routing key, unless it names another. */
  readonly send: (event: Readonly<Record<string, unknown>>, path?: string) => Answer;
  /** Asks the REST API with the token. */
  readonly ask: (spec: string, body?: unknown, headers?: Readonly<Record<string, string>>) => Answer;
}

/** The runbook's ladder: Triage, after 10 minutes SRE, after 20 more the platform PM. */
export function given(): Given {
  const time = { now: START };
  const pagerDuty = createPagerDuty({ clock: { now: () => time.now } });
  const aoi = pagerDuty.addUser('Aoi Sato');
  const ren = pagerDuty.addUser('Ren Ito');
  const yui = pagerDuty.addUser('Yui Mori');
  const triage = pagerDuty.addSchedule('AI Ops Triage', [aoi]);
  const sre = pagerDuty.addSchedule('SRE (secondary)', [ren]);
  const policy = pagerDuty.addPolicy({
    name: 'AI Ops',
    levels: [
      { delayMinutes: 10, targets: [triage] },
      { delayMinutes: 20, targets: [sre] },
      { delayMinutes: 30, targets: [yui] },
    ],
  });
  const service = pagerDuty.addService({ name: 'AI Ops Triage', policy });
  const integration = pagerDuty.addIntegration(service);
  const token = pagerDuty.addToken();
  return {
    pagerDuty,
    time,
    aoi,
    ren,
    yui,
    triage,
    sre,
    policy,
    service,
    integration,
    token,
    send: (event, path = '/v2/enqueue') =>
      request(pagerDuty, `POST ${path}`, {
        door: 'events',
        body: { routing_key: integration.key, ...event },
      }),
    ask: (spec, body, headers = {}) => {
      const authorization = `Token token=${token.token}`;
      return request(pagerDuty, spec, { door: 'rest', body, headers: { authorization, ...headers } });
    },
  };
}

/** A trigger that PagerDuty takes. */
export function trigger(
  key: string | null,
  payload: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return {
    event_action: 'trigger',
    ...(key === null ? {} : { dedup_key: key }),
    payload: { summary: `${key} failed`, source: 'github.com/acme/shop', severity: 'error', ...payload },
  };
}

export function requestOf(
  spec: string,
  {
    door,
    body,
    headers = {},
  }: { readonly door: Door; readonly body?: unknown; readonly headers?: ApiRequest['headers'] },
): ApiRequest {
  const [method = '', target = ''] = spec.split(' ');
  const { pathname, searchParams } = new URL(target, 'http://x');
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  return { door, method, path: pathname, query: searchParams, headers, body: text };
}

export function request(
  pagerDuty: PagerDuty,
  spec: string,
  how: { readonly door: Door; readonly body?: unknown; readonly headers?: ApiRequest['headers'] },
): Answer {
  const { status, headers, body: text } = pagerDuty.service.handle(requestOf(spec, how));
  const isJson = headers['content-type'] === 'application/json' && text !== '';
  return { status, headers, text, body: isJson ? JSON.parse(text) : {} };
}

/** Who was called at which level, and how many minutes after the start. */
export function called({ pagerDuty }: Given): readonly string[] {
  return pagerDuty.world.notifications.map(
    ({ user, level, at }) => `${user.name} at level ${level} after ${(at - START) / MINUTE} min`,
  );
}
