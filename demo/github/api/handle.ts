import { createHash } from 'node:crypto';
import type { World } from '../model/world.ts';
import { authenticate } from './auth.ts';
import { parseBody } from './body.ts';
import type { Caller } from './caller.ts';
import { appRoutes } from './endpoints/app.ts';
import { artifactRoutes } from './endpoints/artifacts.ts';
import { checkRoutes } from './endpoints/checks.ts';
import { commentRoutes } from './endpoints/comments.ts';
import { deliveryRoutes } from './endpoints/deliveries.ts';
import { graphqlRoutes } from './endpoints/graphql.ts';
import { labelRoutes } from './endpoints/labels.ts';
import { manifestRoutes } from './endpoints/manifest.ts';
import { peopleRoutes } from './endpoints/people.ts';
import { pullWriteRoutes } from './endpoints/pull-writes.ts';
import { pullRoutes } from './endpoints/pulls.ts';
import { rateLimitRoutes } from './endpoints/rate-limit.ts';
import { refRoutes } from './endpoints/refs.ts';
import { repositoryRoutes } from './endpoints/repository.ts';
import { ruleRoutes } from './endpoints/rules.ts';
import { runRoutes } from './endpoints/runs.ts';
import { download } from './endpoints/storage.ts';
import { workflowRoutes } from './endpoints/workflows.ts';
import { type ApiRequest, type ApiResponse, type Reply, toJson } from './http.ts';
import { budgetHeaders, type RateLimits } from './rate-limit.ts';
import { Refusal } from './refusal.ts';
import { match, type Route } from './route.ts';

/** Every endpoint that the stand-in knows. */
export const ROUTES: readonly Route[] = [
  ...appRoutes,
  ...deliveryRoutes,
  ...manifestRoutes,
  ...repositoryRoutes,
  ...pullRoutes,
  ...pullWriteRoutes,
  ...refRoutes,
  ...commentRoutes,
  ...labelRoutes,
  ...checkRoutes,
  ...ruleRoutes,
  ...workflowRoutes,
  ...runRoutes,
  ...artifactRoutes,
  ...peopleRoutes,
  ...rateLimitRoutes,
  ...graphqlRoutes,
];

/** Where the storage service is served: on a host of its own, or below this path on loopback. */
export const STORAGE_PATH = '/_storage';

const VERSIONS = ['2022-11-28', '2026-03-10'];

/** A path as api.github.com has it, whether it came in that form or in GitHub Enterprise Server's. */
export function plainPath(path: string): string {
  if (path === '/api/graphql') return '/graphql';
  return path.startsWith('/api/v3/') ? path.slice('/api/v3'.length) : path;
}

/** Answers one request as GitHub would. What it does to the world is done when it returns. */
export function handle(world: World, limits: RateLimits, request: ApiRequest): ApiResponse {
  const common = {
    'content-type': 'application/json; charset=utf-8',
    date: new Date(world.clock.now()).toUTCString(),
    'x-github-request-id': requestId(request),
  };
  try {
    const { reply, headers } = request.path.startsWith(STORAGE_PATH)
      ? { reply: download(world, { ...request, path: request.path.slice(STORAGE_PATH.length) }), headers: {} }
      : answer(world, limits, request);
    return finish(reply, { ...common, ...headers });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const documentation = { documentation_url: 'https://docs.github.com/rest', status: String(error.status) };
    const body = toJson({ message: error.message, ...error.extra, ...documentation });
    return { status: error.status, headers: common, body };
  }
}

function answer(world: World, limits: RateLimits, request: ApiRequest) {
  const found = match(ROUTES, request.method, request.path);
  if (found === null || found === 'other-method') {
    world.unexpected.push(`${request.method} ${request.path}`);
    throw found === null ? new Refusal(404, 'Not Found') : new Refusal(405, 'Method Not Allowed');
  }
  const { route, params } = found;
  checkHeaders(request);
  const caller: Caller =
    route.as === 'anyone' ? { kind: 'anyone' } : authenticate(world, request.headers.authorization);
  const budget = limits.spend(caller, request.path);
  const body = parseBody(request.body);
  const reply = route.answer({ world, request, params, body, caller, budget });
  return { reply, headers: { ...budgetHeaders(budget), 'x-github-media-type': 'github.v3; format=json' } };
}

function checkHeaders({ headers }: ApiRequest): void {
  if (headers['user-agent'] === undefined) {
    throw new Refusal(
      403,
      'Request forbidden by administrative rules. Please make sure your request has a User-Agent header',
    );
  }
  const version = headers['x-github-api-version'];
  if (version !== undefined && !VERSIONS.includes(version)) {
    throw new Refusal(400, `"${version}" is not a supported version for the 'X-GitHub-Api-Version' header.`);
  }
}

function finish({ status, body, headers }: Reply, common: Readonly<Record<string, string>>): ApiResponse {
  const bytes = body instanceof Uint8Array ? body : body === undefined ? '' : toJson(body);
  return { status, headers: { ...common, ...headers }, body: bytes };
}

function requestId({ method, path, body }: ApiRequest): string {
  const hash = createHash('sha1').update(`${method} ${path}\n${body}`).digest('hex').toUpperCase();
  return `${hash.slice(0, 4)}:${hash.slice(4, 10)}:${hash.slice(10, 17)}`;
}
