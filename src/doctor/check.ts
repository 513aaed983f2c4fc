import { oneLine } from '../config/repository-problems.ts';
import { type Finding, type FindingStatus, PRECONDITIONS, type Precondition } from '../effect/finding.ts';
import { todoText } from '../notifiers/wording/doctor/precondition.ts';
import type { Subject } from './subject.ts';

/** A look at some preconditions that belong together; what keeps one look from succeeding does not hide the others. */
export interface Check {
  readonly ids: readonly Precondition[];
  /**
   * @throws {NothingToLookAt} where they do not apply: then all of them are skipped
   * @throws whatever kept it from looking: then all of them are unknown
   */
  readonly look: (subject: Subject) => Promise<readonly Finding[]>;
}

/**
 * One finding, with what to do about it.
 *
 * @param seen one line without secrets
 * @param of which of several
 */
export function finding(
  id: Precondition,
  status: FindingStatus,
  seen: string,
  of: string | null = null,
): Finding {
  const about = of === null ? null : oneLine(of);
  const todo = todoText({ id, status, about });
  return { id, area: PRECONDITIONS[id], status, about, seen: oneLine(seen), todo: todo?.en ?? null };
}

/** What is wrong, or that nothing is. */
export function orOk(bad: readonly Finding[], good: Finding): readonly Finding[] {
  return bad.length > 0 ? bad : [good];
}
