import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openedIncident } from '../../src/pagerduty/opened-incident.ts';
import { followsSeverity, integrationFor, type UrgencyRule } from '../../src/pagerduty/resources.ts';
import type { PagerDutyRest } from '../../src/pagerduty/rest.ts';
import { Secret } from '../../src/secrets.ts';
import { type Given, given, MINUTE, START, trigger } from '../pagerduty-stand-in/given.ts';
import { serveByNock } from '../pagerduty-stand-in/nock.ts';
import { nock } from '../support/nock.ts';
import { clients } from './clients.ts';

let world: Given;
let rest: PagerDutyRest;
let stop: () => void;

beforeEach(() => {
  world = given();
  stop = serveByNock(world.pagerDuty);
  rest = clients(world).rest;
});

afterEach(() => {
  expect(world.pagerDuty.world.unexpected).toEqual([]);
  stop();
  nock.cleanAll();
});

describe('a service', () => {
  test('is found by its exact name, with its integrations, urgency and policy', async () => {
    const { pagerDuty, policy, service, integration } = world;
    pagerDuty.addService({ name: 'AI Ops Triage (old)', policy });
    expect(await rest.service('AI Ops Triage')).toEqual({
      kind: 'read',
      value: {
        id: service.id,
        name: 'AI Ops Triage',
        status: 'active',
        url: `https://acme.pagerduty.com/services/${service.id}`,
        urgency: { kind: 'always', urgency: 'severity_based' },
        escalationPolicy: { id: policy.id, kind: 'escalation_policy', name: 'AI Ops' },
        integrations: [
          {
            id: integration.id,
            type: 'events_api_v2_inbound_integration',
            name: 'Events API v2',
            key: expect.any(Secret),
          },
        ],
      },
    });
    for (const name of ['ai ops triage', 'AI Ops', 'Shop']) {
      expect(await rest.service(name)).toEqual({ kind: 'read', value: null });
    }
  });

  test('knows its routing keys and does not tell them', async () => {
    const found = await rest.service('AI Ops Triage');
    if (found.kind !== 'read' || found.value === null) throw new Error('not found');
    expect(JSON.stringify(found)).not.toContain(world.integration.key);
    const { key, id } = world.integration;
    expect(integrationFor(found.value, new Secret(key))?.id).toBe(id);
    expect(integrationFor(found.value, new Secret('a'.repeat(32)))).toBeNull();
  });

  test.each<[UrgencyRule, boolean]>([
    [{ kind: 'always', urgency: 'severity_based' }, true],
    [{ kind: 'always', urgency: 'high' }, false],
    [{ kind: 'by-support-hours', during: 'severity_based', outside: 'severity_based' }, true],
    [{ kind: 'by-support-hours', during: 'severity_based', outside: 'low' }, false],
    [{ kind: 'by-support-hours', during: 'high', outside: 'severity_based' }, false],
  ])('with urgency %j follows severity: %p', (rule, follows) => {
    expect(followsSeverity(rule)).toBe(follows);
  });

  test('with support hours is read too', async () => {
    const rule = {
      type: 'use_support_hours',
      during: 'high',
      outside: 'severity_based',
      open: true,
    } as const;
    world.pagerDuty.setUrgencyRule(world.service, rule);
    world.pagerDuty.setState(world.service, 'maintenance');
    expect(await rest.service('AI Ops Triage')).toMatchObject({
      value: {
        status: 'maintenance',
        urgency: { kind: 'by-support-hours', during: 'high', outside: 'severity_based' },
      },
    });
  });
});

test('an escalation policy has its levels in order, each with whom it calls', async () => {
  const { policy, triage, sre, yui } = world;
  policy.numLoops = 2;
  expect(await rest.escalationPolicy(policy.id)).toEqual({
    kind: 'read',
    value: {
      id: policy.id,
      name: 'AI Ops',
      url: `https://acme.pagerduty.com/escalation_policies/${policy.id}`,
      loops: 2,
      levels: [
        { delayMinutes: 10, targets: [{ id: triage.id, kind: 'schedule', name: 'AI Ops Triage' }] },
        { delayMinutes: 20, targets: [{ id: sre.id, kind: 'schedule', name: 'SRE (secondary)' }] },
        { delayMinutes: 30, targets: [{ id: yui.id, kind: 'user', name: 'Yui Mori' }] },
      ],
    },
  });
  expect(await rest.escalationPolicy('../users')).toMatchObject({ kind: 'refused', status: 404 });
  world.pagerDuty.world.unexpected.splice(0);
});

test('who is on call, level by level, and where there is a gap', async () => {
  world.pagerDuty.setOnCall(world.sre, []);
  world.pagerDuty.addPolicy({ name: 'Other', levels: [{ delayMinutes: 1, targets: [world.ren] }] });
  expect(await rest.onCall(world.policy.id)).toMatchObject({
    kind: 'read',
    value: [
      { level: 1, user: { name: 'Aoi Sato' }, schedule: { name: 'AI Ops Triage' }, until: null },
      { level: 3, user: { name: 'Yui Mori' }, schedule: null, until: null },
    ],
  });
});

describe('incidents', () => {
  test('are found by dedup key, service and status, of any age, newest first', async () => {
    const other = world.pagerDuty.addService({ name: 'Shop', policy: world.policy });
    const { key } = world.pagerDuty.addIntegration(other);
    world.send(trigger('k'));
    world.send({ event_action: 'resolve', dedup_key: 'k' });
    world.send(trigger('k'));
    world.send({ ...trigger('k'), routing_key: key });
    world.send(trigger('other'));
    world.time.now += 365 * 24 * 60 * MINUTE;
    const numbers = async (which: Parameters<PagerDutyRest['incidents']>[0]) => {
      const found = await rest.incidents(which);
      return found.kind === 'read' ? found.value.map(({ number }) => number) : found;
    };
    expect(await numbers({})).toEqual([4, 3, 2, 1]);
    expect(await numbers({ dedupKey: 'k' })).toEqual([3, 2, 1]);
    expect(await numbers({ dedupKey: 'k', serviceId: world.service.id })).toEqual([2, 1]);
    const open = ['triggered', 'acknowledged'] as const;
    expect(await numbers({ dedupKey: 'k', serviceId: world.service.id, statuses: open })).toEqual([2]);
    expect(await rest.incidents({ dedupKey: 'other' })).toEqual({
      kind: 'read',
      value: [
        {
          id: world.pagerDuty.world.incidents[3]?.id,
          number: 4,
          title: 'other failed',
          status: 'triggered',
          urgency: 'high',
          createdAt: new Date(START).toISOString().replace('.000', ''),
          changedAt: expect.stringMatching(/Z$/),
          url: expect.stringMatching(/^https:\/\/acme\.pagerduty\.com\/incidents\/Q/),
          service: { id: world.service.id, kind: 'service', name: 'AI Ops Triage' },
          assignees: [{ id: world.yui.id, kind: 'user', name: 'Yui Mori' }],
          acknowledgements: [],
          statusBy: {
            by: { id: world.service.id, kind: 'service', name: 'AI Ops Triage' },
            at: '2026-03-01T10:30:00Z',
          },
        },
      ],
    });
  });

  test('are read to the last page, which pdjs cannot do', async () => {
    for (let i = 0; i < 201; i += 1) {
      world.time.now += 1000;
      world.send(trigger(`k${i}`));
    }
    const found = await rest.incidents({});
    expect(found.kind === 'read' ? new Set(found.value.map(({ id }) => id)).size : found).toBe(201);
    expect(world.pagerDuty.service.requests).toHaveLength(3);
    world.pagerDuty.fault({ kind: 'status', status: 503, match: { nth: 3 } });
    expect(await rest.incidents({})).toEqual({ kind: 'ambiguous', detail: 'PagerDuty answered 503' });
  });

  test('get notes, by the person of the From header', async () => {
    world.send(trigger('k'));
    const id = world.pagerDuty.world.incidents[0]?.id ?? '';
    expect(await rest.addNote(id, 'Slack: https://acme.slack.com/x')).toEqual({ kind: 'accepted' });
    expect(await rest.notes(id)).toEqual({
      kind: 'read',
      value: [
        {
          id: expect.any(String),
          content: 'Slack: https://acme.slack.com/x',
          createdAt: '2026-03-01T10:00:00Z',
          user: { id: world.aoi.id, kind: 'user', name: 'Aoi Sato' },
        },
      ],
    });
    expect(await clients(world, { from: 'nobody@example.com' }).rest.addNote(id, 'x')).toEqual({
      kind: 'refused',
      status: 400,
      detail: 'PagerDuty answered 400: Requester User Not Found',
    });
    expect(await clients(world, { from: null }).rest.addNote(id, 'x')).toEqual({
      kind: 'unsent',
      detail: 'there is no sender that could be sent; set PAGERDUTY_FROM',
    });
    expect(await clients(world, { from: null }).rest.notes(id)).toMatchObject({ kind: 'read' });
  });
});

describe('an acknowledgement', () => {
  const opened = () => {
    world.send(trigger('k'));
    return world.pagerDuty.world.incidents[0]?.id ?? '';
  };

  test('is made in the name of a person, whoever the bot writes as', async () => {
    const id = opened();
    const person = await rest.user(world.ren.id);
    expect(person).toEqual({
      kind: 'read',
      value: { id: world.ren.id, name: 'Ren Ito', email: 'ren.ito@example.com' },
    });
    const { rest: nobody } = clients(world, { from: null });
    world.time.now += MINUTE;
    expect(await nobody.acknowledge(id, 'ren.ito@example.com')).toEqual({ kind: 'accepted' });
    const by = { by: { id: world.ren.id, kind: 'user', name: 'Ren Ito' }, at: '2026-03-01T10:01:00Z' };
    expect(await rest.incident(id)).toMatchObject({
      value: { status: 'acknowledged', acknowledgements: [by], statusBy: by },
    });
    expect(world.pagerDuty.service.requests.find(({ method }) => method === 'PUT')).toMatchObject({
      headers: { from: 'ren.ito@example.com' },
      body: { incident: { type: 'incident_reference', status: 'acknowledged' } },
    });
  });

  test('is refused for an address that PagerDuty does not know, and of what is resolved', async () => {
    const id = opened();
    expect(await rest.acknowledge(id, 'nobody@example.com')).toEqual({
      kind: 'refused',
      status: 400,
      detail: 'PagerDuty answered 400: Requester User Not Found',
    });
    world.send({ event_action: 'resolve', dedup_key: 'k' });
    expect(await rest.acknowledge(id, 'ren.ito@example.com')).toMatchObject({ kind: 'refused', status: 400 });
    expect(await rest.incident(id)).toMatchObject({
      value: { status: 'resolved', acknowledgements: [], statusBy: { by: { kind: 'service' } } },
    });
    expect(await rest.user('P0NOBODY')).toMatchObject({ kind: 'refused', status: 404 });
  });

  test('is of the newest incident of a key, none older than it is asked for', async () => {
    opened();
    world.send({ event_action: 'resolve', dedup_key: 'k' });
    world.time.now += 10 * MINUTE;
    const asked = { dedupKey: 'k', since: new Date(world.time.now - MINUTE).toISOString() };
    expect(await openedIncident(rest, asked)).toEqual({ kind: 'read', value: null });
    world.send(trigger('k'));
    expect(await openedIncident(rest, asked)).toMatchObject({ value: { number: 2 } });
    world.pagerDuty.fault({ kind: 'status', status: 503, match: {} });
    expect(await openedIncident(rest, asked)).toMatchObject({ kind: 'ambiguous' });
  });
});

describe('an answer that is not what it should be is a failure, never an empty list', () => {
  const page = { limit: 100, offset: 0, more: false };
  test.each<[string, unknown, string]>([
    ['no list', { ...page }, 'no oncalls (oncalls: Invalid input: expected array, received undefined)'],
    ['no JSON', '<p>ok', 'no oncalls (oncalls: Invalid input: expected array, received undefined)'],
    ['a strange row', { ...page, oncalls: [{}] }, 'no oncalls (oncalls.0.escalation_level: Invalid input'],
    [
      'no word of more',
      { oncalls: [] },
      'no more (more: Invalid input: expected boolean, received undefined)',
    ],
  ])('%s', async (_, body, said) => {
    stop();
    nock('https://api.pagerduty.com')
      .get('/oncalls')
      .query(true)
      .reply(200, body as nock.Body);
    const read = await rest.onCall('P1');
    expect(read).toEqual({
      kind: 'ambiguous',
      detail: expect.stringContaining(`PagerDuty's answer has ${said}`),
    });
  });

  test('a list without an end', async () => {
    stop();
    nock('https://api.pagerduty.com')
      .get('/oncalls')
      .query(true)
      .times(100)
      .reply(200, { oncalls: [], more: true });
    expect(await rest.onCall('P1')).toEqual({
      kind: 'ambiguous',
      detail: "PagerDuty's list of oncalls has more than 10000 rows",
    });
  });

  test('a note that may be there', async () => {
    stop();
    nock('https://api.pagerduty.com').post('/incidents/Q1/notes').reply(200, '');
    expect(await rest.addNote('Q1', 'x')).toMatchObject({ kind: 'ambiguous' });
  });
});
