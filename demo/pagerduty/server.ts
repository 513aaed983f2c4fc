import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { setTimeout as after } from 'node:timers/promises';
import type { ApiRequest, Door } from './api/http.ts';
import { throwAwayCertificate } from './certificate.ts';
import type { PagerDuty } from './pagerduty.ts';
import { incidentPage } from './pages/incident-page.ts';
import { PAGE_HEADERS } from './pages/layout.ts';
import { listPage } from './pages/list-page.ts';

/** The largest request that is taken in, in bytes; what PagerDuty takes is less. */
const MAX_BODY = 10_000_000;

/** The REST API shares its port with the pages, so it is below this path. */
const API_PATH = '/api';

export interface PagerDutyServer {
  /** `http://127.0.0.1:<port>`, for people. */
  readonly url: string;
  /** For `PAGERDUTY_API_URL`. */
  readonly apiUrl: string;
  /** `127.0.0.1:<port>` for `PAGERDUTY_EVENTS_HOST`; over https, as it always is. */
  readonly eventsHost: string;
  /** PEM; written to a file that `NODE_EXTRA_CA_CERTS` names, it makes a process trust the Events API. */
  readonly certificate: string;
  close(): Promise<void>;
}

/**
 * Serves the stand-in on loopback: the Events API over https with a throw-away certificate, the REST API
 * and the pages over http. Addresses in what it answers lead here from then on.
 *
 * @param ports `0` takes any free one
 */
export async function servePagerDuty(
  pagerDuty: PagerDuty,
  ports: { readonly web?: number; readonly events?: number } = {},
): Promise<PagerDutyServer> {
  const { certificate, key } = throwAwayCertificate();
  const answer =
    (door: Door | null): RequestListener =>
    (request, response) => {
      receive(pagerDuty, { door, request, response }).catch((error: unknown) => {
        console.error(error);
        response.destroy();
      });
    };
  const web = createServer(answer(null));
  const events = createSecureServer({ cert: certificate, key }, answer('events'));
  const url = `http://127.0.0.1:${await listen(web, ports.web ?? 0)}`;
  const eventsHost = `127.0.0.1:${await listen(events, ports.events ?? 0)}`;
  const apiUrl = `${url}${API_PATH}`;
  pagerDuty.world.urls = { api: apiUrl, html: url };
  return {
    url,
    apiUrl,
    eventsHost,
    certificate,
    close: async () => {
      await Promise.all([close(web), close(events)]);
    },
  };
}

async function receive(
  pagerDuty: PagerDuty,
  {
    door,
    request,
    response,
  }: { readonly door: Door | null; readonly request: IncomingMessage; readonly response: ServerResponse },
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://stand-in');
  const isApi = door === null && url.pathname.startsWith(`${API_PATH}/`);
  if (door === null && !isApi) return showPage(pagerDuty, url.pathname, response);
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  const asked: ApiRequest = {
    door: door ?? 'rest',
    method: request.method ?? 'GET',
    path: isApi ? url.pathname.slice(API_PATH.length) : url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers),
    body: await bodyOf(request),
  };
  const served = pagerDuty.service.serve(asked);
  switch (served.kind) {
    case 'answer': {
      const { status, headers, body } = served.response;
      if (served.afterMs > 0) await after(served.afterMs, undefined, { ref: false });
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

function showPage(pagerDuty: PagerDuty, path: string, response: ServerResponse): void {
  pagerDuty.climb();
  const { world } = pagerDuty;
  const [, id] = /^\/incidents\/(\w+)$/.exec(path) ?? [];
  const incident = world.incidents.find((one) => one.id === id);
  const shown =
    path === '/' ? listPage(world) : incident === undefined ? null : incidentPage(world, incident);
  if (shown === null) response.writeHead(404, PAGE_HEADERS).end('There is no such page.');
  else response.writeHead(200, PAGE_HEADERS).end(shown);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY) throw new Error('a request to the stand-in was larger than any should be');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString();
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port');
  return address.port;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
