import { STORAGE_PATH } from '../../demo/github/api/handle.ts';
import type { GitHub } from '../../demo/github/github.ts';
import { GITHUB_COM } from '../../demo/github/model/world.ts';
import { nock } from '../support/nock.ts';

const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const;

/**
 * Serves the world at api.github.com and at the storage host for whatever this process sends there.
 * Calls that the stand-in does not know are refused and end in `world.unexpected`.
 *
 * @returns takes it away again
 */
export function serveByNock(github: GitHub): () => void {
  const interceptors = [
    ...serveHost(github, GITHUB_COM.api, ''),
    ...serveHost(github, GITHUB_COM.storage, STORAGE_PATH),
  ];
  return () => {
    for (const interceptor of interceptors) nock.removeInterceptor(interceptor);
  };
}

function serveHost(github: GitHub, host: string, below: string): readonly nock.Interceptor[] {
  const scope = nock(host).persist();
  return METHODS.map((method) => {
    const interceptor = scope.intercept(/.*/, method);
    interceptor.reply((request: Request) => answer(github, request, below));
    return interceptor;
  });
}

async function answer(github: GitHub, request: Request, below: string): Promise<nock.ReplyFnResult> {
  const url = new URL(request.url);
  const served = github.service.serve({
    method: request.method,
    path: `${below}${url.pathname}`,
    query: url.searchParams,
    headers: Object.fromEntries(request.headers),
    body: await request.text(),
  });
  switch (served.kind) {
    case 'answer': {
      const { status, headers, body } = served.response;
      return [status, typeof body === 'string' ? body : Buffer.from(body), headers];
    }
    case 'lost':
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    case 'hang':
      return new Promise(() => undefined);
  }
}
