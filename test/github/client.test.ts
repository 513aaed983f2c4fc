import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { Probot } from 'probot';
import { pages } from '../../src/github/answer.ts';
import { type GitHubClient, tunedOctokit } from '../../src/github/client.ts';
import { classify } from '../../src/github/failure.ts';

const TOKEN = `ghs_${'a1B2_'.repeat(10)}`;
const PATIENCE_MS = 40;

/** A server on loopback that answers as each test says, since what a connection does cannot be played by a double. */
let server: Server;
let baseUrl: string;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let heard: { readonly method: string; readonly url: string; readonly headers: IncomingMessage['headers'] }[];

beforeEach(async () => {
  heard = [];
  server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    heard.push({ method, url, headers });
    request.resume().on('end', () => answer(request, response));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const json = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

function client(options: { readonly timeLimitMs?: number } = {}, log?: object): GitHubClient {
  const Octokit = tunedOctokit(options);
  return new Octokit({ baseUrl, auth: { token: TOKEN }, ...(log && { log: log as never }) });
}

async function failure(call: Promise<unknown>): Promise<unknown> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return classify(error, 0);
}

test('every call names the API version and the credentials', async () => {
  answer = (_, response) => json(response, 200, { data: {} });
  await client().request('GET /user');
  await client().graphql('query { viewer { login } }');
  expect(heard.map(({ headers }) => headers['x-github-api-version'])).toEqual(['2022-11-28', '2022-11-28']);
  expect(heard.map(({ headers }) => headers.authorization)).toEqual([`token ${TOKEN}`, `token ${TOKEN}`]);
});

describe('a call that fails', () => {
  test.each([
    ['502', 502, {}],
    ['409', 409, {}],
    ['429 with an hour to wait', 429, { 'retry-after': '3600' }],
    ['403 with an hour to wait', 403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '3600' }],
  ])('with %s is made once, and fails at once', async (_, status, headers) => {
    answer = (_request, response) => json(response, status, { message: 'no' }, headers);
    await expect(client().request('POST /repos/o/r/issues/1/comments', { body: 'x' })).rejects.toMatchObject({
      status,
    });
    expect(heard).toHaveLength(1);
  });

  test('because nothing comes back ends with the time limit', async () => {
    answer = () => undefined;
    expect(await failure(client({ timeLimitMs: PATIENCE_MS }).request('POST /x'))).toEqual({
      kind: 'ambiguous',
      detail: 'GitHub did not answer in time',
    });
  });

  test('because the answer does not end, ends with the time limit', async () => {
    answer = (_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('[');
    expect(await failure(client({ timeLimitMs: PATIENCE_MS }).request('GET /x'))).toMatchObject({
      kind: 'ambiguous',
    });
  });

  test('because the answer breaks off is no empty answer', async () => {
    answer = (_, response) => {
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
        .write('[]', () => response.destroy());
    };
    expect(await failure(client().request('GET /x'))).toMatchObject({ kind: 'ambiguous' });
  });

  test('because the connection breaks after the request left may have been done', async () => {
    answer = (request) => request.socket.destroy();
    expect(await failure(client().request('POST /x'))).toMatchObject({ kind: 'ambiguous' });
    expect(heard).toHaveLength(1);
  });

  test('because nobody listens was never sent', async () => {
    const idle = createServer();
    await new Promise<void>((listening) => idle.listen(0, '127.0.0.1', listening));
    const address = idle.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await new Promise((closed) => idle.close(closed));
    expect(await failure(client().request(`POST http://127.0.0.1:${port}/x`))).toEqual({
      kind: 'unsent',
      detail: 'no connection to GitHub (ECONNREFUSED)',
    });
  });
});

test('calls that change something do not wait for one another', async () => {
  let open = 0;
  const waiting: (() => void)[] = [];
  answer = (_, response) => {
    open += 1;
    waiting.push(() => json(response, 201, {}));
    if (open === 3) for (const go of waiting) go();
  };
  const octokit = client();
  await Promise.all([1, 2, 3].map(() => octokit.request('POST /repos/o/r/issues/1/comments', { body: 'x' })));
  expect(open).toBe(3);
});

test('the log says what was called, never what was sent', async () => {
  const lines: string[] = [];
  const keep = (...args: unknown[]): void => void lines.push(JSON.stringify(args));
  answer = (_, response) =>
    json(response, 200, {}, { deprecation: 'true', link: '<https://x.example>; rel="deprecation"' });
  const octokit = client({}, { debug: keep, info: keep, warn: keep, error: keep });
  await octokit.request('POST /x', { body: 'the sentence' });
  await octokit.request(`GET /y?token=${TOKEN}`);
  expect(lines).toHaveLength(4);
  expect(lines.join()).toContain(`GitHub request: POST ${baseUrl}/x - 200`);
  expect(lines.join()).not.toContain('the sentence');
  expect(lines.join()).not.toContain(TOKEN);
});

describe('with Probot', () => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const probot = (onAppRefused: () => void = () => undefined): Probot =>
    new Probot({
      appId: 1,
      privateKey,
      secret: 's',
      baseUrl,
      Octokit: tunedOctokit({ timeLimitMs: PATIENCE_MS * 100, onAppRefused }),
      log: pino({ level: 'silent' }),
    });
  const minted = {
    token: TOKEN,
    expires_at: '2099-01-01T00:00:00Z',
    permissions: {},
    repository_selection: 'all',
  };

  test.each<[string, (app: Probot) => Promise<unknown>, string, number, boolean]>([
    [
      'the token',
      async (app) => (await app.auth(9)).request('GET /x'),
      '/app/installations/9/access_tokens',
      401,
      true,
    ],
    ['a question about itself', async (app) => (await app.auth()).request('GET /app'), '/app', 401, true],
    [
      'no such installation',
      async (app) => (await app.auth(9)).request('GET /x'),
      '/app/installations/9/access_tokens',
      404,
      false,
    ],
    ["the installation's own call", async (app) => (await app.auth(9)).request('GET /x'), '/x', 401, false],
    [
      'a path that ends alike',
      async (app) => (await app.auth(9)).request('GET /repos/o/app'),
      '/repos/o/app',
      401,
      false,
    ],
  ])('%s is refused: told where it was the key', async (_what, call, path, status, told) => {
    answer = ({ url }, response) =>
      url === path ? json(response, status, { message: 'no' }) : json(response, 201, minted);
    let refused = 0;
    const app = probot(() => {
      refused += 1;
    });
    await expect(call(app)).rejects.toMatchObject({ status });
    expect(refused > 0).toBe(told);
  });

  test('the installation token is fetched once, with the pinned version, and used', async () => {
    answer = ({ url }, response) => json(response, url?.endsWith('access_tokens') ? 201 : 200, minted);
    const app = probot();
    await (await app.auth(9)).request('GET /x');
    await (await app.auth(9)).request('GET /y');
    expect(heard.map(({ url }) => url)).toEqual(['/app/installations/9/access_tokens', '/x', '/y']);
    expect(heard.map(({ headers }) => headers['x-github-api-version'])).toEqual(Array(3).fill('2022-11-28'));
    expect(heard.at(-1)?.headers.authorization).toBe(`token ${TOKEN}`);
  });

  test.each<[string, (response: ServerResponse) => void, object]>([
    ['502', (response) => json(response, 502, {}), { kind: 'unsent' }],
    ['404', (response) => json(response, 404, { message: 'Not Found' }), { kind: 'unsent' }],
    ['a broken connection', (response) => void response.destroy(), { kind: 'unsent' }],
    [
      '429',
      (response) => json(response, 429, {}, { 'retry-after': '9' }),
      { kind: 'limited', afterMs: 9000 },
    ],
  ])('a token refused with %s means that the call was not made', async (_, refuse, expected) => {
    answer = (_request, response) => refuse(response);
    const octokit = await probot().auth(9);
    expect(await failure(octokit.request('POST /dispatch'))).toMatchObject({
      ...expected,
      detail: expect.stringMatching(/^no installation token: /),
    });
    expect(heard.map(({ url }) => url)).toEqual(['/app/installations/9/access_tokens']);
  });
});

describe('pages', () => {
  const numbers = { params: { owner: 'o' }, what: 'numbers' };
  const read = async (): Promise<number[]> => {
    const { z } = await import('zod');
    const all: number[] = [];
    for await (const page of pages(client(), 'GET /{owner}/list', {
      ...numbers,
      schema: z.array(z.number()),
    }))
      all.push(...page);
    return all;
  };

  test('are read to the last', async () => {
    answer = ({ url }, response) => {
      const page = Number(new URL(url ?? '', baseUrl).searchParams.get('page'));
      json(
        response,
        200,
        [page],
        page < 3 ? { link: `<${baseUrl}/next>; rel="next", <${baseUrl}>; rel="first"` } : {},
      );
    };
    expect(await read()).toEqual([1, 2, 3]);
    expect(heard[0]?.url).toBe('/o/list?per_page=100&page=1');
  });

  test.each([
    [
      'an empty body',
      (response: ServerResponse) =>
        void response.writeHead(200, { 'content-type': 'application/json' }).end(),
    ],
    ['an object', (response: ServerResponse) => json(response, 200, {})],
    [
      'a page of HTML',
      (response: ServerResponse) =>
        void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>ok'),
    ],
    ['a conflict', (response: ServerResponse) => json(response, 409, { message: 'Conflict' })],
  ])('that are %s are no end of the list', async (_, reply) => {
    answer = (_request, response) => reply(response);
    await expect(read()).rejects.toThrow();
  });

  test('without an end are given up', async () => {
    answer = (_, response) => json(response, 200, [1], { link: `<${baseUrl}/next>; rel="next"` });
    expect(await failure(read())).toMatchObject({
      kind: 'ambiguous',
      detail: expect.stringContaining('more than 200 pages'),
    });
  });
});
