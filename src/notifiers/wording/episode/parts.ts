import type { CountedRun, Measure } from '../../../alerts/episode.ts';
import type { FailedPart, RunResult } from '../../../alerts/run.ts';
import { unreachable } from '../../../errors.ts';

const FAILED = new Set<RunResult>(['failure', 'timeout', 'error']);

export function isFailure(result: RunResult): boolean {
  return FAILED.has(result);
}

/** What failed in those runs, each once, newest first: the same job failing in two runs is one thing that failed. */
export function failingParts(runs: readonly CountedRun[]): readonly FailedPart[] {
  const all = runs.filter(({ result }) => isFailure(result)).flatMap(({ parts }) => parts);
  return [...new Map(all.toReversed().map((part) => [nameOf(part), part])).values()].toReversed();
}

function nameOf(part: FailedPart): string {
  return JSON.stringify(part.kind === 'item' ? [part.name] : [part.job, part.step]);
}

/** The runs behind a measure that counts them, by their last attempts where they failed then, else by their first. */
export function countedRuns(measure: Measure): readonly CountedRun[] {
  switch (measure.rule) {
    case 'smoke_failure_rate':
    case 'verify_failure':
      return measure.confirmed.failed > 0 ? measure.confirmed.runs : measure.raw.runs;
    case 'severe':
      return [...measure.smoke.runs, ...measure.verify.runs];
    case 'verify_latency':
    case 'handoff_lead_time':
      return [];
    default:
      return unreachable(measure);
  }
}
