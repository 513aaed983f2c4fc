import type { SecretChange } from '../effect/access-change.ts';

/** A secret as its metadata shows it. */
export interface SecretSeen {
  readonly name: string;
  /** Id of the version that is current; `null` for none. */
  readonly version: string | null;
  /** When anything of it last changed (ISO 8601); `null` where AWS did not say. */
  readonly changedAt: string | null;
}

/**
 * What has become of a secret since it was seen last.
 *
 * @param now ISO 8601: what AWS dates later than that, by a clock of its own, is dated so
 */
export function changeOfSecret(before: SecretSeen, seen: SecretSeen, now: string): SecretChange | null {
  const isOther = seen.version !== before.version;
  const isTouched = seen.changedAt !== null && seen.changedAt !== before.changedAt;
  if (!isOther && !isTouched) return null;
  return {
    name: seen.name,
    what: isOther ? 'value' : 'settings',
    from: short(before.version),
    to: short(seen.version),
    at: earlier(seen.changedAt ?? now, now),
  };
}

export function earlier(a: string, b: string): string {
  return Date.parse(a) <= Date.parse(b) ? a : b;
}

/** Enough to tell two versions apart: ids begin alike where a tool counts them up. */
function short(version: string | null): string | null {
  if (version === null || version.length <= 16) return version;
  return `${version.slice(0, 8)}…${version.slice(-4)}`;
}
