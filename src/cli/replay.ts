import { readFile } from 'node:fs/promises';
import type { Episode, Measure } from '../alerts/episode.ts';
import { monitoringSettings } from '../alerts/settings.ts';
import { CodedError, messageOf } from '../errors.ts';
import { type Figures, figuresOf } from '../replay/figures.ts';
import { generated, type ServiceKind } from '../replay/generate.ts';
import { recorded } from '../replay/history.ts';
import { type Done, type Replayed, replay } from '../replay/replay.ts';
import type { Service } from '../replay/service.ts';
import { type OutputOptions, print, printable, table } from './output.ts';

export const DEFAULT_RUNS = 10_000;
export const DEFAULT_SEED = 1;
/** More would fill the screen; `--json` has them all. */
const SHOWN = 20;

export interface ReplayOptions extends OutputOptions {
  readonly history?: string;
  readonly simulate?: ServiceKind;
  readonly runs?: number;
  readonly seed?: number;
}

/** Says what people would have got of a history of runs, by the same rules as the bot's, with their defaults. */
export async function runReplay(options: ReplayOptions): Promise<void> {
  const replayed = replay(await serviceOf(options), monitoringSettings.parse({}));
  const figures = figuresOf(replayed);
  const of =
    options.history === undefined
      ? { simulated: options.simulate ?? 'healthy', seed: seedOf(options) }
      : { history: options.history };
  print(options, { of, ...figures, ...happened(replayed) }, lines(replayed, figures));
}

function happened({ episodes, acts }: Replayed): Readonly<Record<string, readonly unknown[]>> {
  return {
    episodes: episodes.map(({ id, rule, openedAt, state, paged, flapping, measure }) => ({
      id,
      rule,
      opened_at: openedAt,
      state: state.kind,
      since: state.since,
      seen: seenIn(measure),
      paged,
      flapping,
    })),
    messages: acts.flatMap((done) =>
      done.act === 'say' ? [{ at: done.at, episode: done.episodeId, says: done.says }] : [],
    ),
    pages: acts.flatMap((done) => {
      if (done.act !== 'page') return [];
      const { at, episodeId: episode, action, severity, failedRuns: failed_runs } = done;
      return [{ at, episode, action, severity, failed_runs }];
    }),
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

function lines({ episodes, acts }: Replayed, figures: Figures): readonly string[] {
  const pages = acts.filter((done) => done.act === 'page' && done.action === 'trigger');
  return [
    ...list('Episodes', episodes, [
      ['opened', 'rule', 'state', 'seen last', 'paged because'],
      ...episodes.slice(0, SHOWN).map(episodeRow),
    ]),
    ...list('Pages', pages, [
      ['at', 'episode', 'severity', 'failed runs by then'],
      ...pages.slice(0, SHOWN).map(pageRow),
    ]),
    ...table([
      ['', 'count', 'per 1,000 runs'],
      ['runs', String(figures.runs), ''],
      ['warnings', String(figures.warning_count), String(figures.warnings_per_1000)],
      ['pages', String(figures.page_count), String(figures.pages_per_1000)],
      ['notes in threads', String(figures.note_count), ''],
      ['re-runs', String(figures.rerun_count), ''],
      [
        'messages of a rule without memory',
        String(figures.naive_message_count),
        String(figures.naive_messages_per_1000),
      ],
      ['failed runs until the first page', String(figures.first_page_at_failed_run ?? 'no page'), ''],
    ]),
  ];
}

function list(
  title: string,
  all: readonly unknown[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const more = all.length > SHOWN ? [`… and ${all.length - SHOWN} more; --json has them all`] : [];
  return all.length === 0 ? [`${title}: none`, ''] : [`${title}: ${all.length}`, ...table(rows), ...more, ''];
}

function episodeRow({ openedAt, rule, state, measure, paged, flapping }: Episode): readonly string[] {
  return [
    openedAt,
    rule,
    flapping ? `${state.kind}, flapping` : state.kind,
    seenIn(measure),
    paged === null ? '' : `${paged.because} (${paged.at})`,
  ];
}

function seenIn(measure: Measure): string {
  switch (measure.rule) {
    case 'smoke_failure_rate':
    case 'verify_failure':
      return `${measure.raw.failed}/${measure.raw.of}, after re-runs ${measure.confirmed.failed}/${measure.confirmed.of}`;
    case 'severe':
      return `Smoke ${measure.smoke.failed}/${measure.smoke.of}, Verify ${measure.verify.failed}/${measure.verify.of}`;
    case 'verify_latency':
      return `${measure.slow.length} slow`;
    case 'handoff_lead_time':
      return `${measure.late.length} late`;
  }
}

function pageRow(done: Done): readonly string[] {
  return [
    done.at,
    printable(done.episodeId),
    done.act === 'page' ? done.severity : '',
    String(done.failedRuns),
  ];
}
