import type { Episode } from '../../alerts/episode.ts';
import { type AlertAct, type AlertStep, stepAlerts } from '../../alerts/step.ts';
import { acceptedAt } from '../../gather/watch-handoffs.ts';
import { type NestedRun, verifyRunsOf } from '../../handoff/nested-verify.ts';
import { isInFlight } from '../../handoff/state.ts';
import { ruleCalls } from './calls.ts';
import { type DailyOwed, dailyStatus } from './daily.ts';
import type { WatchInput } from './input.ts';
import { NO_STATUSES, type Statuses, statuses } from './status.ts';

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
  /** The daily statuses (O1). */
  readonly daily: DailyOwed;
  /** Verify runs that a handoff in flight started itself. */
  readonly nested: readonly NestedRun[];
  /** When to look again though nothing was heard; `null` while nothing is awaited. */
  readonly wakeAt: string | null;
}

/** Pure: what ran and what is remembered go through the alert machine, and what is owed to people keeps its time. */
export function weighWatch(input: WatchInput): WeighedWatch {
  const { memory, seen, channels } = input;
  const { kind, config } = seen.config;
  const now = new Date(input.now).toISOString();
  const enforcing = kind === 'ok' && config.mode === 'enforce';
  const isKnown = kind === 'ok' || kind === 'absent';
  const nested = nestedRuns(input);
  const step = isKnown ? stepOf(input, { enforcing, nested, now }) : atRest(input.now);
  const episodes = newestOf(memory.episodes, step.episodes);
  const told = { episodes, runs: seen.runs, owes: enforcing && channels.slack, now };
  const owed = memory.obligations.length > 0 || told.owes ? statuses(memory, told) : NO_STATUSES;
  const daily = dailyStatus(memory.daily, {
    repositoryId: memory.repository.repositoryId,
    settings: config.reports.daily,
    owes: isKnown ? told.owes && config.reports.daily.enabled : null,
    now,
  });
  return {
    enforcing,
    episodes,
    changed: step.episodes,
    acts: step.acts,
    owed,
    daily,
    nested,
    wakeAt: earliest([step.wakeAt, ...owed.wakeAt, ...daily.wakeAt]),
  };
}

/** Known by the runs alone: GitHub tells of no run which other made it. */
function nestedRuns({ memory, seen }: WatchInput): readonly NestedRun[] {
  if (!seen.config.config.handoff.starts_verify) return [];
  return memory.handoffs.flatMap((remembered) => {
    const { pull, handoff } = remembered;
    if (!isInFlight(handoff) || !('run' in handoff.state) || handoff.state.run === null) return [];
    const { id, attempt } = handoff.state.run;
    const run = seen.runs.find((one) => one.runId === id && one.attempt === attempt);
    const own = {
      createdAt: run?.times.requestedAt ?? acceptedAt(remembered, seen.runs),
      completedAt: run?.times.endedAt ?? null,
    };
    return verifyRunsOf(own, seen.runs, seen.defaultBranch).map((runId) => {
      return { runId, handoffId: handoff.id, pull: pull.number };
    });
  });
}

function stepOf(
  input: WatchInput,
  {
    enforcing,
    nested,
    now,
  }: { readonly enforcing: boolean; readonly nested: readonly NestedRun[]; readonly now: string },
): AlertStep {
  const { memory, seen } = input;
  return stepAlerts({
    repositoryId: memory.repository.repositoryId,
    settings: seen.config.config.monitoring,
    runs: seen.runs,
    heads: memory.pulls.map(({ pull, headSha }) => ({ pull: pull.number, headSha })),
    handoffs: seen.handoffs,
    episodes: memory.episodes,
    calls: ruleCalls(input),
    done: memory.done,
    nested,
    stopped: !enforcing || seen.stop.kind !== 'none',
    now,
  });
}

/** What its limits are is not known: nothing begins and nothing is over. */
function atRest(now: number): AlertStep {
  return { episodes: [], acts: [], wakeAt: new Date(now + CONFIG_BACKSTOP_MS).toISOString() };
}

function newestOf(before: readonly Episode[], changed: readonly Episode[]): readonly Episode[] {
  return [...new Map([...before, ...changed].map((episode) => [episode.id, episode])).values()];
}

function earliest(times: readonly (string | null)[]): string | null {
  const set = times.filter((time) => time !== null);
  return set.length === 0 ? null : set.reduce((a, b) => (Date.parse(a) <= Date.parse(b) ? a : b));
}
