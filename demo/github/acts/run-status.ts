import { current, type Run, type RunStatus } from '../model/run.ts';
import type { World } from '../model/world.ts';
import { tellRun } from '../webhooks/workflows.ts';

/** Moves the newest attempt on; its suite changes with it. */
export function moveRun(world: World, run: Run, status: RunStatus): void {
  const attempt = current(run);
  attempt.status = status;
  attempt.updatedAt = world.now();
  run.suite.updatedAt = attempt.updatedAt;
}

/** A runner has picked it up. */
export function beginRun(world: World, run: Run): void {
  if (current(run).status !== 'queued') return;
  moveRun(world, run, 'in_progress');
  tellRun(world, run, 'in_progress');
}
