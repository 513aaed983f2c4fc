import type { Person } from '../policies/facts.ts';
import type { Locale } from '../policies/locale.ts';
import type { ReasonCode } from '../policies/reason-codes.ts';
import type { Verdict } from '../policies/verdict.ts';
import type { AccessChange } from './access-change.ts';
import type { BlastCommentEffect } from './blast.ts';
import type { DeadlinesView } from './deadline.ts';
import type { PagerDutyEffect, SlackEffect } from './messages.ts';
import type { PullTarget, RepositoryTarget } from './place.ts';
import type { ConfigChange, PullView, RollbackView } from './views.ts';

export type { Overall } from '../policies/verdict.ts';
export type { PullTarget, RepositoryTarget } from './place.ts';
export type {
  ConfigChange,
  FollowUpView,
  HandoffSaid,
  HandoffView,
  PullView,
  RequestView,
  RollbackView,
} from './views.ts';

/**
 * What must be done outside, once. `key` is the identity: the same key is the same deed.
 * Effects carry data; sentences are made where they are sent.
 *
 * Level effects show the newest state: a newer one with the same key replaces one not yet sent. All
 * others happen once.
 */
export type Effect = GitHubEffect | SlackEffect | PagerDutyEffect;

/** What is done at GitHub. */
export type GitHubEffect =
  | CheckRunEffect
  | ConfigCheckEffect
  | StickyCommentEffect
  | ApprovalCommentEffect
  | BlastCommentEffect
  | AddLabelEffect
  | RemoveLabelEffect
  | DispatchEffect
  | CancelRunEffect
  | RerunRunEffect
  | RerunWatchedEffect
  | CancelWatchedEffect
  | ReactionEffect
  | ReplyEffect
  | HistoryPullEffect;

export type EffectKind = Effect['kind'];

/** Who carries it out, and how it is treated on its way. */
interface Traits {
  /** Each service has a queue of its own, so that one that is down holds nobody else up. */
  readonly queue: 'effect' | 'slack' | 'pagerduty';
  readonly level: boolean;
  /** Higher leaves first: a page before a status. */
  readonly priority: number;
}

const AT_GITHUB = { queue: 'effect', level: false, priority: 0 } as const;

export const EFFECT_TRAITS: Readonly<Record<EffectKind, Traits>> = {
  check_run: { ...AT_GITHUB, level: true },
  config_check: { ...AT_GITHUB, level: true },
  sticky_comment: { ...AT_GITHUB, level: true },
  approval_comment: AT_GITHUB,
  blast_comment: { ...AT_GITHUB, level: true },
  add_label: AT_GITHUB,
  remove_label: AT_GITHUB,
  dispatch: AT_GITHUB,
  cancel_run: AT_GITHUB,
  rerun_run: AT_GITHUB,
  rerun_watched: AT_GITHUB,
  cancel_watched: AT_GITHUB,
  reaction: AT_GITHUB,
  reply: AT_GITHUB,
  history_pull: AT_GITHUB,
  slack_handoff: { queue: 'slack', level: true, priority: 20 },
  slack_thread: { queue: 'slack', level: false, priority: 20 },
  slack_episode: { queue: 'slack', level: true, priority: 25 },
  slack_episode_note: { queue: 'slack', level: false, priority: 25 },
  slack_incident: { queue: 'slack', level: true, priority: 35 },
  slack_incident_note: { queue: 'slack', level: false, priority: 25 },
  slack_daily: { queue: 'slack', level: true, priority: 20 },
  slack_notice: { queue: 'slack', level: false, priority: 30 },
  slack_answer: { queue: 'slack', level: false, priority: 40 },
  page: { queue: 'pagerduty', level: false, priority: 50 },
  episode_page: { queue: 'pagerduty', level: false, priority: 50 },
  incident_ack: { queue: 'pagerduty', level: false, priority: 45 },
  daily_page: { queue: 'pagerduty', level: false, priority: 40 },
  incident_note: { queue: 'pagerduty', level: false, priority: 40 },
  change_event: { queue: 'pagerduty', level: false, priority: 10 },
};

/** A message in Slack that stands once, and shows the newest state. */
export function isEditedInSlack(kind: EffectKind): boolean {
  const { queue, level } = EFFECT_TRAITS[kind];
  return queue === 'slack' && level;
}

/** An edit of what stands already is the least urgent. */
export const EDIT_PRIORITY = 5;

/** The PR or repository that an effect is about; `null` where it is about all of them. */
export function placeOf(effect: Effect): PullTarget | RepositoryTarget | null {
  return 'pull' in effect ? effect.pull : effect.repository;
}

interface EffectBase {
  readonly key: string;
  readonly pull: PullTarget;
}

export interface CheckRunEffect extends EffectBase {
  readonly kind: 'check_run';
  /** `<pr>:<base>:<handoff id or 0>`: lets a button press be tied to what was shown. */
  readonly externalId: string;
  readonly view: PullView;
}

/** What the PR makes of the configuration, with the errors on their lines. */
export interface ConfigCheckEffect extends EffectBase {
  readonly kind: 'config_check';
  readonly locale: Locale;
  readonly headSha: string;
  /** The file, from the root of the repository. */
  readonly path: string;
  readonly change: ConfigChange;
}

export interface StickyCommentEffect extends EffectBase {
  readonly kind: 'sticky_comment';
  readonly view: PullView;
  /** The Verify report as the run left it: untrusted text, bounded; `null` when there is none. */
  readonly verifyReport: { readonly text: string; readonly runUrl: string } | null;
}

export interface ApprovalCommentEffect extends EffectBase {
  readonly kind: 'approval_comment';
  readonly locale: Locale;
  readonly handoffId: string;
  readonly headSha: string;
  readonly baseRef: string;
  readonly runUrl: string;
  readonly verdicts: readonly Verdict[];
  /** Key of the handoff's Slack message, which is linked where it was sent (R2); `null` where none is linked. */
  readonly about: string | null;
}

export interface AddLabelEffect extends EffectBase {
  readonly kind: 'add_label';
  readonly label: string;
  readonly headSha: string;
}

export interface RemoveLabelEffect extends EffectBase {
  readonly kind: 'remove_label';
  readonly label: string;
  readonly code: ReasonCode;
}

/** The person at whose command something is done. */
export interface AskedBy {
  readonly commandId: string;
  readonly by: Person;
}

export interface DispatchEffect extends EffectBase {
  readonly kind: 'dispatch';
  readonly purpose: 'handoff' | 'smoke' | 'verify' | 'rollback';
  /** Path of the workflow file, and the branch name it is dispatched on. */
  readonly workflowPath: string;
  readonly ref: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** The head and base it is for: read again right before the act. */
  readonly headSha: string;
  readonly baseRef: string;
  /** Left out where the bot starts it by itself. */
  readonly asked?: AskedBy;
}

export interface CancelRunEffect extends EffectBase {
  readonly kind: 'cancel_run';
  readonly runId: number;
  readonly code: ReasonCode;
}

/** Runs all jobs of a completed run once more: another attempt of the same commit. */
export interface RerunRunEffect extends EffectBase {
  readonly kind: 'rerun_run';
  readonly purpose: 'smoke' | 'verify';
  readonly runId: number;
  /** The attempt that has ended: once there is a later one, the deed is done. */
  readonly attempt: number;
  readonly headSha: string;
  readonly baseRef: string;
  readonly asked: AskedBy;
}

/** What is done to a run that is watched, for an episode and no single PR. */
interface WatchedRunBase {
  readonly key: string;
  readonly repository: RepositoryTarget;
  readonly episodeId: string;
  readonly runId: number;
  /** The attempt that it was decided about: of a later one nothing was decided. */
  readonly attempt: number;
  /** The head that it ran on: read again right before the act. */
  readonly headSha: string;
  /** From here on it is too late (ISO 8601 in UTC): by then the episode has gone on without it. */
  readonly until: string;
}

/** Runs all jobs of a watched run once more; one that still runs is waited for. */
export interface RerunWatchedEffect extends WatchedRunBase {
  readonly kind: 'rerun_watched';
  readonly role: 'smoke' | 'verify';
  /** Login of who asked for it; `null` where the bot does it by itself. */
  readonly by: string | null;
}

/** Cancels a watched run that takes too long, for it to be run again (M2). */
export interface CancelWatchedEffect extends WatchedRunBase {
  readonly kind: 'cancel_watched';
}

export interface ReactionEffect extends EffectBase {
  readonly kind: 'reaction';
  readonly commentId: number;
  readonly content: 'eyes' | 'rocket' | '-1';
}

export interface ReplyEffect extends EffectBase {
  readonly kind: 'reply';
  readonly locale: Locale;
  readonly reply:
    | {
        readonly kind: 'refused';
        readonly to: Person;
        readonly what: string;
        readonly code: ReasonCode;
        /** What the service said, where one refused; untrusted. */
        readonly detail: string | null;
        readonly headSha: string;
        readonly labelName: string;
        readonly playbookUrl: string;
      }
    | { readonly kind: 'status'; readonly view: PullView; readonly deadlines: DeadlinesView }
    | { readonly kind: 'explain'; readonly verdicts: readonly Verdict[]; readonly view: PullView }
    | {
        readonly kind: 'stop';
        readonly what: 'hold' | 'unhold' | 'stop' | 'resume';
        readonly by: Person;
        readonly reason: string | null;
        readonly cancels: boolean;
      }
    | {
        readonly kind: 'rollback';
        readonly rollback: RollbackView;
        /** Head of the handoff that is taken back. */
        readonly headSha: string;
        readonly labelName: string;
        readonly playbookUrl: string;
      }
    | { readonly kind: 'help' };
}

/** A pull request that adds the lines about a change of secrets or permissions to the files that keep the history (P4). */
export interface HistoryPullEffect {
  readonly kind: 'history_pull';
  readonly key: string;
  readonly repository: RepositoryTarget;
  readonly locale: Locale;
  readonly obligationId: string;
  readonly change: AccessChange;
  /** Markdown files of the repository, by path. */
  readonly files: readonly string[];
  /** When the lines have to stand there (ISO 8601 in UTC). */
  readonly dueAt: string;
}
