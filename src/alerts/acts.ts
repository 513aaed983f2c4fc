import type { Episode, EpisodeRerun, Rule } from './episode.ts';
import type { AlertAct, EpisodeSays } from './input.ts';
import type { RunRef } from './run.ts';

/** What is said of one handoff; `told` of its episode remembers it as `<what>:<handoff id>`. */
export const HANDOFF_NOTES = ['lead_time_note', 'approval_asked'] as const;

const SEVERITIES: Readonly<Record<Rule, 'critical' | 'error' | 'warning'>> = {
  smoke_failure_rate: 'error',
  verify_failure: 'error',
  verify_latency: 'error',
  handoff_lead_time: 'warning',
  severe: 'critical',
};

/** What an episode may say more than once: the key says when. */
const MANY_TIMES: ReadonlySet<EpisodeSays> = new Set([
  'rerun',
  'reopened',
  'recovering',
  'no_data',
  'acknowledged',
  'held_down',
]);

interface Told {
  /** The head that each run ran on. */
  readonly heads: ReadonlyMap<number, string>;
  /** `told` of all episodes before: of a handoff an earlier episode may have told. */
  readonly said: ReadonlySet<string>;
  readonly now: string;
}

/**
 * What is to be done because an episode changed; nothing where it did not, so nothing is done twice.
 *
 * @param before `null` where it opens now
 */
export function actsBetween(
  before: Episode | null,
  after: Episode,
  { heads, said: known, now }: Told,
): readonly AlertAct[] {
  const says = sayings(before, after).filter((what) => isHeard(after, what));
  const said = says.map((what) => ({
    act: 'say' as const,
    says: what,
    episodeId: after.id,
    key: keyOf(what, now),
  }));
  const [first, ...rest] = opens(before, after) ? said : [];
  return [
    ...(first === undefined ? [] : [first]),
    ...handoffNotes(known, after),
    ...runActs(before, after, heads),
    ...pages(before, after),
    ...(first === undefined ? said : rest),
  ];
}

/** In the order in which it is said; what opens comes first. */
function sayings(before: Episode | null, after: Episode): readonly EpisodeSays[] {
  const [was, is] = [before?.state.kind ?? null, after.state.kind];
  const isOpening = opens(before, after);
  const isPaged = after.paged !== null && (before?.paged ?? null) === null;
  const isConfirmed = after.confirmedAt !== null && (before?.confirmedAt ?? null) === null;
  const isRecalled = recalledAt(after) !== null && recalledAt(before) === null;
  const isDry = after.noDataSince !== null && (before?.noDataSince ?? null) === null;
  const opening: EpisodeSays = after.flapping ? 'flapping' : 'opened';
  const all: readonly (readonly [EpisodeSays, boolean])[] = [
    [opening, isOpening],
    ['told_at_once', isOpening && after.rule === 'severe'],
    ['reopened', was === 'recovering' && is !== 'recovering' && is !== 'resolved'],
    ['rerun', !isOpening && after.reruns.some((rerun) => asksRerun(before, rerun))],
    ['confirmed', !isOpening && isConfirmed && !isPaged],
    ['paged', isPaged && after.rule !== 'severe'],
    ['acknowledged', after.acknowledged !== null && (before?.acknowledged ?? null) === null],
    ['held_down', after.heldDown !== null && (before?.heldDown ?? null) === null],
    ['called_again', isRecalled],
    ['no_data', isDry],
    ['recovering', is === 'recovering' && was !== 'recovering'],
    ['resolved', is === 'resolved' && was !== 'resolved' && was !== 'noted'],
  ];
  return all.filter(([, holds]) => holds).map(([what]) => what);
}

/** People are warned now: a handoff that was only noted warned nobody. */
function opens(before: Episode | null, { state }: Episode): boolean {
  return (
    (before === null || before.state.kind === 'noted') && state.kind !== 'noted' && state.kind !== 'resolved'
  );
}

/** A severe episode speaks for its parts; one that flaps is silent until somebody has looked. */
function isHeard({ partOf, flapping, acknowledged, told }: Episode, what: EpisodeSays): boolean {
  if (partOf !== null) return false;
  if (what === 'flapping') return !told.includes(what);
  return !flapping || acknowledged !== null || what === 'paged' || what === 'called_again';
}

function keyOf(what: EpisodeSays, now: string): string {
  return MANY_TIMES.has(what) ? `${what}:${Date.parse(now)}` : what;
}

function handoffNotes(known: ReadonlySet<string>, { id, told }: Episode): readonly AlertAct[] {
  return told
    .filter((key) => !known.has(key))
    .flatMap((key) =>
      HANDOFF_NOTES.filter((says) => key.startsWith(`${says}:`)).map((says) => ({
        act: 'say' as const,
        says,
        handoffId: key.slice(says.length + 1),
        episodeId: id,
        key,
      })),
    );
}

function runActs(
  before: Episode | null,
  { id, reruns }: Episode,
  heads: ReadonlyMap<number, string>,
): readonly AlertAct[] {
  return reruns.flatMap((rerun): readonly AlertAct[] => {
    const { of: run, role } = rerun;
    const headSha = heads.get(run.runId);
    const what = { run, episodeId: id };
    if (headSha === undefined) return [];
    if (asksCancel(before, rerun)) return [{ ...what, act: 'cancel', headSha, key: `cancel:${nameOf(run)}` }];
    if (!asksRerun(before, rerun)) return [];
    return [{ ...what, act: 'rerun', role, headSha, key: `rerun:${nameOf(run)}` }];
  });
}

function pages(before: Episode | null, after: Episode): readonly AlertAct[] {
  if (after.paged === null) return [];
  const what = { act: 'page' as const, episodeId: after.id, severity: SEVERITIES[after.rule] };
  const isNew = (before?.paged ?? null) === null;
  const isAgain = recalledAt(after) !== null && recalledAt(before) === null;
  const isOver = after.state.kind === 'resolved' && before?.state.kind !== 'resolved';
  return [
    ...(isNew ? [{ ...what, action: 'trigger' as const, nth: 'first' as const, key: 'page:trigger' }] : []),
    ...(isAgain
      ? [{ ...what, action: 'trigger' as const, nth: 'again' as const, key: 'page:trigger:again' }]
      : []),
    ...(isOver ? [{ ...what, action: 'resolve' as const, nth: 'first' as const, key: 'page:resolve' }] : []),
  ];
}

function recalledAt(episode: Episode | null): string | null {
  return episode?.heldDown?.recalledAt ?? null;
}

function asksCancel(before: Episode | null, rerun: EpisodeRerun): boolean {
  return rerun.outcome.kind === 'cancelling' && outcomeBefore(before, rerun) !== 'cancelling';
}

function asksRerun(before: Episode | null, rerun: EpisodeRerun): boolean {
  return rerun.outcome.kind === 'pending' && outcomeBefore(before, rerun) !== 'pending';
}

function outcomeBefore(
  before: Episode | null,
  { of, role }: EpisodeRerun,
): EpisodeRerun['outcome']['kind'] | null {
  const same = before?.reruns.find((one) => one.role === role && one.of.runId === of.runId);
  return same?.outcome.kind ?? null;
}

function nameOf({ runId, attempt }: RunRef): string {
  return `${runId}.${attempt}`;
}
