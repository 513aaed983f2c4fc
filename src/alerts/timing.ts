const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const DAY_MS = 24 * HOUR;

/** How long a re-run may take to start, and a cancelled run to end. */
export const START_WITHIN_MS = 10 * MINUTE;
/** A re-run may take twice the median, but never less than this: a quick workflow has its slow days. */
export const END_WITHIN_AT_LEAST_MS = 10 * MINUTE;
/** What it may take where no run has ended well yet. */
export const END_WITHIN_UNKNOWN_MS = 30 * MINUTE;
/** The hour of `reruns.per_hour`. */
export const BUDGET_MS = HOUR;

/** An episode is over after so many good runs and so long. */
export const GOOD_RUNS = 3;
export const RECOVERING_MS = 10 * MINUTE;
/** So many openings of one rule within a day are flapping. */
export const FLAPPING_OPENINGS = 3;
/** So long without a run, an episode has no data. */
export const NO_DATA_MS = DAY_MS;
/** A failure that ended so long ago opens nothing: episodes of that age are not remembered. */
export const NEWS_MS = DAY_MS;

/** A handoff that is still late so long after people were warned is paged for: by then they were told and asked. */
export const LATE_CONFIRMED_MS = 15 * MINUTE;
/** Codex Smoke and LangGraph Verify that fail so close together are one matter (O6). */
export const TOGETHER_MS = 30 * MINUTE;
/** Somebody who resolved the incident by hand though it was still wrong has so long before somebody is called again. */
export const HOLD_DOWN_MS = 30 * MINUTE;
/** PagerDuty's clock may be so much behind ours, and its times are in whole seconds. */
export const CLOCKS_APART_MS = MINUTE;
/** An open episode is looked at so often though nothing is awaited. */
export const BACKSTOP_MS = HOUR;

/** Milliseconds since the epoch as ISO 8601 in UTC. */
export function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
