import type { PullTarget } from '../effect/effect.ts';

const OBLIGATION = 'obligation:';
const INCIDENT = 'incident:';
const LADDER = 'ladder:';
const WATCH = 'watch:';

/** `<repository id>#<pr>`: key of a PR's evaluation, timer and jobs. */
export function pullKey(pull: Pick<PullTarget, 'repositoryId' | 'number'>): string {
  return `${pull.repositoryId}#${pull.number}`;
}

/** Subject of the timer of an obligation that is about no single PR. */
export function obligationSubject(id: string): string {
  return `${OBLIGATION}${id}`;
}

/** The obligation of such a timer; `null` where it is another's. */
export function obligationIn(subject: string): string | null {
  return subject.startsWith(OBLIGATION) ? subject.slice(OBLIGATION.length) : null;
}

/** Subject of the timer of a repository that is watched; its jobs have the repository's id alone. */
export function watchSubject(repositoryId: number): string {
  return `${WATCH}${repositoryId}`;
}

/** The repository of such a timer; `null` where it is another's. */
export function watchedIn(subject: string): number | null {
  const [, id] = /^watch:(\d+)$/.exec(subject) ?? [];
  return id === undefined ? null : Number(id);
}

/** `<repository id>:<run id>:<attempt>`: key of a run that a person started by hand. */
export function runKey(repositoryId: number, run: { readonly id: number; readonly attempt: number }): string {
  return `${repositoryId}:${run.id}:${run.attempt}`;
}

/** Subject of the timer of an incident; its jobs have the incident's id alone. */
export function incidentSubject(id: string): string {
  return `${INCIDENT}${id}`;
}

/** The incident of such a timer; `null` where it is another's. */
export function incidentIn(subject: string): string | null {
  return subject.startsWith(INCIDENT) ? subject.slice(INCIDENT.length) : null;
}

/** Subject of the timer of a page that PagerDuty may not take. */
export function ladderSubject(pageKey: string): string {
  return `${LADDER}${pageKey}`;
}

/** Key of the page of such a timer; `null` where it is another's. */
export function ladderIn(subject: string): string | null {
  return subject.startsWith(LADDER) ? subject.slice(LADDER.length) : null;
}
