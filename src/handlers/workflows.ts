import { z } from 'zod';
import type { PullTarget } from '../effect/effect.ts';
import { workflowPathOf } from '../gather/runs.ts';
import {
  type Handler,
  type HandlerDeps,
  installationPart,
  pullTarget,
  read,
  repositoryPart,
  userPart,
} from './handler.ts';
import { personFrom } from './pull-request.ts';

const runSchema = z.object({
  action: z.string(),
  ...installationPart,
  ...repositoryPart,
  workflow_run: z.object({
    id: z.number(),
    run_attempt: z.number(),
    path: z.string(),
    event: z.string(),
    head_sha: z.string(),
    head_branch: z.string().nullable(),
    html_url: z.string(),
    created_at: z.string(),
    display_title: z.string().nullish(),
    actor: userPart.nullish(),
    triggering_actor: userPart.nullish(),
  }),
});
type RunPayload = z.output<typeof runSchema>;

/** A run moved: look at the PRs of its commit, the PR it was dispatched for, and those whose handoff waits for a run. */
export const workflowRun: Handler = async (event, deps) => {
  const payload = read(runSchema, event);
  const where = pullTarget(payload, 0);
  const owner = await deps.store.runs.ownerOf(where.repositoryId, payload.workflow_run.id);
  await lookAtAll(deps, {
    pulls: [
      ...(owner === null ? [] : [owner.pull]),
      ...(await deps.commitPulls.of(where, payload.workflow_run.head_sha)),
      ...(payload.workflow_run.event === 'workflow_dispatch'
        ? await deps.store.pulls.inFlight(where.repositoryId)
        : []),
    ],
    reason: `workflow_run.${payload.action}`,
  });
  await watchIt(deps, where.repositoryId, {
    id: payload.workflow_run.id,
    path: workflowPathOf(payload.workflow_run.path),
    reason: `workflow_run.${payload.action}`,
  });
  await noticeStartedByHand(deps, payload, owner !== null);
};

/**
 * A person may start or re-run Auto Handoff by hand (H7). Which workflow that is, the
 * configuration says, so every dispatched run that is nobody's is kept and told apart later.
 */
async function noticeStartedByHand(deps: HandlerDeps, payload: RunPayload, owned: boolean): Promise<void> {
  const run = payload.workflow_run;
  const actor = run.triggering_actor ?? run.actor ?? null;
  if (run.event !== 'workflow_dispatch' || actor === null || actor.type !== 'User') return;
  if (owned && run.run_attempt === 1) return;
  const { installationId, repositoryId, owner, repo } = pullTarget(payload, 0);
  await deps.store.runs.rememberStartedByHand({
    installationId,
    repositoryId,
    owner,
    repo,
    workflowPath: workflowPathOf(run.path),
    run: { id: run.id, attempt: run.run_attempt, url: run.html_url },
    by: personFrom(actor),
    createdAt: run.created_at,
    headBranch: run.head_branch ?? '',
    headSha: run.head_sha,
    title: run.display_title ?? '',
  });
}

const jobSchema = z.object({
  action: z.string(),
  ...installationPart,
  ...repositoryPart,
  workflow_job: z.object({ run_id: z.number(), head_sha: z.string() }),
});

/** A job of a followed run moved: its phase may have changed. */
export const workflowJob: Handler = async (event, deps) => {
  const payload = read(jobSchema, event);
  const where = pullTarget(payload, 0);
  const owner = await deps.store.runs.ownerOf(where.repositoryId, payload.workflow_job.run_id);
  const onCommit = await deps.store.pulls.withHead(where.repositoryId, payload.workflow_job.head_sha);
  await lookAtAll(deps, {
    pulls: [...(owner === null ? [] : [owner.pull]), ...onCommit],
    reason: `workflow_job.${payload.action}`,
  });
  await watchIt(deps, where.repositoryId, {
    id: payload.workflow_job.run_id,
    path: null,
    reason: `workflow_job.${payload.action}`,
  });
};

/** Events only say that something moved: what, the look reads from GitHub (M1, M2, M3). */
async function watchIt(
  { store }: HandlerDeps,
  repositoryId: number,
  { reason, ...run }: { readonly id: number; readonly path: string | null; readonly reason: string },
): Promise<void> {
  if (await store.watches.isWatched(repositoryId, run)) await store.watches.request({ repositoryId }, reason);
}

async function lookAtAll(
  deps: HandlerDeps,
  what: { readonly pulls: readonly PullTarget[]; readonly reason: string },
): Promise<void> {
  const once = new Map(what.pulls.map((pull) => [pull.number, pull]));
  for (const pull of once.values()) await deps.store.evaluations.request(pull, what.reason);
}
