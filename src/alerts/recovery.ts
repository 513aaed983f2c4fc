import type { Episode, Measure } from './episode.ts';
import type { MonitoringSettings } from './settings.ts';
import { GOOD_RUNS, isoOf, RECOVERING_MS } from './timing.ts';

type Settings = Pick<MonitoringSettings, 'smoke_failure_rate'>;

/** Three; where it flaps a whole window, so that the runbook's own threshold is not breached any more either. */
export function goodRunsFor({ flapping }: Pick<Episode, 'flapping'>, settings: Settings): number {
  return flapping ? Math.max(GOOD_RUNS, settings.smoke_failure_rate.window) : GOOD_RUNS;
}

/** What a recovering episode lacks to be over, where all goes well. */
export interface Lacking {
  /** Good runs that are still to come. */
  readonly runs: number;
  /** Not before then (ISO 8601). */
  readonly notBefore: string;
}

/**
 * What is still to come before an episode is over: good runs, time, and that nothing which was confirmed asks for
 * somebody to be called. `null` where it does not recover.
 */
export function lackingToBeOver(
  episode: Pick<Episode, 'state' | 'measure' | 'flapping'>,
  settings: Settings,
): Lacking | null {
  const { state, measure } = episode;
  if (state.kind !== 'recovering') return null;
  const runs = Math.max(0, goodRunsFor(episode, settings) - state.goodRuns);
  return {
    runs: runs + furtherRuns(measure, runs, settings),
    notBefore: isoOf(Date.parse(state.since) + RECOVERING_MS),
  };
}

/** Until so few of a full window have failed that nobody would be called. */
function furtherRuns(measure: Measure, runs: number, { smoke_failure_rate }: Settings): number {
  if (!('confirmed' in measure)) return 0;
  const { window, page_at: pageAt } = smoke_failure_rate;
  const { confirmed } = measure;
  const calls = (good: number): boolean => {
    const isFull = confirmed.of + good >= window;
    const left = confirmed.runs.slice(0, Math.max(0, window - good));
    return isFull && left.filter(({ result }) => result !== 'success').length >= pageAt;
  };
  let further = 0;
  while (runs + further < window && calls(runs + further)) further += 1;
  return further;
}
