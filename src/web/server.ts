import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { CodedError, messageOf } from '../errors.ts';
import type { Logger } from '../log.ts';
import { type Route, sendText, urlOf } from './route.ts';

/** GitHub gives up after 10 seconds; nobody needs longer to send a request, and a slow one must not hold a connection. */
const TIMEOUTS = { requestTimeout: 15_000, headersTimeout: 10_000, connectionsCheckingInterval: 1_000 };

/** For every answer; a page that needs more sets its own policy. */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** The one HTTP server of the process: exact paths, our own answers for all else, an orderly end. */
export class WebServer {
  readonly #server: Server;
  readonly #routes: readonly Route[];
  readonly #log: Logger;
  readonly #inFlight = new Set<ServerResponse>();
  #draining = false;

  constructor(options: { readonly routes: readonly Route[]; readonly log: Logger }) {
    this.#routes = options.routes;
    this.#log = options.log;
    this.#server = createServer(TIMEOUTS, (request, response) => void this.#answer(request, response));
  }

  /** Listens and returns the port, which is the system's choice for 0. Throws AIOPS_LISTEN_FAILED. */
  async listen(at: { readonly host: string; readonly port: number }): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once('error', reject);
    this.#server.listen(at.port, at.host, resolve);
    try {
      await promise;
    } catch (error) {
      const what = `cannot listen on ${at.host}:${at.port} (${messageOf(error)})`;
      throw new CodedError('AIOPS_LISTEN_FAILED', `${what}; choose another PORT or HOST`, { cause: error });
    }
    this.#server.off('error', reject);
    this.#server.on('error', (error) => this.#log.error({ err: error }, 'the HTTP server has a problem'));
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : at.port;
  }

  /** Takes no new connections, serves what is in flight, and cuts what is left after `graceMs`. */
  async close(graceMs: number): Promise<void> {
    this.#draining = true;
    for (const response of this.#inFlight) lastOfItsConnection(response);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    this.#server.closeIdleConnections();
    const cut = setTimeout(() => this.#server.closeAllConnections(), graceMs);
    await promise;
    clearTimeout(cut);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    if (this.#draining) lastOfItsConnection(response);
    this.#inFlight.add(response);
    response.once('close', () => this.#inFlight.delete(response));
    try {
      await this.#dispatch(request, response);
    } catch (error) {
      this.#log.error({ err: error, path: urlOf(request).pathname }, 'a request failed');
      if (response.headersSent) response.destroy();
      else sendText(response, 500, 'something went wrong; the log says what');
    }
  }

  async #dispatch(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = urlOf(request);
    const onPath = this.#routes.filter((route) => route.path === pathname);
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const route = onPath.find((each) => each.method === method);
    if (route !== undefined) return route.handle(request, response);
    if (onPath.length === 0) return sendText(response, 404, 'nothing is here');
    const allowed = onPath.map((each) => (each.method === 'GET' ? 'GET, HEAD' : each.method)).join(', ');
    response.setHeader('allow', allowed);
    return sendText(response, 405, `this takes ${allowed}`);
  }
}

function lastOfItsConnection(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}
