import { parse } from 'yaml';
import { z } from 'zod';
import type { Commit } from '../model/commit.ts';
import { nodeId } from '../model/ids.ts';
import type { Repository } from '../model/repository.ts';
import type { Workflow } from '../model/run.ts';
import type { World } from '../model/world.ts';

const input = z.looseObject({
  required: z.boolean().optional(),
  type: z.string().optional(),
  options: z.array(z.string()).optional(),
  default: z.unknown().optional(),
});
export type DeclaredInput = z.output<typeof input>;

const step = z.looseObject({
  name: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
});
const job = z.looseObject({
  name: z.string().optional(),
  environment: z.union([z.string(), z.looseObject({ name: z.string() })]).optional(),
  steps: z.array(step).optional(),
});
const trigger = z.looseObject({ inputs: z.record(z.string(), input.nullable()).nullish() }).nullable();
const file = z.looseObject({
  name: z.string().optional(),
  'run-name': z.string().optional(),
  on: z.union([z.string(), z.array(z.string()), z.looseObject({ workflow_dispatch: trigger.optional() })]),
  jobs: z.record(z.string(), job).default({}),
});

export interface WorkflowFile {
  readonly name: string;
  readonly runName: string | null;
  /** `null` where `workflow_dispatch` is not among its triggers. */
  readonly dispatchInputs: ReadonlyMap<string, DeclaredInput> | null;
  readonly jobs: readonly JobPlan[];
}

export interface JobPlan {
  readonly name: string;
  readonly steps: readonly string[];
  readonly environment: string | null;
}

/** What the workflow file says in a commit; `null` where the commit has none at the path, or one that is no workflow. */
export function workflowFile(commit: Commit, path: string): WorkflowFile | null {
  const content = commit.tree.get(path)?.content;
  if (content === undefined) return null;
  const said = readFile(content);
  if (said === null) return null;
  return {
    name: said.name ?? path,
    runName: said['run-name'] ?? null,
    dispatchInputs: dispatchInputs(said.on),
    jobs: Object.entries(said.jobs).map(([id, plan]) => ({
      name: plan.name ?? id,
      steps: (plan.steps ?? []).map(stepName),
      environment: typeof plan.environment === 'string' ? plan.environment : (plan.environment?.name ?? null),
    })),
  };
}

function readFile(content: string): z.output<typeof file> | null {
  try {
    return file.parse(parse(content));
  } catch {
    return null;
  }
}

/** The full path of a workflow that is named by its file or its path. */
export function workflowPath(name: string): string {
  return name.startsWith('.github/') ? name : `.github/workflows/${name}`;
}

/** The workflow as GitHub knows it: by path, its name taken from the default branch where it is there. */
export function workflowAt(world: World, repository: Repository, path: string): Workflow {
  const found = world.workflows.find((one) => one.repository === repository && one.path === path);
  const name = workflowFile(world.tip(repository), path)?.name;
  if (found !== undefined) {
    if (name !== undefined) found.name = name;
    return found;
  }
  const id = world.ids.next('workflow');
  const made: Workflow = {
    id,
    nodeId: nodeId('W', id),
    repository,
    path,
    name: name ?? path,
    state: 'active',
    createdAt: world.now(),
  };
  world.workflows.push(made);
  return made;
}

/** Somebody switches a workflow off or on again, or GitHub does that with one that nobody used. */
export function setWorkflowState(
  world: World,
  repository: Repository,
  change: { readonly workflow: string; readonly state: Workflow['state'] },
): void {
  workflowAt(world, repository, workflowPath(change.workflow)).state = change.state;
}

function dispatchInputs(on: z.output<typeof file>['on']): ReadonlyMap<string, DeclaredInput> | null {
  const none = new Map<string, DeclaredInput>();
  if (typeof on === 'string') return on === 'workflow_dispatch' ? none : null;
  if (Array.isArray(on)) return on.includes('workflow_dispatch') ? none : null;
  if (!('workflow_dispatch' in on)) return null;
  const inputs = Object.entries(on.workflow_dispatch?.inputs ?? {});
  return new Map(inputs.map(([name, declared]) => [name, declared ?? {}]));
}

function stepName({ name, uses, run }: z.output<typeof step>): string {
  return name ?? `Run ${uses ?? run?.split('\n', 1)[0] ?? ''}`;
}
