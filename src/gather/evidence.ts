import { messageOf } from '../errors.ts';
import type { RunFacts } from '../policies/facts.ts';
import type { GateSettings } from '../policies/settings.ts';
import { type Known, known, unknown } from '../policies/verdict.ts';
import type { DispatchRecord, PullMemory, RunAttempt } from '../store/store.ts';
import type { ReportSource } from './artifacts.ts';
import type { WholeAnswer } from './ask.ts';
import { blobId, type SuiteNode } from './query.ts';
import { MAX_RUNS, type RunReader, runFacts } from './runs.ts';

/** The runs that may speak for the head, gate by gate. */
export interface Evidence {
  readonly smoke: Known<readonly RunFacts[]>;
  readonly tests: Known<readonly RunFacts[]>;
  readonly verify: Known<readonly RunFacts[]>;
}

/** Workflow files in the order in which the query numbers their blobs. */
export function workflowPathsOf(settings: GateSettings): readonly string[] {
  return [...new Set([settings.smoke.workflow, settings.verify.workflow, ...testPathsOf(settings)])];
}

function testPathsOf({ tests }: GateSettings): readonly string[] {
  return [...new Set([...tests.lint, ...tests.unit].map(({ workflow }) => workflow))];
}

/**
 * Reads the runs of the configured workflows on the head commit, and those that the bot itself
 * dispatched on the default branch for this head.
 *
 * @param options.fresh look at each run again even where nothing seems to have changed: right before an act
 */
export async function readEvidence(
  whole: WholeAnswer,
  deps: { readonly runs: RunReader; readonly settings: GateSettings; readonly memory: PullMemory },
  options: { readonly fresh: boolean },
): Promise<Evidence> {
  const { settings } = deps;
  const reading = new EvidenceReader(whole, deps, options.fresh);
  const testPaths = testPathsOf(settings);
  const smokeReport = {
    artifact: settings.smoke.artifact,
    file: settings.smoke.report,
    kind: 'items',
  } as const;
  const verifyReport = {
    artifact: settings.verify.artifact,
    file: settings.verify.report,
    kind: 'text',
  } as const;
  const [smoke, verify, ...tests] = await Promise.all([
    reading.runsOf(settings.smoke.workflow, { report: smokeReport, purpose: 'smoke' }),
    reading.runsOf(settings.verify.workflow, { report: verifyReport, purpose: 'verify' }),
    ...testPaths.map((path) => reading.runsOf(path, { report: null, purpose: null })),
  ]);
  return { smoke, verify, tests: all(tests) };
}

interface Want {
  readonly report: ReportSource | null;
  readonly purpose: DispatchRecord['purpose'] | null;
}

class EvidenceReader {
  readonly #whole: WholeAnswer;
  readonly #deps: { readonly runs: RunReader; readonly settings: GateSettings; readonly memory: PullMemory };
  readonly #fresh: boolean;

  constructor(
    whole: WholeAnswer,
    deps: { readonly runs: RunReader; readonly settings: GateSettings; readonly memory: PullMemory },
    fresh: boolean,
  ) {
    this.#whole = whole;
    this.#deps = deps;
    this.#fresh = fresh;
  }

  async runsOf(workflowPath: string, want: Want): Promise<Known<readonly RunFacts[]>> {
    if (this.#whole.suites === null) return unknown('the head commit has more check suites than can be read');
    const branch = this.#whole.answer.repository.pullRequest.headRefName;
    const candidates = candidatesOf(this.#whole.suites, { workflowPath, branch });
    if (candidates === null) return unknown(`${workflowPath} has more runs on the head commit than are read`);
    try {
      const onHead = await Promise.all(candidates.map((suite) => this.#onHead(suite, workflowPath, want)));
      const dispatched = await Promise.all(
        this.#dispatchedRuns(want).map((id) => this.#dispatchedRun(id, want)),
      );
      const runs = [...onHead, ...dispatched].flat();
      return known(runs.sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt) || b.id - a.id));
    } catch (error) {
      return unknown(messageOf(error));
    }
  }

  async #onHead(suite: Candidate, workflowPath: string, want: Want): Promise<readonly RunFacts[]> {
    const suiteUpdatedAt = this.#fresh || !suite.completed ? null : suite.updatedAt;
    const { attempt, status } = await this.#deps.runs.attempt(suite.runId, { ...want, suiteUpdatedAt });
    if (!this.#speaksForHead(attempt, workflowPath)) return [];
    return [
      runFacts(attempt, { status, dispatchedByBot: false, fileUnchanged: this.#fileUnchanged(workflowPath) }),
    ];
  }

  /** A run of another branch or a fork on a commit that it shares is not this PR's. */
  #speaksForHead(attempt: RunAttempt, workflowPath: string): boolean {
    const { headRefOid, headRefName, headRepository } = this.#whole.answer.repository.pullRequest;
    return (
      attempt.workflowPath === workflowPath &&
      attempt.headSha === headRefOid &&
      attempt.headBranch === headRefName &&
      attempt.headRepositoryId === (headRepository?.databaseId ?? null)
    );
  }

  #dispatchedRuns(want: Want): readonly number[] {
    const { pullRequest, defaultBranchRef } = this.#whole.answer.repository;
    return this.#deps.memory.dispatches.flatMap((dispatch) =>
      dispatch.purpose === want.purpose &&
      dispatch.headSha === pullRequest.headRefOid &&
      dispatch.baseRef === pullRequest.baseRefName &&
      dispatch.ref === defaultBranchRef.name &&
      dispatch.outcome.kind === 'sent'
        ? [dispatch.outcome.run.id]
        : [],
    );
  }

  async #dispatchedRun(id: number, want: Want): Promise<readonly RunFacts[]> {
    const { attempt, status } = await this.#deps.runs.attempt(id, { ...want, suiteUpdatedAt: null });
    return [runFacts(attempt, { status, dispatchedByBot: true, fileUnchanged: known(true) })];
  }

  #fileUnchanged(workflowPath: string): Known<boolean> {
    const i = workflowPathsOf(this.#deps.settings).indexOf(workflowPath);
    const { defaultBranchRef, pullRequest } = this.#whole.answer.repository;
    const commit = pullRequest.commits.nodes[0]?.commit;
    if (commit === undefined) return unknown('the head commit could not be read');
    const trusted = blobId(defaultBranchRef.target, i);
    return known(trusted !== null && trusted === blobId(commit, i));
  }
}

interface Candidate {
  readonly runId: number;
  readonly updatedAt: string;
  readonly completed: boolean;
}

/**
 * Runs of the workflow on the head's branch, and runs of which GitHub does not tell file or branch:
 * those are looked at to know. `null` for more than are read: one that was left out could be the newest.
 */
function candidatesOf(
  suites: readonly SuiteNode[],
  want: { readonly workflowPath: string; readonly branch: string },
): readonly Candidate[] | null {
  const candidates = suites
    .flatMap(({ workflowRun, ...suite }) => (workflowRun === null ? [] : [{ ...suite, run: workflowRun }]))
    .filter(({ run }) => run.file === null || run.file.path === want.workflowPath)
    .filter(({ branch }) => branch === null || branch.name === want.branch)
    .map(({ run, updatedAt, status }) => ({
      runId: run.databaseId,
      updatedAt,
      completed: status === 'COMPLETED',
    }));
  return candidates.length > MAX_RUNS ? null : candidates;
}

function all(lists: readonly Known<readonly RunFacts[]>[]): Known<readonly RunFacts[]> {
  const runs: RunFacts[] = [];
  for (const list of lists) {
    if (!list.known) return list;
    runs.push(...list.value);
  }
  return known(runs);
}
