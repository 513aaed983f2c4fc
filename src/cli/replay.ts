import { readFile } from 'node:fs/promises';
import { type MonitoringSettings, monitoringSettings } from '../alerts/settings.ts';
import { CodedError, messageOf } from '../errors.ts';
import { headline } from '../notifiers/wording/episode/headline.ts';
import { figuresOf, heardOf, isWarning } from '../replay/figures.ts';
import { generated, type ServiceKind } from '../replay/generate.ts';
import { recorded } from '../replay/history.ts';
import { type Replayed, replay } from '../replay/replay.ts';
import type { Service } from '../replay/service.ts';
import { type OutputOptions, print } from './output.ts';
import { Progress } from './progress.ts';
import { pagesOf, replayLines } from './replay-lines.ts';
import { triedIn } from './tried-thresholds.ts';

export const DEFAULT_RUNS = 10_000;
export const DEFAULT_SEED = 1;

export interface ReplayOptions extends OutputOptions {
  readonly history?: string;
  readonly simulate?: ServiceKind;
  readonly runs?: number;
  readonly seed?: number;
  /** File whose thresholds are tried. */
  readonly config?: string;
}

/**
 * Says what people would have got of a history of runs, by the same rules as the bot's: with the thresholds of a
 * configuration beside the defaults, or with the defaults alone.
 *
 * @throws {CodedError} AIOPS_USAGE, AIOPS_HISTORY_UNREADABLE, AIOPS_HISTORY_INVALID, AIOPS_CONFIG_UNREADABLE,
 *   AIOPS_CONFIG_INVALID
 */
export async function runReplay(options: ReplayOptions): Promise<void> {
  const defaults = monitoringSettings.parse({});
  const tried = options.config === undefined ? null : await triedIn(options.config, defaults);
  const service = await serviceOf(options);
  const played = (name: string, settings: MonitoringSettings) => {
    const replayed = told(name, service, settings);
    return { replayed, figures: figuresOf(replayed) };
  };
  const own = played(tried?.file ?? 'runs', tried?.settings ?? defaults);
  const compared = tried === null ? null : { ...tried, figures: played('the defaults', defaults).figures };
  print(
    options,
    {
      of: nameOf(options),
      ...(tried !== null && { config: tried.file, thresholds: tried.thresholds, notes: tried.notes }),
      ...own.figures,
      ...(compared !== null && { defaults: compared.figures }),
      ...happened(own.replayed),
    },
    replayLines(own.replayed, own.figures, compared),
  );
}

function told(name: string, service: Service, settings: MonitoringSettings): Replayed {
  const progress = new Progress(name);
  const all = service.attempts.length;
  progress.tell(0, all);
  const replayed = replay(service, settings, (runs) => progress.tell(runs, all));
  progress.end();
  return replayed;
}

function nameOf(options: ReplayOptions): Readonly<Record<string, unknown>> {
  return options.history === undefined
    ? { simulated: options.simulate ?? 'healthy', seed: seedOf(options) }
    : { history: options.history };
}

function happened(replayed: Replayed): Readonly<Record<string, readonly unknown[]>> {
  const { episodes, acts } = replayed;
  const heard = heardOf(acts);
  return {
    episodes: episodes.map((episode) => {
      const { id, rule, openedAt, state, paged, flapping, partOf, measure } = episode;
      return {
        id,
        rule,
        opened_at: openedAt,
        state: state.kind,
        since: state.since,
        seen: headline(measure).en,
        paged,
        flapping,
        silent: !heard.has(id),
        part_of: partOf,
      };
    }),
    messages: acts.flatMap((done) => {
      if (done.act !== 'say') return [];
      const { at, episodeId: episode, says } = done;
      return [{ at, episode, says, is: isWarning(done) ? 'warning' : 'note' }];
    }),
    pages: pagesOf(replayed).map(({ done, resolvedAt }) => ({
      at: done.at,
      episode: done.episodeId,
      severity: done.severity,
      runs: done.runs,
      failed_runs: done.failedRuns,
      resolved_at: resolvedAt,
    })),
  };
}

async function serviceOf(options: ReplayOptions): Promise<Service> {
  const { history, simulate, runs } = options;
  if (history === undefined) return generated(simulate ?? 'healthy', runs ?? DEFAULT_RUNS, seedOf(options));
  if (runs !== undefined || options.seed !== undefined)
    throw new CodedError('AIOPS_USAGE', '--runs and --seed are for --simulate; a history has its own runs');
  const text = await readFile(history, 'utf8').catch((error: unknown) => {
    throw new CodedError(
      'AIOPS_HISTORY_UNREADABLE',
      `${history} cannot be read (${messageOf(error)}); name an existing file`,
    );
  });
  return recorded(history, text);
}

function seedOf({ seed }: ReplayOptions): number {
  return seed ?? DEFAULT_SEED;
}
