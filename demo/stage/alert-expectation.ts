import type { Rule } from '../../src/alerts/episode.ts';
import { timeOf } from '../slack/model/timestamps.ts';
import type { EpisodeMessage } from './alert-messages.ts';
import { type Expectation, same } from './expectation.ts';
import type { IncidentEnded } from './pagerduty-expectation.ts';
import type { Sight } from './sight.ts';
import { quoted, saysInOrder } from './slack-expectation.ts';

/** What Slack must hold of an alert in the end. */
export interface EpisodeTold {
  readonly rule: Rule;
  /** How it stands, such as `✅ Over`. */
  readonly state: string;
  /** A piece of each line in its thread, all of them, in this order. */
  readonly thread: readonly string[];
}

const INCIDENT_DUE_MS = 10 * 60_000;
const STATES = {
  triggered: '🚨 Triggered',
  acknowledged: '👀 Acknowledged',
  resolved: '✅ Resolved',
} as const;

/**
 * The message of the newest alert by that rule stands so, and its thread says all of this, in this order.
 *
 * @param state however it stands where it is `null`
 */
export function alerts(
  rule: Rule,
  state: string | null,
  {
    thread = [],
    shows = [],
  }: { readonly thread?: readonly string[]; readonly shows?: readonly string[] } = {},
): Expectation {
  const newest = ({ slack }: Sight): EpisodeMessage | undefined =>
    slack.episodes.findLast((episode) => episode.rule === rule);
  return {
    that: `Slack says “${state ?? 'something'}” of ${rule}, showing ${quoted(shows) || 'it'}, with ${quoted(thread) || 'any thread'}`,
    holds: (sight) => {
      const found = newest(sight);
      return (
        found !== undefined &&
        (state === null || found.state === state) &&
        shows.every((piece) => found.blocks.includes(piece)) &&
        saysInOrder(found.thread, thread)
      );
    },
    instead: (sight) => {
      const found = newest(sight);
      return found === undefined
        ? 'there is no message'
        : `“${found.state}”, ${quoted(found.thread) || 'an empty thread'}, ${found.blocks}`;
    },
  };
}

/** The newest incident stands so in Slack, and its thread says this. */
export function incidentSays(status: IncidentEnded['status'], ...thread: readonly string[]): Expectation {
  return {
    that: `Slack says “${STATES[status]}” of the newest incident, with ${quoted(thread) || 'any thread'}`,
    holds: ({ slack }) => {
      const newest = slack.incidents.at(-1);
      return newest?.state === STATES[status] && saysInOrder(newest.thread, thread);
    },
    instead: ({ slack }) => {
      const newest = slack.incidents.at(-1);
      return newest === undefined
        ? 'there is no message'
        : `“${newest.state}”, ${quoted(newest.thread) || 'an empty thread'}`;
    },
  };
}

/** The bot has run this many runs again. */
export function repeats(count: number): Expectation {
  return same('runs that the bot ran again', String(count), ({ repeated }) => String(repeated.length));
}

/** One message for each alert, with these lines in its thread and no others. */
export function episodesHold(told: readonly EpisodeTold[]): readonly Expectation[] {
  return [
    same('alerts in Slack', told.map(nameOf).join(', '), ({ slack }) =>
      slack.episodes.map(nameOf).join(', '),
    ),
    {
      that: `the threads of alerts say ${told.map(({ thread }) => quoted(thread)).join(' / ') || 'nothing'}`,
      holds: ({ slack }) =>
        slack.episodes.length === told.length &&
        slack.episodes.every(({ thread }, i) => {
          const wanted = told[i]?.thread ?? [];
          return thread.length === wanted.length && saysInOrder(thread, wanted);
        }),
      instead: ({ slack }) => slack.episodes.map(({ thread }) => quoted(thread)).join(' / ') || 'nothing',
    },
  ];
}

/** Each incident is told of once in Slack, and how it stands. */
export function incidentsShown(incidents: readonly IncidentEnded[]): Expectation {
  const wanted = incidents.map(({ status }) => STATES[status]).join(', ');
  return same('incidents in Slack', wanted, ({ slack }) =>
    slack.incidents.map(({ state }) => state).join(', '),
  );
}

/** By the clock of PagerDuty and of Slack, which is one. */
export const INCIDENTS_IN_TIME: Expectation = {
  that: 'Slack has told of each incident within ten minutes',
  holds: (sight) => latest(sight) <= INCIDENT_DUE_MS,
  instead: (sight) => `it took ${Math.round(latest(sight) / 1000)} s`,
};

function latest({ slack, pagerDuty }: Sight): number {
  const taken = pagerDuty.incidents.map(({ incident: { number, createdAt } }) => {
    const told = slack.incidents.find((one) => one.number === number);
    return told === undefined ? Number.POSITIVE_INFINITY : timeOf(told.message.ts) - createdAt;
  });
  return Math.max(0, ...taken);
}

function nameOf({ rule, state }: EpisodeTold | EpisodeMessage): string {
  return `${rule} ${state}`;
}
