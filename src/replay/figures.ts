import { type Episode, hasEnded, type Rule } from '../alerts/episode.ts';
import type { Done, Replayed } from './replay.ts';

/** What people would have got of a history, in counts; rates are for 1,000 runs, to two places. */
export interface Figures {
  readonly runs: number;
  readonly episode_count: number;
  readonly open_episode_count: number;
  /** Of which nobody heard: they flap, which was said before, or a severe one speaks for them. */
  readonly silent_episode_count: number;
  /** Messages in the channel that open an episode. */
  readonly warning_count: number;
  readonly warnings_per_1000: number;
  /** Replies in the threads of those messages. */
  readonly note_count: number;
  /** How often somebody was called; that a call is over is no page. */
  readonly page_count: number;
  readonly pages_per_1000: number;
  readonly rerun_count: number;
  /** Of a rule without memory: one message after each run while the threshold is breached. */
  readonly naive_message_count: number;
  readonly naive_messages_per_1000: number;
  /** How many runs had failed when somebody was called first; `null` where nobody was, or nothing had failed: slow runs. */
  readonly first_page_at_failed_run: number | null;
  /** The first call, after how many runs that had ended and how many of them had failed. */
  readonly first_page: {
    readonly at: string;
    readonly rule: Rule | null;
    readonly runs: number;
    readonly failed_runs: number;
  } | null;
}

export function figuresOf({ runs, episodes, acts, naiveMessages }: Replayed): Figures {
  const said = acts.filter(({ act }) => act === 'say');
  const warnings = said.filter(isWarning);
  const pages = acts.filter(isPage);
  const [first] = pages;
  const heard = heardOf(acts);
  const per1000 = (count: number) => (runs === 0 ? 0 : Math.round((count * 100_000) / runs) / 100);
  return {
    runs,
    episode_count: episodes.length,
    open_episode_count: episodes.filter((episode) => !hasEnded(episode)).length,
    silent_episode_count: episodes.filter(({ id }) => !heard.has(id)).length,
    warning_count: warnings.length,
    warnings_per_1000: per1000(warnings.length),
    note_count: said.length - warnings.length,
    page_count: pages.length,
    pages_per_1000: per1000(pages.length),
    rerun_count: acts.filter(({ act }) => act === 'rerun').length,
    naive_message_count: naiveMessages,
    naive_messages_per_1000: per1000(naiveMessages),
    first_page_at_failed_run: first !== undefined && first.failedRuns > 0 ? first.failedRuns : null,
    first_page: firstPage(first, episodes),
  };
}

/** Ids of the episodes of which people were told anything. */
export function heardOf(acts: readonly Done[]): ReadonlySet<string> {
  return new Set(acts.filter(({ act }) => act === 'say' || act === 'page').map(({ episodeId }) => episodeId));
}

function firstPage(page: Done | undefined, episodes: readonly Episode[]): Figures['first_page'] {
  if (page === undefined) return null;
  const { at, runs, failedRuns: failed_runs, episodeId } = page;
  return { at, rule: episodes.find(({ id }) => id === episodeId)?.rule ?? null, runs, failed_runs };
}

export function isWarning(done: Done): boolean {
  return done.act === 'say' && (done.says === 'opened' || done.says === 'flapping');
}

export function isPage(done: Done): boolean {
  return done.act === 'page' && done.action === 'trigger';
}
