import { InvalidArgumentError } from 'commander';
import type { Clock } from '../clock.ts';

export const DEFAULT_DAYS = 30;
const DAY_MS = 24 * 3_600_000;

/** From when on something is listed, where nobody says: ISO 8601. */
export function defaultSince(clock: Clock): string {
  return new Date(clock.now() - DEFAULT_DAYS * DAY_MS).toISOString();
}

/** ISO 8601, by day or by time. */
export function moment(text: string): string {
  const at = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))?$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  // A day that no month has would be taken for one of the next.
  if (!Number.isNaN(at) && (text.length > 10 || new Date(at).toISOString().startsWith(text)))
    return new Date(at).toISOString();
  throw new InvalidArgumentError('must be a day or a time with its zone, such as 2026-11-01.');
}
