import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { STORAGE_PATH } from './api/handle.ts';
import type { ApiRequest } from './api/http.ts';
import type { GitHub } from './github.ts';
import type { World } from './model/world.ts';
import { PAGE_HEADERS } from './pages/layout.ts';
import { listPage } from './pages/list-page.ts';
import { manifestPage } from './pages/manifest-page.ts';
import { pullPage } from './pages/pull-page.ts';
import { runPage } from './pages/run-page.ts';

/** The largest request that anyone has reason to send here, in bytes. */
const MAX_BODY = 26_214_400;

export interface GitHubServer {
  /** `http://127.0.0.1:<port>`; the API is at `/api/v3` and `/api/graphql`, as on GitHub Enterprise Server. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the stand-in on loopback: the API for the bot, pages for people. Addresses in what it
 * answers lead here from then on.
 *
 * @param port `0` takes any free one
 */
export async function serveGitHub(github: GitHub, port = 0): Promise<GitHubServer> {
  const server = createServer((request, response) => {
    receive(github, request, response).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${taken}`;
  github.world.urls = {
    api: `${url}/api/v3`,
    graphql: `${url}/api/graphql`,
    html: url,
    storage: `${url}${STORAGE_PATH}`,
  };
  return {
    url,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

async function receive(github: GitHub, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const request = await readRequest(incoming);
  if (!request.path.startsWith('/api/') && !request.path.startsWith(STORAGE_PATH)) {
    return showPage(github.world, request, response);
  }
  const served = github.service.serve(request);
  switch (served.kind) {
    case 'answer': {
      const { status, headers, body } = served.response;
      response.writeHead(status, headers).end(body);
      return;
    }
    case 'lost':
      response.destroy();
      return;
    case 'hang':
      return;
  }
}

function showPage(world: World, request: ApiRequest, response: ServerResponse): void {
  const shown = request.method === 'GET' ? pageAt(world, request.path) : formAt(world, request);
  if (shown === null) response.writeHead(404, PAGE_HEADERS).end('There is no such page.');
  else response.writeHead(200, PAGE_HEADERS).end(shown);
}

function pageAt(world: World, path: string): string | null {
  if (path === '/') return listPage(world);
  const [, owner = '', name = '', kind = '', id = ''] =
    /^\/([^/]+)\/([^/]+)\/(pull|actions\/runs|runs)\/(\d+)(?:\/job\/\d+)?$/.exec(path) ?? [];
  const repository = world.repository(owner, name);
  if (repository === undefined) return null;
  if (kind === 'pull') {
    const pull = world.pull(repository, Number(id));
    return pull === undefined ? null : pullPage(world, pull);
  }
  if (kind === 'runs') {
    const check = world.checkRun(repository, Number(id));
    const pull = world.pulls.find(({ heads }) => check !== undefined && heads.includes(check.suite.headSha));
    return pull === undefined ? null : pullPage(world, pull);
  }
  const run = world.run(repository, Number(id));
  return run === undefined ? null : runPage(run);
}

function formAt(world: World, { method, path, query, body }: ApiRequest): string | null {
  const [found, owner] = /^(?:\/organizations\/([^/]+))?\/settings\/apps\/new$/.exec(path) ?? [];
  if (method !== 'POST' || found === undefined) return null;
  const state = query.get('state') ?? '';
  return manifestPage(world, new URLSearchParams(body), { state, owner: owner ?? null });
}

async function readRequest(incoming: IncomingMessage): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY) throw new Error('a request to the stand-in was larger than any should be');
    chunks.push(bytes);
  }
  const url = new URL(incoming.url ?? '/', 'http://stand-in');
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).toString(),
  };
}
