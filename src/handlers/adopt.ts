import { readRepositoryConfig } from '../gather/config.ts';
import { ranDefaultBranchFile } from '../gather/workflow-trust.ts';
import type { GitHubClient } from '../github/client.ts';
import { attribute } from '../handoff/attribute.ts';
import type { LedgerDraft, RunOwner, StartedByHand } from '../store/store.ts';
import type { HandlerDeps } from './handler.ts';

/**
 * A run that a person started by hand (H7): if it is of the Auto Handoff workflow, it is given to
 * the PR it must be for, or recorded as nobody's; runs of other workflows are let go.
 *
 * @param key of the kept run, as the store's `adopt` job names it
 */
export async function adopt(key: string, deps: HandlerDeps): Promise<void> {
  const started = await deps.store.runs.startedByHand(key);
  if (started === null) return;
  const client = await deps.github(started.installationId);
  const { config } = await readRepositoryConfig(client, started);
  if (config.mode !== 'enforce' || config.handoff.workflow !== started.workflowPath) {
    return deps.store.runs.attribute(key, null, []);
  }
  const found = await ownerOf(started, client, deps);
  if (found.owner === null) {
    const { reason } = found;
    deps.log.warn({ run: started.run.id, reason }, 'an Auto Handoff run started by hand belongs to no PR');
  }
  await deps.store.runs.attribute(
    key,
    found.owner,
    found.owner === null ? [unattributed(started, found.reason)] : [],
  );
}

/** A re-run belongs to the PR and the head that the run was dispatched for, whatever that PR's head is now. */
async function ownerOf(
  started: StartedByHand,
  client: GitHubClient,
  { store }: HandlerDeps,
): Promise<{ readonly owner: RunOwner | null; readonly reason: string }> {
  if (!(await ranDefaultBranchFile(client, started)))
    return { owner: null, reason: 'not_the_default_branchs_workflow' };
  const dispatched = await store.runs.ownerOf(started.repositoryId, started.run.id);
  if (dispatched !== null)
    return dispatched.purpose === 'handoff'
      ? { owner: dispatched, reason: 'dispatched_for_it' }
      : { owner: null, reason: `dispatched_for_${dispatched.purpose}` };
  const candidates = await store.runs.candidates(started.repositoryId);
  const { pull, reason } = attribute(started, candidates);
  const headSha = candidates.find((candidate) => candidate.pull === pull)?.headSha;
  return { owner: pull === null || headSha === undefined ? null : { pull, headSha }, reason };
}

function unattributed(started: StartedByHand, reason: string): LedgerDraft {
  return {
    action: 'handoff.unattributed_run',
    subject: `${started.owner}/${started.repo}`,
    actor: started.by.login,
    data: { run: started.run.id, attempt: started.run.attempt, by: started.by.id, reason },
  };
}
