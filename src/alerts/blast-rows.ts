import type { FailedPart, WatchedRun } from './run.ts';
import { isAbout, type Likeness, matchItems, nameKey, type SmokeItem } from './scenario.ts';
import {
  hasFailed,
  type ItemStatus,
  isFlaky,
  itemsNamed,
  MAX_PARTS,
  nameOf,
  namesOf,
  type SmokeAttempt,
} from './smoke-items.ts';

/** One scenario of Verify, or one item of Codex Smoke, with how it did in both. */
export interface BlastRow {
  readonly name: string;
  readonly verify: 'failed' | 'passed' | 'unknown';
  /** `run_passed`: how the item did is not known, and nothing failed in that run. */
  readonly smoke: ItemStatus | 'run_passed';
  /** Items of Codex Smoke that it is about, by name. */
  readonly items: readonly string[];
  /** How those were found; `null` where there are none. */
  readonly by: Likeness | null;
  readonly points: Points;
  /** How the items did in the newest runs of Codex Smoke, newest first; empty where none of that is known. */
  readonly history: readonly ItemStatus[];
}

/**
 * Both: the template or what they share. Verify alone: the graph or its APIs. Smoke alone: Codex and its environment.
 * Flaky: the same commit had both outcomes. In the order in which they are shown.
 */
export const POINTS = ['template', 'graph', 'codex', 'flaky', 'unclear'] as const;
export type Points = (typeof POINTS)[number];

export interface RowsInput {
  readonly verify: Pick<WatchedRun, 'failed'>;
  /** Verify has passed as well on the same commit. */
  readonly isVerifyFlaky: boolean;
  /** Jobs and steps of that Verify attempt that ended in success. */
  readonly verifyPassed: readonly string[];
  /** Every item of Codex Smoke that is known of. */
  readonly items: readonly SmokeItem[];
  /** Attempts of Codex Smoke on the same head, newest first: the first of them is what Verify is held against. */
  readonly onHead: readonly SmokeAttempt[];
  /** The last attempts of the newest runs of Codex Smoke on any head, newest first. */
  readonly newest: readonly SmokeAttempt[];
}

/** What failed in either, as far as it is looked at (`MAX_PARTS`), held against the other. */
export function blastRows(input: RowsInput): readonly BlastRow[] {
  const verify = input.verify.failed.slice(0, MAX_PARTS).map((part) => verifyRow(part, input));
  const shown = new Set(verify.flatMap((row) => (row.by === 'mention' ? [] : row.items)));
  const smoke = smokeRows(input).filter(({ items }) => !items.some((item) => shown.has(item)));
  const rows = new Map([...verify, ...smoke].map((row) => [keyOf(row), row]));
  return [...rows.values()].toSorted(byPoints);
}

/** Some part of two failed attempts of one workflow is called alike. */
export function failAlike(one: WatchedRun, other: WatchedRun): boolean {
  if (!hasFailed(one) || !hasFailed(other) || one.workflowId !== other.workflowId) return false;
  const keys = new Set(one.failed.map((part) => nameKey(nameOf(part))).filter((key) => key !== ''));
  return other.failed.some((part) => keys.has(nameKey(nameOf(part))));
}

function verifyRow(part: FailedPart, input: RowsInput): BlastRow {
  const says = part.kind === 'job' ? part.says : null;
  const match = matchItems(namesOf(part), says, input.items);
  const items = match?.items ?? [];
  const [onHead] = input.onHead;
  const named = onHead === undefined ? 'unknown' : together(items, onHead);
  const smoke = named === 'unknown' && onHead?.passed === true ? 'run_passed' : named;
  const by = match?.by ?? null;
  return {
    name: nameOf(part),
    verify: 'failed',
    smoke,
    items: items.map(({ name }) => name),
    by,
    points: input.isVerifyFlaky ? 'flaky' : pointsOf({ by, smoke, items }, input.onHead),
    history: historyOf(items, input),
  };
}

/** A mention is a guess, unless nothing failed in Codex Smoke at all. */
function pointsOf(
  { by, smoke, items }: Pick<BlastRow, 'by' | 'smoke'> & { readonly items: readonly SmokeItem[] },
  onHead: readonly SmokeAttempt[],
): Points {
  if (by !== 'mention' && items.some((item) => isFlaky(onHead, item))) return 'flaky';
  if (onHead[0]?.passed === true) return 'graph';
  if (by === 'mention') return 'unclear';
  if (smoke === 'failed') return 'template';
  return smoke === 'passed' ? 'graph' : 'unclear';
}

function smokeRows(input: RowsInput): readonly BlastRow[] {
  const [onHead] = input.onHead;
  if (onHead === undefined) return [];
  const failed = input.items.filter((item) => onHead.status(item) === 'failed');
  const parts = onHead.run.failed.slice(0, MAX_PARTS);
  const nameless = parts.filter((part) => itemsNamed(part, input.items).length === 0);
  return [
    ...failed.map((item) => smokeRow(item, input)),
    ...nameless.map((part) => namelessRow(nameOf(part))),
  ];
}

function smokeRow(item: SmokeItem, input: RowsInput): BlastRow {
  const passed = input.verifyPassed.some((name) => isAbout(name, item));
  return {
    name: item.name,
    verify: passed ? 'passed' : 'unknown',
    smoke: 'failed',
    items: [item.name],
    by: 'name',
    points: isFlaky(input.onHead, item) ? 'flaky' : passed ? 'codex' : 'unclear',
    history: historyOf([item], input),
  };
}

/** A job or step of Codex Smoke that failed and tells no item. */
function namelessRow(name: string): BlastRow {
  return {
    name,
    verify: 'unknown',
    smoke: 'failed',
    items: [],
    by: null,
    points: 'unclear',
    history: [],
  };
}

function historyOf(items: readonly SmokeItem[], { newest }: RowsInput): readonly ItemStatus[] {
  const history = newest.map((attempt) => together(items, attempt));
  return history.every((status) => status === 'unknown') ? [] : history;
}

/** Of several items the worst; passed only where all did. */
function together(items: readonly SmokeItem[], attempt: SmokeAttempt): ItemStatus {
  const statuses = items.map((item) => attempt.status(item));
  if (statuses.includes('failed')) return 'failed';
  if (statuses.length === 0 || statuses.includes('unknown')) return 'unknown';
  return statuses.includes('skipped') ? 'skipped' : 'passed';
}

/** One row for one name, though several jobs may be called alike. */
function keyOf({ name, verify, smoke }: BlastRow): string {
  return JSON.stringify([nameKey(name) || name, verify, smoke]);
}

function byPoints(one: BlastRow, other: BlastRow): number {
  const points = POINTS.indexOf(one.points) - POINTS.indexOf(other.points);
  if (points !== 0 || one.name === other.name) return points;
  return one.name < other.name ? -1 : 1;
}
