import { type Approver, type Episode, hasEnded } from '../../alerts/episode.ts';
import { type Lacking, lackingToBeOver } from '../../alerts/recovery.ts';
import { LATE_CONFIRMED_MS } from '../../alerts/timing.ts';
import type { EpisodeNext } from '../../effect/episode.ts';
import { later } from '../../handoff/timing.ts';
import { incidentFor } from './calls.ts';
import type { WatchInput } from './input.ts';
import type { WeighedWatch } from './weigh.ts';

/** What is looked at to say what comes next. */
export interface NextScene {
  readonly input: Pick<WatchInput, 'seen' | 'memory' | 'channels' | 'githubHost' | 'now'>;
  readonly weighed: Pick<WeighedWatch, 'episodes' | 'enforcing'>;
}

/**
 * What comes next in an episode. A status that is owed is no step of its own: whoever reads that line reads the status.
 *
 * State      | not called               | called                   | called, and somebody has it
 * noted      | warned                   |                          |
 * warning    | called_at or called_when | climbs                   | person
 * rerunning  | rerun_due, called_when   | rerun_due, climbs        | rerun_due
 * confirmed  | called_when              | climbs                   | person
 * recovering | over                     | over                     | over
 * resolved   |                          |                          |
 *
 * That somebody has it keeps nobody from being called, except where it flaps. Where a late handoff waits for people
 * `approval` is first, and is what a person has to do. Held down by hand it is `call_again` instead of `climbs` and
 * `person`. A stop in force adds `stays_stopped`.
 */
export function nextOf(episode: Episode, scene: NextScene): readonly EpisodeNext[] {
  if (hasEnded(episode)) return [];
  if (!scene.weighed.enforcing) return [{ what: 'observes' }];
  const steps = stepsOf(episode, scene);
  const { stop } = scene.input.seen;
  return [
    ...(steps.length === 0 ? [{ what: 'look_again' } as const] : steps),
    ...(stop.kind === 'none' ? [] : [{ what: 'stays_stopped' } as const]),
  ];
}

function stepsOf(episode: Episode, scene: NextScene): readonly EpisodeNext[] {
  const { state, partOf, measure } = episode;
  if (state.kind === 'recovering') return overOf(episode, scene);
  if (partOf !== null) return [...rerunOf([episode]), { what: 'severe_speaks' }];
  if (state.kind === 'noted') return warnedOf(scene);
  const approvers = measure.rule === 'handoff_lead_time' ? approversIn(measure.late) : [];
  const awaited: readonly EpisodeNext[] = [
    ...rerunOf([episode, ...partsOf(episode, scene)]),
    ...(approvers.length === 0 ? [] : [{ what: 'approval', of: approvers } as const]),
  ];
  return [...awaited, ...callsOf(episode, scene, awaited.length > 0)];
}

/** The first of them that comes to an end, one way or the other. */
function rerunOf(episodes: readonly Episode[]): readonly EpisodeNext[] {
  const due = episodes.flatMap(({ state }) => (state.kind === 'rerunning' ? [state.until] : [])).toSorted();
  return due.slice(0, 1).map((at) => ({ what: 'rerun_due', at }));
}

/** Whom it calls and when, or who has to act; where something is awaited, whoever has it may wait too. */
function callsOf(episode: Episode, scene: NextScene, isAwaited: boolean): readonly EpisodeNext[] {
  const { heldDown, paged, acknowledged } = episode;
  const again = heldDown !== null && heldDown.recalledAt === null ? heldDown.until : null;
  if (again !== null && Date.parse(again) > scene.input.now) return [{ what: 'call_again', at: again }];
  if (paged === null) return wouldCall(episode);
  if (acknowledged === null && isCalling(episode, scene)) return [{ what: 'climbs' }];
  return isAwaited ? [] : [{ what: 'person' }];
}

/** One that nothing was heard of is taken to call. */
function isCalling(episode: Episode, { input }: NextScene): boolean {
  const status = incidentFor(episode, input)?.status ?? 'triggered';
  return input.channels.pagerduty && status === 'triggered';
}

function wouldCall({ rule, state, flapping, acknowledged }: Episode): readonly EpisodeNext[] {
  const isQuiet = flapping && acknowledged === null;
  switch (rule) {
    case 'smoke_failure_rate':
    case 'verify_failure':
      return [{ what: 'called_when', when: isQuiet ? 'all_failures' : 'failures' }];
    case 'verify_latency': {
      const when = state.kind === 'rerunning' ? 'rerun_slow' : 'next_slow';
      return isQuiet ? [] : [{ what: 'called_when', when }];
    }
    case 'handoff_lead_time':
      return [{ what: 'called_at', at: later(state.since, LATE_CONFIRMED_MS) }];
    case 'severe':
      return [];
  }
}

function warnedOf({ input: { seen } }: NextScene): readonly EpisodeNext[] {
  const minutes = seen.config.config.monitoring.handoff_lead_time.alert_minutes;
  const times = seen.handoffs.map(({ since }) => later(since, minutes * 60_000)).toSorted();
  return times.slice(0, 1).map((at) => ({ what: 'warned', at }));
}

/** A severe one is over once its parts are. */
function overOf(episode: Episode, scene: NextScene): readonly EpisodeNext[] {
  const { monitoring } = scene.input.seen.config.config;
  const of = episode.rule === 'severe' ? partsOf(episode, scene) : [episode];
  const lacking = of.map((one) => lackingToBeOver(one, monitoring)).filter((one) => one !== null);
  const last =
    lacking
      .map(({ notBefore }) => notBefore)
      .toSorted()
      .at(-1) ?? null;
  const at = last !== null && Date.parse(last) > scene.input.now ? last : null;
  return [{ what: 'over', runs: Math.max(0, ...lacking.map(({ runs }: Lacking) => runs)), at }];
}

/** Those that a severe one speaks for and that are not over. */
function partsOf({ measure }: Episode, { weighed }: NextScene): readonly Episode[] {
  if (measure.rule !== 'severe') return [];
  return weighed.episodes.filter((one) => measure.parts.includes(one.id) && !hasEnded(one));
}

function approversIn(late: readonly { readonly waitsFor: readonly Approver[] }[]): readonly Approver[] {
  const all = late.flatMap(({ waitsFor }) => waitsFor);
  return [...new Map(all.map((one) => [`${one.kind} ${one.id}`, one])).values()];
}
