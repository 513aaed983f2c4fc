import type { Episode, EpisodeRerun, Rule } from './episode.ts';
import { hasEnded } from './episode.ts';
import type { AlertInput } from './input.ts';
import { type LogicalRun, logicalRuns } from './logical-runs.ts';
import { endOf } from './times.ts';

/** What all rules look at: the input, put in order once. */
export interface Seen {
  readonly input: AlertInput;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly smoke: readonly LogicalRun[];
  readonly verify: readonly LogicalRun[];
  /** Re-runs that the bot asked for by itself, and that were not refused or withdrawn; one of a run at most. */
  readonly asked: ReadonlyMap<number, AskedRerun>;
}

export interface AskedRerun {
  readonly role: EpisodeRerun['role'];
  /** `null` where the run is too old to be known. */
  readonly headSha: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export function lookAt(unordered: AlertInput): Seen {
  const input = { ...unordered, episodes: [...unordered.episodes].sort(oldestFirst) };
  const [smoke, verify] = [logicalRuns(input.runs, 'smoke'), logicalRuns(input.runs, 'verify')];
  const done = input.done.filter(({ notDone }) => notDone === null);
  const asked = new Map(
    done.map(({ runId, role, headSha, at }) => [runId, { role, headSha, at: Date.parse(at) }] as const),
  );
  return { input, now: Date.parse(input.now), smoke, verify, asked };
}

/** With what the rules before have asked for in this same step, or in one whose effects are not carried out yet. */
export function withAsked(seen: Seen, episodes: readonly Episode[]): Seen {
  const asked = new Map(seen.asked);
  for (const { of, role, askedAt, outcome } of episodes.flatMap(({ reruns }) => reruns)) {
    if (outcome.kind === 'not_done' || asked.has(of.runId)) continue;
    asked.set(of.runId, { role, headSha: headOf(seen, of.runId), at: Date.parse(askedAt) });
  }
  return { ...seen, asked };
}

export function runsOf(seen: Seen, role: EpisodeRerun['role']): readonly LogicalRun[] {
  return role === 'smoke' ? seen.smoke : seen.verify;
}

/** When a workflow last gave a sign of life, in milliseconds; 0 where it never did. */
export function lastSign(runs: readonly LogicalRun[]): number {
  return Math.max(0, ...runs.map(({ newest }) => endOf(newest) ?? Date.parse(newest.times.requestedAt)));
}

/** The open episode of a rule; `null` where there is none. */
export function openOf(episodes: readonly Episode[], rule: Rule): Episode | null {
  return episodes.find((episode) => episode.rule === rule && !hasEnded(episode)) ?? null;
}

export function endedOf(episodes: readonly Episode[], rule: Rule): readonly Episode[] {
  return episodes.filter((episode) => episode.rule === rule && hasEnded(episode));
}

function headOf({ smoke, verify }: Seen, runId: number): string | null {
  return [...smoke, ...verify].find((run) => run.runId === runId)?.newest.headSha ?? null;
}

function oldestFirst(a: Episode, b: Episode): number {
  return Date.parse(a.openedAt) - Date.parse(b.openedAt) || (a.id < b.id ? -1 : 1);
}
