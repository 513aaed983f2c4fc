import type { ApiToken } from '../model/service.ts';
import type { World } from '../model/world.ts';
import { parseBody } from './body.ts';
import { incidentRoutes } from './endpoints/incidents.ts';
import { peopleRoutes } from './endpoints/people.ts';
import { serviceRoutes } from './endpoints/services.ts';
import { subscriptionRoutes } from './endpoints/subscriptions.ts';
import { type ApiRequest, type ApiResponse, json } from './http.ts';
import type { RateLimit } from './rate-limit.ts';
import { accessDenied, notFound, Refusal, unauthenticated } from './refusal.ts';
import { match, type Route } from './route.ts';

/** Every endpoint of the REST API that the stand-in knows. */
const ROUTES: readonly Route[] = [
  ...serviceRoutes,
  ...peopleRoutes,
  ...incidentRoutes,
  ...subscriptionRoutes,
];

/** Answers one request as the REST API would. What it does to the world is done when it returns. */
export function answerRest(world: World, limit: RateLimit, request: ApiRequest): ApiResponse {
  try {
    const token = authenticate(world, request.headers.authorization);
    const { allowed, headers } = limit.spend(token.token);
    if (!allowed) return json(429, { error: { message: 'Rate Limit Exceeded', code: 2020 } }, headers);
    return answer(world, request, { token, headers });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, code, message, errors } = error;
    return json(status, { error: { message, code, ...(errors.length === 0 ? {} : { errors }) } });
  }
}

function answer(
  world: World,
  request: ApiRequest,
  { token, headers }: { readonly token: ApiToken; readonly headers: Readonly<Record<string, string>> },
): ApiResponse {
  const found = match(ROUTES, request.method, request.path);
  if (found === null) {
    world.unexpected.push(`${request.method} ${request.path}`);
    throw notFound();
  }
  const { route, params } = found;
  const strange = [...request.query.keys()].filter((name) => !(route.query ?? []).includes(name));
  world.unexpected.push(...strange.map((name) => `${route.spec}: ?${name}`));
  if (request.method !== 'GET' && token.readOnly) throw accessDenied();
  const { status, body } = route.answer({ world, request, params, body: parseBody(request.body), token });
  return body === undefined ? { status, headers, body: '' } : json(status, body, headers);
}

/** @throws {Refusal} 401 */
function authenticate(world: World, authorization: string | undefined): ApiToken {
  const [, given] = /^Token token=(\S+)$/.exec(authorization ?? '') ?? [];
  const token = world.tokens.find((one) => one.token === given);
  if (token === undefined) throw unauthenticated();
  return token;
}
