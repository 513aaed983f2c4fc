import type { Episode, LateHandoff } from './episode.ts';
import type { RunRef, WatchedRun } from './run.ts';
import type { MonitoringSettings } from './settings.ts';

/** All that the alert machine may look at, read at one moment. Plain data. */
export interface AlertInput {
  readonly repositoryId: number;
  readonly settings: MonitoringSettings;
  /** The newest runs of each role, and all that have not completed; every attempt is one. */
  readonly runs: readonly WatchedRun[];
  /** Handoffs that are in flight, with where their time went. */
  readonly handoffs: readonly LateHandoff[];
  /** Open ones, and those that ended within the last 24 hours. */
  readonly episodes: readonly Episode[];
  readonly done: DoneReruns;
  /** A stop is in force on the repository, or cannot be ruled out: nothing is re-run. */
  readonly stopped: boolean;
  /** ISO 8601 in UTC. */
  readonly now: string;
}

/** Re-runs that the bot asked for by itself, of the last 24 hours, oldest first. */
export type DoneReruns = readonly {
  readonly runId: number;
  readonly headSha: string;
  readonly role: 'smoke' | 'verify';
  readonly at: string;
}[];

export interface AlertStep {
  /** New and changed ones. */
  readonly episodes: readonly Episode[];
  /** In the order in which they are to happen. */
  readonly acts: readonly AlertAct[];
  /** When to look again though nothing was heard; `null` while nothing is awaited. */
  readonly wakeAt: string | null;
}

export type AlertAct =
  /** `fresh`: another run of the same commit is dispatched, since the head has a newer one or the template was mended. */
  | {
      readonly act: 'rerun';
      readonly episodeId: string;
      readonly role: 'smoke' | 'verify';
      readonly run: RunRef;
      readonly headSha: string;
    }
  /** It still runs, and can only be re-run once it has ended. */
  | { readonly act: 'cancel'; readonly episodeId: string; readonly run: RunRef; readonly headSha: string }
  | {
      readonly act: 'say';
      readonly episodeId: string;
      readonly says:
        | 'opened'
        | 'rerun'
        | 'confirmed'
        | 'paged'
        | 'recovering'
        | 'resolved'
        | 'flapping'
        | 'no_data'
        | 'reopened'
        | 'lead_time_note'
        | 'approval_asked'
        | 'told_at_once';
    }
  | {
      readonly act: 'page';
      readonly episodeId: string;
      readonly action: 'trigger' | 'resolve';
      readonly severity: 'critical' | 'error' | 'warning';
    };
