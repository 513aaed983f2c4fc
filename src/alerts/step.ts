import { actsBetween } from './acts.ts';
import { withCalls } from './calls.ts';
import type { Episode } from './episode.ts';
import type { AlertInput, AlertStep } from './input.ts';
import { stepLeadTime } from './lead-time.ts';
import type { Lived } from './life.ts';
import { isSame } from './same.ts';
import { lookAt, openOf, type Seen } from './seen.ts';
import { stepSevere } from './severe.ts';
import { stepSmokeRate } from './smoke-rate.ts';
import { isoOf } from './timing.ts';
import { stepVerifyFailure } from './verify-failure.ts';
import { stepVerifyLatency } from './verify-latency.ts';

export type { AlertAct, AlertInput, AlertStep, DoneReruns, EpisodeSays } from './input.ts';

/**
 * The alert machine: what the runs and handoffs of one repository mean for its episodes, and what is to be done
 * about it. Pure. The same input with the returned episodes put back does nothing more, and the order of runs,
 * handoffs and episodes in the input does not matter.
 */
export function stepAlerts(input: AlertInput): AlertStep {
  const seen = lookAt(input);
  const severe = openOf(seen.input.episodes, 'severe')?.id ?? null;
  const stepped = stepRules(seen, severe);
  const opensSevere = stepped.severe.episode !== null && severe === null;
  // It speaks for its parts from the moment it opens: they are stepped again, and say nothing.
  const { lives } = opensSevere ? stepRules(seen, stepped.severe.episode.id) : stepped;
  return told(
    seen,
    [stepped.severe, ...lives].map((life) => withCalls(seen, life)),
  );
}

/** Each rule sees what those before it have asked for. */
function stepRules(
  seen: Seen,
  partOf: string | null,
): { readonly lives: readonly Lived[]; readonly severe: Lived } {
  const lives: Lived[] = [];
  let current = seen;
  for (const rule of [stepSmokeRate, stepVerifyLatency, stepVerifyFailure, stepLeadTime]) {
    const life = rule(current, partOf);
    lives.push(life);
    current = {
      ...current,
      input: { ...current.input, episodes: put(current.input.episodes, life.episode) },
    };
  }
  return { lives, severe: stepSevere(seen, current.input.episodes) };
}

function told(seen: Seen, lives: readonly Lived[]): AlertStep {
  const before = new Map(seen.input.episodes.map((episode) => [episode.id, episode]));
  const heads = new Map(seen.input.runs.map(({ runId, headSha }) => [runId, headSha]));
  const said = new Set(seen.input.episodes.flatMap(({ told: keys }) => keys));
  const changed = lives.flatMap(({ episode }) => {
    if (episode === null || isSame(before.get(episode.id), episode)) return [];
    return [episode];
  });
  const wakes = lives.flatMap(({ wakeAt }) => (wakeAt === null ? [] : [wakeAt]));
  return {
    episodes: changed,
    acts: changed.flatMap((episode) =>
      actsBetween(before.get(episode.id) ?? null, episode, { heads, said, now: seen.input.now }),
    ),
    wakeAt: wakes.length === 0 ? null : isoOf(Math.min(...wakes)),
  };
}

function put(episodes: readonly Episode[], episode: Episode | null): readonly Episode[] {
  return episode === null ? episodes : [...episodes.filter(({ id }) => id !== episode.id), episode];
}
