import { hasMessage } from '../../alerts/episode.ts';
import {
  type DailyPageEffect,
  type DailyView,
  dailyKey,
  dailyPageKey,
  type SlackDailyEffect,
} from '../../effect/daily.ts';
import type { Effect } from '../../effect/effect.ts';
import { episodeMessageKey } from '../../effect/episode-keys.ts';
import type { Obligation } from '../../handoff/obligation.ts';
import { spanOf } from '../../reports/calendar.ts';
import type { DayRecord } from '../../reports/day.ts';
import { figuresOf } from '../../reports/figures.ts';
import type { ToldWatch } from './view.ts';

/** The daily statuses that are to be said, and what PagerDuty is told where Slack does not take one in time (O1). */
export function dailyEffects(told: ToldWatch): readonly Effect[] {
  const { daily } = told.weighed;
  const messages = daily.toSay.flatMap((obligation) => {
    const record = told.around.days.get(obligation.about);
    return record === undefined ? [] : [messageOf(obligation, record, told)];
  });
  return [...messages, ...pages(told)];
}

function messageOf(obligation: Obligation, record: DayRecord, told: ToldWatch): SlackDailyEffect {
  const { memory, seen } = told.input;
  const { locale, slack } = seen.config.config;
  const key = dailyKey(memory.repository.repositoryId, obligation.about);
  return {
    kind: 'slack_daily',
    key,
    lane: key,
    locale,
    channel: slack.channel ?? null,
    repository: memory.repository,
    view: viewOf(obligation, record, told),
  };
}

function viewOf({ about: day, dueAt, missedAt }: Obligation, record: DayRecord, told: ToldWatch): DailyView {
  const { memory, seen, now } = told.input;
  const { alert_minutes: limitMinutes } = seen.config.config.monitoring.handoff_lead_time;
  const { warnings, calls, isPartial } = record;
  return {
    day,
    repositoryUrl: seen.repositoryUrl,
    dueAt,
    isLate: missedAt !== null,
    ...figuresOf(record, { span: spanOf(day), limitMinutes, now: new Date(now).toISOString() }),
    warnings,
    calls,
    open: told.weighed.episodes.filter(hasMessage).map((episode) => ({
      rule: episode.rule,
      state: episode.state,
      openedAt: episode.openedAt,
      url: memory.said.find(({ key }) => key === episodeMessageKey(episode))?.url ?? null,
    })),
    isPartial,
  };
}

/** What was said to be the matter is over once Slack has the message, also where the bot only observes by now. */
function pages(told: ToldWatch): readonly DailyPageEffect[] {
  const { input, weighed } = told;
  if (!input.channels.pagerduty) return [];
  const { repositoryId } = input.memory.repository;
  const due = weighed.enforcing
    ? weighed.daily.happened.filter(({ happened }) => happened === 'reminder')
    : [];
  const isSaid = ({ about }: Obligation) =>
    input.memory.daily.said.some(({ key }) => key === dailyPageKey(repositoryId, about, 'trigger'));
  return [
    ...due.map(({ obligation }) => pageOf(obligation, 'trigger', told)),
    ...weighed.daily.settled.filter(isSaid).map((obligation) => pageOf(obligation, 'resolve', told)),
  ];
}

function pageOf(
  { about: day, since, dueAt }: Obligation,
  action: DailyPageEffect['action'],
  { input: { memory, seen } }: ToldWatch,
): DailyPageEffect {
  const { repositoryId } = memory.repository;
  return {
    kind: 'daily_page',
    key: dailyPageKey(repositoryId, day, action),
    lane: `page:${repositoryId}:daily_report:status`,
    locale: seen.config.config.locale,
    repository: memory.repository,
    action,
    day,
    since,
    dueAt,
    repositoryUrl: seen.repositoryUrl,
  };
}
