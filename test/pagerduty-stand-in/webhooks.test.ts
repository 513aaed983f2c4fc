import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Incident } from '../../demo/pagerduty/model/incident.ts';
import type { Subscription } from '../../demo/pagerduty/model/service.ts';
import { Courier } from '../../demo/pagerduty/webhooks/courier.ts';
import type { HookRequest } from '../../demo/pagerduty/webhooks/sign.ts';
import { type Given, given, MINUTE, trigger } from './given.ts';

const ALL = [
  'incident.triggered',
  'incident.acknowledged',
  'incident.escalated',
  'incident.reassigned',
  'incident.resolved',
  'incident.annotated',
  'incident.priority_updated',
];
const HOUR = 60 * MINUTE;

let world: Given;
let subscription: Subscription;
let sent: HookRequest[];
let status: number;
let courier: Courier;

beforeEach(() => {
  world = given();
  subscription = world.pagerDuty.subscribe({
    url: 'https://bot.example.com/hook',
    description: null,
    events: ALL,
    filter: { type: 'service_reference', id: world.service.id },
  });
  sent = [];
  status = 202;
  courier = new Courier(world.pagerDuty.world, (request) => {
    sent.push(request);
    return Promise.resolve(status);
  });
});

function only(): Incident {
  const [incident] = world.pagerDuty.world.incidents;
  if (incident === undefined) throw new Error('no incident');
  return incident;
}
const eventIn = ({ body }: HookRequest) =>
  (JSON.parse(body) as { event: { id: string; event_type: string; data: Record<string, unknown> } }).event;
const types = (): readonly string[] => sent.map((one) => eventIn(one).event_type);

describe('what happens to an incident', () => {
  test('is told, signed over the bytes', async () => {
    world.send(trigger('k1'));
    await courier.deliver();
    const [one] = sent;
    if (one === undefined) throw new Error('nothing was sent');
    const mac = createHmac('sha256', subscription.secret).update(one.body).digest('hex');
    expect(one.headers).toMatchObject({
      'x-pagerduty-signature': `v1=${mac}`,
      'x-webhook-subscription': subscription.id,
    });
    expect(eventIn(one)).toMatchObject({
      event_type: 'incident.triggered',
      data: {
        id: only().id,
        number: 1,
        status: 'triggered',
        urgency: 'high',
        service: { id: world.service.id, summary: 'AI Ops Triage' },
        assignees: [{ summary: 'Aoi Sato' }],
      },
    });
  });

  test('is told in order, the climb of the ladder too', async () => {
    world.send(trigger('k1'));
    world.time.now += 10 * MINUTE;
    await courier.deliver();
    world.pagerDuty.acknowledge(only(), world.ren);
    world.pagerDuty.reassign(only(), { to: [world.yui], by: world.ren });
    world.pagerDuty.setPriority(only(), { priority: 'P1', by: world.ren });
    world.pagerDuty.addNote(only(), { user: world.ren, content: 'looking' });
    world.pagerDuty.resolve(only(), world.yui);
    await courier.deliver();
    expect(types()).toEqual([
      'incident.triggered',
      'incident.escalated',
      'incident.acknowledged',
      'incident.reassigned',
      'incident.priority_updated',
      'incident.annotated',
      'incident.resolved',
    ]);
    expect(new Set(sent.map((one) => eventIn(one).id)).size).toBe(sent.length);
  });

  test('of another service, or of no interest, is not', async () => {
    const other = world.pagerDuty.addService({ name: 'Other', policy: world.policy });
    world.pagerDuty.openByHand(other, { title: 'elsewhere' });
    world.pagerDuty.subscribe({ ...subscription, events: ['incident.resolved'] });
    await courier.deliver();
    expect(sent).toEqual([]);
  });
});

test('while a secret is rotated both sign', async () => {
  world.pagerDuty.rotateSecret(subscription);
  world.send(trigger('k1'));
  await courier.deliver();
  expect(sent[0]?.headers['x-pagerduty-signature']).toMatch(/^v1=[\da-f]{64},v1=[\da-f]{64}$/);
});

describe('a receiver that', () => {
  test.each([0, 429, 500, 503])('answers %i is asked again, with the same webhook', async (answer) => {
    status = answer;
    world.send(trigger('k1'));
    await courier.deliver();
    expect(sent).toHaveLength(1);
    world.time.now += MINUTE;
    status = 202;
    await courier.deliver();
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
    world.time.now += HOUR;
    await courier.deliver();
    expect(types().filter((type) => type === 'incident.triggered')).toHaveLength(2);
  });

  test.each([400, 401, 404, 413])('answers %i is never asked again', async (answer) => {
    status = answer;
    world.send(trigger('k1'));
    await courier.deliver();
    status = 202;
    world.time.now += 5 * MINUTE;
    await courier.deliver();
    expect(sent).toHaveLength(1);
    expect(subscription.pausedUntil).toBeNull();
  });

  test('refuses three in a row hears nothing for a day, or until it is enabled again', async () => {
    status = 401;
    for (const key of ['k1', 'k2', 'k3']) world.send(trigger(key));
    await courier.deliver();
    expect(world.ask('GET /webhook_subscriptions').body.webhook_subscriptions).toMatchObject([
      { active: true, delivery_method: { temporarily_disabled: true } },
    ]);
    status = 202;
    world.pagerDuty.acknowledge(only(), world.aoi);
    await courier.deliver();
    expect(sent).toHaveLength(3);
    expect(world.ask(`POST /webhook_subscriptions/${subscription.id}/enable`).status).toBe(200);
    world.pagerDuty.resolve(only(), world.aoi);
    await courier.deliver();
    expect(types().at(-1)).toBe('incident.resolved');
    expect(sent).toHaveLength(4);
  });
});
