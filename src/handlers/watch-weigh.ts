import type { Episode } from '../alerts/episode.ts';
import type { WatchedRun } from '../alerts/run.ts';
import { type AlertAct, type AlertStep, stepAlerts } from '../alerts/step.ts';
import type { WatchInput } from './watch-input.ts';
import { NO_STATUSES, type Statuses, statuses } from './watch-status.ts';

/** A configuration that cannot be used is asked for again this much later. */
const CONFIG_BACKSTOP_MS = 10 * 60_000;

/** What one look at a repository comes to, before people are told. */
export interface WeighedWatch {
  /** The configuration is readable and says `mode: enforce`: only then does the bot act, and speak of it. */
  readonly enforcing: boolean;
  /** All episodes as they are after it, oldest first. */
  readonly episodes: readonly Episode[];
  /** New and changed ones. */
  readonly changed: readonly Episode[];
  readonly acts: readonly AlertAct[];
  readonly owed: Statuses;
  /** When to look again though nothing was heard; `null` while nothing is awaited. */
  readonly wakeAt: string | null;
}

/** Pure: what ran and what is remembered go through the alert machine, and what is owed to people keeps its time. */
export function weighWatch(input: WatchInput): WeighedWatch {
  const { memory, reading, channels } = input;
  const { kind, config } = reading.config;
  const now = new Date(input.now).toISOString();
  const enforcing = kind === 'ok' && config.mode === 'enforce';
  const runs = mergedRuns(memory.runs, reading.runs);
  const step =
    kind === 'ok' || kind === 'absent' ? stepOf(input, { runs, enforcing, now }) : atRest(input.now);
  const episodes = newestOf(memory.episodes, step.episodes);
  const told = { episodes, runs, owes: enforcing && channels.slack, now };
  const owed = memory.obligations.length > 0 || told.owes ? statuses(memory, told) : NO_STATUSES;
  return {
    enforcing,
    episodes,
    changed: step.episodes,
    acts: step.acts,
    owed,
    wakeAt: earliest([step.wakeAt, ...owed.wakeAt]),
  };
}

function stepOf(
  { memory, reading }: WatchInput,
  seen: { readonly runs: readonly WatchedRun[]; readonly enforcing: boolean; readonly now: string },
): AlertStep {
  return stepAlerts({
    repositoryId: memory.repository.repositoryId,
    settings: reading.config.config.monitoring,
    runs: seen.runs,
    heads: memory.pulls.map(({ pull, headSha }) => ({ pull: pull.number, headSha })),
    handoffs: reading.handoffs,
    episodes: memory.episodes,
    done: memory.done,
    stopped: !seen.enforcing || reading.stop.kind !== 'none',
    now: seen.now,
  });
}

/** What its limits are is not known: nothing begins and nothing is over. */
function atRest(now: number): AlertStep {
  return { episodes: [], acts: [], wakeAt: new Date(now + CONFIG_BACKSTOP_MS).toISOString() };
}

/** Stored and read, each attempt as it was seen last; newest first. */
export function mergedRuns(
  stored: readonly WatchedRun[],
  read: readonly WatchedRun[],
): readonly WatchedRun[] {
  const byAttempt = new Map<string, WatchedRun>();
  for (const run of [...stored, ...read]) {
    const key = `${run.workflowId}:${run.runId}:${run.attempt}`;
    const known = byAttempt.get(key);
    if (known === undefined || Date.parse(known.seenUpdatedAt) <= Date.parse(run.seenUpdatedAt))
      byAttempt.set(key, run);
  }
  return [...byAttempt.values()].toSorted((a, b) => b.runId - a.runId || b.attempt - a.attempt);
}

function newestOf(before: readonly Episode[], changed: readonly Episode[]): readonly Episode[] {
  return [...new Map([...before, ...changed].map((episode) => [episode.id, episode])).values()];
}

function earliest(times: readonly (string | null)[]): string | null {
  const set = times.filter((time) => time !== null);
  return set.length === 0 ? null : set.reduce((a, b) => (Date.parse(a) <= Date.parse(b) ? a : b));
}
