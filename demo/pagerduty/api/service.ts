import { climb } from '../acts/escalation.ts';
import { stamp, type World } from '../model/world.ts';
import { answerEvents, tooMany } from './endpoints/events.ts';
import { type Fault, Faults } from './faults.ts';
import { type ApiRequest, type ApiResponse, type Door, htmlError, json } from './http.ts';
import { Outages } from './outage.ts';
import { CALLS_A_MINUTE, EVENTS_A_MINUTE, limitHeaders, RateLimit } from './rate-limit.ts';
import { answerRest } from './rest.ts';

/** What comes of a request: an answer, perhaps after a while, a connection torn down, or nothing at all. */
export type Served =
  | { readonly kind: 'answer'; readonly response: ApiResponse; readonly afterMs: number }
  | { readonly kind: 'lost' }
  | { readonly kind: 'hang' };

/** One line of what was asked, in the order in which it came. */
export interface RecordedRequest {
  readonly at: string;
  readonly door: Door;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed where it is JSON. */
  readonly body: unknown;
  /** What PagerDuty made of it, also where the answer was lost; `null` where it did nothing. */
  readonly status: number | null;
  readonly fault: Fault['kind'] | 'down' | null;
}

type Met = { readonly served: Served; readonly status: number | null };

/** The APIs as they are met from outside: what is asked is recorded, and goes wrong where that was asked for. */
export class Service {
  readonly requests: RecordedRequest[] = [];
  readonly faults = new Faults();
  readonly outages: Outages;
  readonly #world: World;
  readonly #events: RateLimit;
  readonly #calls: RateLimit;

  constructor(world: World) {
    this.#world = world;
    this.outages = new Outages(world);
    this.#events = new RateLimit(world.clock, EVENTS_A_MINUTE);
    this.#calls = new RateLimit(world.clock, CALLS_A_MINUTE);
  }

  /** Answers without faults. */
  handle(request: ApiRequest): ApiResponse {
    climb(this.#world);
    return request.door === 'events'
      ? answerEvents(this.#world, this.#events, request)
      : answerRest(this.#world, this.#calls, request);
  }

  serve(request: ApiRequest): Served {
    const down = this.outages.covers(request);
    const fault = down ? null : this.faults.meet(request);
    const { served, status } = down ? LOST : this.#meet(request, fault);
    const { door, method, path, query, headers, body } = request;
    this.requests.push({
      at: stamp(this.#world.clock.now()),
      door,
      method,
      path,
      query: query.toString(),
      headers,
      body: readable(body),
      status,
      fault: down ? 'down' : (fault?.kind ?? null),
    });
    return served;
  }

  #meet(request: ApiRequest, fault: Fault | null): Met {
    if (fault === null) return answered(this.handle(request));
    switch (fault.kind) {
      case 'answer-lost':
        return { ...LOST, status: this.handle(request).status };
      case 'hang': {
        const status = fault.afterWork === true ? this.handle(request).status : null;
        return { served: { kind: 'hang' }, status };
      }
      case 'slow':
        return answered(this.handle(request), fault.ms);
      case 'status':
        return { ...answered(broken(request, fault)), status: null };
      case 'status-after-work': {
        const { status } = this.handle(request);
        return { ...answered(broken(request, fault)), status };
      }
      case 'rate-limit':
        return { ...answered(limited(request, fault.reset)), status: null };
    }
  }
}

const LOST: Met = { served: { kind: 'lost' }, status: null };

function answered(response: ApiResponse, afterMs = 0): Met {
  return { served: { kind: 'answer', response, afterMs }, status: response.status };
}

function broken(
  { door }: ApiRequest,
  { status, as = 'html' }: { readonly status: number; readonly as?: 'html' | 'json' },
): ApiResponse {
  if (as === 'html') return htmlError(status, 'Something Went Wrong');
  const message = 'An internal error has occurred. PagerDuty team has been notified.';
  return json(status, door === 'rest' ? { error: { message, code: 2000 } } : { status: 'error', message });
}

function limited({ door }: ApiRequest, reset: number | undefined): ApiResponse {
  const limit = door === 'events' ? EVENTS_A_MINUTE : CALLS_A_MINUTE;
  const headers = reset === undefined ? {} : limitHeaders(limit, 0, reset);
  return door === 'events'
    ? tooMany(headers)
    : json(429, { error: { message: 'Rate Limit Exceeded', code: 2020 } }, headers);
}

function readable(body: string): unknown {
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
