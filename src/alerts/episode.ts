import type { FailedPart, RunRef, RunResult, SlowCause } from './run.ts';

/** M1, LangGraph Verify failing (O2), M2, M3, and O6: at most one open episode of each per repository. */
export const RULES = [
  'smoke_failure_rate',
  'verify_failure',
  'verify_latency',
  'handoff_lead_time',
  'severe',
] as const;
export type Rule = (typeof RULES)[number];

/**
 * One episode: from the first breach of a rule to its end. It is one message in Slack, and at most one incident in
 * PagerDuty. All times are ISO 8601 in UTC.
 */
export interface Episode {
  /** `<repository id>:<rule>:<time of opening in milliseconds>`. */
  readonly id: string;
  readonly repositoryId: number;
  readonly rule: Rule;
  readonly openedAt: string;
  readonly state: EpisodeState;
  /** What it saw last; kept where there was nothing to see (`noDataSince`). */
  readonly measure: Measure;
  /** When it was confirmed first; `null` while it was not. */
  readonly confirmedAt: string | null;
  /** When and why somebody was called for it; `null` while nobody was. */
  readonly paged: { readonly at: string; readonly because: PageReason } | null;
  /** Re-runs that were tried for it, oldest first, and what came of each: one of a run at most. */
  readonly reruns: readonly EpisodeRerun[];
  /** Who in Slack or PagerDuty has it; `null` while nobody does. */
  readonly acknowledged: Acknowledged | null;
  /** A person resolved its incident in PagerDuty though it was still wrong; `null` where nobody did. */
  readonly heldDown: HeldDown | null;
  /** Opened for at least the third time within 24 hours: said once, and calls nobody until somebody has looked. */
  readonly flapping: boolean;
  readonly noDataSince: string | null;
  /** The severe episode that speaks for it. */
  readonly partOf: string | null;
  /** What was said already and no other field tells: keys of acts. */
  readonly told: readonly string[];
}

export interface Acknowledged {
  /** As they are called where they said so. */
  readonly by: string;
  readonly at: string;
  /** Their id at PagerDuty, where they said so there. */
  readonly pagerduty?: string;
}

/** Nobody is called until `until`; if it is still wrong then, somebody is, once. */
export interface HeldDown {
  readonly by: string;
  /** Their id at PagerDuty. */
  readonly pagerduty: string;
  readonly at: string;
  readonly until: string;
  /** When somebody was called again; `null` while nobody was. */
  readonly recalledAt: string | null;
}

export type EpisodeState =
  /** M3 alone: a handoff is under way for long, but nobody is warned yet. No message but a note. */
  | { readonly kind: 'noted'; readonly since: string }
  /** The runbook's threshold is breached. */
  | { readonly kind: 'warning'; readonly since: string }
  /** A re-run is on its way; at `until`, or at a later one that it earns by starting, it counts as one that says nothing. */
  | { readonly kind: 'rerunning'; readonly since: string; readonly until: string }
  | { readonly kind: 'confirmed'; readonly since: string }
  /** Nothing is wrong any more: over after three good runs and ten minutes. */
  | { readonly kind: 'recovering'; readonly since: string; readonly goodRuns: number }
  | { readonly kind: 'resolved'; readonly since: string };

export type PageReason =
  | 'two_of_seven_confirmed'
  | 'two_in_a_row'
  | 'rerun_failed'
  | 'still_slow'
  | 'late'
  | 'severe';

export interface EpisodeRerun {
  /** Attempt that failed or was slow; the re-run is the next one of the same run, or another run where it was dispatched anew. */
  readonly of: RunRef;
  readonly role: 'smoke' | 'verify';
  readonly askedAt: string;
  readonly outcome: /** It still runs and is cancelled; once it has ended it is re-run. */
    | { readonly kind: 'cancelling' }
    | { readonly kind: 'pending' }
    | { readonly kind: 'ended'; readonly run: RunRef; readonly result: RunResult }
    /** Not started, or not ended in time. */
    | { readonly kind: 'overdue' }
    /** It was not tried, or GitHub did not take it. */
    | { readonly kind: 'not_done'; readonly because: NoRerun };
}

/** Why the bot does not re-run something by itself. */
export type NoRerun =
  | 'stopped'
  | 'budget_spent'
  | 'most_of_it_failed'
  | 'same_failure_before'
  | 'head_moved'
  | 'still_queued'
  | 'still_running'
  | 'waiting_for_people'
  | 'ended_well'
  | 'switched_off'
  | 'refused';

/** k of the n newest that count, newest first: always shown as counts, with the runs. */
export interface Rate {
  readonly failed: number;
  readonly of: number;
  readonly runs: readonly CountedRun[];
}

export interface CountedRun extends RunRef {
  readonly result: RunResult;
  readonly headSha: string;
  readonly pulls: readonly number[];
  /** What failed in it. */
  readonly parts: readonly FailedPart[];
}

export type Measure =
  | {
      readonly rule: 'smoke_failure_rate';
      /** By first attempts, and by last ones. */
      readonly raw: Rate;
      readonly confirmed: Rate;
      /** Window of the configuration, in runs. */
      readonly window: number;
      readonly inARow: number;
    }
  | {
      readonly rule: 'verify_failure';
      readonly raw: Rate;
      readonly confirmed: Rate;
      readonly window: number;
      readonly inARow: number;
    }
  | { readonly rule: 'verify_latency'; readonly limitMs: number; readonly slow: readonly SlowRun[] }
  | { readonly rule: 'handoff_lead_time'; readonly limitMs: number; readonly late: readonly LateHandoff[] }
  | {
      readonly rule: 'severe';
      readonly parts: readonly string[];
      readonly smoke: Rate;
      readonly verify: Rate;
    };

export interface SlowRun extends RunRef {
  readonly pulls: readonly number[];
  readonly state: 'queued' | 'running' | 'waiting' | 'ended';
  readonly queuedMs: number;
  readonly executingMs: number;
  readonly waitedMs: number;
  readonly causes: readonly SlowCause[];
}

export interface LateHandoff {
  readonly handoffId: string;
  readonly pull: number;
  /** When it was accepted: the lead time counts from here. */
  readonly since: string;
  readonly runUrl: string | null;
  /** Each part of the time so far, in order; the longest holds it up. */
  readonly segments: readonly LeadSegment[];
  /** Who may approve what it waits for; empty where it waits for nobody. */
  readonly waitsFor: readonly Approver[];
  /** Page on which it can be approved; `null` where it waits for nobody. */
  readonly approveUrl: string | null;
}

export interface LeadSegment {
  readonly name:
    | 'dispatch'
    | 'queue'
    | 'template_generation'
    | 'pr_review'
    | 'deploy_approval'
    | 'handoff'
    | 'verify'
    | 'approval';
  readonly of: 'machine' | 'queue' | 'people';
  readonly ms: number;
  readonly isOpen: boolean;
}

/** A person or a team of GitHub's. */
export interface Approver {
  readonly kind: 'user' | 'team';
  readonly id: number;
  readonly name: string;
}

export function hasEnded({ state }: Episode): boolean {
  return state.kind === 'resolved';
}

/**
 * It has a message of its own while it is open: not what is only noted, nor what a severe one speaks for, nor what is
 * known to flap and nobody has looked at since.
 */
export function hasMessage(episode: Episode): boolean {
  const { state, partOf, flapping, told, acknowledged } = episode;
  const isSilent = flapping && told.includes('flapping') && acknowledged === null;
  return !hasEnded(episode) && state.kind !== 'noted' && partOf === null && !isSilent;
}
