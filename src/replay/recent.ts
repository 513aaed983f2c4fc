import type { WatchedRun } from '../alerts/run.ts';

/** The newest runs of each workflow with all their attempts, and all that have not ended: what a store would bring. */
export class RecentRuns {
  #runs = new Map<string, WatchedRun[]>();
  #kept: number;

  /** @param kept how many runs of a workflow are remembered once they have ended */
  constructor(kept: number) {
    this.#kept = kept;
  }

  put(run: WatchedRun): void {
    const key = `${run.role}:${run.runId}`;
    const attempts = this.#runs.get(key) ?? [];
    this.#runs.set(key, [...attempts.filter(({ attempt }) => attempt !== run.attempt), run]);
    this.#forget(run.role);
  }

  all(): readonly WatchedRun[] {
    return [...this.#runs.values()].flat();
  }

  /** The newest head seen of each PR: whether it moved on. */
  heads(): readonly { readonly pull: number; readonly headSha: string }[] {
    const heads = new Map<number, string>();
    for (const run of this.all()) for (const pull of run.pulls) heads.set(pull, run.headSha);
    return [...heads].map(([pull, headSha]) => ({ pull, headSha }));
  }

  #forget(role: WatchedRun['role']): void {
    const same = [...this.#runs].filter(([, [first]]) => first?.role === role);
    for (const [key, attempts] of same.slice(0, Math.max(0, same.length - this.#kept))) {
      if (attempts.every(({ status }) => status === 'completed')) this.#runs.delete(key);
    }
  }
}
