import type { SmokeReport } from '../alerts/blast-radius.ts';
import type { WatchedRun } from '../alerts/run.ts';
import type { PullTarget } from '../effect/effect.ts';
import type { GitHubClient } from '../github/client.ts';
import type { JobFacts } from '../policies/facts.ts';
import type { SmokeSettings } from '../policies/settings.ts';
import type { RunAttempt, Runs } from '../store/runs.ts';
import type { ReportSource } from './artifacts.ts';
import { type ChangedPaths, touchedPaths } from './changes.ts';
import type { RunReader } from './runs.ts';

/** What a blast radius is read with; everything it reads is shown only, so what cannot be read is unknown. */
export interface BlastReader {
  readonly client: GitHubClient;
  readonly runs: Pick<RunReader, 'attempt'>;
  readonly store: { readonly runs: Pick<Runs, 'completed' | 'ownerOf'> };
  readonly changedPaths: ChangedPaths;
  readonly smoke: Pick<SmokeSettings, 'artifact' | 'report' | 'paths'>;
}

/** Names that are taken out of one attempt. */
const MAX_NAMES = 500;

/** PRs whose files are looked at: of the others it is unknown what they change. */
const MAX_PULLS = 30;

/**
 * The reports of those runs of Codex Smoke that left one: a failed run uploads nothing. An attempt that was read
 * before is not read again.
 */
export async function readSmokeReports(
  reader: BlastReader,
  runs: readonly WatchedRun[],
): Promise<readonly SmokeReport[]> {
  const { artifact, report: file } = reader.smoke;
  const source: ReportSource = { artifact, file, kind: 'items' };
  const green = runs.filter(({ role, result }) => role === 'smoke' && result === 'success');
  const read = await Promise.all(green.map((run) => attemptOf(reader, run, source)));
  return read.flatMap((attempt) => {
    const report = attempt?.report.known === true ? attempt.report.value : null;
    if (attempt === null || report?.kind !== 'items') return [];
    return [{ runId: attempt.runId, attempt: attempt.attempt, items: report.items }];
  });
}

/** Jobs and steps of the attempt that ended in success; none where its jobs cannot be read. */
export async function readPassed(reader: BlastReader, run: WatchedRun): Promise<readonly string[]> {
  const attempt = await attemptOf(reader, run, null);
  const jobs = attempt?.jobs.known === true ? attempt.jobs.value : [];
  return jobs.flatMap(passedIn).slice(0, MAX_NAMES);
}

/** The paths that each of the first PRs touches and that Codex Smoke is about, by its number; `null` where they are not known. */
export async function readTouched(
  reader: BlastReader,
  pulls: readonly { readonly pull: PullTarget; readonly headSha: string }[],
): Promise<ReadonlyMap<number, readonly string[] | null>> {
  const { client, changedPaths, smoke } = reader;
  const touched = new Map<number, readonly string[] | null>();
  for (const { pull, headSha } of pulls.slice(0, MAX_PULLS)) {
    touched.set(pull.number, await touchedPaths({ client, pull, changedPaths, headSha }, smoke.paths));
  }
  return touched;
}

/** `null` where it cannot be read, or the run has another attempt by now. */
async function attemptOf(
  { runs, store }: BlastReader,
  { repositoryId, runId, attempt }: WatchedRun,
  report: ReportSource | null,
): Promise<RunAttempt | null> {
  const wanted = report === null ? null : `${report.artifact}/${report.file}`;
  try {
    const kept = await store.runs.completed(repositoryId, runId);
    if (kept?.attempt === attempt && (wanted === null || kept.reportSource === wanted)) return kept;
    const read = await runs.attempt(runId, { report, suiteUpdatedAt: null });
    return read.status === 'completed' && read.attempt.attempt === attempt ? read.attempt : null;
  } catch {
    return null;
  }
}

function passedIn({ name, conclusion, steps }: JobFacts): readonly string[] {
  const passed = steps.flatMap((step) => (step.conclusion === 'success' ? [step.name] : []));
  return conclusion === 'success' ? [name, ...passed] : passed;
}
