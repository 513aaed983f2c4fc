import type { RunRef, WatchedRun } from '../alerts/run.ts';

/** Where the runs come from: a file, or a generator that answers to re-runs as GitHub would. */
export interface Service {
  /** Attempts that happen by themselves, as they were once they had ended; in any order. */
  readonly attempts: readonly WatchedRun[];
  /** The attempt that a re-run makes, as it will be once it has ended; `refused` where nothing is known of one. */
  rerun(of: RunRef, at: number): WatchedRun | 'recorded' | 'refused';
}
