import { readRepositoryConfig } from '../gather/config.ts';
import { attribute } from '../handoff/attribute.ts';
import type { LedgerDraft, StartedByHand } from '../store/store.ts';
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
  const owner = await deps.store.runs.ownerOf(started.repositoryId, started.run.id);
  if (owner !== null) return deps.store.runs.attribute(key, owner, []);
  const { pull, reason } = attribute(started, await deps.store.runs.candidates(started.repositoryId));
  if (pull === null) {
    deps.log.warn({ run: started.run.id, reason }, 'an Auto Handoff run started by hand belongs to no PR');
  }
  await deps.store.runs.attribute(key, pull, pull === null ? [unattributed(started, reason)] : []);
}

function unattributed(started: StartedByHand, reason: string): LedgerDraft {
  return {
    action: 'handoff.unattributed_run',
    subject: `${started.owner}/${started.repo}`,
    actor: started.by.login,
    data: { run: started.run.id, attempt: started.run.attempt, by: started.by.id, reason },
  };
}
