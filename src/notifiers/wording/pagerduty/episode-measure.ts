import type { Approver, CountedRun, LateHandoff, Rate, SlowRun } from '../../../alerts/episode.ts';
import type { EpisodeView } from '../../../effect/episode.ts';
import { unreachable } from '../../../errors.ts';
import type { Details } from '../../../pagerduty/bounded.ts';
import { counts, pendingReruns, slowest, takenMs } from '../episode/headline.ts';
import { countedRuns, failingParts } from '../episode/parts.ts';
import { line, short } from '../markdown.ts';

const MAX_RUNS = 50;
const MAX_ROWS = 10;
const MAX_PARTS = 20;

/** What was measured, as data: counts, runs, limits, and where the time went in seconds. */
export function measureDetails({ episode: { measure }, limits }: EpisodeView): Details {
  switch (measure.rule) {
    case 'smoke_failure_rate':
    case 'verify_failure': {
      const { raw, confirmed, window, inARow } = measure;
      return {
        failed_after_rerun: counts(confirmed),
        failed_at_first: counts(raw),
        reruns_pending: pendingReruns(measure),
        k: confirmed.failed,
        n: confirmed.of,
        window,
        in_a_row: inARow,
        ...(measure.rule === 'smoke_failure_rate' && {
          threshold: `warns above ${limits.percent} %; calls at ${limits.pageAt} confirmed, or two in a row`,
        }),
        failed_parts: partsOf(countedRuns(measure)),
        window_runs: runsOf(confirmed),
      };
    }
    case 'verify_latency':
      return { limit_s: seconds(measure.limitMs), slow_runs: measure.slow.slice(0, MAX_ROWS).map(slowRow) };
    case 'handoff_lead_time':
      return {
        limit_s: seconds(measure.limitMs),
        late_handoffs: measure.late.slice(0, MAX_ROWS).map(lateRow),
        late_handoffs_in_all: measure.late.length,
      };
    case 'severe':
      return {
        codex_smoke_failed: counts(measure.smoke),
        langgraph_verify_failed: counts(measure.verify),
        failed_parts: partsOf(countedRuns(measure)),
        codex_smoke_runs: runsOf(measure.smoke),
        langgraph_verify_runs: runsOf(measure.verify),
      };
    default:
      return unreachable(measure);
  }
}

function runsOf({ runs }: Rate): readonly string[] {
  return runs.slice(0, MAX_RUNS).map(({ result, url }) => `${result} ${url}`);
}

function partsOf(runs: readonly CountedRun[]): readonly string[] {
  return failingParts(runs)
    .slice(0, MAX_PARTS)
    .map((part) => {
      if (part.kind === 'item') return said(part.name, 80);
      const place = said(part.step === null ? part.job : `${part.job} › ${part.step}`, 150);
      return part.says === null ? place : `${place}: ${said(part.says, 200)}`;
    });
}

function slowRow({ url, state, queuedMs, executingMs, waitedMs, causes, pulls }: SlowRun): Details {
  return {
    run: url,
    state,
    queued_s: seconds(queuedMs),
    executing_s: seconds(executingMs),
    waited_s: seconds(waitedMs),
    suspected: causes,
    pulls: pulls.slice(0, MAX_ROWS),
  };
}

function lateRow(late: LateHandoff): Details {
  return {
    pull: late.pull,
    since: said(late.since, 40),
    run: late.runUrl,
    taken_s: seconds(takenMs(late)),
    held_up_by: slowest(late)?.name ?? null,
    phases_s: Object.fromEntries(late.segments.map(({ name, ms }) => [name, seconds(ms)])),
    may_approve: late.waitsFor.slice(0, MAX_ROWS).map(approver),
    asked_to_approve: (late.asked ?? []).slice(0, MAX_ROWS).map(approver),
    approve: late.approveUrl,
  };
}

function approver({ kind, name }: Approver): string {
  return `${kind} ${said(name, 60)}`;
}

function seconds(ms: number): number {
  return Math.round(ms / 1000);
}

/** What anybody wrote, as one plain line. */
export function said(text: string, max: number): string {
  return short(line(text), max);
}
