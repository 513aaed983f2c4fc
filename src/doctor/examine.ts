import { type Finding, PRECONDITIONS } from '../effect/finding.ts';
import { type Check, finding } from './check.ts';
import { notSeen } from './reason.ts';
import type { Subject } from './subject.ts';

/** However many checks there are, all of them have ended by then. */
const LIMIT_MS = 30_000;

const ORDER: readonly string[] = Object.keys(PRECONDITIONS);

/**
 * Makes all checks at once and returns what they found, in the order of the preconditions. One that throws or
 * takes too long is unknown, with its reason, and hides no other.
 */
export async function examine(checks: readonly Check[], subject: Subject): Promise<readonly Finding[]> {
  const found = await Promise.all(checks.map((check) => look(check, subject)));
  return found.flat().toSorted((one, other) => ORDER.indexOf(one.id) - ORDER.indexOf(other.id));
}

/** The finding that says that GitHub could not be asked at all: then the others say little. */
export function gitHubWasNotAsked(findings: readonly Finding[]): Finding | null {
  return findings.find(({ id, status }) => id === 'app_installed' && status === 'unknown') ?? null;
}

async function look(check: Check, subject: Subject): Promise<readonly Finding[]> {
  const { clock, timer } = subject.deps;
  const late = Promise.withResolvers<readonly Finding[]>();
  const cancel = timer(LIMIT_MS, () =>
    late.resolve(check.ids.map((id) => finding(id, 'unknown', `no answer within ${LIMIT_MS / 1000} s`))),
  );
  try {
    return await Promise.race([check.look(subject), late.promise]);
  } catch (error) {
    return notSeen(check.ids, error, { now: clock.now() });
  } finally {
    cancel();
  }
}
