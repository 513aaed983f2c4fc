import type { WatchedRun } from '../alerts/run.ts';

/** What became known of one attempt at one moment. */
export interface Change {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly run: WatchedRun;
}

/**
 * How an attempt looked when it was asked for, when it started and when it ended. Of a first attempt that took less
 * than `quickMs` only the end matters: until then no time limit could have passed.
 */
export function changesOf(ended: WatchedRun, quickMs: number): readonly Change[] {
  const { requestedAt, startedAt, endedAt } = ended.times;
  const last = endedAt === null ? [] : [{ at: Date.parse(endedAt), run: ended }];
  const took = Date.parse(endedAt ?? '') - Date.parse(requestedAt);
  if (ended.attempt === 1 && took < quickMs) return last;
  const open = { result: null, failed: [], slowBy: [] } as const;
  const times = { ...ended.times, endedAt: null };
  const changes: Change[] = [
    {
      at: Date.parse(requestedAt),
      run: {
        ...ended,
        ...open,
        status: 'queued',
        times: { ...times, startedAt: null },
        seenUpdatedAt: requestedAt,
      },
    },
  ];
  if (startedAt !== null)
    changes.push({
      at: Math.max(Date.parse(startedAt), Date.parse(requestedAt)),
      run: { ...ended, ...open, status: 'running', times, seenUpdatedAt: startedAt },
    });
  return [...changes, ...last];
}

/** Changes in the order in which they happen, to which more may be added that are still to come. */
export class Timeline {
  #ahead: readonly Change[];
  #next = 0;
  #added: Change[] = [];

  #quickMs: number;

  constructor(attempts: readonly WatchedRun[], quickMs: number) {
    this.#quickMs = quickMs;
    this.#ahead = attempts.flatMap((attempt) => changesOf(attempt, quickMs)).sort((a, b) => a.at - b.at);
  }

  add(attempt: WatchedRun): void {
    this.#added = [...this.#added, ...changesOf(attempt, this.#quickMs)].sort((a, b) => a.at - b.at);
  }

  /** When the next change happens; `null` once there is none. */
  nextAt(): number | null {
    const times = [this.#ahead[this.#next], this.#added[0]].flatMap((change) => (change ? [change.at] : []));
    return times.length === 0 ? null : Math.min(...times);
  }

  /** All changes up to a moment, which are not there any more then. */
  takeUntil(at: number): readonly Change[] {
    const from = this.#next;
    while ((this.#ahead[this.#next]?.at ?? Number.POSITIVE_INFINITY) <= at) this.#next += 1;
    const added = this.#added.filter((change) => change.at <= at);
    this.#added = this.#added.filter((change) => change.at > at);
    return [...this.#ahead.slice(from, this.#next), ...added].sort((a, b) => a.at - b.at);
  }
}
