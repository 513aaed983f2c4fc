import type { Episode, EpisodeState, Measure, Rate } from './episode.ts';
import { hasEnded } from './episode.ts';
import { type Lived, openedNow } from './life.ts';
import { openOf, type Seen } from './seen.ts';
import { BACKSTOP_MS, TOGETHER_MS } from './timing.ts';

const PARTS = ['smoke_failure_rate', 'verify_failure'] as const;
type Part = Episode & { readonly rule: (typeof PARTS)[number] };

/**
 * O6: template generation (Codex Smoke) and LangGraph Verify fail together, both confirmed. One episode of its own
 * that is paged at once and speaks for its parts; over once they are.
 *
 * @param episodes all of the repository, as the rules of the parts have left them in this step
 */
export function stepSevere(seen: Seen, episodes: readonly Episode[]): Lived {
  const open = openOf(episodes, 'severe');
  // By rule, then by time: the ids say so.
  const parts = episodes.filter(isPart).sort((a, b) => (a.id < b.id ? -1 : 1));
  if (open !== null) return goesOn(seen, open, parts);
  const together = failingTogether(parts, episodes);
  if (together === null) return { episode: null, wakeAt: null, isPageDue: false };
  const { now } = seen.input;
  const episode: Episode = {
    ...openedNow(seen, 'severe', measureOf(together)),
    state: { kind: 'confirmed', since: now },
    confirmedAt: now,
    paged: { at: now, because: 'severe' },
  };
  return { episode, wakeAt: seen.now + BACKSTOP_MS, isPageDue: true };
}

/** A pair of parts that is severe, and was not already; `null` where there is none. */
function failingTogether(parts: readonly Part[], episodes: readonly Episode[]): readonly [Part, Part] | null {
  const told = episodes.flatMap(({ measure }) => (measure.rule === 'severe' ? [measure.parts] : []));
  const confirmed = parts.filter(({ confirmedAt }) => confirmedAt !== null);
  for (const smoke of confirmed.filter(({ rule }) => rule === 'smoke_failure_rate')) {
    for (const verify of confirmed.filter(({ rule }) => rule === 'verify_failure')) {
      const isNew = !told.some((ids) => ids.includes(smoke.id) && ids.includes(verify.id));
      if (isNew && areTogether(smoke, verify)) return [smoke, verify];
    }
  }
  return null;
}

/** Both fail now, or one does and the other began to within half an hour of it. */
function areTogether(one: Part, other: Part): boolean {
  if (isFailing(one) && isFailing(other)) return true;
  const apart = Math.abs(Date.parse(one.openedAt) - Date.parse(other.openedAt));
  return (isFailing(one) || isFailing(other)) && apart <= TOGETHER_MS;
}

function isFailing({ state: { kind } }: Part): boolean {
  return kind !== 'recovering' && kind !== 'resolved';
}

function goesOn(seen: Seen, open: Episode, parts: readonly Part[]): Lived {
  const { now } = seen.input;
  const current = parts.filter((part) => !hasEnded(part));
  const known = open.measure.rule === 'severe' ? open.measure.parts : [];
  const own = parts.filter((part) => !hasEnded(part) || known.includes(part.id));
  const episode: Episode = { ...open, measure: measureOf(own), state: stateAfter(open, current, now) };
  return {
    episode,
    wakeAt: current.length === 0 ? null : seen.now + BACKSTOP_MS,
    isPageDue: episode.state.kind === 'confirmed',
  };
}

function stateAfter({ state }: Episode, current: readonly Part[], now: string): EpisodeState {
  if (current.length === 0) return { kind: 'resolved', since: now };
  const goodRuns = current.map((part) => (part.state.kind === 'recovering' ? part.state.goodRuns : 0));
  if (Math.min(...goodRuns) === 0)
    return { kind: 'confirmed', since: state.kind === 'confirmed' ? state.since : now };
  return {
    kind: 'recovering',
    since: state.kind === 'recovering' ? state.since : now,
    goodRuns: Math.min(...goodRuns),
  };
}

function measureOf(parts: readonly Part[]): Measure {
  return {
    rule: 'severe',
    parts: parts.map(({ id }) => id),
    smoke: rateOf(parts, 'smoke_failure_rate'),
    verify: rateOf(parts, 'verify_failure'),
  };
}

/** Of the newest part; what it saw last. */
function rateOf(parts: readonly Part[], rule: Part['rule']): Rate {
  const newest = parts.filter((part) => part.rule === rule).at(-1);
  return newest !== undefined && 'confirmed' in newest.measure
    ? newest.measure.confirmed
    : { failed: 0, of: 0, runs: [] };
}

function isPart(episode: Episode): episode is Part {
  return PARTS.some((rule) => rule === episode.rule);
}
