import type { User } from '../model/people.ts';
import type { ApiToken } from '../model/service.ts';
import type { World } from '../model/world.ts';
import type { ApiRequest } from './http.ts';
import { Refusal } from './refusal.ts';

export interface Call {
  readonly world: World;
  readonly request: ApiRequest;
  /** The `{…}` of the route, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** The parsed JSON body; `undefined` where there was none. */
  readonly body: unknown;
  readonly token: ApiToken;
}

/** What an endpoint answers; no body where there is none. */
export interface Reply {
  readonly status: number;
  readonly body?: object;
}

export interface Route {
  /** `GET /incidents/{id}`. */
  readonly spec: string;
  /** The query parameters that the stand-in knows. */
  readonly query?: readonly string[];
  readonly answer: (call: Call) => Reply;
}

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The route of a request, by its method and path. */
export function match(routes: readonly Route[], method: string, path: string): Match | null {
  for (const route of routes) {
    const [wanted = '', template = ''] = route.spec.split(' ');
    const params = wanted === method ? matchPath(template, path) : null;
    if (params !== null) return { route, params };
  }
  return null;
}

function matchPath(template: string, path: string): Readonly<Record<string, string>> | null {
  const [names, parts] = [template.split('/'), path.split('/')];
  if (names.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [i, name] of names.entries()) {
    const part = parts[i] ?? '';
    if (name.startsWith('{')) params[name.slice(1, -1)] = decodeURIComponent(part);
    else if (name !== part) return null;
  }
  return params;
}

/** Values of a list in the query, whose name ends in `[]`; `null` where it is not asked for. */
export function listIn({ request }: Call, name: string): readonly string[] | null {
  return request.query.has(name) ? request.query.getAll(name) : null;
}

/** Who a write is made as: the user of the `From` header, or the one whose token it is. @throws {Refusal} 400 */
export function requester({ world, request, token }: Call): User {
  if (token.user !== null) return token.user;
  const email = request.headers.from;
  if (email === undefined) {
    throw new Refusal(400, 2011, 'You must specify a requester_id to perform this action', [
      'The From header is required',
    ]);
  }
  const user = world.users.find((one) => one.email.toLowerCase() === email.toLowerCase());
  if (user === undefined) throw new Refusal(400, 1008, 'Requester User Not Found');
  return user;
}
