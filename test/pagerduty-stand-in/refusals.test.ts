import { describe, expect, test } from '@jest/globals';
import { type Given, given, MINUTE, request, trigger } from './given.ts';

describe('an event', () => {
  const payload = { summary: 's', source: 'x', severity: 'error' };
  const severities = "(must be one of the following: 'critical', 'warning', 'error' or 'info')";
  test.each<[string, Readonly<Record<string, unknown>>, readonly string[]]>([
    ['with an unknown key', { routing_key: 'a'.repeat(32) }, ['Invalid routing key']],
    [
      'with a REST token for a key',
      { routing_key: 'u+abcdefghijklmno' },
      [
        "Length of 'routing_key' is incorrect (should be 32 characters)",
        "'routing_key' cannot contain non-alphanumeric characters.",
      ],
    ],
    ['without a key', { routing_key: undefined }, ["'routing_key' is missing or blank"]],
    [
      'without an action',
      { event_action: undefined },
      ["'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge', 'resolve')"],
    ],
    ['without a payload', { payload: undefined }, ["'payload' is missing or blank"]],
    [
      'without a summary',
      { payload: { ...payload, summary: ' ' } },
      ["'payload.summary' is missing or blank"],
    ],
    [
      'with a long summary',
      { payload: { ...payload, summary: 'x'.repeat(1025) } },
      ["Length of 'payload.summary' is incorrect (should be at most 1024 characters)"],
    ],
    [
      'without a source',
      { payload: { ...payload, source: undefined } },
      ["'payload.source' is missing or blank"],
    ],
    [
      'of a strange severity',
      { payload: { ...payload, severity: 'fatal' } },
      [`'payload.severity' is invalid ${severities}`],
    ],
    [
      'at no time',
      { payload: { ...payload, timestamp: 'yesterday' } },
      ["'payload.timestamp' is invalid (must be ISO 8601)"],
    ],
    [
      'with a list of details',
      { payload: { ...payload, custom_details: ['a'] } },
      ["'payload.custom_details' is invalid (must be an object)"],
    ],
    [
      'with a long dedup key',
      { dedup_key: 'k'.repeat(256) },
      ["Length of 'dedup_key' is incorrect (should be at most 255 characters)"],
    ],
    ['with a link to nowhere', { links: [{ text: 'x' }] }, ["'links.href' is missing or is not a URL"]],
    [
      'that resolves nothing',
      { event_action: 'resolve', dedup_key: undefined },
      ["'dedup_key' is missing or blank"],
    ],
  ])('%s is refused', (_, change, errors) => {
    const world = given();
    const answer = world.send({ ...trigger('k'), ...change });
    expect(answer).toMatchObject({
      status: 400,
      body: { status: 'invalid event', message: 'Event object is invalid', errors },
    });
    expect(world.pagerDuty.world.incidents).toEqual([]);
  });

  test('that is no JSON, too large, or sent elsewhere is refused', () => {
    const { pagerDuty, send } = given();
    const post = (path: string, body: string) => request(pagerDuty, `POST ${path}`, { door: 'events', body });
    expect(post('/v2/enqueue', '{')).toMatchObject({ status: 400, body: { status: 'Unrecognized object' } });
    const large = send(trigger('k', { custom_details: { log: 'x'.repeat(512 * 1024) } }));
    expect(large).toMatchObject({ status: 413, headers: { 'content-type': 'text/html' } });
    expect(post('/v3/enqueue', '{}').status).toBe(404);
    expect(pagerDuty.world.unexpected).toEqual(['POST /v3/enqueue at the Events API']);
  });

  test('with a field that nobody knows is taken, and the field remembered', () => {
    const world = given();
    const misspelt = {
      ...trigger('k', { custom_detail: {} }),
      clients: 'bot',
      links: [{ href: 'https://x', txt: 1 }],
    };
    expect(world.send(misspelt).status).toBe(202);
    expect(world.pagerDuty.world.unexpected).toEqual([
      'event field payload.custom_detail',
      'event field clients',
      'event field links[].txt',
    ]);
  });

  test('is one too many in a minute after 120 of one key', () => {
    const world = given();
    const other = world.pagerDuty.addIntegration(world.service);
    for (let i = 0; i < 120; i += 1) expect(world.send(trigger('k')).status).toBe(202);
    expect(world.send(trigger('k'))).toMatchObject({ status: 429, body: { status: 'throttle exceeded' } });
    expect(world.send({ ...trigger('k'), routing_key: other.key }).status).toBe(202);
    world.time.now += MINUTE;
    expect(world.send(trigger('k')).status).toBe(202);
  });
});

describe('the REST API', () => {
  const From = { from: 'aoi.sato@example.com' };
  const opened = (world: Given): string => {
    world.send(trigger('k'));
    return world.pagerDuty.world.incidents[0]?.id ?? '';
  };
  const acknowledgement = { incident: { type: 'incident_reference', status: 'acknowledged' } };

  test.each([[''], ['Token token=wrong'], ['Bearer x'], ['token=x']])(
    'refuses the credentials %p',
    (authorization) => {
      expect(given().ask('GET /services', undefined, { authorization })).toMatchObject({
        status: 401,
        body: { error: { message: 'Authentication failed', code: 2006 } },
      });
    },
  );

  test('refuses a revoked token, and writes with one that may only read', () => {
    const world = given();
    const { token } = world.pagerDuty.addToken({ readOnly: true });
    const headers = { authorization: `Token token=${token}`, ...From };
    const path = `/incidents/${opened(world)}`;
    expect(world.ask(`GET ${path}`, undefined, headers).status).toBe(200);
    expect(world.ask(`PUT ${path}`, acknowledgement, headers)).toMatchObject({
      status: 403,
      body: { error: { code: 2010 } },
    });
    world.pagerDuty.revokeToken(world.token);
    expect(world.ask('GET /services').status).toBe(401);
  });

  test('wants to know who writes', () => {
    const world = given();
    const path = `/incidents/${opened(world)}`;
    const note = { note: { content: 'x' } };
    for (const [spec, body] of [
      [`PUT ${path}`, acknowledgement],
      [`POST ${path}/notes`, note],
    ] as const) {
      expect(world.ask(spec, body)).toMatchObject({ status: 400, body: { error: { code: 2011 } } });
      expect(world.ask(spec, body, { from: 'nobody@example.com' })).toMatchObject({
        status: 400,
        body: { error: { message: 'Requester User Not Found', code: 1008 } },
      });
      expect(world.ask(spec, body, From).status).toBe(200);
    }
    const { token } = world.pagerDuty.addToken({ user: world.ren });
    world.ask(`POST ${path}/notes`, note, { authorization: `Token token=${token}` });
    expect(world.pagerDuty.world.incidents[0]?.notes.map(({ user }) => user)).toEqual([world.aoi, world.ren]);
  });

  test.each<[string, unknown, number]>([
    ['PUT', { incident: { type: 'incident', status: 'triggered' } }, 2001],
    ['PUT', { incident: { status: 'resolved' } }, 2001],
    ['PUT', { incident: { type: 'incident', escalation_level: 4 } }, 1006],
    [
      'PUT',
      { incident: { type: 'incident', assignments: [{ assignee: { id: 'x', type: 'user_reference' } }] } },
      1007,
    ],
    ['POST notes', { note: { content: '' } }, 2001],
    ['POST notes', {}, 2001],
  ])('refuses %s with %j', (what, body, code) => {
    const world = given();
    const [method, below = ''] = what.split(' ');
    const path = `/incidents/${opened(world)}${below === '' ? '' : `/${below}`}`;
    expect(world.ask(`${method} ${path}`, body, From)).toMatchObject({
      status: 400,
      body: { error: { code } },
    });
  });

  test('refuses to touch what is resolved', () => {
    const world = given();
    const path = `/incidents/${opened(world)}`;
    const done = { incident: { type: 'incident', status: 'resolved' } };
    expect(world.ask(`PUT ${path}`, done, From).status).toBe(200);
    expect(world.ask(`PUT ${path}`, acknowledgement, From)).toMatchObject({
      status: 400,
      body: { error: { message: 'Incident Already Resolved', code: 1001 } },
    });
  });

  test('pages no further than it can, and says 404 for what is not there', () => {
    const world = given();
    expect(world.ask('GET /services?offset=9990&limit=25').body).toMatchObject({ error: { code: 2002 } });
    expect(world.ask('GET /services?limit=x').status).toBe(400);
    expect(world.ask('GET /services?include[]=colors').status).toBe(400);
    expect(world.ask('GET /incidents?since=soon').body).toMatchObject({ error: { code: 2004 } });
    for (const path of [
      '/services/P1',
      '/incidents/Q1',
      '/escalation_policies/P1',
      '/schedules/P1',
      '/teams',
    ]) {
      expect(world.ask(`GET ${path}`)).toMatchObject({ status: 404, body: { error: { code: 2100 } } });
    }
    expect(world.ask('GET /services?colour=red').status).toBe(200);
    expect(world.pagerDuty.world.unexpected).toEqual(['GET /teams', 'GET /services: ?colour']);
  });

  test('is asked too often after 960 calls of one token in a minute, and says when to come again', () => {
    const world = given();
    for (let i = 0; i < 960; i += 1) world.ask('GET /teams');
    world.time.now += 20_000;
    expect(world.ask('GET /services')).toMatchObject({
      status: 429,
      headers: { 'ratelimit-limit': '960', 'ratelimit-remaining': '0', 'ratelimit-reset': '40' },
      body: { error: { message: 'Rate Limit Exceeded', code: 2020 } },
    });
    world.time.now += 40_000;
    expect(world.ask('GET /services')).toMatchObject({
      status: 200,
      headers: { 'ratelimit-remaining': '959' },
    });
  });
});
