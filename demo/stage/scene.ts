import type { EpisodeTold } from './alert-expectation.ts';
import type { Cast } from './cast.ts';
import type { Codes } from './codes.ts';
import type { Expectation } from './expectation.ts';
import type { IncidentEnded } from './pagerduty-expectation.ts';
import type { HandoffTold } from './slack-expectation.ts';

/** A piece of the story about one pull request of its own. */
export interface Scene {
  readonly title: string;
  /** What there is to learn from it, in a sentence. */
  readonly gist: string;
  readonly acts: readonly Act[];
  readonly ending: Ending;
  /** How long the whole scene may take, in seconds; 90 where it is left out. */
  readonly limit?: number;
}

export interface Act {
  /** What people and runners do. */
  readonly happens: (cast: Cast) => void | Promise<void>;
  /** What must come of it before the next act begins. */
  readonly brings: readonly Expectation[];
}

/** All that is left at the end, and all that the bot ever did: what is not in it must not have happened. */
export interface Ending {
  readonly check: 'success' | 'failure' | 'action_required' | 'in_progress';
  readonly title: string;
  readonly gates: Codes;
  /** On the head commit; 1 where it is left out. GitHub takes no completed one back into progress. */
  readonly checkRuns?: number;
  /** Comments on what a failed Verify bears upon; none where it is left out. */
  readonly blasts?: number;
  /** Auto Handoff runs that the bot started, and that it cancelled. */
  readonly dispatches: number;
  readonly cancellations: number;
  /** The bot's comments, besides the one that it keeps up to date. */
  readonly approvals: number;
  readonly replies: number;
  /** Labels on the PR, and what the bot itself put on (`+`) and took off (`-`). */
  readonly labels: readonly string[];
  readonly labelled: readonly string[];
  /** The bot's reactions, a line for each comment that has any. */
  readonly reactions: readonly string[];
  /** The messages of its handoffs in Slack, oldest first. */
  readonly slack: readonly HandoffTold[];
  /** How each line begins that Slack showed to one person alone: their name, then what they read; in any order. */
  readonly whispered: readonly string[];
  /** A piece of each announcement, in Slack and as a change at PagerDuty. */
  readonly announced: readonly string[];
  /** Alerts of the repository in its time, oldest first. */
  readonly episodes: readonly EpisodeTold[];
  /** Runs that the bot has run again. */
  readonly repeated: number;
  /** Its incidents at PagerDuty, oldest first; Slack shows each, as it stands. */
  readonly incidents: readonly IncidentEnded[];
}

/** Scenes that are played at the same time. */
export interface Chapter {
  readonly title: string;
  readonly scenes: readonly Scene[];
}

export const ALL_OPEN: Codes = {
  G1: 'smoke_passed',
  G2: 'tests_passed',
  G3: 'verify_passed',
  G4: 'label_trusted',
  G5: 'way_clear',
};

export const NOTHING_YET: Codes = {
  G1: 'smoke_missing',
  G2: 'tests_missing',
  G3: 'verify_missing',
  G4: 'label_missing',
  G5: 'way_clear',
};

/** Nobody asked for anything in Slack, nothing was stopped, and there was no alert. */
export const UNASKED = { whispered: [], announced: [], episodes: [], repeated: 0 } as const;

/** The ending of a PR for which the bot starts nothing, says nothing, calls nobody, and touches no label. */
export const NOTHING_DONE = {
  dispatches: 0,
  cancellations: 0,
  approvals: 0,
  replies: 0,
  labels: [],
  labelled: [],
  reactions: [],
  slack: [],
  ...UNASKED,
  incidents: [],
} as const;
