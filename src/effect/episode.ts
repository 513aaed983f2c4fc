import type { BlastRadius } from '../alerts/blast-radius.ts';
import type { Episode, LateHandoff, NoRerun } from '../alerts/episode.ts';
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
  /** What it does next by itself, and when at the latest. */
  readonly next: {
    readonly what: 'rerun_due' | 'look_again' | 'status_due' | 'person' | 'call_again';
    readonly at: string | null;
  };
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

export type EpisodeDeed =
  | { readonly did: 'rerun'; readonly at: string; readonly role: 'smoke' | 'verify'; readonly url: string }
  /** Somebody asked for it by a button; `url` is `null` where the run is not known any more. */
  | {
      readonly did: 'rerun_asked';
      readonly at: string;
      readonly by: string;
      readonly role: 'smoke' | 'verify';
      readonly url: string | null;
      readonly came: 'on_its_way' | 'refused' | 'running' | RunResult;
    }
  | { readonly did: 'no_rerun'; readonly at: string; readonly because: NoRerun }
  | { readonly did: 'cancelled'; readonly at: string; readonly url: string }
  | { readonly did: 'paged' | 'paged_again'; readonly at: string }
  | { readonly did: 'stopped'; readonly at: string };

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
      /** Where they said so. */
      readonly in: 'slack' | 'pagerduty';
      /** What becomes of a call that is out; `null` where PagerDuty calls nobody for it. */
      readonly call: CallAfterAck | null;
    }
  /** PagerDuty did not take it that somebody has it. */
  | { readonly says: 'ack_refused'; readonly by: string; readonly url: string | null }
  | { readonly says: 'ladder'; readonly step: 'sre' | 'platform_pm'; readonly view: EpisodeView }
  | { readonly says: 'told_at_once'; readonly view: EpisodeView };
