import type { World } from '../model/world.ts';
import { readArguments } from './arguments.ts';
import { type Fault, Faults, type SetFault } from './faults.ts';
import { handle } from './handle.ts';
import type { ApiRequest, ApiResponse } from './http.ts';
import { PostLimits } from './limits.ts';
import { respond } from './response-url.ts';

/** What comes of a request: an answer, at once or later, a connection refused or torn down, or nothing at all. */
export type Served =
  | { readonly kind: 'answer'; readonly response: ApiResponse }
  | { readonly kind: 'later'; readonly response: ApiResponse; readonly when: Promise<void> }
  | { readonly kind: 'refused' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'hang' };

/** One line of what was asked, in the order in which it came. */
export interface RecordedRequest {
  /** ISO 8601. */
  readonly at: string;
  /** Such as `chat.postMessage`; `response_url` for what was posted to one. */
  readonly method: string;
  /** With embedded JSON parsed, without the token. */
  readonly args: Readonly<Record<string, unknown>>;
  /** What Slack made of it, also where the answer was lost: its error, `ok`, or `null` where it did nothing. */
  readonly outcome: string | null;
  readonly fault: Fault['kind'] | null;
}

const API = '/api/';

/** Slack as it is met from outside: what is asked is recorded, and goes wrong where that was asked for. */
export class Service {
  readonly requests: RecordedRequest[] = [];
  readonly faults = new Faults();
  readonly #world: World;
  readonly #limits: PostLimits;

  constructor(world: World) {
    this.#world = world;
    this.#limits = new PostLimits(world);
  }

  /** Answers without faults. */
  handle(request: ApiRequest): ApiResponse {
    if (!request.path.startsWith(API)) return respond(this.#world, request);
    return handle(this.#world, this.#limits, methodOf(request), request);
  }

  serve(request: ApiRequest): Served {
    const method = methodOf(request);
    const args = recorded(request);
    const met = this.faults.meet(method, args);
    const { served, response } = this.#meet(request, met);
    this.requests.push({
      at: new Date(this.#world.clock.now()).toISOString(),
      method,
      args,
      outcome: response === null ? null : outcomeOf(response),
      fault: met?.fault.kind ?? null,
    });
    return served;
  }

  #meet(
    request: ApiRequest,
    met: SetFault | null,
  ): { readonly served: Served; readonly response: ApiResponse | null } {
    const worked = (): ApiResponse => this.handle(request);
    const unless = (afterWork: boolean | undefined): ApiResponse | null =>
      afterWork === true ? worked() : null;
    if (met === null) {
      const response = worked();
      return { served: { kind: 'answer', response }, response };
    }
    const { fault, lifted } = met;
    switch (fault.kind) {
      case 'refused':
        return { served: { kind: 'refused' }, response: null };
      case 'answer-lost':
        return { served: { kind: 'lost' }, response: worked() };
      case 'hang':
        return { served: { kind: 'hang' }, response: unless(fault.afterWork) };
      case 'slow': {
        const response = worked();
        return { served: { kind: 'later', response, when: lifted }, response };
      }
      case 'status':
        return {
          served: { kind: 'answer', response: broken(fault.status) },
          response: unless(fault.afterWork),
        };
      case 'error':
        return {
          served: { kind: 'answer', response: failed(fault.error) },
          response: unless(fault.afterWork),
        };
      case 'rate-limit': {
        const response = limited(fault.retryAfter ?? 30);
        return { served: { kind: 'answer', response }, response: null };
      }
    }
  }
}

function methodOf({ path }: ApiRequest): string {
  return path.startsWith(API) ? path.slice(API.length) : 'response_url';
}

function recorded(request: ApiRequest): Readonly<Record<string, unknown>> {
  try {
    const { token: _, ...args } = readArguments(request);
    return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, plain(value)]));
  } catch {
    return { body: request.body };
  }
}

/** JSON that a form carried as text. */
function plain(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function outcomeOf({ status, body, headers }: ApiResponse): string {
  if (headers['content-type']?.startsWith('application/json') !== true) return status === 200 ? 'ok' : body;
  const { ok, error }: { readonly ok: boolean; readonly error?: string } = JSON.parse(body);
  return ok ? 'ok' : (error ?? '');
}

const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' };

function broken(status: number): ApiResponse {
  return { status, headers: { 'content-type': 'text/html' }, body: '<html><body>Server Error</body></html>' };
}

function failed(error: string): ApiResponse {
  return { status: 200, headers: JSON_HEADERS, body: JSON.stringify({ ok: false, error }) };
}

function limited(retryAfter: number): ApiResponse {
  return {
    ...failed('ratelimited'),
    status: 429,
    headers: { ...JSON_HEADERS, 'retry-after': String(retryAfter) },
  };
}
