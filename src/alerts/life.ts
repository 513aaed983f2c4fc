import { deadlineOf, isPending } from './await-rerun.ts';
import type { Episode, EpisodeRerun, EpisodeState, Measure, PageReason, Rule } from './episode.ts';
import type { Seen } from './seen.ts';
import {
  BACKSTOP_MS,
  DAY_MS,
  FLAPPING_OPENINGS,
  GOOD_RUNS,
  isoOf,
  NO_DATA_MS,
  RECOVERING_MS,
} from './timing.ts';

/** What one rule sees of its open episode, after its re-runs were settled and decided. */
export interface Sight {
  readonly measure: Measure;
  readonly reruns: readonly EpisodeRerun[];
  readonly standing: Standing;
  /** Why somebody is to be called; `null` while nothing that was confirmed asks for it. */
  readonly page: PageReason | null;
  /** When the newest bad thing was seen, in milliseconds. */
  readonly badAt: number;
  /** A whole window failed: that flaps no more. */
  readonly isSteady: boolean;
  /** When the workflow last gave a sign of life, in milliseconds. */
  readonly signAt: number;
}

export type Standing =
  | { readonly kind: 'wrong' }
  | { readonly kind: 'confirmed' }
  /** `until` in milliseconds. */
  | { readonly kind: 'awaited'; readonly until: number }
  | { readonly kind: 'good'; readonly runs: number };

/** What a rule made of its episode in one step. */
export interface Lived {
  /** `null`: there is none, and none opens. */
  readonly episode: Episode | null;
  /** When to look again, in milliseconds; `null` where nothing is awaited. */
  readonly wakeAt: number | null;
  /** What is seen now asks for somebody to be called, whether or not somebody was. */
  readonly isPageDue: boolean;
}

/** An episode that opens now, as a warning. */
export function openedNow(seen: Seen, rule: Rule, measure: Measure): Episode {
  const { repositoryId, now } = seen.input;
  return {
    id: `${repositoryId}:${rule}:${seen.now}`,
    repositoryId,
    rule,
    openedAt: now,
    state: { kind: 'warning', since: now },
    measure,
    confirmedAt: null,
    paged: null,
    reruns: [],
    acknowledged: null,
    heldDown: null,
    flapping: false,
    noDataSince: null,
    partOf: null,
    told: [],
  };
}

/**
 * An episode that opens now as one that flaps, where its rule opens at least for the third time within a day. That is
 * said once a spell: not again where the last one that said so was not acknowledged.
 */
export function withFlapping({ input, now }: Seen, episode: Episode): Episode {
  const lately = input.episodes.filter(
    (one) => one.rule === episode.rule && now - Date.parse(one.openedAt) < DAY_MS,
  );
  const flapping = lately.length + 1 >= FLAPPING_OPENINGS;
  const isTold = lately.some((one) => one.flapping && one.acknowledged === null);
  return { ...episode, flapping, told: flapping && isTold ? ['flapping'] : [] };
}

/**
 * The life of an episode of a failing or slow workflow: warning → re-running → confirmed → recovering → resolved.
 *
 * @param partOf the severe episode that speaks for it, else `null`
 */
export function lived(seen: Seen, before: Episode, sight: Sight, partOf: string | null): Lived {
  const { now } = seen.input;
  const state = stateAfter(seen, before, sight);
  const isConfirmed = sight.standing.kind === 'confirmed' || sight.page !== null;
  const calls = partOf === null && mayCall(before, sight) ? sight.page : null;
  const dry = seen.now - Math.max(sight.signAt, Date.parse(before.openedAt)) >= NO_DATA_MS;
  const episode: Episode = {
    ...before,
    state,
    measure: sight.measure,
    confirmedAt: before.confirmedAt ?? (isConfirmed ? now : null),
    paged: before.paged ?? (calls === null ? null : { at: now, because: calls }),
    reruns: sight.reruns,
    noDataSince: dry ? (before.noDataSince ?? now) : null,
    partOf,
  };
  return {
    episode,
    wakeAt: state.kind === 'resolved' ? null : wakeAt(seen, episode, sight),
    isPageDue: calls !== null,
  };
}

/** One that flaps calls nobody until somebody has looked, and then only for what came after. */
function mayCall({ flapping, acknowledged }: Episode, { badAt, isSteady }: Sight): boolean {
  return !flapping || isSteady || (acknowledged !== null && badAt > Date.parse(acknowledged.at));
}

function stateAfter(seen: Seen, before: Episode, { standing, page }: Sight): EpisodeState {
  const { now } = seen.input;
  const since = (kind: EpisodeState['kind']) => (before.state.kind === kind ? before.state.since : now);
  switch (standing.kind) {
    case 'wrong':
      return { kind: 'warning', since: since('warning') };
    case 'confirmed':
      return { kind: 'confirmed', since: since('confirmed') };
    case 'awaited':
      return { kind: 'rerunning', since: since('rerunning'), until: isoOf(standing.until) };
    case 'good': {
      const recovering = since('recovering');
      const isOver =
        page === null &&
        standing.runs >= goodRunsOf(seen, before) &&
        seen.now - Date.parse(recovering) >= RECOVERING_MS;
      if (isOver) return { kind: 'resolved', since: now };
      return { kind: 'recovering', since: recovering, goodRuns: standing.runs };
    }
  }
}

/** Three; where it flaps a whole window, so that the runbook's own threshold is not breached any more either. */
function goodRunsOf({ input }: Seen, { flapping }: Episode): number {
  return flapping ? Math.max(GOOD_RUNS, input.settings.smoke_failure_rate.window) : GOOD_RUNS;
}

function wakeAt(seen: Seen, { state, reruns, noDataSince, openedAt }: Episode, { signAt }: Sight): number {
  const times = [
    seen.now + BACKSTOP_MS,
    ...reruns.filter(isPending).map((rerun) => deadlineOf(seen, rerun)),
    ...(state.kind === 'rerunning' ? [Date.parse(state.until)] : []),
    ...(state.kind === 'recovering' ? [Date.parse(state.since) + RECOVERING_MS] : []),
    ...(noDataSince === null ? [Math.max(signAt, Date.parse(openedAt)) + NO_DATA_MS] : []),
  ];
  return Math.min(...times.filter((time) => time > seen.now));
}
