import { workflowJson } from '../json/repository.ts';
import { jobJson, runJson } from '../json/run.ts';
import { current, type Job, type Run } from '../model/run.ts';
import type { World } from '../model/world.ts';
import { tell } from './tell.ts';

export function tellRun(world: World, run: Run, action: 'requested' | 'in_progress' | 'completed'): void {
  const attempt = current(run);
  tell(world, run.repository, {
    event: 'workflow_run',
    action,
    sender: attempt.triggeredBy,
    payload: { workflow_run: runJson(world, run, attempt), workflow: workflowJson(world, run.workflow) },
  });
}

export function tellJob(
  world: World,
  run: Run,
  what: { readonly job: Job; readonly action: 'queued' | 'waiting' | 'in_progress' | 'completed' },
): void {
  tell(world, run.repository, {
    event: 'workflow_job',
    action: what.action,
    sender: current(run).triggeredBy,
    payload: { workflow_job: jobJson(world, run, what.job) },
  });
}
