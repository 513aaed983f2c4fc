import type { PullTarget } from '../effect.ts';

/** `<repository id>#<pr>`: key of a PR's evaluation, timer and jobs. */
export function pullKey(pull: Pick<PullTarget, 'repositoryId' | 'number'>): string {
  return `${pull.repositoryId}#${pull.number}`;
}

/** `<repository id>:<run id>:<attempt>`: key of a run that a person started by hand. */
export function runKey(repositoryId: number, run: { readonly id: number; readonly attempt: number }): string {
  return `${repositoryId}:${run.id}:${run.attempt}`;
}
