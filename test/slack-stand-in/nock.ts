import type { Slack } from '../../demo/slack/slack.ts';
import { nock } from '../support/nock.ts';

const HOSTS = ['https://slack.com', 'https://hooks.slack.com'] as const;

/**
 * Serves the workspace at slack.com for whatever this process sends there. Calls that the stand-in
 * does not know are refused and end in `world.unexpected`.
 *
 * @returns takes it away again
 */
export function serveSlackByNock(slack: Slack): () => void {
  const interceptors = HOSTS.flatMap((host) => {
    const scope = nock(host).persist();
    return ['GET', 'POST'].map((method) => {
      const interceptor = scope.intercept(/.*/, method);
      interceptor.reply((request: Request) => answer(slack, request));
      return interceptor;
    });
  });
  return () => {
    for (const interceptor of interceptors) nock.removeInterceptor(interceptor);
  };
}

async function answer(slack: Slack, request: Request): Promise<nock.ReplyFnResult> {
  const url = new URL(request.url);
  const served = slack.service.serve({
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(request.headers),
    body: await request.text(),
  });
  switch (served.kind) {
    case 'answer':
    case 'later': {
      if (served.kind === 'later') await served.when;
      const { status, headers, body } = served.response;
      return [status, body, headers];
    }
    case 'refused':
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    case 'lost':
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    case 'hang':
      return new Promise(() => undefined);
  }
}
