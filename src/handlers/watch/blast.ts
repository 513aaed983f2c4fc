import { type BlastRadius, blastRadius, type SmokeReport } from '../../alerts/blast-radius.ts';
import type { WatchedRun } from '../../alerts/run.ts';
import { hasFailed, newestFirst, tells } from '../../alerts/smoke-items.ts';
import { endOf } from '../../alerts/times.ts';
import { type BlastCommentEffect, type BlastOver, blastKey } from '../../effect/blast.ts';
import type { PullTarget } from '../../effect/effect.ts';
import { type BlastReader, readPassed, readSmokeReports, readTouched } from '../../gather/blast.ts';
import { readPullEnd } from '../../gather/pull-state.ts';
import type { GitHubClient } from '../../github/client.ts';
import { isInFlight } from '../../handoff/state.ts';
import type { Locale } from '../../policies/locale.ts';
import type { WatchMemory } from '../../store/watches.ts';

/** PRs that are looked at in one go, those that failed last first. */
const MAX_SUBJECTS = 10;

type KnownPull = WatchMemory['pulls'][number];

/** A PR of which Verify failed, or had failed when its comment was written. */
export interface BlastSubject {
  readonly pull: PullTarget;
  /** The attempt that failed, and the head that it was for; `null` where it is not remembered any more. */
  readonly failed: { readonly verify: WatchedRun; readonly headSha: string } | null;
  readonly over: BlastOver | null;
  /** When it was over, in milliseconds; `null` where it goes on, and where that is not known. */
  readonly overAt: number | null;
}

/** What a failed Verify means for one PR; `radius` is `null` where what failed is not remembered any more. */
export interface Blast {
  readonly pull: PullTarget;
  readonly radius: BlastRadius | null;
  readonly over: BlastOver | null;
}

/**
 * The open PRs whose newest Verify failed, the newest failure first, and those whose comment still stands though it
 * is over. A run that was superseded or cancelled says nothing.
 *
 * @param heads head that each Verify run was for, by run id, where that is not the commit it ran on
 */
export function blastSubjects(
  memory: WatchMemory,
  heads: ReadonlyMap<number, string>,
): readonly BlastSubject[] {
  return memory.pulls
    .flatMap((known) => subjectOf(known, memory, heads))
    .toSorted(newestSubjectFirst)
    .slice(0, MAX_SUBJECTS);
}

function subjectOf(
  { pull, headSha }: KnownPull,
  { runs, said }: WatchMemory,
  heads: ReadonlyMap<number, string>,
): readonly BlastSubject[] {
  const headOf = (run: WatchedRun): string => heads.get(run.runId) ?? run.headSha;
  const ended = runs
    .filter((run) => run.role === 'verify' && tells(run) && run.pulls.includes(pull.number))
    .toSorted(newestFirst);
  const here = ended.find((run) => headOf(run) === headSha);
  const newest = here ?? ended[0];
  if (newest === undefined) return [];
  if (here !== undefined && hasFailed(here))
    return [{ pull, failed: { verify: here, headSha }, over: null, overAt: null }];
  const key = blastKey(pull.repositoryId, pull.number);
  if (!said.some((each) => each.key === key && each.state !== 'rejected')) return [];
  const verify = ended.find(hasFailed);
  const failed = verify === undefined ? null : { verify, headSha: headOf(verify) };
  if (hasFailed(newest)) {
    const pushed = runs.filter((run) => headOf(run) === headSha).map(askedAt);
    const overAt = pushed.length === 0 ? null : Math.min(...pushed);
    return [{ pull, failed, over: { because: 'pushed', headSha }, overAt }];
  }
  const passed = firstPass(ended) ?? newest;
  const { runId, attempt, url } = passed;
  return [{ pull, failed, over: { because: 'passed', run: { runId, attempt, url } }, overAt: endOf(passed) }];
}

/** What ended it, whatever passed after that; `ended` is newest first. */
function firstPass(ended: readonly WatchedRun[]): WatchedRun | undefined {
  const failed = ended.findIndex(hasFailed);
  return failed === -1 ? undefined : ended[failed - 1];
}

function askedAt({ times }: WatchedRun): number {
  return Date.parse(times.requestedAt);
}

/** What is still going on first. */
function newestSubjectFirst(one: BlastSubject, other: BlastSubject): number {
  const open = Number(one.over !== null) - Number(other.over !== null);
  if (open !== 0 || one.failed === null || other.failed === null) return open;
  return newestFirst(one.failed.verify, other.failed.verify) || one.pull.number - other.pull.number;
}

/** How the radius is found, beside what is remembered. */
export interface BlastLook {
  /** Reads as the bot does for that PR. */
  readonly reader: (pull: PullTarget) => BlastReader;
  /** How many runs of Codex Smoke the history of a scenario is about: the window of M1. */
  readonly window: number;
}

/**
 * The blast radius of each PR whose newest Verify failed (O2), the newest failure first, and of those for which it is
 * over. What cannot be read is unknown in it; it never fails for that.
 */
export async function lookAtBlasts(all: WatchMemory, look: BlastLook): Promise<readonly Blast[]> {
  // A fork can run Codex Smoke of any commit of ours, and upload what it likes.
  const memory = { ...all, runs: all.runs.filter(({ eligible }) => eligible) };
  const [known] = memory.pulls;
  if (known === undefined) return [];
  const heads = await dispatchedHeads(memory, look.reader(known.pull));
  const subjects = blastSubjects(memory, heads);
  if (subjects.length === 0) return [];
  const reports = await readSmokeReports(look.reader(known.pull), smokeRuns(memory, subjects, look.window));
  const blasts: Blast[] = [];
  for (const { pull, failed, over, overAt } of subjects) {
    const radius =
      failed === null ? null : await radiusOf({ pull, over, overAt, ...failed }, { memory, look, reports });
    blasts.push({ pull, radius, over });
  }
  return blasts;
}

/** Those that stand on PRs which have ended since, as they were shown last; one that cannot be read waits. */
export async function endedBlasts(
  standing: readonly BlastCommentEffect[],
  client: GitHubClient,
): Promise<readonly Blast[]> {
  const ended: Blast[] = [];
  for (const { pull, blast: radius } of standing) {
    const because = await readPullEnd(client, pull);
    if (because !== null) ended.push({ pull, radius, over: { because } });
  }
  return ended;
}

/** Runs on the default branch were dispatched for another commit than they ran on: the dispatch tells for which. */
async function dispatchedHeads(
  { repository, runs, pulls }: WatchMemory,
  { store }: Pick<BlastReader, 'store'>,
): Promise<ReadonlyMap<number, string>> {
  const elsewhere = runs.filter(
    (run) => run.role === 'verify' && tells(run) && !pulls.some(({ headSha }) => headSha === run.headSha),
  );
  const heads = new Map<number, string>();
  for (const runId of new Set(elsewhere.map((run) => run.runId))) {
    const owner = await store.runs.ownerOf(repository.repositoryId, runId);
    if (owner !== null) heads.set(runId, owner.headSha);
  }
  return heads;
}

/** Those on the heads that are asked about, and the newest of all. */
function smokeRuns(
  { runs }: WatchMemory,
  subjects: readonly BlastSubject[],
  window: number,
): readonly WatchedRun[] {
  const heads = new Set(subjects.map(({ failed }) => failed?.headSha));
  const smoke = runs.filter((run) => run.role === 'smoke' && tells(run)).toSorted(newestFirst);
  return smoke.filter((run, index) => index < window * 2 || heads.has(run.headSha));
}

interface Failed {
  readonly pull: PullTarget;
  readonly verify: WatchedRun;
  readonly headSha: string;
  readonly over: BlastOver | null;
  readonly overAt: number | null;
}

interface Scene {
  readonly memory: WatchMemory;
  readonly look: BlastLook;
  readonly reports: readonly SmokeReport[];
}

/** What is over is shown as it was: what else is affected now is not asked. */
async function radiusOf(
  { pull, verify, headSha, over, overAt }: Failed,
  { memory, look, reports }: Scene,
): Promise<BlastRadius> {
  const reader = look.reader(pull);
  const runs = over === null ? memory.runs : asThen(memory.runs, { verify, headSha, overAt });
  const input = {
    pull: pull.number,
    headSha,
    verify,
    verifyPassed: await readPassed(reader, verify),
    runs,
    reports,
    window: look.window,
    handoffs: over === null ? inFlight(memory) : [],
  };
  const alone = blastRadius({ ...input, pulls: [] });
  if (over !== null) return alone;
  const ownFirst = memory.pulls.toSorted(
    (one, other) =>
      Number(other.pull.number === pull.number) - Number(one.pull.number === pull.number) ||
      other.pull.number - one.pull.number,
  );
  const asked = alone.templates.length === 0 ? ownFirst.slice(0, 1) : ownFirst;
  const touched = await readTouched(reader, asked);
  const pulls = memory.pulls.map((each) => ({
    number: each.pull.number,
    headSha: each.headSha,
    paths: touched.get(each.pull.number) ?? null,
  }));
  return blastRadius({ ...input, pulls });
}

/** As they were right before it was over; where it is not known when that was, without what ran later elsewhere. */
function asThen(
  runs: readonly WatchedRun[],
  { verify, headSha, overAt }: Pick<Failed, 'verify' | 'headSha' | 'overAt'>,
): readonly WatchedRun[] {
  if (overAt === null)
    return runs.filter(
      (run) => newestFirst(run, verify) >= 0 || (run.role === 'smoke' && run.headSha === headSha),
    );
  return runs
    .filter((run) => askedAt(run) < overAt)
    .map((run) => ((endOf(run) ?? overAt) < overAt ? run : underWay(run)));
}

function underWay(run: WatchedRun): WatchedRun {
  return { ...run, status: 'running', result: null, times: { ...run.times, endedAt: null } };
}

function inFlight({ handoffs }: WatchMemory) {
  return handoffs
    .filter(({ handoff }) => isInFlight(handoff))
    .map(({ pull, handoff: { id, state } }) => ({
      handoffId: id,
      pull: pull.number,
      runUrl: 'run' in state ? (state.run?.url ?? null) : null,
    }));
}

/** What the comments need beside the radius. */
export interface BlastShowing {
  readonly mode: 'observe' | 'enforce';
  readonly locale: Locale;
  readonly repositoryUrl: string;
  readonly playbookUrl: string;
  /** The episode's message in Slack, where it was sent and may be linked on the PR. */
  readonly slackUrl: string | null;
}

/** One comment for each PR, only where the bot may act (`mode: enforce`): in Slack its summary stands all the same. */
export function blastEffects(
  blasts: readonly Blast[],
  { mode, ...showing }: BlastShowing,
): readonly BlastCommentEffect[] {
  if (mode !== 'enforce') return [];
  return blasts.map(({ pull, radius, over }) => ({
    kind: 'blast_comment',
    key: blastKey(pull.repositoryId, pull.number),
    pull,
    blast: radius,
    over,
    ...showing,
  }));
}
