import { hasEnded } from '../alerts/episode.ts';
import type { Done, Replayed } from './replay.ts';

/** What people would have got of a history, in counts; rates are for 1,000 runs, to two places. */
export interface Figures {
  readonly runs: number;
  readonly episode_count: number;
  readonly open_episode_count: number;
  /** Messages in the channel that open an episode. */
  readonly warning_count: number;
  readonly warnings_per_1000: number;
  /** Replies in the threads of those messages. */
  readonly note_count: number;
  readonly page_count: number;
  readonly pages_per_1000: number;
  readonly rerun_count: number;
  /** Of a rule without memory: one message after each run while the threshold is breached. */
  readonly naive_message_count: number;
  readonly naive_messages_per_1000: number;
  /** How many runs had failed when somebody was called first; `null` where nobody was. */
  readonly first_page_at_failed_run: number | null;
}

export function figuresOf({ runs, episodes, acts, naiveMessages }: Replayed): Figures {
  const said = acts.filter(({ act }) => act === 'say');
  const warnings = said.filter(isWarning);
  const pages = acts.filter(isPage);
  const per1000 = (count: number) => (runs === 0 ? 0 : Math.round((count * 100_000) / runs) / 100);
  return {
    runs,
    episode_count: episodes.length,
    open_episode_count: episodes.filter((episode) => !hasEnded(episode)).length,
    warning_count: warnings.length,
    warnings_per_1000: per1000(warnings.length),
    note_count: said.length - warnings.length,
    page_count: pages.length,
    pages_per_1000: per1000(pages.length),
    rerun_count: acts.filter(({ act }) => act === 'rerun').length,
    naive_message_count: naiveMessages,
    naive_messages_per_1000: per1000(naiveMessages),
    first_page_at_failed_run: pages[0]?.failedRuns ?? null,
  };
}

function isWarning(done: Done): boolean {
  return done.act === 'say' && (done.says === 'opened' || done.says === 'flapping');
}

function isPage(done: Done): boolean {
  return done.act === 'page' && done.action === 'trigger';
}
