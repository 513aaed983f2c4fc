import { isPending, refOf, settled } from './await-rerun.ts';
import type { Episode, EpisodeRerun, Measure, NoRerun, Rate } from './episode.ts';
import {
  countFailures,
  type FailureCounts,
  failuresPage,
  failuresStanding,
  newestFailureAt,
} from './failure-counts.ts';
import { type Lived, lived, openedNow, withFlapping } from './life.ts';
import { isBad, type LogicalRun } from './logical-runs.ts';
import { newFailures } from './news.ts';
import { inARow } from './rates.ts';
import { whyNotFailed } from './reruns.ts';
import { lastSign, openOf, type Seen, withAsked } from './seen.ts';

/** What Codex Smoke and LangGraph Verify have in common: runs that fail, and a re-run that confirms it. */
export interface FailureRule {
  readonly rule: 'smoke_failure_rate' | 'verify_failure';
  readonly role: EpisodeRerun['role'];
  /** Whether a new failure warns people. Of two in a row, and of what is paged for, they are always warned. */
  readonly warns: (seen: Seen, raw: Rate) => boolean;
  /** What else is re-run, once, when the episode opens for this failed run. */
  readonly rerunsToo: (seen: Seen, failed: LogicalRun) => readonly EpisodeRerun[];
}

/** @param partOf the severe episode that speaks for it, else `null` */
export function stepFailures(seen: Seen, rule: FailureRule, partOf: string | null): Lived {
  const open = openOf(seen.input.episodes, rule.rule);
  const known = (open?.reruns ?? []).map((rerun) => settled(seen, rerun));
  const before = countFailures(seen, rule.role, known);
  const news = newFailures(seen, rule.rule, before);
  if (open === null && (news.length === 0 || !isAlarming(seen, rule, before)))
    return { episode: null, wakeAt: null, isPageDue: false };
  const episode = open ?? opens(seen, rule, before);
  const reruns = [...known, ...asked(seen, rule, { ...episode, reruns: known }, news)];
  const counts = countFailures(seen, rule.role, reruns);
  const sight = {
    measure: measureOf(seen, rule, counts),
    reruns: reruns.filter((rerun) => isStillTold(rerun, rule, counts)),
    standing: failuresStanding(seen, episode, counts),
    page: failuresPage(seen, counts),
    badAt: newestFailureAt(counts) ?? 0,
    isSteady: counts.confirmed.failed >= seen.input.settings.smoke_failure_rate.window,
    signAt: lastSign(counts.runs),
  };
  return lived(seen, episode, sight, partOf);
}

/** The re-run of a run, asked for now or not done. */
export function rerunOf(
  seen: Seen,
  { newest }: LogicalRun,
  role: EpisodeRerun['role'],
  because: NoRerun | null,
): EpisodeRerun {
  return {
    of: refOf(newest),
    role,
    askedAt: seen.input.now,
    outcome: because === null ? { kind: 'pending' } : { kind: 'not_done', because },
  };
}

function isAlarming(seen: Seen, { warns }: FailureRule, counts: FailureCounts): boolean {
  return warns(seen, counts.raw) || inARow(counts.raw) >= 2 || failuresPage(seen, counts) !== null;
}

function opens(seen: Seen, rule: FailureRule, counts: FailureCounts): Episode {
  return withFlapping(seen, openedNow(seen, rule.rule, measureOf(seen, rule, counts)));
}

/** Each new failure is re-run once, within bounds; each decision counts for the next one. */
function asked(
  seen: Seen,
  { rule, role, rerunsToo }: FailureRule,
  episode: Episode,
  news: readonly LogicalRun[],
): readonly EpisodeRerun[] {
  const others = seen.input.episodes.filter(({ id }) => id !== episode.id);
  const decided: EpisodeRerun[] = [];
  const known = () => withAsked(seen, [...others, episode, { ...episode, reruns: decided }]);
  for (const run of news) {
    const isOfRun = ({ of, role: one }: EpisodeRerun) => one === role && of.runId === run.runId;
    const isRecorded =
      episode.reruns.some(isOfRun) || others.some(({ reruns }) => reruns.filter(isDone).some(isOfRun));
    if (!isRecorded && run.newest.attempt === 1 && isBad(run.first))
      decided.push(rerunOf(seen, run, role, whyNotFailed(known(), run, role)));
  }
  const [newest] = news.slice(-1);
  if (openOf(seen.input.episodes, rule) === null && newest !== undefined)
    decided.push(...rerunsToo(known(), newest));
  return decided;
}

function isDone({ outcome }: EpisodeRerun): boolean {
  return outcome.kind !== 'not_done';
}

function measureOf({ input }: Seen, { rule }: FailureRule, { raw, confirmed }: FailureCounts): Measure {
  const { window } = input.settings.smoke_failure_rate;
  return { rule, raw, confirmed, window, inARow: inARow(confirmed) };
}

/** Of what has left the window nothing is told any more. */
function isStillTold(rerun: EpisodeRerun, { role }: FailureRule, { raw, confirmed }: FailureCounts): boolean {
  return (
    isPending(rerun) ||
    rerun.role !== role ||
    [...raw.runs, ...confirmed.runs].some(({ runId }) => runId === rerun.of.runId)
  );
}
