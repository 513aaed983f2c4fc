import { z } from 'zod';
import type { PullTarget } from '../effect/effect.ts';
import { CodedError } from '../errors.ts';
import { expectAnswer, pages } from '../github/answer.ts';
import type { JobFacts, ReportFacts, RunFacts, RunStatus } from '../policies/facts.ts';
import { type Known, known } from '../policies/verdict.ts';
import type { RunAttempt, Store } from '../store/store.ts';
import { type ArtifactReader, type ReportSource, readReport } from './artifacts.ts';

/** Runs of one workflow that are read for one head. */
export const MAX_RUNS = 50;

const runAnswer = z.object({
  id: z.number(),
  run_attempt: z.number(),
  workflow_id: z.number(),
  path: z.string(),
  event: z.string(),
  head_sha: z.string(),
  head_branch: z.string().nullable(),
  head_repository: z.object({ id: z.number() }).nullable(),
  repository: z.object({ id: z.number() }),
  status: z.string().nullable(),
  conclusion: z.string().nullable(),
  created_at: z.string(),
  run_started_at: z.string().nullish(),
  updated_at: z.string(),
  html_url: z.string(),
  display_title: z.string().nullish(),
  actor: z.object({ id: z.number(), login: z.string(), type: z.string() }).nullish(),
  triggering_actor: z.object({ id: z.number(), login: z.string(), type: z.string() }).nullish(),
});
export type RunAnswer = z.output<typeof runAnswer>;

const step = z.object({ name: z.string(), status: z.string(), conclusion: z.string().nullable() });
const jobsAnswer = z.object({
  jobs: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      conclusion: z.string().nullable(),
      html_url: z.string().nullable(),
      steps: z.array(step).nullish(),
    }),
  ),
});
const runsAnswer = z.object({ workflow_runs: z.array(runAnswer) });

/** Reads workflow runs: once per completed attempt, again only where something may have changed. */
export class RunReader {
  readonly #reader: ArtifactReader;
  readonly #store: Store;
  readonly #pull: PullTarget;

  constructor(deps: { readonly reader: ArtifactReader; readonly store: Store; readonly pull: PullTarget }) {
    this.#reader = deps.reader;
    this.#store = deps.store;
    this.#pull = deps.pull;
  }

  /** @throws GitHub's error, or `AIOPS_GITHUB_PARTIAL` for an answer of another shape. */
  async run(id: number): Promise<RunAnswer> {
    const answer = await this.#reader.client.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', {
      ...this.#address(),
      run_id: id,
    });
    const run = expectAnswer(runAnswer, answer.data, `run ${id}`);
    if (run.repository.id !== this.#pull.repositoryId) {
      throw new CodedError('AIOPS_GITHUB_PARTIAL', `run ${id} is of another repository; it is not counted`);
    }
    return run;
  }

  /** Runs of a workflow that were dispatched on a branch since a time (ISO), newest first; the first hundred. */
  async dispatched(workflowPath: string, branch: string, since: string): Promise<readonly RunAnswer[]> {
    const answer = await this.#reader.client.request(
      'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
      {
        ...this.#address(),
        workflow_id: fileName(workflowPath),
        event: 'workflow_dispatch',
        branch,
        created: `>=${since}`,
        per_page: 100,
      },
    );
    return expectAnswer(runsAnswer, answer.data, `the runs of ${workflowPath}`).workflow_runs;
  }

  /** All jobs of one attempt with their steps. */
  async jobs(runId: number, attempt: number): Promise<readonly JobFacts[]> {
    const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs';
    const params = { ...this.#address(), run_id: runId, attempt_number: attempt };
    const jobs: JobFacts[] = [];
    for await (const page of pages(this.#reader.client, route, {
      params,
      schema: jobsAnswer,
      what: 'jobs',
    })) {
      jobs.push(...page.jobs.map((job) => jobFacts(job)));
    }
    return jobs;
  }

  /** The jobs of the attempt that a run is at; those of one that has ended are read once. */
  async jobsOf(run: RunAnswer): Promise<readonly JobFacts[]> {
    const stored = await this.#store.runs.completed(this.#pull.repositoryId, run.id);
    if (stored?.attempt === run.run_attempt && stored.jobs.known) return stored.jobs.value;
    const jobs = await this.jobs(run.id, run.run_attempt);
    if (statusOf(run.status ?? '') === 'completed')
      await this.#keep(
        this.#asAttempt(run, { suiteUpdatedAt: null, report: null }, known(jobs), known(null)),
      );
    return jobs;
  }

  /**
   * What the newest attempt of a run says. A completed attempt that was read before is not read
   * again; `suiteUpdatedAt` equal to the stored one spares even the look at the run.
   */
  async attempt(
    id: number,
    want: { readonly report: ReportSource | null; readonly suiteUpdatedAt: string | null },
  ): Promise<{ readonly attempt: RunAttempt; readonly status: RunStatus }> {
    const kept = await this.#store.runs.completed(this.#pull.repositoryId, id);
    const stored = kept !== null && answers(kept, want.report) ? kept : null;
    if (stored !== null && want.suiteUpdatedAt !== null && stored.suiteUpdatedAt === want.suiteUpdatedAt) {
      return { attempt: stored, status: 'completed' };
    }
    const run = await this.run(id);
    const status = statusOf(run.status ?? '');
    if (status !== 'completed')
      return { attempt: this.#asAttempt(run, want, known([]), known(null)), status };
    if (stored !== null && stored.attempt === run.run_attempt) {
      const attempt = { ...stored, suiteUpdatedAt: want.suiteUpdatedAt ?? stored.suiteUpdatedAt };
      if (attempt.suiteUpdatedAt !== stored.suiteUpdatedAt) await this.#store.runs.keep(attempt);
      return { attempt, status };
    }
    const jobs = known(await this.jobs(id, run.run_attempt));
    const startedAt = run.run_started_at ?? run.created_at;
    const report =
      run.conclusion === 'success' && want.report !== null
        ? await readReport(
            this.#reader,
            { pull: this.#pull, id, startedAt, headSha: run.head_sha },
            want.report,
          )
        : known(null);
    const attempt = this.#asAttempt(run, want, jobs, report);
    await this.#keep(attempt);
    return { attempt, status };
  }

  /**
   * Only what is whole: a job that still runs in a run that has ended, or a report that is not there
   * yet, is an answer from before its end.
   */
  async #keep(attempt: RunAttempt): Promise<void> {
    const whole = attempt.jobs.known && attempt.jobs.value.every(({ status }) => status === 'completed');
    const reported = attempt.report.known && (attempt.reportSource === null || attempt.report.value !== null);
    if (whole && reported) await this.#store.runs.keep(attempt);
  }

  #asAttempt(
    run: RunAnswer,
    want: { readonly suiteUpdatedAt: string | null; readonly report: ReportSource | null },
    jobs: Known<readonly JobFacts[]>,
    report: Known<ReportFacts | null>,
  ): RunAttempt {
    return {
      repositoryId: this.#pull.repositoryId,
      runId: run.id,
      attempt: run.run_attempt,
      suiteUpdatedAt: want.suiteUpdatedAt ?? '',
      workflowPath: workflowPathOf(run.path),
      workflowId: run.workflow_id,
      event: run.event,
      headSha: run.head_sha,
      headBranch: run.head_branch,
      headRepositoryId: run.head_repository?.id ?? null,
      createdAt: run.created_at,
      conclusion: run.conclusion,
      url: run.html_url,
      reportSource: sourceName(run.conclusion === 'success' ? want.report : null),
      jobs,
      report,
    };
  }

  #address(): { readonly owner: string; readonly repo: string } {
    return { owner: this.#pull.owner, repo: this.#pull.repo };
  }
}

/** What was kept was read with the same report in mind: a report that nobody asked for is not "none". */
function answers(kept: RunAttempt, report: ReportSource | null): boolean {
  return report === null || kept.conclusion !== 'success' || kept.reportSource === sourceName(report);
}

function sourceName(report: ReportSource | null): string | null {
  return report === null ? null : `${report.artifact}/${report.file}`;
}

/** A stored attempt as the gates see it. */
export function runFacts(
  attempt: RunAttempt,
  more: Pick<RunFacts, 'status' | 'dispatchedByBot' | 'fileUnchanged'>,
): RunFacts {
  return {
    id: attempt.runId,
    attempt: attempt.attempt,
    workflowPath: attempt.workflowPath,
    event: attempt.event,
    headSha: attempt.headSha,
    createdAt: attempt.createdAt,
    conclusion: more.status === 'completed' ? attempt.conclusion : null,
    url: attempt.url,
    jobs: attempt.jobs,
    report: attempt.report,
    ...more,
  };
}

/** `path` is `.github/workflows/x.yml`, with `@ref` behind it for some events. */
export function workflowPathOf(path: string): string {
  return path.split('@', 1)[0] ?? path;
}

/** GitHub takes a workflow's file name where it takes its id. */
export function fileName(workflowPath: string): string {
  return workflowPath.slice(workflowPath.lastIndexOf('/') + 1);
}

/** Requested, pending and anything new count as queued: not completed, so the gate waits. */
export function statusOf(status: string): RunStatus {
  if (status === 'completed' || status === 'waiting') return status;
  return status === 'in_progress' ? 'running' : 'queued';
}

function jobFacts(job: z.output<typeof jobsAnswer>['jobs'][number]): JobFacts {
  return {
    name: job.name,
    status: statusOf(job.status),
    conclusion: job.conclusion,
    url: job.html_url ?? '',
    steps: (job.steps ?? []).map(({ name, status, conclusion }) => ({
      name,
      status: statusOf(status),
      conclusion,
    })),
  };
}
