import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type PagerDutyServer, servePagerDuty } from '../../demo/pagerduty/server.ts';
import { type Given, given } from '../pagerduty-stand-in/given.ts';
import { CHANGE, RESOLVE, TRIGGER } from './alerts.ts';
import { clients } from './clients.ts';

/** Nothing here waits for the time limit of the clients but what says so. */
const AT_ONCE_MS = 4000;
const PATIENCE_MS = 60;

const trusted = getCACertificates('default');
const closing: (() => Promise<void>)[] = [];
let world: Given;
let server: PagerDutyServer;

beforeEach(async () => {
  world = given();
  server = await servePagerDuty(world.pagerDuty);
  closing.push(() => server.close());
  setDefaultCACertificates([...trusted, server.certificate]);
});

afterEach(async () => {
  setDefaultCACertificates(trusted);
  for (const close of closing.splice(0).reverse()) await close();
});

/** @returns the port on loopback */
async function listening(other: Server): Promise<number> {
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  closing.push(() => new Promise((done) => void other.close(() => done())));
  const address = other.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function closedPort(): Promise<number> {
  const port = await listening(createTcpServer());
  await closing.pop()?.();
  return port;
}

const at = (over: Partial<PagerDutyServer> = {}, timeLimitMs = 5000) =>
  clients(world, { place: { ...server, ...over }, timeLimitMs });

describe('over the wire', () => {
  test('events go over https to a host with a port', async () => {
    const { events } = at();
    expect(await events.enqueue(TRIGGER)).toEqual({ kind: 'accepted' });
    expect(await events.enqueue(RESOLVE)).toEqual({ kind: 'accepted' });
    expect(await events.change(CHANGE)).toEqual({ kind: 'accepted' });
    expect(world.pagerDuty.world.incidents).toMatchObject([{ status: 'resolved', title: TRIGGER.summary }]);
    expect(world.pagerDuty.world.unexpected).toEqual([]);
  });

  test('the REST API is read at its address, where pdjs finds no resource', async () => {
    const { events, rest } = at();
    await events.enqueue(TRIGGER);
    expect(await rest.service('AI Ops Triage')).toMatchObject({
      value: { id: world.service.id, status: 'critical' },
    });
    const found = await rest.incidents({ dedupKey: TRIGGER.dedupKey });
    const [incident] = found.kind === 'read' ? found.value : [];
    expect(incident).toMatchObject({ url: `${server.url}/incidents/${incident?.id}`, status: 'triggered' });
    expect(await rest.addNote(incident?.id ?? '', 'seen')).toEqual({ kind: 'accepted' });
    expect(await rest.notes(incident?.id ?? '')).toMatchObject({ value: [{ content: 'seen' }] });
    expect(world.pagerDuty.world.unexpected).toEqual([]);
  });
});

describe('what was sent may have been done', () => {
  test(
    'where the answer is lost',
    async () => {
      world.pagerDuty.fault({ kind: 'answer-lost', match: { nth: 'every' } });
      const lost = { kind: 'ambiguous', detail: 'the connection to PagerDuty broke off (ECONNRESET)' };
      expect(await at().events.enqueue(TRIGGER)).toEqual(lost);
      expect(world.pagerDuty.world.incidents).toHaveLength(1);
      expect(await at().rest.notes('Q1')).toEqual(lost);
    },
    AT_ONCE_MS,
  );

  test(
    'where no answer comes in time',
    async () => {
      world.pagerDuty.fault({ kind: 'hang', match: { nth: 'every' } });
      const late = { kind: 'ambiguous', detail: 'PagerDuty did not answer in time' };
      expect(await at({}, PATIENCE_MS).events.enqueue(TRIGGER)).toEqual(late);
      expect(await at({}, PATIENCE_MS).rest.notes('Q1')).toEqual(late);
    },
    AT_ONCE_MS,
  );

  test.each<[string, RequestListener]>([
    ['whose length was told', (_, response) => response.writeHead(200, { 'content-length': 99 })],
    ['in pieces', (_, response) => response.writeHead(200)],
  ])(
    'where the answer, %s, breaks off',
    async (_, begin) => {
      const port = await listening(
        createServer((request, response) => {
          begin(request, response);
          response.write('{"oncalls":[', () => response.destroy());
        }),
      );
      expect(await at({ apiUrl: `http://127.0.0.1:${port}` }).rest.onCall('P1')).toMatchObject({
        kind: 'ambiguous',
      });
    },
    AT_ONCE_MS,
  );

  test(
    'where the answer never ends, told by the time limit',
    async () => {
      const port = await listening(createServer((_, response) => void response.writeHead(200).write('{')));
      expect(await at({ apiUrl: `http://127.0.0.1:${port}` }, PATIENCE_MS).rest.onCall('P1')).toMatchObject({
        kind: 'ambiguous',
      });
    },
    AT_ONCE_MS,
  );
});

describe('what was not sent was not done', () => {
  test(
    'nobody listens',
    async () => {
      const port = await closedPort();
      const detail = 'no connection to PagerDuty (ECONNREFUSED)';
      const { events, rest } = at({ eventsHost: `127.0.0.1:${port}`, apiUrl: `http://127.0.0.1:${port}` });
      expect(await events.enqueue(TRIGGER)).toEqual({ kind: 'unsent', detail });
      expect(await rest.notes('Q1')).toEqual({ kind: 'unsent', detail });
    },
    AT_ONCE_MS,
  );

  test(
    'there is no such host',
    async () => {
      const { events } = at({ eventsHost: 'events.pagerduty.invalid' });
      expect(await events.enqueue(TRIGGER)).toMatchObject({ kind: 'unsent' });
    },
    AT_ONCE_MS,
  );

  test(
    'whoever listens is not trusted',
    async () => {
      setDefaultCACertificates(trusted);
      expect(await at().events.enqueue(TRIGGER)).toEqual({
        kind: 'unsent',
        detail: 'no connection to PagerDuty (DEPTH_ZERO_SELF_SIGNED_CERT)',
      });
      expect(world.pagerDuty.service.requests).toEqual([]);
    },
    AT_ONCE_MS,
  );

  test(
    'whoever listens speaks no TLS, and says nothing or hangs up',
    async () => {
      const mute = createTcpServer((socket) => closing.push(async () => void socket.destroy()));
      const rude = createTcpServer((socket) => void socket.once('data', () => socket.destroy()));
      const ask = async (to: Server) =>
        at({ eventsHost: `127.0.0.1:${await listening(to)}` }, 500).events.enqueue(TRIGGER);
      expect(await ask(mute)).toEqual({ kind: 'unsent', detail: 'PagerDuty was not reached in time' });
      expect(await ask(rude)).toEqual({ kind: 'unsent', detail: 'no connection to PagerDuty (ECONNRESET)' });
    },
    AT_ONCE_MS,
  );
});

describe('a process', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'pagerduty-'));
    closing.push(() => rm(directory, { recursive: true }));
  });

  /** @returns what the process said before it ended; it is killed where something keeps it alive */
  function enqueueOnce(host: string, environment: Readonly<Record<string, string>>): Promise<string> {
    return new Promise((resolve, reject) => {
      execFile(
        process.execPath,
        [join(import.meta.dirname, 'enqueue-once.ts'), host, world.integration.key],
        { env: { PATH: process.env.PATH ?? '', ...environment }, timeout: 20_000, killSignal: 'SIGKILL' },
        (error, stdout) => (error === null ? resolve(stdout) : reject(error)),
      );
    });
  }

  test('trusts the certificates of NODE_EXTRA_CA_CERTS, and no others', async () => {
    const file = join(directory, 'ca.pem');
    await writeFile(file, server.certificate);
    expect(await enqueueOnce(server.eventsHost, { NODE_EXTRA_CA_CERTS: file })).toBe('{"kind":"accepted"}');
    expect(world.pagerDuty.world.incidents).toHaveLength(1);
    expect(await enqueueOnce(server.eventsHost, {})).toContain('DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  test('ends when its call has failed, which a timer of pdjs would put off for 30 seconds', async () => {
    expect(await enqueueOnce(`127.0.0.1:${await closedPort()}`, {})).toContain('"kind":"unsent"');
  });
});
