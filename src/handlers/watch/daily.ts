import { dailyKey } from '../../effect/daily.ts';
import { type Kept, keepTime, nextTime, type Obligation } from '../../handoff/obligation.ts';
import { isPast, later } from '../../handoff/timing.ts';
import { type Day, dayOf, dayPlus, spanOf, timeOn } from '../../reports/calendar.ts';
import type { DailySettings } from '../../reports/settings.ts';
import type { DailyMemory } from '../../store/store.ts';

const MINUTE = 60_000;
/** So long before it is due, PagerDuty is told that Slack has not taken it. */
const OTHER_WAY_BEFORE_MS = 5 * MINUTE;
/** What could not be said in time goes to Slack first all the same. */
const SLACK_HAS_MS = MINUTE;
/** After a longer time without the bot, older days are not made up for. */
const MOST_DAYS = 31;

/** What is owed of daily statuses after one look (O1). */
export interface DailyOwed {
  /** New and changed ones. */
  readonly changed: readonly Obligation[];
  /** What has just become due. */
  readonly happened: readonly Kept[];
  /** Settled in this look: Slack has taken what was owed. */
  readonly settled: readonly Obligation[];
  /** Since when there is one each day; `null` where there is none. */
  readonly owedSince: string | null;
  /** Those that are to be said, or said anew because they turned out to be late. */
  readonly toSay: readonly Obligation[];
  readonly wakeAt: readonly string[];
}

interface Given {
  readonly repositoryId: number;
  readonly settings: DailySettings;
  /** `null`: the configuration cannot be used, so nothing new is owed and nothing is said, but time goes on. */
  readonly owes: boolean | null;
  /** ISO 8601. */
  readonly now: string;
}

/**
 * Opens what is owed about each day once its message is to be there, settles what Slack has taken, and sees what is due. The newest day
 * alone is still reported, however late; for days before it, while the bot was down, it is only counted that nobody
 * was told.
 */
export function dailyStatus(memory: DailyMemory, given: Given): DailyOwed {
  const { owes, now } = given;
  const owedSince = owes === null ? memory.owedSince : owes ? (memory.owedSince ?? now) : null;
  const opened = owes === true ? newlyOwed(memory, given, owedSince ?? now) : [];
  const before = [...memory.obligations, ...opened];
  const rows = before.map((obligation) => ({ obligation, ...step(obligation, { memory, given }) }));
  const unsettled = rows.map(({ after }) => after).filter(({ settled }) => settled === null);
  return {
    changed: rows.flatMap(({ obligation, after }) =>
      after === obligation && !opened.includes(obligation) ? [] : [after],
    ),
    happened: rows.flatMap(({ after, happened }) =>
      happened === null ? [] : [{ obligation: after, happened }],
    ),
    settled: rows.flatMap(({ obligation, after }) =>
      obligation.settled === null && after.settled !== null ? [after] : [],
    ),
    owedSince,
    toSay: rows.filter(({ isToSay }) => isToSay).map(({ after }) => after),
    wakeAt: [
      ...unsettled.flatMap((one) => nextTime(one) ?? []),
      ...(owes === true ? [nextTimeToSay(given)] : []),
    ],
  };
}

export function dailyId(repositoryId: number, day: Day): string {
  return `daily_report:${repositoryId}:${day}`;
}

interface World {
  readonly memory: DailyMemory;
  readonly given: Given;
}

/** The last day that is over. */
function yesterday(now: string): Day {
  return dayPlus(dayOf(now), -1);
}

/**
 * Each day whose message is to be there by now, unless it was to be there before there had to be one. Opened no
 * earlier: until then it may be switched off, and a row is never taken back.
 */
function newlyOwed(
  { obligations }: DailyMemory,
  { repositoryId, settings, now }: Given,
  owedSince: string,
): readonly Obligation[] {
  const known = new Set(obligations.map(({ about }) => about));
  const newest = [...known].toSorted().at(-1) ?? '';
  const last = yesterday(now);
  const days = Array.from({ length: MOST_DAYS }, (_, index) => dayPlus(last, index - MOST_DAYS + 1));
  return days
    .filter((day) => {
      const at = timeOn(dayPlus(day, 1), settings.at);
      return day > newest && isPast(owedSince, at) && isPast(at, now);
    })
    .map((day) => {
      const { to } = spanOf(day);
      const dueAt = timeOn(dayPlus(day, 1), settings.due);
      return {
        id: dailyId(repositoryId, day),
        kind: 'daily_report',
        about: day,
        since: isPast(owedSince, to) ? to : owedSince,
        remindAt: later(dueAt, -OTHER_WAY_BEFORE_MS),
        dueAt,
        remindedAt: null,
        missedAt: null,
        settled: null,
      };
    });
}

interface Stepped {
  readonly after: Obligation;
  readonly happened: Kept['happened'];
  readonly isToSay: boolean;
}

function step(obligation: Obligation, { memory, given }: World): Stepped {
  const { owes, now, repositoryId } = given;
  const { about: day } = obligation;
  const message = memory.said.find(({ key }) => key === dailyKey(repositoryId, day));
  const isFirst =
    owes === true && message === undefined && obligation.settled === null && day === yesterday(now);
  const { obligation: after, happened } =
    message !== undefined && message.sentAt !== null && obligation.settled === null
      ? { obligation: settledBy(obligation, message.sentAt, message.url), happened: null }
      : keepTime(isFirst ? withTimeForSlack(obligation, now) : obligation, now);
  const isOtherwise = message !== undefined && message.isLate !== (after.missedAt !== null);
  return { after, happened, isToSay: isFirst || (owes === true && isOtherwise) };
}

function withTimeForSlack(obligation: Obligation, now: string): Obligation {
  const { remindAt, remindedAt } = obligation;
  return remindedAt !== null || !isPast(remindAt, now)
    ? obligation
    : { ...obligation, remindAt: later(now, SLACK_HAS_MS) };
}

/** By the message alone, once Slack has it. */
function settledBy(obligation: Obligation, at: string, url: string | null): Obligation {
  return {
    ...obligation,
    missedAt: obligation.missedAt ?? (isPast(obligation.dueAt, at) ? at : null),
    settled: { by: null, at, note: null, proof: url },
  };
}

function nextTimeToSay({ settings, now }: Given): string {
  const today = dayOf(now);
  const at = timeOn(today, settings.at);
  return isPast(at, now) ? timeOn(dayPlus(today, 1), settings.at) : at;
}
