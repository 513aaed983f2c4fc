import { type Acknowledged, type Episode, type HeldDown, hasEnded } from './episode.ts';
import type { Incident, RuleCall } from './incident.ts';
import type { Lived } from './life.ts';
import type { Seen } from './seen.ts';
import { CLOCKS_APART_MS, HOLD_DOWN_MS, isoOf } from './timing.ts';

/** From when on an incident was opened by the newest page of an episode (ISO 8601); `null` where there was none. */
export function calledFrom({ paged, heldDown }: Pick<Episode, 'paged' | 'heldDown'>): string | null {
  const at = heldDown?.recalledAt ?? paged?.at ?? null;
  return at === null ? null : isoOf(Date.parse(at) - CLOCKS_APART_MS);
}

/** The incident that the newest page of an episode opened: never an older one of the same key. */
export function callOf(episode: Episode, calls: readonly RuleCall[]): Incident | null {
  const from = calledFrom(episode);
  if (from === null) return null;
  const own = calls.filter(
    ({ rule, incident }) => rule === episode.rule && Date.parse(incident.createdAt) >= Date.parse(from),
  );
  return own.map(({ incident }) => incident).toSorted(newestFirst)[0] ?? null;
}

/**
 * What people did in PagerDuty counts for the episode: whoever acknowledged the incident has it. Where a person resolved
 * it though it is still wrong, nobody is called for half an hour, and then somebody is, once an episode.
 */
export function withCalls(seen: Seen, life: Lived): Lived {
  const { episode, wakeAt } = life;
  if (episode === null || hasEnded(episode) || episode.paged === null) return life;
  const call = callOf(episode, seen.input.calls);
  const held: Episode = {
    ...episode,
    acknowledged: episode.acknowledged ?? acknowledgedIn(call),
    heldDown: heldDownAfter(episode, call),
  };
  const isDue = life.isPageDue && isWrong(held);
  const after = isDue ? recalled(seen, held) : held;
  const wakes = [...(wakeAt === null ? [] : [wakeAt]), ...recallTimes(after).filter((at) => at > seen.now)];
  return { ...life, episode: after, wakeAt: wakes.length === 0 ? null : Math.min(...wakes) };
}

function acknowledgedIn(call: Incident | null): Acknowledged | null {
  if (call === null || call.status !== 'acknowledged' || call.statusBy === null) return null;
  const { id, name, at } = call.statusBy;
  return { by: name, at, pagerduty: id };
}

/** Opened again in PagerDuty, it calls by itself. Whoever resolved it while it recovered was right so far. */
function heldDownAfter(episode: Episode, call: Incident | null): HeldDown | null {
  const { heldDown } = episode;
  if (call === null || (heldDown !== null && heldDown.recalledAt !== null)) return heldDown;
  if (call.status !== 'resolved') return null;
  if (heldDown !== null || call.statusBy === null || !isWrong(episode)) return heldDown;
  const { id, name, at } = call.statusBy;
  const until = isoOf(Date.parse(at) + HOLD_DOWN_MS);
  return { by: name, pagerduty: id, at, until, recalledAt: null };
}

/** Whoever had it before it was resolved has it no more. */
function recalled({ now, input }: Seen, episode: Episode): Episode {
  const { heldDown, acknowledged } = episode;
  const times = recallTimes(episode);
  if (heldDown === null || times.length === 0 || now < Math.max(...times)) return episode;
  const isOld = acknowledged !== null && Date.parse(acknowledged.at) <= Date.parse(heldDown.at);
  return {
    ...episode,
    acknowledged: isOld ? null : acknowledged,
    heldDown: { ...heldDown, recalledAt: input.now },
  };
}

/** When all of these have come, somebody is called again; a re-run that is on its way is awaited as long, and no longer. */
function recallTimes({ heldDown, state }: Episode): readonly number[] {
  if (heldDown === null || heldDown.recalledAt !== null) return [];
  const rerun = state.kind === 'rerunning' ? [Date.parse(state.since) + HOLD_DOWN_MS] : [];
  return [Date.parse(heldDown.until), ...rerun];
}

function isWrong({ state }: Episode): boolean {
  return state.kind !== 'recovering' && state.kind !== 'resolved';
}

function newestFirst(a: Incident, b: Incident): number {
  return Date.parse(b.createdAt) - Date.parse(a.createdAt) || (a.id < b.id ? 1 : -1);
}
