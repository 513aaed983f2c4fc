import { describe, expect, test } from '@jest/globals';
import { called, given, MINUTE, START, trigger } from './given.ts';

const key = 'k1';
const resolve = { event_action: 'resolve', dedup_key: key };
const acknowledge = { event_action: 'acknowledge', dedup_key: key };

describe('a dedup key', () => {
  test('opens one incident, however often it is triggered; the last one is what its alert says', () => {
    const world = given();
    for (const summary of ['first', 'second']) {
      expect(world.send(trigger(key, { summary }))).toMatchObject({
        status: 202,
        body: { status: 'success', message: 'Event processed', dedup_key: key },
      });
    }
    const [incident] = world.pagerDuty.world.incidents;
    expect(world.pagerDuty.world.incidents).toHaveLength(1);
    expect(incident).toMatchObject({
      title: 'first',
      number: 1,
      alerts: [{ payload: { summary: 'second' } }],
    });
    expect(incident?.log.map(({ kind }) => kind)).toEqual(['trigger', 'assign', 'notify', 'trigger']);
    expect(called(world)).toHaveLength(1);
  });

  test('opens another incident after it was resolved', () => {
    const world = given();
    for (const event of [trigger(key), resolve, trigger(key)]) expect(world.send(event).status).toBe(202);
    expect(world.pagerDuty.world.incidents).toMatchObject([
      { number: 1, status: 'resolved', resolvedAt: START, assignees: [] },
      { number: 2, status: 'triggered' },
    ]);
    expect(called(world)).toHaveLength(2);
  });

  test('that nobody knows is resolved and acknowledged without effect', () => {
    const world = given();
    for (const event of [resolve, acknowledge]) expect(world.send(event).status).toBe(202);
    expect(world.pagerDuty.world.incidents).toEqual([]);
    expect(world.pagerDuty.world.dropped.map(({ why }) => why)).toEqual([
      'nothing is open for the key',
      'nothing is open for the key',
    ]);
  });

  test('of another integration is another', () => {
    const world = given();
    const other = world.pagerDuty.addIntegration(world.service);
    world.send(trigger(key));
    world.send({ ...resolve, routing_key: other.key });
    world.send({ ...trigger(key), routing_key: other.key });
    expect(world.pagerDuty.world.incidents.map(({ status }) => status)).toEqual(['triggered', 'triggered']);
  });

  test('is made up where there is none, so a second trigger is a second incident', () => {
    const world = given();
    const [one, two] = [world.send(trigger(null)), world.send(trigger(null))].map(
      ({ body }) => body.dedup_key,
    );
    expect(one).toMatch(/^[\da-f]{32}$/);
    expect(one).not.toBe(two);
    expect(world.pagerDuty.world.incidents).toHaveLength(2);
  });
});

describe('the ladder', () => {
  test('is climbed by the clock to its end', () => {
    const world = given();
    world.send(trigger(key));
    expect(called(world)).toEqual(['Aoi Sato at level 1 after 0 min']);
    world.time.now += 10 * MINUTE - 1;
    world.pagerDuty.climb();
    expect(called(world)).toHaveLength(1);
    world.time.now += 1;
    world.pagerDuty.climb();
    expect(called(world)).toHaveLength(2);
    world.time.now += 1000 * MINUTE;
    world.pagerDuty.climb();
    expect(called(world)).toEqual([
      'Aoi Sato at level 1 after 0 min',
      'Ren Ito at level 2 after 10 min',
      'Yui Mori at level 3 after 30 min',
    ]);
    expect(world.pagerDuty.world.incidents[0]?.assignees).toEqual([world.yui]);
  });

  test('starts again as often as it says', () => {
    const world = given();
    world.policy.numLoops = 1;
    world.send(trigger(key));
    world.time.now += 1000 * MINUTE;
    world.pagerDuty.climb();
    expect(called(world).slice(2)).toEqual([
      'Yui Mori at level 3 after 30 min',
      'Aoi Sato at level 1 after 60 min',
      'Ren Ito at level 2 after 70 min',
      'Yui Mori at level 3 after 90 min',
    ]);
  });

  test.each(['acknowledge', 'resolve'] as const)('is left when somebody does %s', (act) => {
    const world = given();
    world.send(trigger(key));
    world.time.now += 15 * MINUTE;
    const [incident] = world.pagerDuty.world.incidents;
    if (incident === undefined) throw new Error('no incident');
    world.pagerDuty[act](incident, world.ren);
    world.time.now += 1000 * MINUTE;
    world.pagerDuty.climb();
    expect(called(world)).toEqual(['Aoi Sato at level 1 after 0 min', 'Ren Ito at level 2 after 10 min']);
  });

  test('is not climbed again for a trigger while the incident is acknowledged', () => {
    const world = given();
    for (const event of [trigger(key), acknowledge, trigger(key, { severity: 'critical' })])
      world.send(event);
    world.time.now += 1000 * MINUTE;
    world.pagerDuty.climb();
    expect(called(world)).toHaveLength(1);
    expect(world.pagerDuty.world.incidents).toMatchObject([{ status: 'acknowledged' }]);
  });

  test('passes over levels where nobody is on call', () => {
    const world = given();
    world.pagerDuty.setOnCall(world.triage, []);
    world.send(trigger(key));
    expect(called(world)).toEqual(['Ren Ito at level 2 after 0 min']);
  });

  test('without anybody opens no incident', () => {
    const world = given();
    world.pagerDuty.setLevels(world.policy, [{ delayMinutes: 1, targets: [world.triage] }]);
    world.pagerDuty.setOnCall(world.triage, []);
    expect(world.send(trigger(key)).status).toBe(202);
    expect(world.pagerDuty.world.incidents).toEqual([]);
    expect(world.pagerDuty.world.dropped).toMatchObject([{ why: 'nobody is on call at any level' }]);
  });

  test('is left for good when the incident is given to somebody by name', () => {
    const world = given();
    world.send(trigger(key));
    const [incident] = world.pagerDuty.world.incidents;
    if (incident === undefined) throw new Error('no incident');
    world.pagerDuty.reassign(incident, { to: [world.yui], by: world.aoi });
    world.time.now += 1000 * MINUTE;
    world.pagerDuty.climb();
    expect(called(world)).toHaveLength(1);
  });
});

describe('urgency', () => {
  const severityBased = { type: 'constant', urgency: 'severity_based' } as const;
  const hours = { type: 'use_support_hours', during: 'severity_based', outside: 'low' } as const;
  test.each([
    [severityBased, 'critical', 'high'],
    [severityBased, 'error', 'high'],
    [severityBased, 'warning', 'low'],
    [severityBased, 'info', 'low'],
    [{ type: 'constant', urgency: 'high' } as const, 'info', 'high'],
    [{ ...hours, open: true }, 'critical', 'high'],
    [{ ...hours, open: false }, 'critical', 'low'],
  ])('by %j of %s is %s; low calls nobody further', (rule, severity, urgency) => {
    const world = given();
    world.pagerDuty.setUrgencyRule(world.service, rule);
    world.send(trigger(key, { severity }));
    world.time.now += 1000 * MINUTE;
    world.pagerDuty.climb();
    expect(world.pagerDuty.world.incidents).toMatchObject([{ urgency }]);
    expect(called(world)).toHaveLength(urgency === 'high' ? 3 : 1);
  });
});

test.each(['disabled', 'maintenance'] as const)('a service in state %s opens no incident', (state) => {
  const world = given();
  world.pagerDuty.setState(world.service, state);
  expect(world.send(trigger(key)).status).toBe(202);
  expect(world.pagerDuty.world.incidents).toEqual([]);
  expect(world.pagerDuty.world.dropped).toHaveLength(1);
});

test('a change calls nobody', () => {
  const world = given();
  const payload = { summary: 'Stopped', source: 'github.com/acme/shop', custom_details: { by: 'alice' } };
  const links = [{ href: 'https://github.com/acme/shop', text: 'shop' }];
  expect(world.send({ payload, links }, '/v2/change/enqueue')).toMatchObject({
    status: 202,
    body: { status: 'success', message: 'Change event processed' },
  });
  expect(world.pagerDuty.world.changes).toMatchObject([
    { summary: 'Stopped', details: { by: 'alice' }, links, receivedAt: START },
  ]);
  expect(called(world)).toEqual([]);
});
