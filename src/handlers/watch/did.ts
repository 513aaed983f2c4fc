import { type Episode, type EpisodeRerun, hasEnded, type Measure } from '../../alerts/episode.ts';
import type { EpisodeDeed } from '../../effect/episode.ts';
import { episodeNoteKey } from '../../effect/episode-keys.ts';
import { incidentStopKeys } from '../../effect/incident-stop.ts';
import { incidentFor } from './calls.ts';
import { rerunKey } from './deeds.ts';
import type { WatchInput } from './input.ts';
import type { WeighedWatch } from './weigh.ts';

/** What is looked at to say what was done. */
export interface DeedScene {
  readonly input: Pick<WatchInput, 'seen' | 'memory' | 'githubHost'>;
  readonly weighed: Pick<WeighedWatch, 'episodes'>;
}

/**
 * What the bot has done for an episode, oldest first: done, not on its way. A run that was re-run is one deed, which
 * every episode shows that is about it; a severe one shows those of its parts too.
 */
export function deedsOf(episode: Episode, scene: DeedScene): readonly EpisodeDeed[] {
  const all = [episode, ...partsOf(episode, scene)];
  const reruns = oneOfEachRun(all.flatMap((one) => [...one.reruns, ...sharedReruns(one, scene)]));
  const deeds = [
    ...reruns.flatMap((rerun) => rerunDeeds(rerun, episode.repositoryId, scene)),
    ...all.flatMap((one) => [...calls(one), ...stops(one, scene), ...leadTimeDeeds(one, scene)]),
  ];
  return deeds.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function partsOf({ measure }: Episode, { weighed }: DeedScene): readonly Episode[] {
  if (measure.rule !== 'severe') return [];
  return weighed.episodes.filter(({ id }) => measure.parts.includes(id));
}

/** Re-runs, for other episodes of the same time, of the runs that it is about or did not re-run itself. */
function sharedReruns(episode: Episode, { weighed }: DeedScene): readonly EpisodeRerun[] {
  const about = new Set([...badRuns(episode.measure), ...episode.reruns.map(({ of }) => of.runId)]);
  return weighed.episodes
    .filter((one) => one.id !== episode.id && isOfItsTime(one, episode))
    .flatMap(({ reruns }) => reruns)
    .filter(({ of, outcome }) => outcome.kind !== 'not_done' && about.has(of.runId));
}

function isOfItsTime(one: Episode, { openedAt }: Episode): boolean {
  return !hasEnded(one) || Date.parse(one.state.since) >= Date.parse(openedAt);
}

function badRuns(measure: Measure): readonly number[] {
  switch (measure.rule) {
    case 'smoke_failure_rate':
    case 'verify_failure':
      return [...measure.raw.runs, ...measure.confirmed.runs]
        .filter(({ result }) => result !== 'success')
        .map(({ runId }) => runId);
    case 'verify_latency':
      return measure.slow.map(({ runId }) => runId);
    case 'handoff_lead_time':
    case 'severe':
      return [];
  }
}

/** That one did not do it is no news where another has. */
function oneOfEachRun(reruns: readonly EpisodeRerun[]): readonly EpisodeRerun[] {
  const done = reruns.filter(({ outcome }) => outcome.kind !== 'not_done');
  const byRun = new Map([...reruns, ...done].map((rerun) => [rerun.of.runId, rerun]));
  return [...byRun.values()];
}

function rerunDeeds(rerun: EpisodeRerun, repositoryId: number, scene: DeedScene): readonly EpisodeDeed[] {
  const { of, role, askedAt, outcome } = rerun;
  const cancelledAt = sentAt(rerunKey(repositoryId, of, 'cancel'), scene);
  const cancelled: readonly EpisodeDeed[] =
    cancelledAt === null ? [] : [{ did: 'cancelled', at: cancelledAt, url: of.url }];
  if (outcome.kind === 'not_done')
    return [...cancelled, { did: 'no_rerun', at: askedAt, role, url: of.url, because: outcome.because }];
  const sent = sentAt(rerunKey(repositoryId, of), scene);
  const { came, url } = outcomeOf(rerun, scene);
  if (sent === null && came === 'overdue')
    return [...cancelled, { did: 'no_rerun', at: askedAt, role, url, because: 'not_taken' }];
  if (sent === null && came === 'running') return cancelled;
  return [...cancelled, { did: 'rerun', at: sent ?? askedAt, role, url, came }];
}

/** An episode that is over does not see how a re-run ended after it; the runs tell. */
function outcomeOf(
  { of, outcome }: EpisodeRerun,
  { input }: DeedScene,
): Pick<Extract<EpisodeDeed, { did: 'rerun' }>, 'came' | 'url'> {
  if (outcome.kind === 'ended') return { came: outcome.result, url: outcome.run.url };
  const again = input.seen.runs
    .filter(({ runId, attempt }) => runId === of.runId && attempt > of.attempt)
    .toSorted((a, b) => b.attempt - a.attempt)[0];
  const result = again?.result ?? null;
  if (again !== undefined && result !== null) return { came: result, url: again.url };
  return { came: outcome.kind === 'overdue' ? 'overdue' : 'running', url: of.url };
}

function calls({ paged, heldDown }: Episode): readonly EpisodeDeed[] {
  const again = heldDown?.recalledAt ?? null;
  return [
    ...(paged === null ? [] : [{ did: 'paged', ...paged } as const]),
    ...(again === null ? [] : [{ did: 'paged_again', at: again } as const]),
  ];
}

/** Auto Handoff, for the incident that its page opened; whoever lifts it, that was done. */
function stops(episode: Episode, { input }: DeedScene): readonly EpisodeDeed[] {
  const incident = episode.paged === null ? null : incidentFor(episode, input);
  if (incident === null) return [];
  const keys = incidentStopKeys(incident, episode.repositoryId);
  const notice = input.memory.said.find(({ key }) => keys.includes(key));
  return notice === undefined ? [] : [{ did: 'stopped', at: notice.createdAt }];
}

/** The note of a handoff may have been written for an episode before this one. */
function leadTimeDeeds({ measure }: Episode, scene: DeedScene): readonly EpisodeDeed[] {
  if (measure.rule !== 'handoff_lead_time') return [];
  const episodes = scene.weighed.episodes.filter(({ rule }) => rule === measure.rule);
  const saidAt = (what: string): string | null =>
    episodes.map((one) => sentAt(episodeNoteKey(one, what), scene)).find((at) => at !== null) ?? null;
  return measure.late.flatMap(({ handoffId, pull, asked }): readonly EpisodeDeed[] => {
    const [noted, askedAt] = [saidAt(`lead_time_note:${handoffId}`), saidAt(`approval_asked:${handoffId}`)];
    return [
      ...(noted === null ? [] : [{ did: 'noted', at: noted, pull } as const]),
      ...(askedAt === null ? [] : [{ did: 'asked', at: askedAt, pull, of: asked ?? [] } as const]),
    ];
  });
}

function sentAt(key: string, { input }: DeedScene): string | null {
  return input.memory.said.find((one) => one.key === key)?.sentAt ?? null;
}
