import type { Episode } from '../alerts/episode.ts';
import { headline } from '../notifiers/wording/episode/headline.ts';
import { PAGE_REASONS } from '../notifiers/wording/episode/names.ts';
import { type Figures, heardOf } from '../replay/figures.ts';
import type { Done, Replayed } from '../replay/replay.ts';
import { printable, table } from './output.ts';
import type { Tried } from './tried-thresholds.ts';

/** More would fill the screen; `--json` has them all. */
const SHOWN = 20;

type Compared = Tried & { readonly figures: Figures };

/** What came of a history, for a person: with the defaults beside it where other thresholds were tried. */
export function replayLines(
  replayed: Replayed,
  figures: Figures,
  compared: Compared | null,
): readonly string[] {
  const { episodes, acts } = replayed;
  const heard = heardOf(acts);
  const pages = pagesOf(replayed);
  return [
    ...list('Episodes', episodes, [
      ['opened', 'rule', 'state', 'seen last', 'paged because'],
      ...episodes.slice(0, SHOWN).map((episode) => episodeRow(episode, heard)),
    ]),
    ...list('Pages', pages, [
      ['called', 'over', 'episode', 'severity', 'runs by then', 'failed'],
      ...pages.slice(0, SHOWN).map(pageRow),
    ]),
    ...(compared === null ? [] : thresholdLines(compared)),
    ...table([headings(compared), ...rows(figures, compared?.figures ?? null)]),
  ];
}

/** Calls, each with when it was over. */
export function pagesOf({ acts }: Replayed): readonly {
  readonly done: Extract<Done, { readonly act: 'page' }>;
  readonly resolvedAt: string | null;
}[] {
  const pages = acts.flatMap((done) => (done.act === 'page' ? [done] : []));
  const over = new Map(
    pages.flatMap(({ action, episodeId, at }) => (action === 'resolve' ? [[episodeId, at] as const] : [])),
  );
  return pages
    .filter(({ action }) => action === 'trigger')
    .map((done) => ({ done, resolvedAt: over.get(done.episodeId) ?? null }));
}

function list(
  title: string,
  all: readonly unknown[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const more = all.length > SHOWN ? [`… and ${all.length - SHOWN} more; --json has them all`] : [];
  return all.length === 0 ? [`${title}: none`, ''] : [`${title}: ${all.length}`, ...table(rows), ...more, ''];
}

function episodeRow(
  { id, openedAt, rule, state, measure, paged, flapping, partOf }: Episode,
  heard: ReadonlySet<string>,
): readonly string[] {
  const states = [
    state.kind,
    ...(flapping ? ['flapping'] : []),
    ...(partOf === null ? [] : ['part of severe']),
    ...(heard.has(id) ? [] : ['silent']),
  ];
  return [
    openedAt,
    rule,
    states.join(', '),
    headline(measure).en,
    paged === null ? '' : `${PAGE_REASONS[paged.because].en} (${paged.at})`,
  ];
}

function pageRow({ done, resolvedAt }: ReturnType<typeof pagesOf>[number]): readonly string[] {
  return [
    done.at,
    resolvedAt ?? 'still open',
    printable(done.episodeId),
    done.severity,
    String(done.runs),
    String(done.failedRuns),
  ];
}

function thresholdLines({ file, thresholds, notes }: Compared): readonly string[] {
  const said = thresholds.map(({ key, value, default: other }) => `  ${key}: ${value}, by default ${other}`);
  return [
    said.length === 0 ? `${file} has the default thresholds.` : `Thresholds of ${file}:`,
    ...said,
    ...notes.map((note) => `${file}: ${note}.`),
    '',
  ];
}

function headings(compared: Compared | null): readonly string[] {
  const own = ['', compared === null ? 'count' : compared.file, 'per 1,000 runs'];
  return compared === null ? own : [...own, 'the defaults', 'per 1,000 runs'];
}

/** One column of what came of it, and one for each of the others where they are compared. */
function rows(own: Figures, defaults: Figures | null): readonly (readonly string[])[] {
  const columns = [own, ...(defaults === null ? [] : [defaults])];
  const row = (name: string, cells: (figures: Figures) => readonly [number | string, (number | string)?]) => [
    name,
    ...columns.flatMap((figures) => {
      const [count, rate = ''] = cells(figures);
      return [String(count), String(rate)];
    }),
  ];
  return [
    row('runs', (one) => [one.runs]),
    row('episodes', (one) => [one.episode_count]),
    row('… of which nobody heard', (one) => [one.silent_episode_count]),
    row('warnings', (one) => [one.warning_count, one.warnings_per_1000]),
    row('pages', (one) => [one.page_count, one.pages_per_1000]),
    row('notes in threads', (one) => [one.note_count]),
    row('re-runs', (one) => [one.rerun_count]),
    row('messages of a rule without memory', (one) => [one.naive_message_count, one.naive_messages_per_1000]),
    row('failed runs until the first page', (one) => [untilFirstPage(one)]),
  ];
}

function untilFirstPage({ first_page: page }: Figures): string {
  if (page === null) return 'no page';
  return page.failed_runs > 0 ? String(page.failed_runs) : `none failed (${page.rule})`;
}
