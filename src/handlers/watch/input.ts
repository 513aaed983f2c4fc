import type { LateHandoff } from '../../alerts/episode.ts';
import type { WatchedRun } from '../../alerts/run.ts';
import type { InsightsView } from '../../effect/episode.ts';
import type { ConfigReading } from '../../gather/config.ts';
import type { StopFacts } from '../../policies/facts.ts';
import type { Day } from '../../reports/calendar.ts';
import type { DayRecord } from '../../reports/day.ts';
import type { WatchMemory } from '../../store/store.ts';
import type { Channels } from '../announce-stop.ts';
import type { Blast } from './blast.ts';

/** What was read of a repository that is watched. */
export interface WatchSeen {
  readonly config: ConfigReading;
  /** Base of its pages, without a trailing slash. */
  readonly repositoryUrl: string;
  readonly defaultBranch: string;
  readonly stop: StopFacts;
  /** Attempts that are new, or other than they were. */
  readonly changed: readonly WatchedRun[];
  /** All that is known with them, newest first. */
  readonly runs: readonly WatchedRun[];
  /** Handoffs in flight. */
  readonly handoffs: readonly LateHandoff[];
}

/** All that one look at a repository is decided from. */
export interface WatchInput {
  readonly memory: WatchMemory;
  readonly seen: WatchSeen;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Which services there are to tell. */
  readonly channels: Channels;
  /** Host of the GitHub whose repositories are watched, as PagerDuty's keys name it. */
  readonly githubHost: string;
}

/** What people are shown beside what was decided: read once it is known that it is needed. */
export interface WatchAround {
  /** Titles of open PRs by their numbers; one that is lacking has no title. */
  readonly titles: ReadonlyMap<number, string>;
  /** What failed Verify runs mean for the open PRs, the newest failure first (O2). */
  readonly blasts: readonly Blast[];
  /** `null` where nobody is called now, or none could be read. */
  readonly insights: InsightsView | null;
  /** What is on record of the days whose status is to be said now (O1). */
  readonly days: ReadonlyMap<Day, DayRecord>;
}
