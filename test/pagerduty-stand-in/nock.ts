import { setTimeout as after } from 'node:timers/promises';
import type { Door } from '../../demo/pagerduty/api/http.ts';
import type { PagerDuty } from '../../demo/pagerduty/pagerduty.ts';
import { nock } from '../support/nock.ts';

const HOSTS: Readonly<Record<Door, string>> = {
  events: 'https://events.pagerduty.com',
  rest: 'https://api.pagerduty.com',
};
const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;

/**
 * Serves the stand-in at events.pagerduty.com and api.pagerduty.com for whatever this process sends there.
 * Calls that it does not know are refused and end in `world.unexpected`.
 *
 * @returns takes it away again
 */
export function serveByNock(pagerDuty: PagerDuty): () => void {
  const interceptors = (['events', 'rest'] as const).flatMap((door) => {
    const scope = nock(HOSTS[door]).persist();
    return METHODS.map((method) => {
      const interceptor = scope.intercept(/.*/, method);
      interceptor.reply((request: Request) => answer(pagerDuty, door, request));
      return interceptor;
    });
  });
  return () => {
    for (const interceptor of interceptors) nock.removeInterceptor(interceptor);
  };
}

async function answer(pagerDuty: PagerDuty, door: Door, request: Request): Promise<nock.ReplyFnResult> {
  const url = new URL(request.url);
  const served = pagerDuty.service.serve({
    door,
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(request.headers),
    body: await request.text(),
  });
  switch (served.kind) {
    case 'answer': {
      const { status, headers, body } = served.response;
      if (served.afterMs > 0) await after(served.afterMs);
      return [status, body, headers];
    }
    case 'lost':
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    case 'hang':
      return new Promise(() => undefined);
  }
}
