import { createHash, createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CodedError } from '../../src/errors.ts';
import { pagerDutyDoor } from '../../src/ingress/pagerduty.ts';
import { INCIDENT_EVENTS } from '../../src/pagerduty/incident-events.ts';
import { Secret } from '../../src/secrets.ts';
import { CURRENT, DoorAtWork, given, type Headers, PREVIOUS } from './door-at-work.ts';

const SMALL = { maxBytes: 2_000, maxHeldBytes: 3_000 };
const EVENT = eventOf('incident.triggered');

let secrets: readonly Secret[];
let door: DoorAtWork;
beforeEach(async () => {
  secrets = [new Secret(CURRENT), new Secret(PREVIOUS)];
  door = new DoorAtWork({
    door: (parts) => pagerDutyDoor({ ...parts, secrets: () => secrets, limits: SMALL }),
    payload: EVENT,
    headers: (body, changed) =>
      given({
        'content-type': 'application/json',
        'x-webhook-id': 'anything',
        'x-pagerduty-signature': sign(body),
        ...changed,
      }),
  });
  await door.open();
});
afterEach(() => door.close());

function eventOf(type: string, id = '01CELD6T9C2JS745I7CAK0LRRF'): string {
  return JSON.stringify({ event: { id, event_type: type, data: { id: 'PGR0VU2', title: '失敗 ✅' } } });
}

function sign(body: string | Uint8Array, { secret = CURRENT, version = 'v1' } = {}): string {
  return `${version}=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

describe('remembered', () => {
  test('a signed event becomes one row, known by the id that was signed', async () => {
    expect(await door.deliver()).toEqual({ status: 202, text: 'kept for its handler' });
    const guid = `pagerduty-${createHash('sha256').update('01CELD6T9C2JS745I7CAK0LRRF').digest('hex')}`;
    expect([...door.rows.values()]).toEqual([
      {
        guid,
        event: 'pagerduty.incident',
        action: 'triggered',
        installationId: null,
        repositoryId: null,
        receivedAt: '2026-11-22T03:04:05.678Z',
        body: EVENT,
      },
    ]);
    expect(door.counts).toEqual([['pagerduty.incident', 'stored']]);
  });

  test.each(INCIDENT_EVENTS)('%s is', async (type) => {
    expect((await door.deliver(eventOf(type))).status).toBe(202);
    expect([...door.rows.values()]).toMatchObject([{ action: type.replace('incident.', '') }]);
  });

  test('PagerDuty rotates: one of several signatures is ours', async () => {
    const header = [sign(EVENT, { secret: 'another' }), sign(EVENT), `v2=${'0'.repeat(64)}`].join(',');
    expect((await door.deliver(EVENT, { 'x-pagerduty-signature': header })).status).toBe(202);
    const spaced = header.replaceAll(',', ', ');
    expect((await door.deliver(EVENT, { 'x-pagerduty-signature': spaced })).status).toBe(202);
  });

  test('the bot rotates: each of its secrets signs, and one that is gone does not', async () => {
    const old = { 'x-pagerduty-signature': sign(EVENT, { secret: PREVIOUS }) };
    expect((await door.deliver(EVENT, old)).status).toBe(202);
    secrets = [new Secret(CURRENT)];
    expect((await door.deliver(EVENT, old)).status).toBe(401);
  });

  test('replayed under another header it is known already', async () => {
    await door.deliver();
    expect(await door.deliver(EVENT, { 'x-webhook-id': 'another' })).toEqual({
      status: 202,
      text: 'known already',
    });
    expect(door.rows.size).toBe(1);
  });

  test('another event under the same header is another', async () => {
    await door.deliver();
    await door.deliver(eventOf('incident.resolved', 'another'));
    expect(door.rows.size).toBe(2);
  });

  test('a store that is down is a 503: PagerDuty would never send a refused one again', async () => {
    door.beforeRemember = () =>
      Promise.reject(new CodedError('AIOPS_STORE_UNREACHABLE', 'the store is away'));
    expect((await door.deliver()).status).toBe(503);
    expect(door.counts).toEqual([['pagerduty.incident', 'unavailable']]);
  });
});

describe('answered and forgotten', () => {
  test.each([
    ['pagey.ping', 'ping'],
    ['incident.annotated', 'ignored'],
    ['incident.priority_updated', 'ignored'],
    ['incident.responder.added', 'ignored'],
    ['service.updated', 'ignored'],
  ])('%s: %s', async (type, result) => {
    expect((await door.deliver(eventOf(type))).status).toBe(202);
    expect(door.rows.size).toBe(0);
    expect(door.lines).toEqual([expect.objectContaining({ level: 'info', result })]);
  });
});

describe('refused', () => {
  const header = (value: string): Headers => ({ 'x-pagerduty-signature': value });
  test.each<[string, number, string | Uint8Array, Headers]>([
    ['no content type', 415, EVENT, { 'content-type': undefined }],
    ['a form', 415, EVENT, { 'content-type': 'application/x-www-form-urlencoded' }],
    ['no signature', 401, EVENT, { 'x-pagerduty-signature': undefined }],
    ['an empty signature', 401, EVENT, header('')],
    ['a signature of another body', 401, EVENT, header(sign(`${EVENT} `))],
    ['a signature with another secret', 401, EVENT, header(sign(EVENT, { secret: 'x' }))],
    ['a signature with an empty secret', 401, EVENT, header(sign(EVENT, { secret: '' }))],
    ['another version', 401, EVENT, header(sign(EVENT, { version: 'v2' }))],
    ["GitHub's form", 401, EVENT, header(sign(EVENT, { version: 'sha256' }))],
    ['a cut signature', 401, EVENT, header(sign(EVENT).slice(0, -2))],
    ['a signature in capitals', 401, EVENT, header(sign(EVENT).toUpperCase().replace('V1', 'v1'))],
    [
      'more signatures than anybody sends',
      401,
      EVENT,
      header(Array.from({ length: 11 }, () => sign(EVENT)).join(',')),
    ],
    ['no JSON', 400, 'x', {}],
    ['no event', 400, '{}', {}],
    ['an event without an id', 400, '{"event":{"event_type":"incident.triggered"}}', {}],
    ['an event whose type is no name', 400, eventOf('incident.<b>'), {}],
    ['bytes that are not UTF-8', 400, Buffer.from([0x7b, 0x22, 0xff, 0x7d]), {}],
    ['a body that is too large', 413, JSON.stringify({ x: 'x'.repeat(2_000) }), {}],
  ])('%s: %i', async (_what, status, body, headers) => {
    const all = { 'x-pagerduty-signature': sign(body), ...headers };
    expect((await door.deliver(body, all)).status).toBe(status);
    expect(door.rows.size).toBe(0);
    expect(door.lines).toEqual([expect.objectContaining({ level: 'warn', result: 'refused', status })]);
    expect(door.counts).toEqual([['unverified', 'refused']]);
  });

  test('the log repeats nothing of the sender', async () => {
    await door.deliver(eventOf('incident.triggered', 'of the sender'), header('v1=00'));
    expect(JSON.stringify(door.lines)).not.toContain('of the sender');
  });

  test('while it is not set up, PagerDuty is to come again: its secret is known only after the subscription is', async () => {
    secrets = [];
    expect(await door.deliver()).toEqual({
      status: 503,
      text: "PagerDuty's webhooks are not set up here; set PAGERDUTY_WEBHOOK_SECRET",
    });
    expect(door.rows.size).toBe(0);
  });
});
