import { z } from 'zod';
import type { RunResult, WatchedRun } from '../alerts/run.ts';
import { CodedError } from '../errors.ts';
import type { Service } from './service.ts';

const time = z.iso.datetime({ offset: true, error: 'must be a time such as 2026-01-05T09:00:00Z' });
const name = z.string().min(1).max(200);
const RESULTS = [
  'success',
  'failure',
  'timeout',
  'error',
  'superseded',
  'cancelled',
  'skipped',
] as const satisfies readonly RunResult[];

/** One line of a recorded history: one attempt that has ended (docs/monitoring.md, "Replay"). */
const recordedAttempt = z.strictObject({
  role: z.enum(['smoke', 'verify']),
  runId: z.int().min(1),
  attempt: z.int().min(1).default(1),
  result: z.enum(RESULTS),
  requestedAt: time,
  startedAt: time.optional(),
  endedAt: time,
  waitedMs: z.int().min(0).default(0),
  headSha: z
    .string()
    .regex(/^[\da-f]{40}$/, 'must be a full commit SHA of 40 hexadecimal digits')
    .default('0'.repeat(40)),
  headBranch: name.nullable().default(null),
  pulls: z.array(z.int().min(1)).max(20).default([]),
  /** Names of the report's items that failed. */
  failed: z.array(name).max(1000).default([]),
  items: z.int().min(0).nullable().default(null),
  url: z.url().optional(),
});
type RecordedAttempt = z.output<typeof recordedAttempt>;

/**
 * A recorded history: JSON lines, in any order; blank ones are left out. A re-run that it does not have counts as
 * refused.
 *
 * @throws CodedError AIOPS_HISTORY_INVALID, a line for each problem: file, line, field
 */
export function recorded(file: string, text: string): Service {
  const problems: string[] = [];
  const attempts: WatchedRun[] = [];
  const seen = new Map<string, number>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const at = `${file}:${index + 1}`;
    const parsed = recordedAttempt.safeParse(jsonOf(line));
    if (!parsed.success) {
      problems.push(...parsed.error.issues.map((issue) => `${at}: ${fieldOf(issue)}${issue.message}`));
      continue;
    }
    const attempt = watched(parsed.data);
    const key = keyOf(attempt);
    const before = seen.get(key);
    if (before !== undefined) problems.push(`${at}: runId, attempt: are those of line ${before} already`);
    seen.set(key, index + 1);
    attempts.push(attempt);
  }
  if (attempts.length === 0 && problems.length === 0) problems.push(`${file}: has no run`);
  if (problems.length > 0) throw new CodedError('AIOPS_HISTORY_INVALID', some(problems).join('\n'));
  return {
    attempts,
    rerun: ({ runId, attempt }) =>
      seen.has(keyOf({ runId, attempt: attempt + 1 })) ? 'recorded' : 'refused',
  };
}

/** So many problems are named; a file of another kind would have as many as lines. */
const SHOWN_PROBLEMS = 20;

function some(problems: readonly string[]): readonly string[] {
  const more = problems.length - SHOWN_PROBLEMS;
  return more > 0 ? [...problems.slice(0, SHOWN_PROBLEMS), `and ${more} more`] : problems;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}

function fieldOf({ path }: z.core.$ZodIssue): string {
  return path.length === 0 ? '' : `${path.join('.')}: `;
}

function keyOf({ runId, attempt }: Pick<WatchedRun, 'runId' | 'attempt'>): string {
  return `${runId}.${attempt}`;
}

function watched(line: RecordedAttempt): WatchedRun {
  const { role, runId, attempt, result, headSha, headBranch, pulls, failed, items } = line;
  const iso = (text: string) => new Date(text).toISOString();
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
    failed: failed.map((item) => ({ kind: 'item', name: item })),
    partCount: items,
    slowBy: [],
    byActions: false,
    cancelledAsSlow: false,
    seenUpdatedAt: endedAt,
  };
}
