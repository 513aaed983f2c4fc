/** Where the time comes from: epoch milliseconds. Passed in everywhere, so tests own the time. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** Runs something once, `ms` milliseconds from now, unless what it returns is called before. Passed in, as the time is. */
export type Timer = (ms: number, run: () => void) => () => void;

/** Keeps no process alive by itself. */
export const systemTimer: Timer = (ms, run) => {
  const timer = setTimeout(run, ms).unref();
  return () => clearTimeout(timer);
};

/** The clock's time as ISO 8601 in UTC, the form in which times are stored and shown. */
export function isoNow(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}
