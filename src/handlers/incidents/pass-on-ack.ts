import { calledFrom, callOf } from '../../alerts/calls.ts';
import type { Episode } from '../../alerts/episode.ts';
import type { CallAfterAck } from '../../effect/episode.ts';
import { episodeAckKey, episodeCallKey } from '../../effect/episode-keys.ts';
import type { IncidentAckEffect } from '../../effect/messages.ts';
import { later } from '../../handoff/timing.ts';
import { type KnownCalls, ruleCalls } from '../watch/calls.ts';

/** How long it is tried. */
const WITHIN_MS = 30 * 60_000;

export interface PassedOn {
  /** `null` where PagerDuty calls nobody for it. */
  readonly call: CallAfterAck | null;
  readonly effect: IncidentAckEffect | null;
}

/** What becomes of the call that is out for an episode, once somebody says in Slack that they have it. Pure. */
export function passOnAck(
  episode: Episode,
  known: KnownCalls,
  who: {
    /** Their id at PagerDuty; `undefined` where the configuration does not say it. */
    readonly pagerduty: string | undefined;
    /** There is a token of the REST API. */
    readonly canTell: boolean;
    /** When they said so (ISO 8601). */
    readonly at: string;
  },
): PassedOn {
  const since = calledFrom(episode);
  const pageKey = episodeCallKey(episode);
  const page = known.memory.said.find(({ key }) => key === pageKey);
  const incident = callOf(episode, ruleCalls(known));
  const isOut = page?.state === 'sent' || page?.state === 'pending';
  if (since === null || !isOut || (incident !== null && incident.status !== 'triggered'))
    return { call: null, effect: null };
  const goesOn = { kind: 'goes_on', url: incident?.url ?? null } as const;
  if (!who.canTell) return { call: { ...goesOn, because: 'no_token' }, effect: null };
  if (who.pagerduty === undefined) return { call: { ...goesOn, because: 'person_unknown' }, effect: null };
  const key = episodeAckKey(episode);
  return {
    call: { kind: 'passed_on' },
    effect: {
      kind: 'incident_ack',
      key,
      lane: key,
      repository: known.memory.repository,
      episodeId: episode.id,
      matter: episode.rule,
      pageKey,
      since,
      user: who.pagerduty,
      until: later(who.at, WITHIN_MS),
    },
  };
}
