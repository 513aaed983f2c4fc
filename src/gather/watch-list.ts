import type { WatchedRole, WatchedRun } from '../alerts/run.ts';
import type { RepositoryConfig } from '../config/repository.ts';
import { expectAnswer } from '../github/answer.ts';
import { classify } from '../github/failure.ts';
import { fileName, workflowPathOf } from './runs.ts';
import { runListAnswer, type WatchedRunAnswer, watchedRunAnswer } from './watch-answers.ts';
import type { WatchReader } from './watch-run.ts';

const PER_PAGE = 100;
/** Pages of one workflow in one look: whoever starts runs by the hundred is caught up with at the next. */
const MAX_PAGES = 3;

/** A workflow that is watched, by its file in the governed repository; its name is nobody's business. */
export interface WatchedWorkflow {
  readonly role: WatchedRole;
  readonly path: string;
}

/** Those that the configuration names. One file that is named for two roles has the first. */
export function watchedWorkflows({ smoke, verify, handoff }: RepositoryConfig): readonly WatchedWorkflow[] {
  const named: readonly WatchedWorkflow[] = [
    { role: 'smoke', path: smoke.workflow },
    { role: 'verify', path: verify.workflow },
    { role: 'handoff', path: handoff.workflow },
  ];
  return named.filter(({ path }, i) => named.findIndex((one) => one.path === path) === i);
}

export interface ListedRuns {
  /** Newest first. */
  readonly runs: readonly WatchedRunAnswer[];
  /** Entries that are of another shape, repository or file; and whether there were more pages than are read. */
  readonly unreadable: number;
  readonly more: boolean;
}

const NONE: ListedRuns = { runs: [], unreadable: 0, more: false };

/**
 * The newest runs of a workflow: one page, and on to where nothing is new. A file that GitHub knows no workflow of
 * has none.
 *
 * @throws GitHub's error
 */
export async function listRuns(
  reader: WatchReader,
  { path }: WatchedWorkflow,
  stored: readonly WatchedRun[],
): Promise<ListedRuns> {
  const { owner, repo } = reader.repository;
  const runs = new Map<number, WatchedRunAnswer>();
  let unreadable = 0;
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const answer = await reader.client
      .request('GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs', {
        owner,
        repo,
        workflow_id: fileName(path),
        per_page: PER_PAGE,
        page,
      })
      .catch((error: unknown) => {
        const failure = classify(error, reader.clock.now());
        if (failure.kind === 'refused' && failure.status === 404) return null;
        throw error;
      });
    if (answer === null) return NONE;
    const listed = expectAnswer(runListAnswer, answer.data, `runs of ${path}`).workflow_runs;
    for (const one of listed) {
      const run = watchedRunAnswer.safeParse(one).data;
      if (run === undefined || !isOf(run, reader.repository.repositoryId, path)) unreadable += 1;
      else if (!runs.has(run.id)) runs.set(run.id, run);
    }
    // On the first look the newest page is history enough; later ones go on to what is known.
    const isLast = !/\brel="next"/.test(answer.headers.link ?? '');
    if (isLast || stored.length === 0 || listed.some((one) => isKnown(one, stored)))
      return { runs: [...runs.values()], unreadable, more: false };
  }
  return { runs: [...runs.values()], unreadable, more: true };
}

function isOf(run: WatchedRunAnswer, repositoryId: number, path: string): boolean {
  return run.repository.id === repositoryId && workflowPathOf(run.path) === path;
}

function isKnown(one: unknown, stored: readonly WatchedRun[]): boolean {
  const run = watchedRunAnswer.safeParse(one).data;
  return run !== undefined && stored.some(({ runId }) => runId === run.id);
}
