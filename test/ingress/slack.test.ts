import { createHash, createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { slackDoor } from '../../src/ingress/slack.ts';
import { Secret } from '../../src/secrets.ts';
import { CURRENT, DoorAtWork, given, type Headers, NOW, PREVIOUS, STORE_LOST } from './door-at-work.ts';

const SMALL = { maxBytes: 2_000, maxHeldBytes: 3_000 };
const SECONDS = Math.floor(NOW / 1000);
const COMMAND = new URLSearchParams({
  team_id: 'T0ACME',
  user_id: 'U0MIKA',
  command: '/ai-ops',
  text: 'hold acme/erp#12 停止 & more',
}).toString();
const PRESSED = { type: 'block_actions', actions: [{ action_id: 'ai_ops:hold', value: '[]' }] };
const form = (payload: unknown) => new URLSearchParams({ payload: JSON.stringify(payload) }).toString();

let secrets: readonly Secret[];
let door: DoorAtWork;
const atWork = (limits?: typeof SMALL) =>
  new DoorAtWork({
    door: (parts) => slackDoor({ ...parts, secrets: () => secrets, ...(limits && { limits }) }),
    payload: COMMAND,
    headers: (body, changed) =>
      given({
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': String(SECONDS),
        'x-slack-signature': sign(body),
        ...changed,
      }),
  });
beforeEach(async () => {
  secrets = [new Secret(CURRENT), new Secret(PREVIOUS)];
  door = atWork(SMALL);
  await door.open();
});
afterEach(() => door.close());

function sign(
  body: string | Uint8Array,
  { secret = CURRENT, at = String(SECONDS), version = 'v0' } = {},
): string {
  const hmac = createHmac('sha256', secret).update(`${version}:${at}:`).update(body);
  return `${version}=${hmac.digest('hex')}`;
}

/** Signed at another time. */
const at = (seconds: number | string): Headers => ({
  'x-slack-request-timestamp': String(seconds),
  'x-slack-signature': sign(COMMAND, { at: String(seconds) }),
});

describe('remembered', () => {
  test('a signed command becomes one row with the form as it was signed, and the person sees nothing', async () => {
    expect(await door.deliver()).toEqual({ status: 200, text: '' });
    const guid = `slack-${createHash('sha256').update(`${SECONDS}:${COMMAND}`).digest('hex')}`;
    expect([...door.rows.values()]).toEqual([
      {
        guid,
        event: 'slack.command',
        action: null,
        installationId: null,
        repositoryId: null,
        receivedAt: '2026-11-22T03:04:05.678Z',
        body: COMMAND,
      },
    ]);
    expect(door.lines).toEqual([
      expect.objectContaining({
        level: 'info',
        delivery: guid,
        event: 'slack.command',
        result: 'stored',
        status: 200,
      }),
    ]);
    expect(door.counts).toEqual([['slack.command', 'stored']]);
  });

  test('so does a button that was pressed', async () => {
    expect(await door.deliver(form(PRESSED))).toEqual({ status: 200, text: '' });
    expect([...door.rows.values()]).toMatchObject([{ event: 'slack.interactive', action: 'ai_ops:hold' }]);
  });

  test('any of the secrets signs, so that they can be rotated; one that is gone does not', async () => {
    const old = { 'x-slack-signature': sign(COMMAND, { secret: PREVIOUS }) };
    expect((await door.deliver(COMMAND, old)).status).toBe(200);
    secrets = [new Secret(CURRENT)];
    expect((await door.deliver(COMMAND, old)).status).toBe(401);
    expect((await door.deliver()).status).toBe(200);
  });

  test('the same request again is answered alike and stored once', async () => {
    expect(await door.deliver()).toEqual({ status: 200, text: '' });
    expect(await door.deliver(COMMAND, { 'x-slack-retry-num': '1' })).toEqual({ status: 200, text: '' });
    expect(door.rows.size).toBe(1);
    expect(door.counts).toEqual([
      ['slack.command', 'stored'],
      ['slack.command', 'duplicate'],
    ]);
  });

  test('the same words a second later are another request', async () => {
    await door.deliver();
    await door.deliver(COMMAND, at(SECONDS + 1));
    expect(door.rows.size).toBe(2);
  });

  test('nothing is answered before the row is kept', async () => {
    expect(await door.deliverSlowly()).toEqual({ early: false, status: 200 });
  });

  test('a store that is down is a 503, so that Slack tells the person', async () => {
    door.loseStore();
    expect((await door.deliver()).status).toBe(503);
    expect(door.lines).toMatchObject([STORE_LOST]);
    expect(door.counts).toEqual([['slack.command', 'unavailable']]);
  });
});

describe('when it was signed', () => {
  /** The clock is 678 milliseconds past its second. */
  test.each([
    ['now', 0, 200],
    ['almost five minutes ago', -299, 200],
    ['just over five minutes ago', -300, 401],
    ['a day ago', -86_400, 401],
    ['almost five minutes ahead', 300, 200],
    ['just over five minutes ahead', 301, 401],
    ['a day ahead', 86_400, 401],
  ])('%s', async (_when, off, status) => {
    expect((await door.deliver(COMMAND, at(SECONDS + off))).status).toBe(status);
    expect(door.rows.size).toBe(status === 200 ? 1 : 0);
  });

  test.each(['', 'now', '-1', '1e9', `0x${SECONDS.toString(16)}`, `${SECONDS}.0`, ` ${SECONDS}0000`])(
    'a timestamp such as "%s" is none',
    async (timestamp) => {
      expect((await door.deliver(COMMAND, at(timestamp))).status).toBe(401);
      expect(door.rows.size).toBe(0);
    },
  );
});

describe('answered and forgotten', () => {
  const signed = (body: string): Headers => ({ 'x-slack-signature': sign(body) });
  test.each<[string, string, Headers, string, string]>([
    [
      'a look at the certificate, unsigned',
      'ssl_check=1&token=x',
      { 'x-slack-signature': undefined },
      '',
      'ping',
    ],
    ['an interaction nobody handles', form({ type: 'view_submission' }), {}, '', 'ignored'],
    ['actions without any', form({ type: 'block_actions' }), {}, '', 'ignored'],
    [
      'the address itself',
      JSON.stringify({ type: 'url_verification', token: 'x', challenge: '3eZbrw1aBm2rZgRNFdxV' }),
      { 'content-type': 'application/json' },
      '3eZbrw1aBm2rZgRNFdxV',
      'ping',
    ],
    [
      'an event',
      JSON.stringify({ type: 'event_callback', event: {} }),
      { 'content-type': 'application/json' },
      '',
      'ignored',
    ],
    [
      'a challenge that is none',
      JSON.stringify({ type: 'url_verification', challenge: '<script>alert(1)</script>' }),
      { 'content-type': 'application/json' },
      '',
      'ignored',
    ],
  ])('%s', async (_what, body, headers, text, result) => {
    expect(await door.deliver(body, { ...signed(body), ...headers })).toEqual({ status: 200, text });
    expect(door.rows.size).toBe(0);
    expect(door.lines).toEqual([expect.objectContaining({ level: 'info', result })]);
  });
});

describe('refused', () => {
  const challenge = JSON.stringify({ type: 'url_verification', challenge: 'x' });
  test.each<[string, number, string | Uint8Array, Headers]>([
    ['no content type', 415, COMMAND, { 'content-type': undefined }],
    ['another content type', 415, COMMAND, { 'content-type': 'multipart/form-data' }],
    ['no signature', 401, COMMAND, { 'x-slack-signature': undefined }],
    ['no timestamp', 401, COMMAND, { 'x-slack-request-timestamp': undefined }],
    ['another timestamp than was signed', 401, COMMAND, { 'x-slack-request-timestamp': String(SECONDS + 1) }],
    ['a signature of another body', 401, COMMAND, { 'x-slack-signature': sign(`${COMMAND}&x=1`) }],
    [
      'a signature with another secret',
      401,
      COMMAND,
      { 'x-slack-signature': sign(COMMAND, { secret: 'x' }) },
    ],
    [
      'a signature with an empty secret',
      401,
      COMMAND,
      { 'x-slack-signature': sign(COMMAND, { secret: '' }) },
    ],
    ['another version', 401, COMMAND, { 'x-slack-signature': sign(COMMAND, { version: 'v1' }) }],
    ['a cut signature', 401, COMMAND, { 'x-slack-signature': sign(COMMAND).slice(0, -2) }],
    [
      'a signature in capitals',
      401,
      COMMAND,
      { 'x-slack-signature': sign(COMMAND).toUpperCase().replace('V0', 'v0') },
    ],
    ['two signatures', 401, COMMAND, { 'x-slack-signature': `${sign(COMMAND)}, ${sign(COMMAND)}` }],
    [
      'an unsigned challenge',
      401,
      challenge,
      { 'content-type': 'application/json', 'x-slack-signature': undefined },
    ],
    ['a form that is neither', 400, 'a=1', {}],
    ['a payload that is not JSON', 400, 'payload=%7B', {}],
    ['a payload that is no object', 400, 'payload=%5B%5D', {}],
    ['an action without an id', 400, form({ type: 'block_actions', actions: [{}] }), {}],
    ['bytes that are not UTF-8', 400, Buffer.from([0x61, 0x3d, 0xff]), {}],
  ])('%s: %i', async (_what, status, body, headers) => {
    expect((await door.deliver(body, { 'x-slack-signature': sign(body), ...headers })).status).toBe(status);
    expect(door.rows.size).toBe(0);
    expect(door.lines).toEqual([expect.objectContaining({ level: 'warn', result: 'refused', status })]);
    expect(door.counts).toEqual([['unverified', 'refused']]);
  });

  test('the answer says what to do, and the log repeats nothing of the sender', async () => {
    const { text } = await door.deliver('command=%2Fx&text=sender+text', { 'x-slack-signature': 'v0=00' });
    expect(text).toBe("the signature does not match; compare SLACK_SIGNING_SECRET with the Slack app's");
    expect(JSON.stringify(door.lines)).not.toContain('sender');
  });

  test('everything, while Slack is not set up', async () => {
    secrets = [];
    expect(await door.deliver()).toEqual({
      status: 404,
      text: 'Slack is not set up here; set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET',
    });
    expect((await door.deliver('ssl_check=1')).status).toBe(404);
    expect(door.rows.size).toBe(0);
  });
});

describe('size', () => {
  test('a length above the limit is refused before a byte is read', async () => {
    const { answer, client } = door.start({ 'content-length': String(SMALL.maxBytes + 1) });
    client.flushHeaders();
    expect(await answer).toEqual([413, 'close']);
    client.destroy();
  });

  test('without a length, reading stops at the limit', async () => {
    const { answer, client } = door.start({});
    client.write('x'.repeat(SMALL.maxBytes + 1));
    expect(await answer).toEqual([413, 'close']);
    client.destroy();
    expect(door.rows.size).toBe(0);
  });

  test('a press of a message as large as Slack makes them is taken for real', async () => {
    const real = atWork();
    await real.open();
    const blocks = Array.from({ length: 50 }, () => ({ text: '状'.repeat(3_000) }));
    const body = form({ ...PRESSED, message: { blocks } });
    expect(body.length).toBeGreaterThan(1_300_000);
    expect((await real.deliver(body)).status).toBe(200);
    await real.close();
  });
});
