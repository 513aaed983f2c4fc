import type { ChangeFacts, PullFacts, RunFacts } from './facts.ts';
import { isLater } from './is-later.ts';
import type { Doubt } from './said.ts';
import { listed, short } from './seen.ts';

/** What the runs of one workflow say about the head, and which of them says it. */
export type Deciding =
  | { readonly kind: 'none' }
  | { readonly kind: 'not_green'; readonly run: RunFacts }
  | { readonly kind: 'green'; readonly run: RunFacts }
  | { readonly kind: 'untrusted'; readonly run: RunFacts; readonly doubt: Doubt }
  | { readonly kind: 'unknown'; readonly run: RunFacts; readonly why: string };

export interface Question {
  /** Path of the workflow file: display names are never looked at. */
  readonly workflow: string;
  readonly pull: PullFacts;
  readonly changes: ChangeFacts;
  readonly isGreen: (run: RunFacts) => boolean;
}

/**
 * The newest run decides. What an author can forge may close a gate, never open it: so a newest run
 * that is not green closes whoever made it, and a green one that proves nothing is looked past, for
 * an older one (the bot's own, say) may still prove it.
 */
export function decidingRun(runs: readonly RunFacts[], question: Question): Deciding {
  let proofless: Deciding = { kind: 'none' };
  for (const run of countingRuns(runs, question)) {
    if (!question.isGreen(run)) return { kind: 'not_green', run };
    const trust = trustIn(run, question);
    if (trust.kind !== 'untrusted') return { ...trust, run };
    if (proofless.kind === 'none') proofless = { ...trust, run };
  }
  return proofless;
}

/** `pull_request_target`, `workflow_run` and the like run on the base branch's commit: they say nothing of the head. */
const COUNTED_EVENTS: ReadonlySet<string> = new Set([
  'pull_request',
  'merge_group',
  'push',
  'workflow_dispatch',
]);

/** For these GitHub takes the workflow file of the merge commit, so only the PR's own changes can alter it. */
const MERGE_COMMIT_EVENTS: ReadonlySet<string> = new Set(['pull_request', 'merge_group']);

/** Runs that speak for this head on this base, newest first. */
export function countingRuns(
  runs: readonly RunFacts[],
  { workflow, pull }: Pick<Question, 'workflow' | 'pull'>,
): readonly RunFacts[] {
  return runs
    .filter(
      (run) =>
        run.workflowPath === workflow &&
        COUNTED_EVENTS.has(run.event) &&
        (run.headSha === pull.headSha || isOwnDispatch(run)) &&
        (pull.baseChangedAt === null || isLater(run.createdAt, pull.baseChangedAt)),
    )
    .sort((one, other) => Date.parse(other.createdAt) - Date.parse(one.createdAt) || other.id - one.id);
}

type Trust =
  | { readonly kind: 'green' }
  | { readonly kind: 'untrusted'; readonly doubt: Doubt }
  | { readonly kind: 'unknown'; readonly why: string };

function trustIn(run: RunFacts, { changes, pull }: Question): Trust {
  if (isOwnDispatch(run)) return { kind: 'green' };
  const ownFile = changes.paths.filter((path) => path === run.workflowPath);
  const touched = [...new Set([...ownFile, ...changes.protectedPaths])];
  if (touched.length > 0) {
    return { kind: 'untrusted', doubt: { say: 'pull_changes', paths: listed(touched.map(short)) } };
  }
  if (MERGE_COMMIT_EVENTS.has(run.event)) return trustInMerge(pull);
  if (!run.fileUnchanged.known) return { kind: 'unknown', why: run.fileUnchanged.why };
  if (run.fileUnchanged.value) return { kind: 'green' };
  return { kind: 'untrusted', doubt: { say: 'file_differs', path: run.workflowPath } };
}

/** Nothing tells which of two PRs with one head a run was for, and the other's base may hold another workflow file. */
function trustInMerge({ headShared }: PullFacts): Trust {
  if (!headShared.known) return { kind: 'unknown', why: headShared.why };
  return headShared.value ? { kind: 'untrusted', doubt: { say: 'head_is_shared' } } : { kind: 'green' };
}

function isOwnDispatch(run: RunFacts): boolean {
  return run.dispatchedByBot && run.event === 'workflow_dispatch';
}
