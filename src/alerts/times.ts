import type { RunTimes, WatchedRun } from './run.ts';

/** How long an attempt has spent in each way, in milliseconds, never negative. */
export interface Spent {
  readonly queuedMs: number;
  /** From the start of its first job to the end of its last, without what it waited for people. M2 is about this. */
  readonly executingMs: number;
  readonly waitedMs: number;
}

/**
 * Where the time of one attempt went up to `now` (ISO 8601). A re-run is counted from when it was asked for: jobs
 * that were carried over from the attempt before may have begun earlier. What is missing or contradicts itself is zero.
 */
export function spentBy(times: RunTimes, now: string): Spent {
  const asked = Date.parse(times.requestedAt);
  const until = timeOf(times.endedAt) ?? Date.parse(now);
  const started = timeOf(times.startedAt);
  const waiting = times.endedAt === null ? span(timeOf(times.waitingSince), until) : 0;
  const waitedMs = Math.max(0, times.waitedMs) + waiting;
  if (started === null)
    return { queuedMs: Math.max(0, span(asked, until) - waitedMs), executingMs: 0, waitedMs };
  return {
    queuedMs: span(asked, started),
    executingMs: Math.max(0, span(Math.max(started, orZero(asked)), until) - waitedMs),
    waitedMs,
  };
}

/** What it is about at the moment; the status of GitHub may lag behind its times. */
export function stageOf({ status, times }: WatchedRun): 'queued' | 'running' | 'waiting' | 'ended' {
  if (status === 'completed' || times.endedAt !== null) return 'ended';
  if (times.waitingSince !== null) return 'waiting';
  return times.startedAt === null ? 'queued' : 'running';
}

/** When an attempt ended, in milliseconds since the epoch; `null` while it has not. */
export function endOf({ status, times, seenUpdatedAt }: WatchedRun): number | null {
  return timeOf(times.endedAt) ?? (status === 'completed' ? timeOf(seenUpdatedAt) : null);
}

/** Middle one of some durations, in milliseconds; `null` where there are none. */
export function median(durations: readonly number[]): number | null {
  const sorted = [...durations].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (upper + lower) / 2;
}

function timeOf(iso: string | null): number | null {
  const ms = iso === null ? Number.NaN : Date.parse(iso);
  return Number.isNaN(ms) ? null : ms;
}

function orZero(ms: number): number {
  return Number.isNaN(ms) ? 0 : ms;
}

function span(from: number | null, to: number | null): number {
  const ms = (to ?? Number.NaN) - (from ?? Number.NaN);
  return Number.isNaN(ms) ? 0 : Math.max(0, ms);
}
