/** Where the time comes from: epoch milliseconds. Passed in everywhere, so tests own the time. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** The clock's time as ISO 8601 in UTC, the form in which times are stored and shown. */
export function isoNow(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}
