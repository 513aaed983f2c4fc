import type { Clock } from '../clock.ts';
import type { Finding, Precondition } from '../effect/finding.ts';
import { codeOf, messageOf } from '../errors.ts';
import { classify } from '../github/failure.ts';
import { redact } from '../github/redact.ts';
import { finding } from './check.ts';
import { NothingToLookAt } from './nothing-to-look-at.ts';

/**
 * What is to be said of preconditions at which nobody could look, with the code of what was thrown; skipped
 * where that was for a reason.
 *
 * @param now epoch milliseconds
 */
export function notSeen(
  ids: readonly Precondition[],
  error: unknown,
  { now, about = null }: { readonly now: number; readonly about?: string | null },
): readonly Finding[] {
  if (error instanceof NothingToLookAt) return ids.map((id) => finding(id, 'skipped', error.message, about));
  const why = reasonOf(error, now);
  return ids.map((id) => finding(id, 'unknown', why, about));
}

/** What a look saw; where it threw, that nobody could look: so that one of several hides no other. */
export async function seenOr(
  ids: readonly Precondition[],
  { clock, about }: { readonly clock: Clock; readonly about?: string | null },
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    return notSeen(ids, error, { now: clock.now(), about: about ?? null });
  }
}

/** With its code. What GitHub or the network threw is said in our words, without what they may quote. */
export function reasonOf(error: unknown, now: number): string {
  try {
    return `AIOPS_GITHUB_FAILED: ${classify(error, now).detail}`;
  } catch {
    return `${codeOf(error)}: ${redact(messageOf(error))}`;
  }
}
