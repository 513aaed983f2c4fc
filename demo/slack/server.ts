import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiRequest, ApiResponse } from './api/http.ts';
import { PAGE_HEADERS } from './pages/layout.ts';
import { workspacePage } from './pages/workspace-page.ts';
import type { Slack } from './slack.ts';

/** The largest request that anyone has reason to send here, in bytes. */
const MAX_BODY = 4_194_304;

export interface SlackServer {
  /** `http://127.0.0.1:<port>`, for people. */
  readonly url: string;
  /** For clients: `SLACK_API_URL`. Ends in a slash. */
  readonly apiUrl: string;
  close(): Promise<void>;
}

/**
 * Serves the stand-in on loopback: the API for the bot, a page for people. Addresses in what it
 * answers lead here from then on.
 *
 * @param port `0` takes any free one
 */
export async function serveSlack(slack: Slack, port = 0): Promise<SlackServer> {
  const server = createServer((request, response) => {
    receive(slack, request, response).catch((error: unknown) => {
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
  slack.world.urls = { api: `${url}/api`, hooks: url, web: url };
  return {
    url,
    apiUrl: `${url}/api/`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

async function receive(slack: Slack, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const request = await readRequest(incoming);
  if (!/^\/(api|actions|commands)\//.test(request.path)) return showPage(slack, request, response);
  const served = slack.service.serve(request);
  switch (served.kind) {
    case 'answer':
      return send(response, served.response);
    case 'later':
      await served.when;
      return send(response, served.response);
    case 'refused':
    case 'lost':
      response.destroy();
      return;
    case 'hang':
      return;
  }
}

function send(response: ServerResponse, { status, headers, body }: ApiResponse): void {
  response.writeHead(status, headers).end(body);
}

/** A permalink leads to its message on the one page that there is. */
function showPage({ world }: Slack, { method, path }: ApiRequest, response: ServerResponse): void {
  const [found, message] = /^\/archives\/\w+\/(p\d+)$/.exec(path) ?? [];
  if (found !== undefined) response.writeHead(302, { location: `/#${message}` }).end();
  else if (method !== 'GET' || path !== '/')
    response.writeHead(404, PAGE_HEADERS).end('There is no such page.');
  else response.writeHead(200, PAGE_HEADERS).end(workspacePage(world));
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
