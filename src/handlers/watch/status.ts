import { type Episode, hasEnded, type Rate } from '../../alerts/episode.ts';
import type { RunRef, WatchedRun } from '../../alerts/run.ts';
import { episodeMessageKey, episodeNoteKey } from '../../effect/episode-keys.ts';
import { type Kept, keepTime, nextTime, type Obligation } from '../../handoff/obligation.ts';
import { isPast, later } from '../../handoff/timing.ts';
import type { WatchMemory } from '../../store/store.ts';

const MINUTE = 60_000;
/** By then the bot says where things stand, though its re-run has not ended. */
const SAY_AFTER_MS = 5 * MINUTE;
/** O3: a status in Slack within 15 minutes; where Slack has not taken it by then, it goes another way. */
const OTHER_WAY_AFTER_MS = 12 * MINUTE;
/** What was heard of late goes to Slack first all the same. */
const SLACK_HAS_MS = MINUTE;
const DUE_AFTER_MS = 15 * MINUTE;

/** What people are owed about episodes after one look (O3). */
export interface Statuses {
  readonly changed: readonly Obligation[];
  /** What has just become due. */
  readonly happened: readonly Kept[];
  /** Settled in this look: Slack has taken what was owed. */
  readonly settled: readonly Obligation[];
  /** Episodes whose status is to be said now. */
  readonly toSay: readonly Episode[];
  readonly wakeAt: readonly string[];
}

export const NO_STATUSES: Statuses = { changed: [], happened: [], settled: [], toSay: [], wakeAt: [] };

export function statusId(episodeId: string): string {
  return `status:${episodeId}`;
}

/** Key of the one note that settles what is owed about an episode. */
export function statusKey(episode: Pick<Episode, 'id'>): string {
  return episodeNoteKey(episode, 'status');
}

/** Who speaks for an episode: the severe one that it is part of, else it does itself. */
export function speakerOf(episode: Episode, byId: ReadonlyMap<string, Episode>): Episode {
  return (episode.partOf === null ? undefined : byId.get(episode.partOf)) ?? episode;
}

/**
 * Opens what is owed about each episode that has just begun to warn, settles what Slack has taken, and sees what is
 * due. Counted from when the threshold was breached by GitHub's time, however late the bot heard of it.
 *
 * @param episodes all episodes as they are after the look
 * @param owes nothing new is owed where it is false: there is no Slack, or the bot only observes
 */
export function statuses(
  memory: Pick<WatchMemory, 'obligations' | 'said' | 'episodes' | 'runs'>,
  after: {
    readonly episodes: readonly Episode[];
    readonly runs: readonly WatchedRun[];
    readonly owes: boolean;
    readonly now: string;
  },
): Statuses {
  const { now } = after;
  const opened = after.owes ? after.episodes.filter((one) => warnsAnew(one, memory)) : [];
  const begun = opened.map((episode) => {
    const since = breachedAt(episode, { memory, runs: after.runs, now });
    return owed(episode, { since, now });
  });
  const byId = new Map(after.episodes.map((episode) => [episode.id, episode]));
  const open = [...memory.obligations.filter(({ about }) => byId.has(about)), ...begun];
  const settled = open.flatMap((obligation) => settle(obligation, { byId, said: memory.said }) ?? []);
  const done = new Set(settled.map(({ id }) => id));
  const kept = open.filter(({ id }) => !done.has(id)).map((obligation) => keepTime(obligation, now));
  const happened = kept.filter(({ happened: what }) => what !== null);
  const moved = new Set(happened.map(({ obligation }) => obligation.id));
  const unsettled = kept.flatMap(({ obligation }) => {
    const episode = byId.get(obligation.about);
    return episode === undefined ? [] : [{ obligation, episode }];
  });
  return {
    changed: [
      ...begun.filter(({ id }) => !done.has(id) && !moved.has(id)),
      ...happened.map(({ obligation }) => obligation),
      ...settled,
    ],
    happened,
    settled,
    toSay: unsettled
      .filter((one) => speakerOf(one.episode, byId) === one.episode && isToSay(one, now))
      .map(({ episode }) => episode),
    wakeAt: unsettled.flatMap((one) => [
      ...(nextTime(one.obligation) === null ? [] : [nextTime(one.obligation) ?? now]),
      ...(isToSay(one, now) ? [] : [later(one.obligation.since, SAY_AFTER_MS)]),
    ]),
  };
}

/** A part of a severe failure is spoken for; a note about a handoff warns nobody yet. */
function warnsAnew(episode: Episode, { episodes }: Pick<WatchMemory, 'episodes'>): boolean {
  if (hasEnded(episode) || episode.state.kind === 'noted' || episode.partOf !== null) return false;
  const before = episodes.find(({ id }) => id === episode.id);
  return before === undefined || before.state.kind === 'noted';
}

interface Owing {
  readonly obligation: Obligation;
  readonly episode: Episode;
}

/** "We noticed" is no status: it waits for what the bot did about it, but not for long. */
function isToSay({ obligation, episode: { state, reruns } }: Owing, now: string): boolean {
  const { kind } = reruns.at(-1)?.outcome ?? { kind: 'none' };
  const isUnderWay = state.kind === 'rerunning' || kind === 'pending' || kind === 'cancelling';
  return !isUnderWay || isPast(later(obligation.since, SAY_AFTER_MS), now);
}

function owed(
  episode: Episode,
  { since, now }: { readonly since: string; readonly now: string },
): Obligation {
  const [usual, heardLate] = [later(since, OTHER_WAY_AFTER_MS), later(now, SLACK_HAS_MS)];
  return {
    id: statusId(episode.id),
    kind: 'status',
    about: episode.id,
    since,
    remindAt: isPast(usual, heardLate) ? heardLate : usual,
    dueAt: later(since, DUE_AFTER_MS),
    remindedAt: null,
    missedAt: null,
    settled: null,
  };
}

/**
 * By the message alone that carries it, once Slack has it; `null` until then. What was owed about a part of a severe
 * failure is settled by the status of that.
 */
function settle(
  obligation: Obligation,
  { byId, said }: { readonly byId: ReadonlyMap<string, Episode>; readonly said: WatchMemory['said'] },
): Obligation | null {
  const episode = byId.get(obligation.about);
  const tellers = episode === undefined ? [] : [episode, speakerOf(episode, byId)];
  const teller = tellers.find((one) => sentAtOf(one, said) !== null);
  const at = teller === undefined ? null : sentAtOf(teller, said);
  if (teller === undefined || at === null) return null;
  const message = said.find(({ key }) => key === statusKey(teller));
  const parent = said.find(({ key }) => key === episodeMessageKey(teller));
  return {
    ...obligation,
    missedAt: obligation.missedAt ?? (isPast(obligation.dueAt, at) ? at : null),
    settled: { by: null, at, note: null, proof: message?.url ?? parent?.url ?? null },
  };
}

function sentAtOf(episode: Episode, said: WatchMemory['said']): string | null {
  const message = said.find(({ key }) => key === statusKey(episode));
  return message?.state === 'sent' ? message.sentAt : null;
}

interface Seen {
  readonly memory: Pick<WatchMemory, 'runs'>;
  readonly runs: readonly WatchedRun[];
  readonly now: string;
}

/** When GitHub had what breached the threshold; never later than when the bot saw it. */
function breachedAt({ measure }: Episode, seen: Seen): string {
  const at = sourceTime(measure, seen);
  return at === null || !isPast(at, seen.now) ? seen.now : at;
}

function sourceTime(measure: Episode['measure'], seen: Seen): string | null {
  switch (measure.rule) {
    case 'smoke_failure_rate':
    case 'verify_failure':
      return endOfNewestFailure(measure.raw, seen);
    case 'severe':
      return null;
    case 'verify_latency': {
      const times = measure.slow.flatMap((slow) => crossedAt(slow, measure.limitMs, seen) ?? []);
      return times.toSorted()[0] ?? null;
    }
    case 'handoff_lead_time': {
      const times = measure.late.map(({ since }) => later(since, measure.limitMs));
      return times.toSorted()[0] ?? null;
    }
  }
}

/** One that was known before did not breach it now: then something else did, such as a new setting. */
function endOfNewestFailure({ runs }: Rate, { memory, runs: all }: Seen): string | null {
  const newest = runs.find(
    ({ result }) => result === 'failure' || result === 'timeout' || result === 'error',
  );
  if (newest === undefined) return null;
  const known = memory.runs.length === 0 || runAt(newest, memory.runs)?.status === 'completed';
  return known ? null : (runAt(newest, all)?.times.endedAt ?? null);
}

function crossedAt(slow: RunRef, limitMs: number, { memory, runs }: Seen): string | null {
  const run = runAt(slow, runs);
  if (run === undefined || memory.runs.length === 0) return null;
  const { startedAt, requestedAt, waitedMs } = run.times;
  return startedAt === null ? later(requestedAt, limitMs) : later(startedAt, limitMs + waitedMs);
}

function runAt({ runId, attempt }: RunRef, runs: readonly WatchedRun[]): WatchedRun | undefined {
  return runs.find((run) => run.runId === runId && run.attempt === attempt);
}
