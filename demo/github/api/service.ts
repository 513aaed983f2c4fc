import { stamp, type World } from '../model/world.ts';
import { type Fault, Faults } from './faults.ts';
import { handle, plainPath } from './handle.ts';
import { type ApiRequest, type ApiResponse, toJson } from './http.ts';
import { RateLimits } from './rate-limit.ts';

/** What comes of a request: an answer, a connection torn down, or nothing at all. */
export type Served =
  | { readonly kind: 'answer'; readonly response: ApiResponse }
  | { readonly kind: 'lost' }
  | { readonly kind: 'hang' };

/** One line of what was asked, in the order in which it came. */
export interface RecordedRequest {
  readonly at: string;
  readonly method: string;
  /** As api.github.com has it. */
  readonly path: string;
  readonly query: string;
  /** Parsed where it is JSON. */
  readonly body: unknown;
  /** What GitHub made of it, also where the answer was lost; `null` where it did nothing. */
  readonly status: number | null;
  readonly fault: Fault['kind'] | null;
}

/** The API as it is met from outside: what is asked is recorded, and goes wrong where that was asked for. */
export class Service {
  readonly requests: RecordedRequest[] = [];
  readonly faults = new Faults();
  readonly #world: World;
  readonly #limits: RateLimits;

  constructor(world: World) {
    this.#world = world;
    this.#limits = new RateLimits(world);
  }

  /** Answers without faults. */
  handle(request: ApiRequest): ApiResponse {
    return handle(this.#world, this.#limits, { ...request, path: plainPath(request.path) });
  }

  serve(received: ApiRequest): Served {
    const request = { ...received, path: plainPath(received.path) };
    const fault = this.faults.meet(request);
    const { served, status } = this.#meet(request, fault);
    this.requests.push({
      at: stamp(this.#world.clock.now()),
      method: request.method,
      path: request.path,
      query: request.query.toString(),
      body: readable(request.body),
      status,
      fault: fault?.kind ?? null,
    });
    return served;
  }

  #meet(
    request: ApiRequest,
    fault: Fault | null,
  ): { readonly served: Served; readonly status: number | null } {
    if (fault === null) return answered(this.handle(request));
    switch (fault.kind) {
      case 'answer-lost':
        return { served: { kind: 'lost' }, status: this.handle(request).status };
      case 'hang': {
        const status = fault.afterWork === true ? this.handle(request).status : null;
        return { served: { kind: 'hang' }, status };
      }
      case 'status':
        return { ...answered(broken(fault.status)), status: null };
      case 'status-after-work': {
        const { status } = this.handle(request);
        return { ...answered(broken(fault.status)), status };
      }
      case 'rate-limit':
        return { ...answered(this.#limited(request, fault)), status: null };
      case 'partial-graphql':
        return answered(partial(this.handle(request), fault.at));
      case 'stale-head':
        return answered(this.#beforeLastPush(() => this.handle(request)));
    }
  }

  #limited(
    request: ApiRequest,
    fault: { readonly secondary?: boolean; readonly retryAfter?: number },
  ): ApiResponse {
    const { secondary = false, retryAfter = 60 } = fault;
    const reset = String(Math.floor(this.#world.clock.now() / 1000) + retryAfter);
    const used = { 'x-ratelimit-remaining': '0', 'x-ratelimit-limit': '5000', 'x-ratelimit-reset': reset };
    const headers = secondary ? { 'retry-after': String(retryAfter) } : used;
    if (!secondary && request.path === '/graphql') {
      const errors = [
        { type: 'RATE_LIMITED', message: 'API rate limit already exceeded for installation ID.' },
      ];
      return json(200, { errors }, headers);
    }
    const message = secondary
      ? 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'
      : 'API rate limit exceeded for installation ID.';
    return json(403, { message, documentation_url: 'https://docs.github.com/rest' }, headers);
  }

  #beforeLastPush<T>(work: () => T): T {
    const pushed = this.#world.pulls.filter(({ heads }) => heads.length > 1);
    const newest = pushed.map(({ heads }) => heads.pop());
    try {
      return work();
    } finally {
      for (const [i, { heads }] of pushed.entries()) heads.push(newest[i] ?? '');
    }
  }
}

function answered(response: ApiResponse): { readonly served: Served; readonly status: number } {
  return { served: { kind: 'answer', response }, status: response.status };
}

function broken(status: number): ApiResponse {
  const body = '<html><body><h1>Unicorn!</h1></body></html>';
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

function json(status: number, body: object, headers: Readonly<Record<string, string>>): ApiResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: toJson(body),
  };
}

/** The answer with `null` at the path, the first field where none is given, and the error that GitHub adds. */
function partial(response: ApiResponse, at: string | undefined): ApiResponse {
  const answer: { data?: Record<string, unknown>; errors?: unknown[] } = JSON.parse(String(response.body));
  const path = at?.split('.') ?? Object.keys(answer.data ?? {}).slice(0, 1);
  let holder: unknown = answer.data;
  for (const key of path.slice(0, -1)) holder = isRecord(holder) ? holder[key] : null;
  const last = path.at(-1);
  if (last === undefined || !isRecord(holder) || !(last in holder)) {
    throw new Error(`the answer has nothing at ${path.join('.')} to leave out`);
  }
  holder[last] = null;
  const message = 'Something went wrong while executing your query. This may be the result of a timeout.';
  const errors = [...(answer.errors ?? []), { type: 'RESOURCE_LIMITS_EXCEEDED', path, message }];
  return { ...response, body: toJson({ ...answer, errors }) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function readable(body: string): unknown {
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
