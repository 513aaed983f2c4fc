import { z } from 'zod';
import type { FailedPart, RunResult, WatchedRun } from '../alerts/run.ts';

const time = z.iso.datetime({ offset: true, error: 'must be a time such as 2026-01-05T09:00:00Z' });
const name = z.string().min(1).max(300);
const job = z.strictObject({ job: name, step: name.nullable().default(null) });
const RESULTS = [
  'success',
  'failure',
  'timeout',
  'error',
  'superseded',
  'cancelled',
  'skipped',
] as const satisfies readonly RunResult[];
const MOST_PULLS = 100;
const MOST_PARTS = 1000;

/** One line of a recorded history: one attempt that has ended (docs/monitoring.md, "Replay"). */
export const recordedAttempt = z
  .strictObject({
    role: z.enum(['smoke', 'verify']),
    runId: z.int().min(1),
    attempt: z.int().min(1).default(1),
    result: z.enum(RESULTS),
    requestedAt: time,
    /** That of a re-run may be earlier than it was asked for: jobs are carried over. */
    startedAt: time.optional(),
    endedAt: time,
    waitedMs: z.int().min(0).default(0),
    headSha: z
      .string()
      .regex(/^[\da-f]{40}$/, 'must be a full commit SHA of 40 hexadecimal digits')
      .default('0'.repeat(40)),
    headBranch: name.nullable().default(null),
    pulls: z.array(z.int().min(1)).max(MOST_PULLS).default([]),
    /** Names of the report's items that failed. */
    failed: z.array(name).max(MOST_PARTS).default([]),
    /** Where there was no report: the jobs that failed, and the step of each. */
    failedJobs: z.array(job).max(MOST_PARTS).default([]),
    /** How many there were, of items or of jobs. */
    items: z.int().min(0).nullable().default(null),
    url: z.url().optional(),
  })
  .superRefine((line, context) => {
    const wrong = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const { requestedAt, startedAt, endedAt, waitedMs } = line;
    const ms = spanOf(line);
    if (Date.parse(endedAt) < Date.parse(requestedAt)) wrong('endedAt', 'must not be before `requestedAt`');
    else if (startedAt !== undefined && Date.parse(endedAt) < Date.parse(startedAt))
      wrong('endedAt', 'must not be before `startedAt`');
    else if (waitedMs > ms) wrong('waitedMs', `must not be more than the ${ms} that it took in all`);
  });
export type RecordedAttempt = z.output<typeof recordedAttempt>;

export const FIELDS: readonly string[] = Object.keys(recordedAttempt.shape);

/** From its first sign to its end, in milliseconds. */
function spanOf({
  requestedAt,
  startedAt = requestedAt,
  endedAt,
}: {
  readonly requestedAt: string;
  readonly startedAt?: string | undefined;
  readonly endedAt: string;
}): number {
  return Date.parse(endedAt) - Math.min(Date.parse(requestedAt), Date.parse(startedAt));
}

/** The attempt that a line tells of, as it was once it had ended. */
export function watchedOf(line: RecordedAttempt): WatchedRun {
  const { role, runId, attempt, result, headSha, headBranch, pulls } = line;
  const endedAt = iso(line.endedAt);
  return {
    repositoryId: 0,
    role,
    workflowId: role === 'smoke' ? 1 : 2,
    workflowPath: `.github/workflows/${role}.yml`,
    runId,
    attempt,
    url: line.url ?? `run ${runId}`,
    event: 'workflow_dispatch',
    headSha,
    headBranch,
    eligible: true,
    pulls,
    status: 'completed',
    result,
    times: {
      requestedAt: iso(line.requestedAt),
      startedAt: line.startedAt === undefined ? null : iso(line.startedAt),
      waitedMs: line.waitedMs,
      waitingSince: null,
      endedAt,
    },
    failed: [
      ...line.failed.map((item): FailedPart => ({ kind: 'item', name: item })),
      ...line.failedJobs.map((one): FailedPart => ({ kind: 'job', ...one, says: null, url: '' })),
    ],
    partCount: line.items,
    slowBy: [],
    byActions: false,
    cancelledAsSlow: false,
    seenUpdatedAt: endedAt,
  };
}

/**
 * The line that tells of an attempt; `null` of what no rate counts: not ended, not eligible, of another workflow. Times
 * that contradict each other, as those of GitHub's runs and jobs may, are put in order.
 */
export function recordedOf(run: WatchedRun): RecordedAttempt | null {
  const { role, runId, attempt, result, times, headSha, headBranch, failed } = run;
  if (role === 'handoff' || result === null || !run.eligible) return null;
  const { requestedAt, startedAt } = times;
  const endedAt = latest([times.endedAt ?? run.seenUpdatedAt, requestedAt, startedAt ?? requestedAt]);
  const span = spanOf({ requestedAt, startedAt: startedAt ?? undefined, endedAt });
  return {
    role,
    runId,
    attempt,
    result,
    requestedAt,
    ...(startedAt !== null && { startedAt }),
    endedAt,
    waitedMs: Math.min(Math.max(0, Math.round(times.waitedMs)), span),
    headSha,
    headBranch: headBranch === null ? null : nameOf(headBranch),
    pulls: run.pulls.slice(0, MOST_PULLS),
    failed: failed.flatMap((part) => (part.kind === 'item' ? [nameOf(part.name)] : [])),
    failedJobs: failed.flatMap((part) =>
      part.kind === 'job'
        ? [{ job: nameOf(part.job), step: part.step === null ? null : nameOf(part.step) }]
        : [],
    ),
    items: run.partCount,
    ...(recordedAttempt.shape.url.safeParse(run.url).success && { url: run.url }),
  };
}

function nameOf(text: string): string {
  return text === '' ? '(no name)' : text.slice(0, 300);
}

function latest(times: readonly string[]): string {
  return times.reduce((one, other) => (Date.parse(other) > Date.parse(one) ? other : one));
}

function iso(text: string): string {
  return new Date(text).toISOString();
}
