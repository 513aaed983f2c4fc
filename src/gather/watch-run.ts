import { resultOf } from '../alerts/classify.ts';
import type { RunResult, SlowCause, WatchedRole, WatchedRun } from '../alerts/run.ts';
import { spentBy } from '../alerts/times.ts';
import { type Clock, isoNow } from '../clock.ts';
import type { RepositoryTarget } from '../effect/effect.ts';
import { expectAnswer } from '../github/answer.ts';
import type { ReportFacts } from '../policies/facts.ts';
import { type ArtifactReader, type ReportSource, readReport } from './artifacts.ts';
import { statusOf, workflowPathOf } from './runs.ts';
import {
  annotationsAnswer,
  jobListAnswer,
  type WatchedJobAnswer,
  type WatchedRunAnswer,
} from './watch-answers.ts';
import { failedParts, type JobSaid } from './watch-failed.ts';
import { causesIn, readJobLog } from './watch-log.ts';
import { timesOf } from './watch-times.ts';

/** Jobs of which it is read what they wrote. */
const MAX_EXPLAINED = 10;
/** GitHub may call a run completed a little before its jobs, or before its report can be had; one that stays so is. */
const BELIEVED_MS = 10 * 60_000;
/** A queue that took more of the time allowed than this may be why a run was slow. */
const LONG_QUEUE = 1 / 3;

export interface WatchReader extends ArtifactReader {
  readonly repository: RepositoryTarget;
  readonly clock: Clock;
}

/** One attempt that is to be read, and what is known of it without its jobs. */
export interface AttemptToRead {
  readonly run: WatchedRunAnswer;
  readonly role: WatchedRole;
  readonly eligible: boolean;
  readonly pulls: readonly number[];
  /** As it was stored last; `null` where it is new. */
  readonly seen: WatchedRun | null;
  /** No later attempt of the run is known. */
  readonly isNewest: boolean;
  readonly hadNewerRun: boolean;
  readonly cancelledForLatency: boolean;
  /** Where it leaves a list of items; `null` where it leaves none. */
  readonly report: ReportSource | null;
  /** After so long it is slow; `null` where nobody asks. */
  readonly limitMs: number | null;
}

/**
 * One attempt of a watched run, with what its jobs tell (M1, M2). One that counts for nothing is known by what the
 * run itself says, so that nobody outside can make the bot ask for more.
 *
 * @throws GitHub's error, or `UnexpectedAnswer`
 */
export async function readAttempt(reader: WatchReader, what: AttemptToRead): Promise<WatchedRun> {
  const { run, seen } = what;
  const now = isoNow(reader.clock);
  const { jobs, count } = what.eligible ? await readJobs(reader, run) : { jobs: [], count: 0 };
  const ended = hasEnded(run, jobs, now);
  const asked = ended ? run : { ...run, status: run.status === 'completed' ? 'in_progress' : run.status };
  const times = timesOf(asked, jobs, { seen: seen?.times ?? null, now });
  const said = ended && what.eligible ? await whatJobsSaid(reader, jobs) : jobs.map(silent);
  const result = ended ? resultOfRun(what, said) : null;
  const report = isBad(result) && what.isNewest ? await reportOf(reader, what) : null;
  const { failed, partCount } = failedParts(result, said, report);
  const watched = {
    repositoryId: reader.repository.repositoryId,
    role: what.role,
    workflowId: run.workflow_id,
    workflowPath: workflowPathOf(run.path),
    runId: run.id,
    attempt: run.run_attempt,
    url: run.html_url,
    event: run.event,
    headSha: run.head_sha,
    headBranch: run.head_branch,
    eligible: what.eligible,
    pulls: what.pulls,
    status: statusOf(asked.status ?? ''),
    result,
    times,
    failed,
    partCount: partCount === null ? null : Math.max(partCount, report === null ? count : 0),
    slowBy: [],
    seenUpdatedAt: new Date(run.updated_at).toISOString(),
  } satisfies WatchedRun;
  return { ...watched, slowBy: await slowBy(reader, what, { watched, jobs, now }) };
}

async function readJobs(
  { client, repository: { owner, repo } }: WatchReader,
  run: WatchedRunAnswer,
): Promise<{ readonly jobs: readonly WatchedJobAnswer[]; readonly count: number }> {
  const answer = await client.request(
    'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs',
    { owner, repo, run_id: run.id, attempt_number: run.run_attempt, per_page: 100 },
  );
  const { jobs, total_count } = expectAnswer(jobListAnswer, answer.data, `jobs of run ${run.id}`);
  return { jobs, count: total_count };
}

function hasEnded(run: WatchedRunAnswer, jobs: readonly WatchedJobAnswer[], now: string): boolean {
  if (run.status !== 'completed') return false;
  const whole = jobs.every(({ status }) => status === 'completed');
  return whole || Date.parse(now) - Date.parse(run.updated_at) > BELIEVED_MS;
}

function silent(job: WatchedJobAnswer): JobSaid {
  return { job, annotations: [] };
}

/** Asked of those that did not end well, and of no more than a few: a PR may have hundreds of them. */
async function whatJobsSaid(
  reader: WatchReader,
  jobs: readonly WatchedJobAnswer[],
): Promise<readonly JobSaid[]> {
  const bad = jobs.filter(({ conclusion }) => conclusion !== 'success' && conclusion !== 'skipped');
  const asked = new Set(bad.slice(0, MAX_EXPLAINED));
  const said: JobSaid[] = [];
  for (const job of jobs)
    said.push(asked.has(job) ? { job, annotations: await readAnnotations(reader, job) } : silent(job));
  return said;
}

/** A job of Actions is a check run of the same id. */
async function readAnnotations(
  { client, repository: { owner, repo } }: WatchReader,
  { id }: WatchedJobAnswer,
): Promise<readonly string[]> {
  const answer = await client.request('GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations', {
    owner,
    repo,
    check_run_id: id,
    per_page: 100,
  });
  const said = expectAnswer(annotationsAnswer, answer.data, `annotations of job ${id}`);
  return said
    .toSorted((a, b) => Number(isFailure(b)) - Number(isFailure(a)))
    .flatMap(({ message }) => (message === null ? [] : [message.slice(0, 1_000)]));
}

function isFailure({ annotation_level }: { readonly annotation_level: string | null }): boolean {
  return annotation_level === 'failure';
}

function resultOfRun(what: AttemptToRead, said: readonly JobSaid[]): RunResult {
  return resultOf({
    conclusion: what.run.conclusion,
    jobs: said.map(({ job, annotations }) => ({
      conclusion: job.conclusion,
      startedAt: job.started_at ?? null,
      endedAt: job.completed_at ?? null,
      // The API does not tell it; the job's own annotation does.
      timeoutMinutes: null,
      annotations,
    })),
    annotations: [],
    hadNewerRun: what.hadNewerRun,
    cancelledForLatency: what.cancelledForLatency,
  });
}

function isBad(result: RunResult | null): boolean {
  return result === 'failure' || result === 'timeout' || result === 'error';
}

/** It only says what failed: where it cannot be read, the failure counts all the same, if a little later. */
async function reportOf(
  reader: WatchReader,
  { run, report, eligible }: AttemptToRead,
): Promise<ReportFacts | null> {
  if (report === null || !eligible) return null;
  const startedAt = run.run_started_at ?? run.created_at;
  const { owner, repo } = reader.repository;
  try {
    const pull = { owner, repo };
    const read = await readReport(reader, { pull, id: run.id, startedAt, headSha: run.head_sha }, report);
    return read.known ? read.value : null;
  } catch (error) {
    if (reader.clock.now() - Date.parse(run.updated_at) <= BELIEVED_MS) throw error;
    return null;
  }
}

/** Only asked of a slow one; its log is there once the job has ended. */
async function slowBy(
  reader: WatchReader,
  { limitMs, eligible, seen }: AttemptToRead,
  {
    watched,
    jobs,
    now,
  }: { readonly watched: WatchedRun; readonly jobs: readonly WatchedJobAnswer[]; readonly now: string },
): Promise<readonly SlowCause[]> {
  if (limitMs === null || !eligible) return [];
  const { queuedMs, executingMs } = spentBy(watched.times, now);
  if (queuedMs + executingMs <= limitMs) return [];
  const queue = queuedMs > limitMs * LONG_QUEUE ? (['queue'] as const) : [];
  const inLog = watched.status === 'completed' ? await causesInLog(reader, jobs) : [];
  const before = (seen?.slowBy ?? []).filter((cause) => cause !== 'queue');
  return [...new Set([...queue, ...before, ...inLog])];
}

async function causesInLog(
  reader: WatchReader,
  jobs: readonly WatchedJobAnswer[],
): Promise<readonly SlowCause[]> {
  const longest = jobs.toSorted((a, b) => lengthOf(b) - lengthOf(a))[0];
  if (longest === undefined) return [];
  const { owner, repo } = reader.repository;
  const log = await readJobLog(reader, { owner, repo, jobId: longest.id }, reader.clock.now()).catch(
    () => null,
  );
  return log === null ? [] : causesIn(log);
}

function lengthOf({ started_at, completed_at }: WatchedJobAnswer): number {
  if (started_at == null || completed_at == null) return 0;
  return Date.parse(completed_at) - Date.parse(started_at);
}
