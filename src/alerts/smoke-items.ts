import type { ReportItem } from '../policies/facts.ts';
import type { FailedPart, RunResult, WatchedRun } from './run.ts';
import { matchItems, nameKey, type SmokeItem, smokeItem } from './scenario.ts';

export type ItemStatus = 'failed' | 'passed' | 'skipped' | 'unknown';

/** The report that one attempt of Codex Smoke left. */
export interface SmokeReport {
  readonly runId: number;
  readonly attempt: number;
  readonly items: readonly ReportItem[];
}

/** An attempt of Codex Smoke that ended by itself, and how each item did in it. */
export interface SmokeAttempt {
  readonly run: WatchedRun;
  /** A report of it was read. */
  readonly hasReport: boolean;
  /** It ended in success, and nothing in its report says otherwise. */
  readonly passed: boolean;
  status(item: SmokeItem): ItemStatus;
}

const MAX_ITEMS = 500;

/** Failed parts of one attempt that are looked at: each is held against every item. */
export const MAX_PARTS = 100;

const FAILING: readonly (RunResult | null)[] = ['failure', 'timeout', 'error'];

export function hasFailed({ result }: Pick<WatchedRun, 'result'>): boolean {
  return FAILING.includes(result);
}

/** It ended by itself: what was superseded or cancelled, by the bot for being slow too, tells nothing. */
export function tells(run: Pick<WatchedRun, 'result' | 'cancelledAsSlow'>): boolean {
  return run.result === 'success' || (hasFailed(run) && !run.cancelledAsSlow);
}

export function newestFirst(one: WatchedRun, other: WatchedRun): number {
  return (
    Date.parse(other.times.requestedAt) - Date.parse(one.times.requestedAt) ||
    other.runId - one.runId ||
    other.attempt - one.attempt
  );
}

/** What a failed part is called, the most specific first. */
export function namesOf(part: FailedPart): readonly string[] {
  if (part.kind === 'item') return [part.name];
  return part.step === null ? [part.job] : [part.step, part.job];
}

/** What people are shown of it: `job / step`. */
export function nameOf(part: FailedPart): string {
  return part.kind === 'item' ? part.name : namesOf(part).toReversed().join(' / ');
}

/** The attempts of Codex Smoke that tell something, newest first, and every item that one of them names. */
export function smokeAttempts(
  runs: readonly WatchedRun[],
  reports: readonly SmokeReport[],
): { readonly attempts: readonly SmokeAttempt[]; readonly items: readonly SmokeItem[] } {
  const told = runs
    .filter((run) => run.role === 'smoke' && tells(run))
    .toSorted(newestFirst)
    .map((run) => ({ run, report: reportOf(run, reports) }));
  const items = itemsOf(told);
  return { items, attempts: told.map((each) => asAttempt(each, items)) };
}

/** Items that a failed part of Codex Smoke names for certain. */
export function itemsNamed(part: FailedPart, items: readonly SmokeItem[]): readonly SmokeItem[] {
  const match = matchItems(namesOf(part), null, items);
  return match?.by === 'name' ? match.items : [];
}

/** The same commit has failed and not failed. */
export function isFlaky(attempts: readonly SmokeAttempt[], item: SmokeItem): boolean {
  const failed = attempts.some((attempt) => attempt.status(item) === 'failed');
  return failed && attempts.some((attempt) => attempt.passed || attempt.status(item) === 'passed');
}

interface Told {
  readonly run: WatchedRun;
  readonly report: readonly ReportItem[] | null;
}

function reportOf(run: WatchedRun, reports: readonly SmokeReport[]): readonly ReportItem[] | null {
  return reports.find(({ runId, attempt }) => runId === run.runId && attempt === run.attempt)?.items ?? null;
}

function itemsOf(told: readonly Told[]): readonly SmokeItem[] {
  const found = new Map<string, SmokeItem>();
  for (const { run, report } of told) {
    const failed = run.failed
      .slice(0, MAX_PARTS)
      .flatMap((part) => (part.kind === 'item' ? [part.name] : []));
    for (const name of [...(report ?? []).map(({ check }) => check), ...failed]) {
      const item = smokeItem(name);
      if (item.key !== '' && found.size < MAX_ITEMS && !found.has(item.key)) found.set(item.key, item);
    }
  }
  return [...found.values()];
}

function asAttempt({ run, report }: Told, items: readonly SmokeItem[]): SmokeAttempt {
  const statuses = new Map<string, ItemStatus>();
  for (const { check, status } of report ?? []) {
    const key = nameKey(check);
    statuses.set(key, worse(statuses.get(key), wordOf(status)));
  }
  for (const part of run.failed.slice(0, MAX_PARTS)) {
    for (const { key } of itemsNamed(part, items)) statuses.set(key, 'failed');
  }
  return {
    run,
    hasReport: report !== null,
    passed: run.result === 'success' && (report ?? []).every(({ status }) => status === 'ok'),
    status: ({ key }) => statuses.get(key) ?? 'unknown',
  };
}

/** `skip` is written where a template could not be generated; whatever else is not `ok` has failed, as for G1. */
function wordOf(status: string): ItemStatus {
  if (status === 'ok') return 'passed';
  return status === 'skip' ? 'skipped' : 'failed';
}

/** An item that is listed twice did as it did worst. */
function worse(one: ItemStatus | undefined, other: ItemStatus): ItemStatus {
  const order: readonly (ItemStatus | undefined)[] = ['failed', 'skipped', 'passed'];
  return order.includes(one) && one !== undefined && order.indexOf(one) < order.indexOf(other) ? one : other;
}
