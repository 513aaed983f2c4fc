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

  /** Each was tried once, took less than that and ended well. */
  areFine(quickMs: number): boolean {
    for (const [first, ...later] of this.#runs.values())
      if (first === undefined || later.length > 0 || !isFine(first, quickMs)) return false;
    return true;
  }

  #forget(role: WatchedRun['role']): void {
    let same = 0;
    for (const [first] of this.#runs.values()) if (first?.role === role) same += 1;
    for (const [key, attempts] of this.#runs) {
      if (same <= this.#kept) return;
      if (attempts[0]?.role !== role) continue;
      same -= 1;
      if (attempts.every(({ status }) => status === 'completed')) this.#runs.delete(key);
    }
  }
}

function isFine({ attempt, result, times: { requestedAt, endedAt } }: WatchedRun, quickMs: number): boolean {
  return (
    attempt === 1 && result === 'success' && Date.parse(endedAt ?? '') - Date.parse(requestedAt) < quickMs
  );
}
