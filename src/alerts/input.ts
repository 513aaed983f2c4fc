import type { Episode, LateHandoff } from './episode.ts';
import type { RuleCall } from './incident.ts';
import type { RunRef, WatchedRun } from './run.ts';
import type { MonitoringSettings } from './settings.ts';

/** All that the alert machine may look at, read at one moment. Plain data. */
export interface AlertInput {
  readonly repositoryId: number;
  readonly settings: MonitoringSettings;
  /** The newest runs of each role, and all that have not completed; every attempt is one. */
  readonly runs: readonly WatchedRun[];
  /** Heads of the open PRs: a run on another head of them is not re-run. */
  readonly heads: readonly { readonly pull: number; readonly headSha: string }[];
  /** Handoffs that are in flight, with where their time went. */
  readonly handoffs: readonly LateHandoff[];
  /** Open ones, and those that ended within the last 24 hours. */
  readonly episodes: readonly Episode[];
  /** Incidents that pages of these episodes may have opened, as PagerDuty showed them last. */
  readonly calls: readonly RuleCall[];
  readonly done: DoneReruns;
  /** A stop is in force on the repository, or cannot be ruled out: nothing is re-run. */
  readonly stopped: boolean;
  /** ISO 8601 in UTC. */
  readonly now: string;
}

/** Re-runs that the bot asked for by itself, of the last 24 hours, oldest first; a refused one changed nothing. */
export type DoneReruns = readonly {
  readonly runId: number;
  readonly headSha: string;
  readonly role: 'smoke' | 'verify';
  readonly at: string;
  /** GitHub did not take it, or it was withdrawn. */
  readonly refused: boolean;
}[];

export interface AlertStep {
  /** New and changed ones. */
  readonly episodes: readonly Episode[];
  /** In the order in which they are to happen. */
  readonly acts: readonly AlertAct[];
  /** When to look again though nothing was heard; `null` while nothing is awaited. */
  readonly wakeAt: string | null;
}

/** `key` tells an act from all others of its episode, for ever: the same key is the same deed. */
export type AlertAct = { readonly episodeId: string; readonly key: string } & (
  | {
      readonly act: 'rerun';
      readonly role: 'smoke' | 'verify';
      readonly run: RunRef;
      readonly headSha: string;
    }
  /** It still runs, and can only be re-run once it has ended. */
  | { readonly act: 'cancel'; readonly run: RunRef; readonly headSha: string }
  | { readonly act: 'say'; readonly says: EpisodeSays }
  /** About one handoff: after `note_minutes`, and whoever may approve is asked by name. */
  | { readonly act: 'say'; readonly says: 'lead_time_note' | 'approval_asked'; readonly handoffId: string }
  | {
      readonly act: 'page';
      readonly action: 'trigger' | 'resolve';
      /** `again`: another call for the same episode. */
      readonly nth: 'first' | 'again';
      readonly severity: 'critical' | 'error' | 'warning';
    }
);

/** What is said of an episode as a whole. `opened` or, instead of it, `flapping` is the first. */
export type EpisodeSays =
  | 'opened'
  | 'rerun'
  | 'confirmed'
  | 'paged'
  | 'recovering'
  | 'resolved'
  | 'flapping'
  | 'no_data'
  /** It was recovering, and is wrong again. */
  | 'reopened'
  | 'told_at_once'
  /** Somebody has it, and said so in PagerDuty. */
  | 'acknowledged'
  /** A person resolved the incident though it is still wrong. */
  | 'held_down'
  /** It is still wrong half an hour later. */
  | 'called_again';
