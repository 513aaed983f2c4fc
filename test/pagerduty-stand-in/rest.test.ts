import { describe, expect, test } from '@jest/globals';
import { given, MINUTE, trigger } from './given.ts';

const From = { from: 'ren.ito@example.com' };

describe('services', () => {
  test('are found by a part of their name, and shown whole where that is asked for', () => {
    const world = given();
    const { pagerDuty, policy, service, integration } = world;
    pagerDuty.addService({ name: 'Shop', policy });
    const found = (spec: string) => world.ask(spec).body.services;
    expect(found('GET /services')).toHaveLength(2);
    expect(found('GET /services?query=ops%20tri')).toMatchObject([
      {
        id: service.id,
        type: 'service',
        name: 'AI Ops Triage',
        status: 'active',
        incident_urgency_rule: { type: 'constant', urgency: 'severity_based' },
        escalation_policy: { id: policy.id, type: 'escalation_policy_reference', summary: 'AI Ops' },
        integrations: [{ id: integration.id, type: 'events_api_v2_inbound_integration_reference' }],
      },
    ]);
    const whole = `GET /services/${service.id}?include[]=integrations&include[]=escalation_policies`;
    expect(world.ask(whole).body.service).toMatchObject({
      escalation_policy: { type: 'escalation_policy', num_loops: 0 },
      integrations: [{ type: 'events_api_v2_inbound_integration', integration_key: integration.key }],
    });
    expect(pagerDuty.world.unexpected).toEqual([]);
  });

  test('show how they fare', () => {
    const world = given();
    const status = () => world.ask(`GET /services/${world.service.id}`).body;
    world.send(trigger('k'));
    expect(status()).toMatchObject({ service: { status: 'critical' } });
    world.send({ event_action: 'acknowledge', dedup_key: 'k' });
    expect(status()).toMatchObject({ service: { status: 'warning' } });
    world.pagerDuty.setState(world.service, 'disabled');
    expect(status()).toMatchObject({ service: { status: 'disabled' } });
  });
});

test('the ladder and who stands on it', () => {
  const world = given();
  const { policy, triage, aoi, yui } = world;
  world.pagerDuty.setOnCall(world.sre, []);
  expect(world.ask(`GET /escalation_policies/${policy.id}`).body.escalation_policy).toMatchObject({
    num_loops: 0,
    escalation_rules: [
      { escalation_delay_in_minutes: 10, targets: [{ id: triage.id, type: 'schedule_reference' }] },
      { escalation_delay_in_minutes: 20, targets: [{ summary: 'SRE (secondary)' }] },
      { escalation_delay_in_minutes: 30, targets: [{ id: yui.id, type: 'user_reference' }] },
    ],
  });
  world.pagerDuty.addPolicy({ name: 'Other', levels: [{ delayMinutes: 1, targets: [aoi] }] });
  expect(world.ask(`GET /oncalls?escalation_policy_ids[]=${policy.id}`).body.oncalls).toMatchObject([
    { escalation_level: 1, user: { id: aoi.id }, schedule: { id: triage.id } },
    { escalation_level: 3, user: { id: yui.id }, schedule: null, start: null, end: null },
  ]);
  expect(world.ask('GET /oncalls').body.oncalls).toHaveLength(3);
  expect(world.ask('GET /schedules?query=triage').body.schedules).toMatchObject([{ name: 'AI Ops Triage' }]);
  expect(world.ask(`GET /schedules/${triage.id}`).body.schedule).toMatchObject({
    users: [{ id: aoi.id }],
    escalation_policies: [{ id: policy.id }],
  });
  expect(world.ask(`GET /users/${yui.id}`).body.user).toMatchObject({ email: 'yui.mori@example.com' });
  expect(world.ask('GET /users/P0NOBODY').status).toBe(404);
  expect(world.ask('GET /users?query=mori').body.users).toMatchObject([{ email: 'yui.mori@example.com' }]);
});

describe('incidents', () => {
  test('are found by the key of their alerts, having none of their own, and by state, service and age', () => {
    const world = given();
    const other = world.pagerDuty.addService({ name: 'Shop', policy: world.policy });
    const { key } = world.pagerDuty.addIntegration(other);
    world.send(trigger('old'));
    world.time.now += 31 * 24 * 60 * MINUTE;
    world.send(trigger('new'));
    world.send({ ...trigger('new', { severity: 'info' }), routing_key: key });
    world.send({ event_action: 'resolve', dedup_key: 'new' });
    const numbers = (query: string) => {
      const { incidents } = world.ask(`GET /incidents?${query}`).body;
      return Array.isArray(incidents) ? incidents.map(({ incident_number }) => incident_number) : null;
    };
    expect(numbers('')).toEqual([2, 3]);
    expect(numbers('date_range=all')).toEqual([1, 2, 3]);
    expect(numbers('date_range=all&sort_by=created_at:desc')).toEqual([3, 2, 1]);
    expect(numbers('incident_key=new')).toEqual([2, 3]);
    expect(numbers(`incident_key=new&service_ids[]=${other.id}`)).toEqual([3]);
    expect(numbers('date_range=all&statuses[]=triggered&statuses[]=acknowledged')).toEqual([1, 3]);
    expect(numbers('urgencies[]=low')).toEqual([3]);
    expect(numbers('since=2026-01-01&until=2026-03-02')).toEqual([1]);
    expect(world.ask('GET /incidents?incident_key=new').body).toMatchObject({
      incidents: [{ incident_key: null }, { incident_key: null }],
      more: false,
      total: null,
    });
    expect(world.ask('GET /incidents?limit=1&total=true').body).toMatchObject({
      more: true,
      total: 2,
      limit: 1,
    });
    expect(world.pagerDuty.world.unexpected).toEqual([]);
  });

  test('show their alerts with all that was told', () => {
    const world = given();
    world.send({
      ...trigger('k', {
        component: 'auto-handoff',
        group: 'ai-ops',
        class: 'lead-time',
        timestamp: '2026-03-01T09:00:00Z',
        custom_details: { k: 1 },
      }),
      client: 'AI Ops',
      client_url: 'https://bot.example.com/1',
      links: [{ href: 'https://github.com/x', text: 'run' }],
    });
    const id = world.pagerDuty.world.incidents[0]?.id;
    expect(world.ask(`GET /incidents/${id}/alerts?alert_key=k`).body.alerts).toMatchObject([
      {
        alert_key: 'k',
        severity: 'error',
        status: 'triggered',
        body: {
          details: { k: 1 },
          contexts: [{ type: 'link', href: 'https://github.com/x', text: 'run' }],
          cef_details: { source_component: 'auto-handoff', event_class: 'lead-time', client: 'AI Ops' },
        },
      },
    ]);
    expect(world.ask(`GET /incidents/${id}/alerts?alert_key=other`).body.alerts).toEqual([]);
  });

  test('are acknowledged, raised, handed over and noted by the person of the From header', () => {
    const world = given();
    world.send(trigger('k'));
    const [incident] = world.pagerDuty.world.incidents;
    const put = (change: object) =>
      world.ask(`PUT /incidents/${incident?.id}`, { incident: { type: 'incident', ...change } }, From).body
        .incident;
    expect(put({ status: 'acknowledged', title: 'Known' })).toMatchObject({
      status: 'acknowledged',
      title: 'Known',
      acknowledgements: [{ acknowledger: { summary: 'Ren Ito' } }],
    });
    expect(put({ escalation_level: 3 })).toMatchObject({
      status: 'triggered',
      assignments: [{ assignee: { summary: 'Yui Mori' } }],
    });
    const assignee = { id: world.ren.id, type: 'user_reference' };
    expect(put({ assignments: [{ assignee }] })).toMatchObject({
      assignments: [{ assignee: { summary: 'Ren Ito' } }],
    });
    expect(incident?.rung).toBeNull();
    expect(put({ status: 'acknowledged' })).toMatchObject({
      last_status_change_by: { type: 'user_reference', summary: 'Ren Ito' },
    });
    for (const content of ['one', 'two']) {
      world.ask(`POST /incidents/${incident?.id}/notes`, { note: { content } }, From);
    }
    expect(world.ask(`GET /incidents/${incident?.id}/notes`).body.notes).toMatchObject([
      { content: 'two', user: { summary: 'Ren Ito' } },
      { content: 'one' },
    ]);
    expect(put({ status: 'resolved' })).toMatchObject({
      status: 'resolved',
      alert_counts: { resolved: 1, triggered: 0 },
      acknowledgements: [],
      last_status_change_by: { type: 'user_reference', summary: 'Ren Ito' },
    });
  });

  test('are resolved by an event as their service, not as a person', () => {
    const world = given();
    world.send(trigger('k'));
    world.send({ event_action: 'resolve', dedup_key: 'k' });
    const id = world.pagerDuty.world.incidents[0]?.id;
    expect(world.ask(`GET /incidents/${id}`).body.incident).toMatchObject({
      status: 'resolved',
      last_status_change_by: { id: world.service.id, type: 'service_reference' },
    });
  });
});

test('webhook subscriptions are kept; the secret is told once', () => {
  const world = given();
  const subscription = {
    type: 'webhook_subscription',
    delivery_method: { type: 'http_delivery_method', url: 'https://bot.example.com/api/pagerduty/webhooks' },
    events: ['incident.triggered'],
    filter: { type: 'service_reference', id: world.service.id },
  };
  const made = world.ask('POST /webhook_subscriptions', { webhook_subscription: subscription });
  const [kept] = world.pagerDuty.world.subscriptions;
  expect(made).toMatchObject({
    status: 201,
    body: { webhook_subscription: { id: kept?.id, delivery_method: { secret: kept?.secret } } },
  });
  const listed = world.ask(`GET /webhook_subscriptions?filter_type=service&filter_id=${world.service.id}`);
  expect(listed.body.webhook_subscriptions).toMatchObject([{ id: kept?.id, active: true }]);
  expect(listed.text).not.toContain(kept?.secret);
  expect(world.ask('GET /webhook_subscriptions?filter_type=account').body.webhook_subscriptions).toEqual([]);
  expect(world.ask('POST /webhook_subscriptions', { webhook_subscription: {} }).status).toBe(400);
  const path = `/webhook_subscriptions/${kept?.id}`;
  expect(world.ask(`GET ${path}`).body.webhook_subscription).toMatchObject({
    filter: { id: world.service.id },
  });
  expect(world.ask(`DELETE ${path}`)).toMatchObject({ status: 204, text: '' });
  expect(world.ask(`GET ${path}`).status).toBe(404);
});
