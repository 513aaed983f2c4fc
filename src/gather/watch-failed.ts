import type { FailedPart, RunResult } from '../alerts/run.ts';
import type { ReportFacts } from '../policies/facts.ts';
import { lineOf, type WatchedJobAnswer } from './watch-answers.ts';

const MAX_PARTS = 30;
const NAME = 100;
const SAYS = 200;
/** Items of Codex Smoke that did not fail; `skip` is a warning. */
const FINE: ReadonlySet<string> = new Set(['ok', 'skip']);
const FAILED: ReadonlySet<unknown> = new Set(['failure', 'timed_out']);

/** What the runner writes at every job that failed: it says nothing that the job's end does not. */
const NOTHING_NEW = /^Process completed with exit code \d+\.?$/;

export interface JobSaid {
  readonly job: WatchedJobAnswer;
  /** Messages of its annotations, failures first. */
  readonly annotations: readonly string[];
}

/**
 * What failed in an attempt (M1, O2): the items of its report, else its jobs with the step and what they wrote.
 * Names are the PR's own words: bounded, one line each, escaped where they are shown.
 */
export function failedParts(
  result: RunResult | null,
  jobs: readonly JobSaid[],
  report: ReportFacts | null,
): Pick<FailedAndCount, 'failed' | 'partCount'> {
  if (result === null || !['failure', 'timeout', 'error'].includes(result))
    return { failed: [], partCount: null };
  const items = report?.kind === 'items' ? report.items.filter(({ status }) => !FINE.has(status)) : [];
  if (report?.kind === 'items' && items.length > 0)
    return {
      failed: items
        .slice(0, MAX_PARTS)
        .map(({ check }): FailedPart => ({ kind: 'item', name: lineOf(check, NAME) })),
      partCount: report.items.length,
    };
  const failed = jobs.filter(
    ({ job }) => FAILED.has(job.conclusion) || (result !== 'failure' && job.conclusion === 'cancelled'),
  );
  return { failed: failed.slice(0, MAX_PARTS).map(jobPart), partCount: jobs.length };
}

interface FailedAndCount {
  readonly failed: readonly FailedPart[];
  readonly partCount: number | null;
}

function jobPart({ job, annotations }: JobSaid): FailedPart {
  const step = job.steps?.find(({ conclusion }) => FAILED.has(conclusion) || conclusion === 'cancelled');
  const says = annotations.find((text) => !NOTHING_NEW.test(text.trim()));
  return {
    kind: 'job',
    job: lineOf(job.name, NAME),
    step: step === undefined ? null : lineOf(step.name, NAME),
    says: says === undefined ? null : lineOf(says, SAYS),
    url: job.html_url ?? '',
  };
}
