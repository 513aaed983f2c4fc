import { createLog } from '../../src/log.ts';
import type { Route } from '../../src/web/route.ts';
import { WebServer } from '../../src/web/server.ts';

export interface Serving {
  readonly server: WebServer;
  readonly url: string;
  readonly port: number;
  readonly lines: Record<string, unknown>[];
}

/** The real server with these routes, on loopback, on a port of the system's choice. */
export async function serving(routes: readonly Route[]): Promise<Serving> {
  const lines: Record<string, unknown>[] = [];
  const log = createLog({
    level: 'info',
    destination: { write: (line: string) => lines.push(JSON.parse(line)) },
  });
  const server = new WebServer({ routes, log });
  const port = await server.listen({ host: '127.0.0.1', port: 0 });
  return { server, port, url: `http://127.0.0.1:${port}`, lines };
}
