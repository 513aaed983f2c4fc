import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Route, sendText, urlOf } from '../../src/web/route.ts';
import { WebServer } from '../../src/web/server.ts';
import { type Serving, serving } from './serving.ts';

let at: Serving | undefined;
afterEach(async () => {
  await at?.server.close(0);
  at = undefined;
});

const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/page',
    handle: (request, response) => sendText(response, 200, urlOf(request).searchParams.get('q') ?? ''),
  },
  { method: 'POST', path: '/door', handle: (_request, response) => sendText(response, 202, 'taken') },
  {
    method: 'GET',
    path: '/broken',
    handle: () => {
      throw new Error('a detail for the log');
    },
  },
  {
    method: 'GET',
    path: '/half',
    handle: (_request, response) => {
      response.writeHead(200).write('half');
      throw new Error('too late for an answer');
    },
  },
];

describe('routes', () => {
  test.each([
    ['GET', '/page?q=1', 200, '1\n'],
    ['HEAD', '/page?q=1', 200, ''],
    ['POST', '/door', 202, 'taken\n'],
    ['GET', '/', 404, 'nothing is here\n'],
    ['GET', '/page/', 404, 'nothing is here\n'],
    ['POST', '/api/slack/events', 404, 'nothing is here\n'],
    ['POST', '/api/pagerduty/webhooks', 404, 'nothing is here\n'],
  ])('%s %s: %i', async (method, path, status, text) => {
    at = await serving(ROUTES);
    const response = await fetch(at.url + path, { method });
    expect([response.status, await response.text()]).toEqual([status, text]);
  });

  test.each([
    ['POST', '/page', 'GET, HEAD'],
    ['GET', '/door', 'POST'],
    ['DELETE', '/door', 'POST'],
  ])('%s %s: 405 with %s', async (method, path, allow) => {
    at = await serving(ROUTES);
    const response = await fetch(at.url + path, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow]);
  });

  test.each(['//', '/%', 'http://elsewhere/page', '*', '/page\\..'])(
    'an odd target %s is no crash',
    async (target) => {
      at = await serving(ROUTES);
      const { port } = at;
      const { promise, resolve } = Promise.withResolvers<string>();
      const socket = connect(port, '127.0.0.1', () =>
        socket.write(`GET ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`),
      );
      let text = '';
      socket.on('data', (chunk) => {
        text += String(chunk);
      });
      socket.on('close', () => resolve(text));
      expect(await promise).toMatch(/^HTTP\/1.1 4\d\d /);
      expect((await fetch(`${at.url}/page`)).status).toBe(200);
    },
  );
});

test('every answer is kept out of caches, frames and guesses', async () => {
  at = await serving(ROUTES);
  for (const path of ['/page', '/nowhere', '/broken']) {
    const { headers } = await fetch(at.url + path);
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers.get('x-powered-by')).toBeNull();
  }
});

test('a handler that throws is a 500 that tells nothing, and one line in the log', async () => {
  at = await serving(ROUTES);
  const response = await fetch(`${at.url}/broken`);
  expect([response.status, await response.text()]).toEqual([
    500,
    'something went wrong; the log says what\n',
  ]);
  await expect(fetch(`${at.url}/half`).then((half) => half.text())).rejects.toThrow();
  expect(at.lines).toEqual([
    expect.objectContaining({
      level: 'error',
      path: '/broken',
      err: expect.objectContaining({ message: 'a detail for the log' }),
    }),
    expect.objectContaining({ level: 'error', path: '/half' }),
  ]);
});

test('a port that is taken is one clear line', async () => {
  at = await serving([]);
  const { port } = at;
  const second = new WebServer({ routes: [], log: { error: () => undefined } as never });
  await expect(second.listen({ host: '127.0.0.1', port })).rejects.toMatchObject({
    code: 'AIOPS_LISTEN_FAILED',
    message: expect.stringContaining(`cannot listen on 127.0.0.1:${port}`),
  });
});

describe('close', () => {
  function held() {
    const asked = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const route: Route = {
      method: 'GET',
      path: '/held',
      handle: async (_request, response) => {
        asked.resolve();
        await release.promise;
        sendText(response, 200, 'served');
      },
    };
    return { asked: asked.promise, release: release.resolve, route };
  }

  function getOver(agent: Agent, url: string): Promise<IncomingMessage> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    get(url, { agent }, (response) => resolve(response.resume())).on('error', reject);
    return promise;
  }

  test('serves what is in flight, over a connection that would have been kept, and takes nothing new', async () => {
    const { asked, release, route } = held();
    at = await serving([route, ...ROUTES]);
    const agent = new Agent({ keepAlive: true });
    await getOver(agent, `${at.url}/page`);
    const inFlight = getOver(agent, `${at.url}/held`);
    await asked;
    const closed = at.server.close(60_000);
    await expect(fetch(`${at.url}/page`)).rejects.toThrow();
    release();
    const response = await inFlight;
    expect([response.statusCode, response.headers.connection]).toEqual([200, 'close']);
    await closed;
    agent.destroy();
  });

  test('cuts what is left after the grace', async () => {
    const { asked, route } = held();
    at = await serving([route]);
    const inFlight = expect(fetch(`${at.url}/held`)).rejects.toThrow();
    await asked;
    await at.server.close(1);
    await inFlight;
  });
});
