import type { ApiRequest, Door } from './http.ts';

/** What goes wrong with a call. Unless it says so, the work was not done. */
export type FaultKind =
  /** The work is done, then the connection is torn down without an answer. */
  | { readonly kind: 'answer-lost' }
  /** An error that is a page, as proxies have it, or PagerDuty's own. */
  | { readonly kind: 'status'; readonly status: number; readonly as?: 'html' | 'json' }
  | { readonly kind: 'status-after-work'; readonly status: number }
  /** No answer ever comes. */
  | { readonly kind: 'hang'; readonly afterWork?: boolean }
  /** The work is done, and answered so much later, in milliseconds of real time. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** The limit is used up; `reset` in seconds, told in PagerDuty's headers where it is given. */
  | { readonly kind: 'rate-limit'; readonly reset?: number };

export type Fault = FaultKind & {
  readonly match: {
    readonly door?: Door;
    readonly method?: string;
    readonly path?: RegExp;
    readonly body?: RegExp;
    /** Which of the matching calls goes wrong, counted from 1; the first where it is left out. */
    readonly nth?: number | 'every';
  };
};

/** The faults that are set, and how often each has been met. */
export class Faults {
  readonly #set: { readonly fault: Fault; seen: number }[] = [];

  add(fault: Fault): void {
    this.#set.push({ fault, seen: 0 });
  }

  clear(): void {
    this.#set.splice(0);
  }

  /** The fault that this call meets. */
  meet(request: ApiRequest): Fault | null {
    let met: Fault | null = null;
    for (const entry of this.#set) {
      const { door, method, path, body, nth = 1 } = entry.fault.match;
      if (door !== undefined && door !== request.door) continue;
      if (method !== undefined && method !== request.method) continue;
      if (path !== undefined && !path.test(request.path)) continue;
      if (body !== undefined && !body.test(request.body)) continue;
      entry.seen += 1;
      if (nth === 'every' || nth === entry.seen) met ??= entry.fault;
    }
    return met;
  }
}
