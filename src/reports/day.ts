import type { WatchedRun } from '../alerts/run.ts';
import type { WarningShown } from '../effect/daily.ts';
import type { Obligation } from '../handoff/obligation.ts';
import type { Handoff } from '../handoff/state.ts';

/** What is on record of one day in one repository. More than belongs to the day may be in it. */
export interface DayRecord {
  /** All attempts of every run of which one ended on that day. */
  readonly runs: readonly WatchedRun[];
  readonly handoffs: readonly {
    readonly handoff: Handoff;
    /** When its run was asked for first; `null` where the bot asked for none. */
    readonly acceptedAt: string | null;
  }[];
  /** Messages about episodes that were begun on that day, oldest first. */
  readonly warnings: readonly WarningShown[];
  /** How often PagerDuty was asked to call somebody on that day. */
  readonly calls: number;
  /** What was due on that day. */
  readonly deadlines: readonly Obligation[];
  /** There is more than was read. */
  readonly isPartial: boolean;
}
