import type { CommandName } from '../policies/commands.ts';
import type { Locale } from '../policies/locale.ts';
import type { ReasonCode } from '../policies/reason-codes.ts';
import type { Verdict } from '../policies/verdict.ts';
import type { AccessChange } from './access-change.ts';
import type { DailyPageEffect, SlackDailyEffect } from './daily.ts';
import type { DeadlinesView } from './deadline.ts';
import type {
  EpisodePageEffect,
  IncidentAckEffect,
  SlackEpisodeEffect,
  SlackEpisodeNoteEffect,
} from './episode-effects.ts';
import type { Finding } from './finding.ts';
import type { IncidentNoteEffect, SlackIncidentEffect, SlackIncidentNoteEffect } from './incident-effects.ts';
import type { Lane, Mention, SlackBase, ThreadBase } from './lane.ts';
import type { PullTarget, RepositoryTarget } from './place.ts';
import type { HandoffView, PullView, RequestView, RollbackView } from './views.ts';

export type { DailyPageEffect, SlackDailyEffect } from './daily.ts';
export type {
  EpisodePageEffect,
  IncidentAckEffect,
  SlackEpisodeEffect,
  SlackEpisodeNoteEffect,
} from './episode-effects.ts';
export type {
  IncidentNoteEffect,
  SlackIncidentEffect,
  SlackIncidentNoteEffect,
} from './incident-effects.ts';
export type { Lane, Mention } from './lane.ts';

/** Somebody in Slack, as Slack signs it: a user id alone is another person in another workspace. */
export interface SlackUser {
  /** `T…`, or `E…` of an Enterprise organization. */
  readonly workspace: string;
  /** `U…` or `W…`. */
  readonly user: string;
}

/** Prefix of the buttons' action ids: `ai_ops:hold`. */
export const BUTTON_ACTION = 'ai_ops';

/** The buttons of a handoff's message, by what they ask for. */
export const SLACK_BUTTONS = ['handoff', 'hold', 'unhold', 'done', 'rollback'] as const;
export type SlackButton = (typeof SLACK_BUTTONS)[number];

/** What the one message of a handoff shows (H2, R2). */
export interface HandoffMessage {
  readonly pull: { readonly title: string; readonly url: string; readonly name: string };
  readonly headSha: string;
  readonly baseRef: string;
  readonly handoff: HandoffView;
  /** Its run has really started: until then the message says that it could not be. */
  readonly started: boolean;
  /** The stop that holds it, if any: who and why. */
  readonly stop: { readonly by: string | null; readonly reason: string | null } | null;
  readonly requests: readonly RequestView[];
  readonly buttons: readonly SlackButton[];
  /** What the buttons are shown for: once it is another, they may be pressed again. */
  readonly shown: string;
  /** The bot's comment on the PR that is kept up to date; `null` while there is none. */
  readonly statusUrl: string | null;
  readonly playbookUrl: string;
}

/** The parent message of a handoff, one for each, edited in place. */
export interface SlackHandoffEffect extends SlackBase {
  readonly kind: 'slack_handoff';
  readonly pull: PullTarget;
  readonly handoffId: string;
  readonly view: HandoffMessage;
}

/** One line in the thread of a handoff: what changed, and who is called for it. */
export interface SlackThreadEffect extends ThreadBase {
  readonly kind: 'slack_thread';
  readonly pull: PullTarget;
  readonly note: HandoffNote;
}

/** What is said in a handoff's thread. */
export type HandoffNote =
  | { readonly says: 'phase'; readonly handoff: HandoffView }
  | { readonly says: 'ended'; readonly handoff: HandoffView; readonly playbookUrl: string }
  | { readonly says: 'follow_up_owed'; readonly dueAt: string; readonly owners: readonly string[] }
  | { readonly says: 'follow_up_reminder'; readonly dueAt: string; readonly owners: readonly string[] }
  | { readonly says: 'follow_up_missed'; readonly dueAt: string; readonly owners: readonly string[] }
  | { readonly says: 'follow_up_done'; readonly by: string; readonly note: string | null }
  | {
      readonly says: 'rollback';
      readonly by: string;
      readonly state: RollbackView['state'];
      readonly runUrl: string | null;
    };

/** A message of its own in the channel, about no single handoff. */
export interface SlackNoticeEffect extends SlackBase {
  readonly kind: 'slack_notice';
  /** `null`: about every repository. */
  readonly repository: RepositoryTarget | null;
  readonly notice: Notice;
  readonly mentions: readonly Mention[];
}

export type Notice = StopNotice | DoctorNotice | HistoryNotice | LadderNotice;

/** Somebody is called in Slack because PagerDuty did not take a page (O5), or is told that it did after all. */
export interface LadderNotice {
  readonly says: 'ladder_sre' | 'ladder_platform_pm' | 'ladder_reached';
  /** Of the page that PagerDuty did not take. */
  readonly pageKey: string;
  /** `acme/erp#12` or `acme/erp`. */
  readonly place: string;
  readonly url: string;
  /** Since when PagerDuty has not taken the page. */
  readonly since: string;
}

export interface StopNotice {
  readonly says: 'stop_set' | 'stop_lifted';
  /** `everywhere`, `acme/erp` or `acme/erp#12`. */
  readonly place: string;
  readonly by: string;
  readonly reason: string | null;
  /** What runs is cancelled; else it goes on and is not approved. */
  readonly cancels: boolean;
}

/** What became of the preconditions since people were last told (P1). */
export interface DoctorNotice {
  readonly says: 'doctor';
  /** `acme/erp`. */
  readonly place: string;
  readonly worse: readonly Pick<Finding, 'id' | 'status' | 'about'>[];
  readonly well: readonly Pick<Finding, 'id' | 'about'>[];
}

/** What has to be written down, or has been, because secrets or permissions changed (P4). */
export interface HistoryNotice {
  readonly says: 'history_owed' | 'history_reminder' | 'history_missed' | 'history_settled';
  /** `acme/erp`. */
  readonly place: string;
  readonly change: AccessChange;
  readonly files: readonly string[];
  readonly dueAt: string;
  /** The pull request that proposes the lines; `null` where there is none. */
  readonly pull: { readonly url: string; readonly isOpen: boolean } | null;
  /** Who settled it and where that can be seen: by `null` where the lines were only found. */
  readonly settled: {
    readonly by: string | null;
    readonly note: string | null;
    readonly proof: string | null;
    readonly isLate: boolean;
  } | null;
}

/** An answer that only one person sees. */
export interface SlackAnswerEffect extends SlackBase {
  readonly kind: 'slack_answer';
  readonly repository: RepositoryTarget | null;
  readonly to: { readonly channel: string; readonly user: string };
  readonly answer: SlackAnswer;
}

/** `what` is the command with its place, as it was given. */
export type SlackAnswer =
  | { readonly says: 'granted'; readonly what: string }
  | {
      readonly says: 'refused';
      readonly what: string;
      readonly code: ReasonCode;
      readonly headSha: string;
      readonly labelName: string;
    }
  | { readonly says: 'asked_before'; readonly what: string; readonly by: string; readonly at: string }
  /** No configuration says who they are at GitHub, or the place is none that the bot governs. */
  | { readonly says: 'nobody'; readonly what: string; readonly place: string; readonly user: SlackUser }
  | { readonly says: 'not_understood'; readonly text: string; readonly nearest: CommandName | null }
  | { readonly says: 'status'; readonly view: PullView; readonly deadlines: DeadlinesView }
  | { readonly says: 'explain'; readonly verdicts: readonly Verdict[]; readonly view: PullView }
  | { readonly says: 'help' };

/** Calls whoever is on call, or says that the matter is over (O5, H6). */
export interface PageEffect {
  readonly kind: 'page';
  readonly key: string;
  readonly locale: Locale;
  readonly lane: Lane;
  readonly pull: PullTarget;
  readonly action: 'trigger' | 'resolve';
  /** The part of PagerDuty's dedup key that is ours: matter and scope. */
  readonly matter: 'handoff';
  readonly scope: string;
  /** Key of the Slack message to link, where it was sent. */
  readonly about: string | null;
  readonly page: HandoffPage;
}

/** What the one who is called must know at three at night. */
export interface HandoffPage {
  readonly pull: { readonly title: string; readonly url: string; readonly name: string };
  readonly headSha: string;
  readonly baseRef: string;
  readonly handoff: HandoffView;
  readonly statusUrl: string | null;
  readonly playbookUrl: string;
  readonly decisionId: string;
}

/** Something that changed and calls nobody: shown beside incidents. */
export interface ChangeEventEffect {
  readonly kind: 'change_event';
  readonly key: string;
  readonly locale: Locale;
  readonly lane: Lane;
  readonly repository: RepositoryTarget | null;
  readonly change:
    | StopNotice
    | { readonly says: 'access_changed'; readonly place: string; readonly change: AccessChange }
    | { readonly says: 'handoff_finished'; readonly page: HandoffPage }
    | { readonly says: 'rollback'; readonly place: string; readonly by: string; readonly runUrl: string };
  /** ISO 8601 in UTC. */
  readonly at: string;
}

export type SlackEffect =
  | SlackHandoffEffect
  | SlackThreadEffect
  | SlackEpisodeEffect
  | SlackEpisodeNoteEffect
  | SlackIncidentEffect
  | SlackIncidentNoteEffect
  | SlackDailyEffect
  | SlackNoticeEffect
  | SlackAnswerEffect;
export type PagerDutyEffect =
  | PageEffect
  | EpisodePageEffect
  | IncidentAckEffect
  | DailyPageEffect
  | IncidentNoteEffect
  | ChangeEventEffect;
