import { callOf } from '../../alerts/calls.ts';
import { type Episode, hasEnded, RULES } from '../../alerts/episode.ts';
import type { Incident, RuleCall } from '../../alerts/incident.ts';
import { episodeAckKey, episodeCallKey } from '../../effect/episode-keys.ts';
import { dedupKey } from '../../pagerduty/dedup-key.ts';
import type { WatchMemory } from '../../store/store.ts';

/** What PagerDuty is known to have made of the pages of one repository. */
export interface KnownCalls {
  readonly memory: Pick<WatchMemory, 'repository' | 'incidents' | 'said'>;
  /** Host of the GitHub whose repositories are watched. */
  readonly githubHost: string;
}

/** The incidents that have a rule's dedup key, by rule. */
export function ruleCalls({ memory, githubHost: host }: KnownCalls): readonly RuleCall[] {
  const { repositoryId } = memory.repository;
  return RULES.flatMap((rule) => {
    const key = dedupKey({ host, repositoryId, matter: rule, scope: 'repository' });
    return memory.incidents
      .filter(({ alertKeys }) => alertKeys.includes(key))
      .map((incident) => ({ rule, incident }));
  });
}

/** The incident of its page; else an older one that is open and has taken the page in. */
export function incidentFor(episode: Episode, known: KnownCalls): Incident | null {
  const calls = ruleCalls(known);
  const open = calls.filter(({ rule, incident }) => rule === episode.rule && incident.status !== 'resolved');
  return callOf(episode, calls) ?? open.at(-1)?.incident ?? null;
}

/**
 * Somebody has it, and PagerDuty goes on calling until it is acknowledged there. Where it is not known how the incident
 * stands, only that they said so there, or were passed on, stops it.
 */
export function stillCalls(episode: Episode, known: KnownCalls): boolean {
  const { acknowledged, paged } = episode;
  if (acknowledged === null || paged === null || hasEnded(episode)) return false;
  const saidOf = (key: string) => known.memory.said.find((one) => one.key === key);
  if (saidOf(episodeCallKey(episode))?.state !== 'sent') return false;
  const passedOn = saidOf(episodeAckKey(episode));
  if (passedOn?.state === 'pending') return false;
  const sentAt = passedOn?.sentAt ?? null;
  const call = callOf(episode, ruleCalls(known));
  if (call === null) return acknowledged.pagerduty === undefined && sentAt === null;
  // What was heard of it last may be older than what was done since.
  const isNews = sentAt === null || Date.parse(call.changedAt) > Date.parse(sentAt);
  return call.status === 'triggered' && isNews;
}
