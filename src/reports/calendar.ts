/** Japan Standard Time: nine hours ahead of UTC, without summer time. */
const JST_MS = 9 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** A day as it is counted in Japan, such as `2026-11-23`. Days compare as texts do. */
export type Day = string;

/** From its first millisecond to just before the first of the next; ISO 8601 in UTC. */
export interface DaySpan {
  readonly from: string;
  readonly to: string;
}

/** The day in Japan at a time in ISO 8601. */
export function dayOf(at: string): Day {
  return new Date(Date.parse(at) + JST_MS).toISOString().slice(0, 10);
}

/** The day so many days later; earlier where it is negative. */
export function dayPlus(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/**
 * When it is that time in Japan on that day, in ISO 8601 in UTC.
 *
 * @param clock `HH:MM`
 */
export function timeOn(day: Day, clock: string): string {
  return new Date(Date.parse(`${day}T${clock}:00Z`) - JST_MS).toISOString();
}

export function spanOf(day: Day): DaySpan {
  return { from: timeOn(day, '00:00'), to: timeOn(dayPlus(day, 1), '00:00') };
}

export function isWithin({ from, to }: DaySpan, at: number): boolean {
  return at >= Date.parse(from) && at < Date.parse(to);
}
