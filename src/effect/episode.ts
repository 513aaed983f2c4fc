import type { BlastRadius } from '../alerts/blast-radius.ts';
import type { Approver, Episode, LateHandoff, NoRerun, PageReason } from '../alerts/episode.ts';
import type { Incident } from '../alerts/incident.ts';
import type { RunResult } from '../alerts/run.ts';
import type { RepositoryTarget } from './place.ts';

/** The buttons of an episode's message, by what they ask for. */
export const EPISODE_BUTTONS = ['acknowledge', 'rerun', 'stop', 'resume'] as const;
export type EpisodeButton = (typeof EPISODE_BUTTONS)[number];

/** All that a person is shown of an episode: the source of its message in Slack, of its page and of `status`. */
export interface EpisodeView {
  readonly episode: Episode;
  readonly repository: RepositoryTarget;
  /** GitHub's web address: `https://github.com/o/r`. */
  readonly repositoryUrl: string;
  readonly playbookUrl: string;
  /** M1's limits in the configuration: more than so many percent warn, so many confirmed failures call. */
  readonly limits: { readonly percent: number; readonly pageAt: number };
  /** Open PRs whose heads it is about. */
  readonly pulls: readonly { readonly number: number; readonly title: string; readonly url: string }[];
  /** Handoffs in flight that it bears upon. */
  readonly handoffs: readonly {
    readonly pull: number;
    readonly state: string;
    readonly url: string | null;
  }[];
  /** What a failed Verify means beside Codex Smoke, and the comment that has the whole table; `null` where none was told. */
  readonly blast: { readonly radius: BlastRadius; readonly commentUrl: string | null } | null;
  /** What the bot has done for it, oldest first. */
  readonly did: readonly EpisodeDeed[];
  /** What comes next, in the order in which it is told; nothing once it is over. */
  readonly next: readonly EpisodeNext[];
  /** PagerDuty's incident about it; `null` where there is none, or none was heard of. */
  readonly incident: Pick<Incident, 'number' | 'url' | 'status' | 'assignees'> | null;
  /** Somebody has it, and PagerDuty goes on calling until that is said there too. */
  readonly stillCalls: boolean;
  /** The stop in force on the repository, if any: who and why. */
  readonly stop: { readonly by: string | null; readonly reason: string | null } | null;
  /** `null` where no report was read. */
  readonly insights: InsightsView | null;
  readonly ledgerSeq: number | null;
}

/** What the Insights report told last: untrusted, and bounded where it was read. */
export interface InsightsView {
  readonly text: string;
  readonly url: string;
  readonly at: string;
}

/** Something that was done for an episode. */
export type EpisodeDeed =
  /** `url` of the re-run once it has ended, until then of what is re-run. */
  | {
      readonly did: 'rerun';
      readonly at: string;
      readonly role: 'smoke' | 'verify';
      readonly url: string;
      readonly came: 'running' | 'overdue' | RunResult;
    }
  /** `not_taken`: GitHub did not take it in time. */
  | {
      readonly did: 'no_rerun';
      readonly at: string;
      readonly role: 'smoke' | 'verify';
      readonly url: string;
      readonly because: NoRerun | 'not_taken';
    }
  /** Somebody asked for it by a button; `url` is `null` where the run is not known any more. */
  | {
      readonly did: 'rerun_asked';
      readonly at: string;
      readonly by: string;
      readonly role: 'smoke' | 'verify';
      readonly url: string | null;
      readonly came: 'on_its_way' | 'refused' | 'running' | RunResult;
    }
  | { readonly did: 'cancelled'; readonly at: string; readonly url: string }
  | { readonly did: 'paged'; readonly at: string; readonly because: PageReason }
  | { readonly did: 'paged_again'; readonly at: string }
  /** Auto Handoff, for its incident. */
  | { readonly did: 'stopped'; readonly at: string }
  /** M3: where its time went, in the thread of the handoff. */
  | { readonly did: 'noted'; readonly at: string; readonly pull: number }
  /** M3: who may approve, by name. */
  | {
      readonly did: 'asked';
      readonly at: string;
      readonly pull: number;
      readonly of: readonly Approver[];
    };

/** What comes next in an episode: by the bot itself, by PagerDuty, or by people. */
export type EpisodeNext =
  /** M3: it is only noted. */
  | { readonly what: 'warned'; readonly at: string }
  /** A re-run is on its way; at `at` it counts as one that says nothing. */
  | { readonly what: 'rerun_due'; readonly at: string }
  /** M3: somebody has to let it go on. */
  | { readonly what: 'approval'; readonly of: readonly Approver[] }
  /** M3: somebody is called if it is still late. */
  | { readonly what: 'called_at'; readonly at: string }
  /**
   * What would make somebody be called. `failures`: two in a row or so many of the window, after their re-runs;
   * `all_failures`: the whole window, since it flaps and nobody has looked.
   */
  | {
      readonly what: 'called_when';
      readonly when: 'failures' | 'all_failures' | 'rerun_slow' | 'next_slow';
    }
  /** Over after so many more good runs, and not before `at`; `null` where that has passed. */
  | { readonly what: 'over'; readonly runs: number; readonly at: string | null }
  /** PagerDuty calls one after the other until somebody has it. */
  | { readonly what: 'climbs' }
  /** Somebody resolved it by hand: looked at again then, and if it is still wrong somebody is called again. */
  | { readonly what: 'call_again'; readonly at: string }
  /** Whoever has it; the bot does no more by itself. */
  | { readonly what: 'person' }
  | { readonly what: 'look_again' }
  /** It is part of a severe one, whose message says what comes next. */
  | { readonly what: 'severe_speaks' }
  /** The bot only observes by now. */
  | { readonly what: 'observes' }
  /** Whatever becomes of it, the stop goes on. */
  | { readonly what: 'stays_stopped' };

/** What becomes of PagerDuty's calling once somebody has said in Slack that they have it. */
export type CallAfterAck =
  /** It is acknowledged in their name. */
  | { readonly kind: 'passed_on' }
  /** It goes on until it is acknowledged there; `url` of the incident, where it is known. */
  | {
      readonly kind: 'goes_on';
      readonly because: 'person_unknown' | 'no_token';
      readonly url: string | null;
    };

/** What is said in an episode's thread; `broadcast` to the channel where it opens, pages, is severe or is over. */
export type EpisodeNote =
  | {
      readonly says:
        | 'opened'
        | 'confirmed'
        | 'paged'
        | 'recovering'
        | 'resolved'
        | 'flapping'
        | 'no_data'
        | 'reopened'
        | 'called_again';
      readonly view: EpisodeView;
    }
  | { readonly says: 'rerun'; readonly view: EpisodeView }
  /**
   * Of one handoff: where its time went, and whoever may approve is asked by name. At the first note it is not late
   * yet, so the measure does not know it.
   */
  | {
      readonly says: 'lead_time_note' | 'approval_asked';
      readonly handoffId: string;
      readonly handoff: LateHandoff;
      readonly view: EpisodeView;
    }
  /** The status that the runbook asks for within 15 minutes (O3). */
  | { readonly says: 'status'; readonly view: EpisodeView }
  /** The Insights figures, for those who get them with an escalation (O5). */
  | { readonly says: 'insights'; readonly insights: InsightsView }
  | { readonly says: 'status_late'; readonly view: EpisodeView; readonly dueAt: string }
  | {
      readonly says: 'acknowledged';
      readonly by: string;
      readonly at: string;
      /** What becomes of a call that is out; `null` where PagerDuty calls nobody for it. */
      readonly call: CallAfterAck | null;
    }
  /** PagerDuty did not take it that somebody has it. */
  | { readonly says: 'ack_refused'; readonly by: string; readonly url: string | null }
  | { readonly says: 'ladder'; readonly step: 'sre' | 'platform_pm'; readonly view: EpisodeView }
  | { readonly says: 'told_at_once'; readonly view: EpisodeView };
