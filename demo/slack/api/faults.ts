/** What goes wrong with a call. Unless it says so, the work was not done. */
export type FaultKind =
  /** Nobody is there: the connection is refused. */
  | { readonly kind: 'refused' }
  /** The work is done, then the connection is torn down without an answer. */
  | { readonly kind: 'answer-lost' }
  /** An answer of HTTP itself, such as 503. */
  | { readonly kind: 'status'; readonly status: number; readonly afterWork?: boolean }
  /** Slack's own word, such as `internal_error`, with 200. */
  | { readonly kind: 'error'; readonly error: string; readonly afterWork?: boolean }
  /** No answer ever comes. */
  | { readonly kind: 'hang'; readonly afterWork?: boolean }
  /** The work is done, and the answer comes when the fault is lifted. */
  | { readonly kind: 'slow' }
  /** 429; `retryAfter` in seconds, 30 where it is left out. */
  | { readonly kind: 'rate-limit'; readonly retryAfter?: number };

export type Fault = FaultKind & {
  /** Every call where it is left out. */
  readonly match?: {
    /** Such as `chat.postMessage`; `response_url` for what is posted to those. */
    readonly method?: string;
    /** Tried on the arguments as JSON. */
    readonly args?: RegExp;
  };
  /** How many of the matching calls pass before it begins. */
  readonly after?: number;
  /** How many of the matching calls go wrong, then; one where it is left out. */
  readonly times?: number | 'until-lifted';
};

/** A fault that is set. */
export interface SetFault {
  readonly fault: Fault;
  /** Resolves when the fault is lifted. */
  readonly lifted: Promise<void>;
}

interface Entry extends SetFault {
  seen: number;
}

/** The faults that are set, and how often each has been met. */
export class Faults {
  readonly #entries = new Set<Entry>();

  /** @returns lifts it */
  add(fault: Fault): () => void {
    const { promise: lifted, resolve } = Promise.withResolvers<void>();
    const entry: Entry = { fault, lifted, seen: 0 };
    this.#entries.add(entry);
    return () => {
      this.#entries.delete(entry);
      resolve();
    };
  }

  /** The fault that this call meets. */
  meet(method: string, args: unknown): SetFault | null {
    let met: SetFault | null = null;
    for (const entry of this.#entries) {
      const { match = {}, after = 0, times = 1 } = entry.fault;
      if (match.method !== undefined && match.method !== method) continue;
      if (match.args !== undefined && !match.args.test(JSON.stringify(args))) continue;
      entry.seen += 1;
      const isDue = entry.seen > after && (times === 'until-lifted' || entry.seen <= after + times);
      if (isDue) met ??= entry;
    }
    return met;
  }
}
