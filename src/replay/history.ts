import type { z } from 'zod';
import type { WatchedRun } from '../alerts/run.ts';
import { CodedError } from '../errors.ts';
import { demandOf } from '../policies/demand.ts';
import { nearest } from '../policies/nearest-word.ts';
import { FIELDS, recordedAttempt, watchedOf } from './recorded-attempt.ts';
import type { Service } from './service.ts';

const BYTE_ORDER_MARK = '\u{feff}';

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
  const whole = withoutMark(text);
  const lines = whole.split('\n');
  const first = lines.find((line) => line.trim() !== '');
  if (first !== undefined && jsonOf(first) === undefined && jsonOf(whole) !== undefined)
    throw invalid([`${file}: ${SPREAD_OUT}`]);
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const at = `${file}:${index + 1}`;
    const value = jsonOf(line);
    if (value === undefined) {
      problems.push(`${at}: is not JSON`);
      continue;
    }
    const parsed = recordedAttempt.safeParse(value);
    if (!parsed.success) {
      problems.push(
        ...parsed.error.issues.flatMap((issue) => said(issue, value)).map((one) => `${at}: ${one}`),
      );
      continue;
    }
    const attempt = watchedOf(parsed.data);
    const key = keyOf(attempt);
    const before = seen.get(key);
    if (before !== undefined) problems.push(`${at}: runId, attempt: are those of line ${before} already`);
    seen.set(key, index + 1);
    attempts.push(attempt);
  }
  if (attempts.length === 0 && problems.length === 0) problems.push(`${file}: has no run`);
  if (problems.length > 0) throw invalid(problems);
  return {
    attempts,
    rerun: ({ runId, attempt }) =>
      seen.has(keyOf({ runId, attempt: attempt + 1 })) ? 'recorded' : 'refused',
  };
}

const SPREAD_OUT =
  'is one JSON text over many lines; a history has one run a line (`jq -c .[]` makes that of a list)';

/** So many problems are named; a file of another kind would have as many as lines. */
const SHOWN_PROBLEMS = 20;

function invalid(problems: readonly string[]): CodedError {
  const more = problems.length - SHOWN_PROBLEMS;
  const shown = more > 0 ? [...problems.slice(0, SHOWN_PROBLEMS), `and ${more} more`] : problems;
  return new CodedError('AIOPS_HISTORY_INVALID', shown.join('\n'));
}

/** Programs of Windows put it at the beginning of a file. */
function withoutMark(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text;
}

/** `undefined`: it is none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function said(issue: z.core.$ZodIssue, value: unknown): readonly string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map(unknownField);
  if (issue.path.length === 0) return ['must be one run, as a JSON object'];
  const isMissing = issue.path.length === 1 && Reflect.get(Object(value), issue.path[0] ?? '') === undefined;
  return [`${issue.path.join('.')}: ${isMissing ? 'is missing' : demandOf(issue)}`];
}

function unknownField(key: string): string {
  const meant = nearest(key, FIELDS);
  const hint = meant === null ? `known are ${FIELDS.join(', ')}` : `did you mean \`${meant}\`?`;
  return `${JSON.stringify(key.slice(0, 60))}: is not a known field; ${hint}`;
}

function keyOf({ runId, attempt }: Pick<WatchedRun, 'runId' | 'attempt'>): string {
  return `${runId}.${attempt}`;
}
