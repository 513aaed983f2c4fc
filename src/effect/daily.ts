import type { Episode, Rule } from '../alerts/episode.ts';
import type { Locale } from '../policies/locale.ts';
import type { DeadlineKind } from './deadline.ts';
import type { Lane, SlackBase } from './lane.ts';
import type { RepositoryTarget } from './place.ts';

/** The status of one day in one repository (O1): counts and times, no judgement. */
export interface DailyView {
  /** The day in Japan that it is about, such as `2026-11-23`. */
  readonly day: string;
  readonly repositoryUrl: string;
  readonly dueAt: string;
  /** It was not in Slack when it was due. */
  readonly isLate: boolean;
  readonly verify: WorkflowFigures;
  readonly smoke: WorkflowFigures;
  readonly handoffs: HandoffFigures;
  /** Messages about episodes that were begun on that day, oldest first. */
  readonly warnings: readonly WarningShown[];
  /** How often PagerDuty was asked to call somebody on that day. */
  readonly calls: number;
  /** Episodes that are open when it is written, oldest first. */
  readonly open: readonly OpenShown[];
  /** What was owed to people and due on that day. */
  readonly deadlines: readonly DeadlineFigures[];
  /** More ended on that day than is counted here. */
  readonly isPartial: boolean;
}

/** k of n. */
export interface Share {
  readonly k: number;
  readonly n: number;
}

/** Runs that first came to an end on that day. */
export interface WorkflowFigures {
  /** How many failed at first, and after re-runs. */
  readonly failedFirst: Share;
  readonly failedLast: Share;
  /** Of every attempt that ended on that day; `null` where there was none. */
  readonly executing: Spread | null;
  readonly queued: Spread | null;
}

export interface Spread {
  readonly n: number;
  readonly medianMs: number;
  readonly maxMs: number;
  /** `null` where they are too few for a percentile. */
  readonly p95Ms: number | null;
}

/** What became of the handoffs that were accepted on that day; all but `stopped` add up to `counted`. */
export interface HandoffFigures {
  readonly limitMinutes: number;
  readonly counted: number;
  readonly inTime: number;
  readonly late: number;
  /** Still under way, past the limit and not. */
  readonly openLate: number;
  readonly open: number;
  readonly failed: number;
  /** Superseded by a push, or abandoned. */
  readonly givenUp: number;
  /** Stopped by people: not counted. */
  readonly stopped: number;
}

export interface WarningShown {
  readonly rule: Rule;
  /** Its message in Slack; `null` where none was sent. */
  readonly url: string | null;
}

export interface OpenShown extends WarningShown {
  readonly state: Episode['state'];
  readonly openedAt: string;
}

export interface DeadlineFigures {
  readonly kind: DeadlineKind;
  readonly met: Share;
}

/** The one message of a day. Its key is its lane. */
export interface SlackDailyEffect extends SlackBase {
  readonly kind: 'slack_daily';
  readonly repository: RepositoryTarget;
  readonly view: DailyView;
}

/** Tells PagerDuty that Slack has not taken a daily status that will soon be due, or that it has by now. */
export interface DailyPageEffect {
  readonly kind: 'daily_page';
  readonly key: string;
  readonly locale: Locale;
  readonly lane: Lane;
  readonly repository: RepositoryTarget;
  readonly action: 'trigger' | 'resolve';
  readonly day: string;
  readonly since: string;
  readonly dueAt: string;
  readonly repositoryUrl: string;
}

/** Key of a day's one message in Slack. */
export function dailyKey(repositoryId: number, day: string): string {
  return `daily:${repositoryId}:${day}`;
}

export function dailyPageKey(repositoryId: number, day: string, action: DailyPageEffect['action']): string {
  return `page:daily:${repositoryId}:${day}:${action}`;
}
