import { createHmac, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  CURRENT,
  type DoorAtWork,
  githubAtWork,
  PAYLOAD,
  PREVIOUS,
  STORE_LOST,
  sign,
} from './door-at-work.ts';

const SMALL = { maxBytes: 1_000, maxHeldBytes: 1_500 };

let door: DoorAtWork;
beforeEach(async () => {
  door = githubAtWork(SMALL);
  await door.open();
});
afterEach(() => door.close());

describe('remembered', () => {
  test('a signed delivery becomes one row with the bytes as they were signed', async () => {
    const guid = randomUUID();
    expect(await door.deliver(PAYLOAD, { 'x-github-delivery': guid })).toMatchObject({
      status: 202,
      text: 'kept for its handler',
    });
    expect([...door.rows.values()]).toEqual([
      {
        guid,
        event: 'pull_request',
        action: 'labeled',
        installationId: 9,
        repositoryId: 4,
        receivedAt: '2026-11-22T03:04:05.678Z',
        body: PAYLOAD,
      },
    ]);
    expect(door.lines).toEqual([
      expect.objectContaining({
        level: 'info',
        delivery: guid,
        event: 'pull_request',
        result: 'stored',
        status: 202,
      }),
    ]);
    expect(door.counts).toEqual([['pull_request', 'stored']]);
  });

  test('a charset in the content type is fine', async () => {
    expect((await door.deliver(PAYLOAD, { 'content-type': 'application/json; charset=utf-8' })).status).toBe(
      202,
    );
  });

  test('what the envelope lacks is null', async () => {
    const body = '{"installation":{"id":9}}';
    expect((await door.deliver(body, { 'x-github-event': 'installation' })).status).toBe(202);
    expect([...door.rows.values()][0]).toMatchObject({ action: null, repositoryId: null, body });
  });

  test('any of the secrets signs, so that they can be rotated', async () => {
    expect((await door.deliver(PAYLOAD, { 'x-hub-signature-256': sign(PAYLOAD, PREVIOUS) })).status).toBe(
      202,
    );
    expect((await door.deliver(PAYLOAD, { 'x-hub-signature-256': sign(PAYLOAD, CURRENT) })).status).toBe(202);
  });

  test('the same delivery again is answered alike and stored once', async () => {
    const same = { 'x-github-delivery': randomUUID() };
    expect(await door.deliver(PAYLOAD, same)).toMatchObject({ status: 202, text: 'kept for its handler' });
    expect(await door.deliver(PAYLOAD, same)).toMatchObject({ status: 202, text: 'known already' });
    expect(door.rows.size).toBe(1);
    expect(door.counts).toEqual([
      ['pull_request', 'stored'],
      ['pull_request', 'duplicate'],
    ]);
  });

  test('nothing is answered before the row is kept', async () => {
    expect(await door.deliverSlowly()).toEqual({ early: false, status: 202 });
  });

  test('a store that is down is a 503, so that GitHub shows the failure', async () => {
    door.loseStore();
    expect((await door.deliver()).status).toBe(503);
    expect(door.lines).toMatchObject([STORE_LOST]);
    expect(door.counts).toEqual([['pull_request', 'unavailable']]);
    door.beforeRemember = () => Promise.resolve();
    expect((await door.deliver()).status).toBe(202);
  });
});

describe('answered and forgotten', () => {
  test.each([
    ['ping', PAYLOAD, { 'x-github-event': 'ping' }, 200, 'ping'],
    ['an event nobody handles', PAYLOAD, { 'x-github-event': 'star' }, 202, 'ignored'],
    ['no installation', '{"action":"opened","repository":{"id":4}}', {}, 202, 'ignored'],
    ['a null installation', '{"action":"opened","installation":null}', {}, 202, 'ignored'],
  ])('%s', async (_what, body, headers, status, result) => {
    expect((await door.deliver(body, headers)).status).toBe(status);
    expect(door.rows.size).toBe(0);
    expect(door.lines).toEqual([expect.objectContaining({ level: 'info', result })]);
  });
});

describe('refused', () => {
  const upper = sign(PAYLOAD).toUpperCase().replace('SHA256', 'sha256');
  const sha1 = createHmac('sha1', CURRENT).update(PAYLOAD).digest('hex');
  test.each<[string, number, string | Uint8Array, Record<string, string | undefined>]>([
    ['no content type', 415, PAYLOAD, { 'content-type': undefined }],
    ['a form', 415, PAYLOAD, { 'content-type': 'application/x-www-form-urlencoded' }],
    [
      'a content type that only begins alike',
      415,
      PAYLOAD,
      { 'content-type': 'application/json-patch+json' },
    ],
    ['no delivery id', 400, PAYLOAD, { 'x-github-delivery': undefined }],
    ['a delivery id that is no GUID', 400, PAYLOAD, { 'x-github-delivery': 'abc' }],
    ['a delivery id with more behind it', 400, PAYLOAD, { 'x-github-delivery': `${randomUUID()}\t{}` }],
    ['no event', 400, PAYLOAD, { 'x-github-event': undefined }],
    ['an event that is no name', 400, PAYLOAD, { 'x-github-event': 'pull request' }],
    ['no signature', 401, PAYLOAD, { 'x-hub-signature-256': undefined }],
    [
      'only a SHA-1 signature',
      401,
      PAYLOAD,
      { 'x-hub-signature-256': undefined, 'x-hub-signature': `sha1=${sha1}` },
    ],
    ['a SHA-1 signature in its place', 401, PAYLOAD, { 'x-hub-signature-256': `sha1=${sha1}` }],
    ['an empty signature', 401, PAYLOAD, { 'x-hub-signature-256': 'sha256=' }],
    ['a signature in capitals', 401, PAYLOAD, { 'x-hub-signature-256': upper }],
    ['a cut signature', 401, PAYLOAD, { 'x-hub-signature-256': sign(PAYLOAD).slice(0, -2) }],
    ['a signature of another body', 401, PAYLOAD, { 'x-hub-signature-256': sign(`${PAYLOAD} `) }],
    [
      'a signature with another secret',
      401,
      PAYLOAD,
      { 'x-hub-signature-256': sign(PAYLOAD, 'development') },
    ],
    [
      'a signature with an empty secret',
      401,
      PAYLOAD,
      { 'x-hub-signature-256': `sha256=${createHmac('sha256', '').update(PAYLOAD).digest('hex')}` },
    ],
    ['broken JSON', 400, '{"action":', {}],
    ['an empty body', 400, '', {}],
    ['a JSON list', 400, '[]', {}],
    ['a JSON string', 400, '"x"', {}],
    ['null', 400, 'null', {}],
    ['an installation that is no object', 400, '{"installation":9}', {}],
    ['an installation id that is no id', 400, '{"installation":{"id":"9"}}', {}],
    ['an action that is no text', 400, '{"action":{},"installation":{"id":9}}', {}],
    ['bytes that are not UTF-8', 400, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), {}],
  ])('%s: %i', async (_what, status, body, headers) => {
    expect((await door.deliver(body, headers)).status).toBe(status);
    expect(door.rows.size).toBe(0);
    expect(door.lines).toEqual([expect.objectContaining({ level: 'warn', result: 'refused', status })]);
    expect(door.counts).toEqual([['unverified', 'refused']]);
  });

  test('the answer and the log say what to do and repeat nothing of the sender', async () => {
    const { text } = await door.deliver('{"title":"sender text"}', {
      'x-hub-signature-256': sign('x'),
      'x-github-event': 'star',
    });
    expect(text).toBe("the signature does not match; compare WEBHOOK_SECRET with the App's webhook secret");
    expect(JSON.stringify(door.lines)).not.toContain('sender text');
  });
});

describe('size', () => {
  const big = JSON.stringify({ installation: { id: 9 }, filler: 'x'.repeat(SMALL.maxBytes) });

  test('the limit itself is taken', async () => {
    const body = PAYLOAD.padEnd(SMALL.maxBytes - Buffer.byteLength(PAYLOAD) + PAYLOAD.length);
    expect(Buffer.byteLength(body)).toBe(SMALL.maxBytes);
    expect((await door.deliver(body)).status).toBe(202);
  });

  test('a length above the limit is refused before a byte is read', async () => {
    const { answer, client } = door.start({ 'content-length': String(SMALL.maxBytes + 1) });
    client.flushHeaders();
    expect(await answer).toEqual([413, 'close']);
    client.destroy();
  });

  test('without a length, reading stops at the limit', async () => {
    const { answer, client } = door.start({ 'x-hub-signature-256': sign(big) });
    client.write(big);
    expect(await answer).toEqual([413, 'close']);
    client.destroy();
    expect(door.rows.size).toBe(0);
    expect(door.lines).toEqual([expect.objectContaining({ result: 'refused', status: 413 })]);
    expect((await door.deliver()).status).toBe(202);
  });

  test('bodies in flight have a limit together, and it is given back', async () => {
    const kept = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    door.beforeRemember = () => {
      asked.resolve();
      return kept.promise;
    };
    const body = PAYLOAD.padEnd(900);
    const first = door.deliver(body);
    await asked.promise;
    expect((await door.deliver(body)).status).toBe(503);
    kept.resolve();
    expect((await first).status).toBe(202);
    expect((await door.deliver(body)).status).toBe(202);
  });
});

test('a sender that goes away leaves nothing behind, and the door stays open', async () => {
  const { client, settled } = door.start({ 'content-length': String(Buffer.byteLength(PAYLOAD)) });
  client.write(PAYLOAD.slice(0, 20), () => client.destroy());
  await settled;
  expect(door.rows.size).toBe(0);
  expect(door.lines).toEqual([expect.objectContaining({ level: 'info', result: 'aborted' })]);
  expect(door.counts).toEqual([['unverified', 'aborted']]);
  expect((await door.deliver()).status).toBe(202);
});

test('the limit for real is GitHub’s own', async () => {
  const real = githubAtWork();
  await real.open();
  const { answer, client } = real.start({ 'content-length': String(25 * 1024 * 1024 + 1) });
  client.flushHeaders();
  expect(await answer).toEqual([413, 'close']);
  client.destroy();
  const body = PAYLOAD.padEnd(2_000_000);
  expect((await real.deliver(body)).status).toBe(202);
  await real.close();
});
