import { afterEach, describe, expect, test } from '@jest/globals';
import { api, event } from '@pagerduty/pdjs';
import { alertBody } from '../../src/pagerduty/event.ts';
import { pagerDutyEvents } from '../../src/pagerduty/events.ts';
import { pagerDutyRest } from '../../src/pagerduty/rest.ts';
import { Secret } from '../../src/secrets.ts';
import { type Given, given } from '../pagerduty-stand-in/given.ts';
import { serveByNock } from '../pagerduty-stand-in/nock.ts';
import { nock } from '../support/nock.ts';
import { CHANGE, KEY, RESOLVE, TRIGGER } from './alerts.ts';
import { clients, USER_AGENT } from './clients.ts';

let world: Given;
let stop: () => void = () => undefined;

afterEach(() => {
  stop();
  nock.cleanAll();
});

function served(): ReturnType<typeof clients> {
  world = given();
  stop = serveByNock(world.pagerDuty);
  return clients(world);
}

/** What pdjs makes of the same event by itself, its own limit off so that it lets the process end. */
function byPdjs(options: object = {}): Promise<{ readonly status: number }> {
  const data: object = alertBody(TRIGGER, new Secret(world.integration.key));
  return event({ data, requestTimeout: 0, ...options } as Parameters<typeof event>[0]);
}

const requests = () => world.pagerDuty.service.requests;

describe('pdjs takes a refusal for an answer', () => {
  test('of the Events API', async () => {
    served();
    const { events } = clients(world, { routingKey: 'a'.repeat(32) });
    expect(await events.enqueue(TRIGGER)).toEqual({
      kind: 'refused',
      status: 400,
      detail: 'PagerDuty answered 400: Event object is invalid (Invalid routing key)',
    });
    world.pagerDuty.removeIntegration(world.integration);
    await expect(byPdjs()).resolves.toMatchObject({ status: 400 });
  });

  test('of the REST API', async () => {
    served();
    const { rest } = clients(world, { apiToken: 'u+no' });
    expect(await rest.service('AI Ops Triage')).toEqual({
      kind: 'refused',
      status: 401,
      detail: 'PagerDuty answered 401: Authentication failed',
    });
    const alone = api({ url: 'https://api.pagerduty.com/services', token: 'u+no', requestTimeout: 0 });
    await expect(alone).resolves.toMatchObject({ status: 401 });
  });
});

describe('pdjs loses the status of an answer that is no JSON', () => {
  test.each([
    [413, { kind: 'refused', status: 413, detail: 'PagerDuty answered 413' }],
    [403, { kind: 'refused', status: 403, detail: 'PagerDuty answered 403' }],
    [500, { kind: 'ambiguous', detail: 'PagerDuty answered 500' }],
    [504, { kind: 'ambiguous', detail: 'PagerDuty answered 504' }],
    [200, { kind: 'ambiguous', detail: 'PagerDuty answered 200' }],
    [202, { kind: 'ambiguous', detail: 'PagerDuty answered 202' }],
  ])('%i of the Events API', async (status, expected) => {
    const { events } = served();
    world.pagerDuty.fault({ kind: 'status', status, match: { nth: 'every' } });
    expect(await events.enqueue(TRIGGER)).toEqual(expected);
    await expect(byPdjs()).rejects.not.toHaveProperty('status');
  });

  test('and rejects with something that is no error, of the REST API', async () => {
    const { rest } = served();
    world.pagerDuty.fault({ kind: 'status', status: 502, match: { nth: 'every' } });
    expect(await rest.onCall('P1')).toEqual({ kind: 'ambiguous', detail: 'PagerDuty answered 502' });
    const alone = api({ url: 'https://api.pagerduty.com/oncalls', token: 'x', requestTimeout: 0 });
    await expect(alone).rejects.not.toBeInstanceOf(Error);
  });
});

describe('pdjs never gives up', () => {
  test('a call without an answer ends with the time limit', async () => {
    served();
    const { events, rest } = clients(world, { timeLimitMs: 40 });
    world.pagerDuty.fault({ kind: 'hang', afterWork: true, match: { nth: 'every' } });
    const late = { kind: 'ambiguous', detail: 'PagerDuty did not answer in time' };
    expect(await events.enqueue(TRIGGER)).toEqual(late);
    expect(await rest.escalationPolicy('P1')).toEqual(late);
    expect(world.pagerDuty.world.incidents).toHaveLength(1);
  });
});

describe('pdjs repeats a call that was limited, after 20 seconds', () => {
  const AT_ONCE_MS = 10_000;

  test.each([
    ['as long as PagerDuty says', 7, 7000],
    ['at most an hour', 86_400, 3_600_000],
    ['at least a second', 0, 1000],
    ['half a minute where it does not say', undefined, 30_000],
  ])(
    'the adapter asks once, and tells to wait %s',
    async (_, reset, afterMs) => {
      const { events, rest } = served();
      const fault = { kind: 'rate-limit', ...(reset === undefined ? {} : { reset }) } as const;
      world.pagerDuty.fault({ ...fault, match: { nth: 'every' } });
      const limited = { kind: 'limited', afterMs, detail: 'PagerDuty answered 429' };
      expect(await events.enqueue(TRIGGER)).toEqual(limited);
      expect(await events.change(CHANGE)).toEqual(limited);
      expect(await rest.service('x')).toEqual(limited);
      expect(await rest.addNote('Q1', 'x')).toEqual(limited);
      expect(requests()).toHaveLength(4);
      await expect(byPdjs({ retryTimeout: 1 })).resolves.toMatchObject({ status: 429 });
      expect(requests()).toHaveLength(8);
    },
    AT_ONCE_MS,
  );

  test(
    'Retry-After of whoever stands before PagerDuty counts too',
    async () => {
      const { events } = clients(given());
      nock('https://events.pagerduty.com')
        .post('/v2/enqueue')
        .reply(429, 'slow down', { 'retry-after': '9' });
      expect(await events.enqueue(TRIGGER)).toMatchObject({ kind: 'limited', afterMs: 9000 });
    },
    AT_ONCE_MS,
  );
});

test('pdjs wants a payload for each action; a resolve is sent without one, a change without an action', async () => {
  const { events } = served();
  for (const each of [TRIGGER, RESOLVE]) expect(await events.enqueue(each)).toEqual({ kind: 'accepted' });
  expect(await events.change(CHANGE)).toEqual({ kind: 'accepted' });
  const routing_key = world.integration.key;
  expect(requests().map(({ path, body }) => ({ path, body }))).toEqual([
    {
      path: '/v2/enqueue',
      body: {
        routing_key,
        event_action: 'trigger',
        dedup_key: KEY,
        client: 'AI Ops',
        client_url: 'https://bot.example.com/handoffs/1',
        links: TRIGGER.links,
        payload: {
          summary: TRIGGER.summary,
          severity: 'error',
          source: 'github.com/acme/shop',
          component: 'auto-handoff',
          group: 'ai-ops-auto-handoff',
          class: 'handoff-failed',
          timestamp: TRIGGER.timestamp,
          custom_details: TRIGGER.details,
        },
      },
    },
    { path: '/v2/enqueue', body: { routing_key, event_action: 'resolve', dedup_key: KEY } },
    {
      path: '/v2/change/enqueue',
      body: {
        routing_key,
        links: [],
        payload: {
          summary: CHANGE.summary,
          source: CHANGE.source,
          timestamp: CHANGE.timestamp,
          custom_details: CHANGE.details,
        },
      },
    },
  ]);
  expect(world.pagerDuty.world.incidents).toMatchObject([{ status: 'resolved' }]);
  expect(world.pagerDuty.world.changes).toHaveLength(1);
  expect(world.pagerDuty.world.unexpected).toEqual([]);
});

test('pdjs says that it is pdjs/2.0.0; the adapter says who calls', async () => {
  const { events, rest } = served();
  await events.enqueue(TRIGGER);
  await rest.service('x');
  await byPdjs();
  expect(requests().map(({ headers }) => headers['user-agent'])).toEqual([
    USER_AGENT,
    USER_AGENT,
    expect.stringContaining('pdjs/2.0.0'),
  ]);
});

test('pdjs would carry the routing key wherever a redirect points', async () => {
  const { events, rest } = clients(given());
  const location = { location: 'https://elsewhere.example.com/' };
  nock('https://events.pagerduty.com').post('/v2/enqueue').reply(307, '', location);
  nock('https://api.pagerduty.com').get('/escalation_policies/P1').reply(302, '', location);
  const elsewhere = nock('https://elsewhere.example.com').post('/').reply(202).get('/').reply(200, {});
  expect(await events.enqueue(TRIGGER)).toMatchObject({ kind: 'refused', status: 307 });
  expect(await rest.escalationPolicy('P1')).toMatchObject({ kind: 'refused', status: 302 });
  expect(elsewhere.pendingMocks()).toHaveLength(2);
});

describe('a secret', () => {
  test('is not in a detail, though the answer quotes it', async () => {
    const { integration, token } = given();
    const quoting = { message: `no "${integration.key}"`, errors: [`routing_key=${'b'.repeat(32)}`] };
    nock('https://events.pagerduty.com').post('/v2/enqueue').reply(400, quoting);
    const error = {
      message: `token ${token.token}`,
      errors: [encodeURIComponent(token.token), 'Bearer abc.def'],
    };
    nock('https://api.pagerduty.com').get(/.*/).reply(403, { error });
    const { events, rest } = clients({ ...given(), integration, token });
    expect(await events.enqueue(TRIGGER)).toEqual({
      kind: 'refused',
      status: 400,
      detail: 'PagerDuty answered 400: no "[redacted]" ([redacted])',
    });
    expect(await rest.escalationPolicy('P1')).toEqual({
      kind: 'refused',
      status: 403,
      detail: 'PagerDuty answered 403: token [redacted] ([redacted]; [redacted])',
    });
  });

  test.each([[null], [''], ['u+with\nline'], ['with space']])(
    'that cannot be sent as it is (%j) is not sent',
    async (secret) => {
      const { pagerDuty } = given();
      stop = serveByNock(pagerDuty);
      const { events, rest } = clients(given(), { routingKey: secret, apiToken: secret });
      expect(await events.enqueue(TRIGGER)).toEqual({
        kind: 'unsent',
        detail: 'there is no routing key that could be sent; set PAGERDUTY_ROUTING_KEY',
      });
      expect(await rest.service('x')).toEqual({
        kind: 'unsent',
        detail: 'there is no API token that could be sent; set PAGERDUTY_API_TOKEN',
      });
      expect(pagerDuty.service.requests).toEqual([]);
    },
  );

  test('is asked for at each call', async () => {
    world = given();
    stop = serveByNock(world.pagerDuty);
    const keys = [world.integration.key, world.pagerDuty.addIntegration(world.service).key];
    const events = pagerDutyEvents({
      host: 'events.pagerduty.com',
      routingKey: () => new Secret(keys.shift() ?? ''),
      userAgent: USER_AGENT,
    });
    for (const each of [TRIGGER, TRIGGER]) expect(await events.enqueue(each)).toEqual({ kind: 'accepted' });
    expect(world.pagerDuty.world.incidents).toHaveLength(2);
  });
});

test('a bug is thrown on', async () => {
  const rest = pagerDutyRest({
    apiUrl: 'nowhere',
    apiToken: () => new Secret('x'),
    from: null,
    userAgent: 'x',
  });
  await expect(rest.notes('Q1')).rejects.toThrow('Invalid URL');
});
