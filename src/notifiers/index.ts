import type { EffectKind, GitHubEffect } from '../effect/effect.ts';
import type { PagerDutyEffect, SlackEffect } from '../effect/messages.ts';
import type { NotifierDeps } from './attempt.ts';
import { cancelRunNotifier, cancelWatchedNotifier } from './cancel-run.ts';
import { checkRunNotifier } from './check-run.ts';
import { configCheckNotifier } from './config-check.ts';
import { dispatchNotifier } from './dispatch.ts';
import { historyPullNotifier } from './history-pull.ts';
import { incidentAckNotifier } from './incident-ack.ts';
import { incidentNoteNotifier } from './incident-note.ts';
import { addLabelNotifier, removeLabelNotifier } from './label.ts';
import type { Notifier } from './notifier.ts';
import {
  changeEventNotifier,
  dailyPageNotifier,
  episodePageNotifier,
  type PagerDutyDeps,
  pageNotifier,
} from './pagerduty.ts';
import {
  approvalCommentNotifier,
  blastCommentNotifier,
  replyNotifier,
  stickyCommentNotifier,
} from './pull-comment.ts';
import { reactionNotifier } from './reaction.ts';
import { rerunRunNotifier, rerunWatchedNotifier } from './rerun-run.ts';
import {
  slackAnswerNotifier,
  slackDailyNotifier,
  slackEpisodeNoteNotifier,
  slackEpisodeNotifier,
  slackHandoffNotifier,
  slackIncidentNoteNotifier,
  slackIncidentNotifier,
  slackNoticeNotifier,
  slackThreadNotifier,
} from './slack.ts';
import type { SlackDeps } from './slack-attempt.ts';

export type { NotifierDeps } from './attempt.ts';
export type { PagerDutyDeps } from './pagerduty.ts';
export type { SlackDeps } from './slack-attempt.ts';

/** What the notifiers need, by the service that they speak to. */
export interface Services {
  readonly github: NotifierDeps;
  readonly slack: SlackDeps;
  readonly pagerduty: PagerDutyDeps;
}

/** The notifier for each kind of effect. */
export function notifiersFor(services: Services): Readonly<Record<EffectKind, Notifier>> {
  return {
    ...githubNotifiers(services.github),
    ...slackNotifiers(services.slack),
    ...pagerDutyNotifiers(services.pagerduty),
  };
}

export function githubNotifiers(deps: NotifierDeps): Readonly<Record<GitHubEffect['kind'], Notifier>> {
  return {
    check_run: checkRunNotifier(deps),
    config_check: configCheckNotifier(deps),
    sticky_comment: stickyCommentNotifier(deps),
    approval_comment: approvalCommentNotifier(deps),
    blast_comment: blastCommentNotifier(deps),
    reply: replyNotifier(deps),
    add_label: addLabelNotifier(deps),
    remove_label: removeLabelNotifier(deps),
    dispatch: dispatchNotifier(deps),
    cancel_run: cancelRunNotifier(deps),
    rerun_run: rerunRunNotifier(deps),
    rerun_watched: rerunWatchedNotifier(deps),
    cancel_watched: cancelWatchedNotifier(deps),
    reaction: reactionNotifier(deps),
    history_pull: historyPullNotifier(deps),
  };
}

export function slackNotifiers(deps: SlackDeps): Readonly<Record<SlackEffect['kind'], Notifier>> {
  return {
    slack_handoff: slackHandoffNotifier(deps),
    slack_thread: slackThreadNotifier(deps),
    slack_episode: slackEpisodeNotifier(deps),
    slack_episode_note: slackEpisodeNoteNotifier(deps),
    slack_incident: slackIncidentNotifier(deps),
    slack_incident_note: slackIncidentNoteNotifier(deps),
    slack_daily: slackDailyNotifier(deps),
    slack_notice: slackNoticeNotifier(deps),
    slack_answer: slackAnswerNotifier(deps),
  };
}

export function pagerDutyNotifiers(deps: PagerDutyDeps): Readonly<Record<PagerDutyEffect['kind'], Notifier>> {
  return {
    page: pageNotifier(deps),
    episode_page: episodePageNotifier(deps),
    incident_ack: incidentAckNotifier(deps),
    daily_page: dailyPageNotifier(deps),
    incident_note: incidentNoteNotifier(deps),
    change_event: changeEventNotifier(deps),
  };
}
