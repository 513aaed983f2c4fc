import { z } from 'zod';
import { startRun } from '../../acts/runs.ts';
import { type DeclaredInput, workflowAt, workflowFile, workflowPath } from '../../acts/workflow-file.ts';
import { workflowJson } from '../../json/repository.ts';
import { runAddress } from '../../json/run.ts';
import type { Repository } from '../../model/repository.ts';
import { fullName } from '../../model/repository.ts';
import type { Run, Workflow } from '../../model/run.ts';
import type { World } from '../../model/world.ts';
import { expectBody } from '../body.ts';
import { ok, type Reply } from '../http.ts';
import { repositoryRoute } from '../permission.ts';
import { notFound, unprocessable } from '../refusal.ts';
import type { RepositoryCall, Route } from '../route.ts';
import { runList } from './run-list.ts';

const MAX_INPUTS = 25;

const dispatch = z.strictObject({
  ref: z.string(),
  inputs: z.record(z.string(), z.union([z.string(), z.boolean(), z.number()])).optional(),
  return_run_details: z.boolean().optional(),
});

export const workflowRoutes: readonly Route[] = [
  repositoryRoute('GET /repos/{owner}/{repo}/actions/workflows/{workflow}', ['actions:read'], (call) =>
    ok(workflowJson(call.world, workflowOf(call))),
  ),
  repositoryRoute('GET /repos/{owner}/{repo}/actions/workflows/{workflow}/runs', ['actions:read'], (call) => {
    const workflow = workflowOf(call);
    return runList(call, (run) => run.workflow === workflow);
  }),
  repositoryRoute(
    'POST /repos/{owner}/{repo}/actions/workflows/{workflow}/dispatches',
    ['actions:write'],
    start,
  ),
];

/** By id, or by file name. GitHub knows a workflow once its file is on the default branch, or it has run. */
function workflowOf({ world, repository, params }: RepositoryCall): Workflow {
  const which = params.workflow ?? '';
  const known = world.workflows.filter((one) => one.repository === repository);
  if (/^\d+$/.test(which)) {
    const found = known.find(({ id }) => String(id) === which);
    if (found === undefined) throw notFound();
    return found;
  }
  const path = workflowPath(which);
  const exists = known.some((one) => one.path === path) || world.tip(repository).tree.has(path);
  if (!exists) throw notFound();
  return workflowAt(world, repository, path);
}

/** Since February 2026 the run's id comes back where it is asked for; before, and without, an empty 204. */
function start(call: RepositoryCall): Reply {
  const { world, repository, bot, request } = call;
  const workflow = workflowOf(call);
  const wanted = expectBody(dispatch, call.body);
  const inputs = Object.fromEntries(
    Object.entries(wanted.inputs ?? {}).map(([name, value]) => [name, String(value)]),
  );
  const branch = branchOf(repository, wanted.ref);
  if (workflow.state !== 'active')
    throw unprocessable("Cannot trigger a 'workflow_dispatch' on a disabled workflow");
  const declared = workflowFile(world.tip(repository, branch), workflow.path)?.dispatchInputs ?? null;
  if (declared === null) throw unprocessable("Workflow does not have 'workflow_dispatch' trigger");
  checkInputs(declared, inputs);
  const run = startRun(world, repository, {
    workflow: workflow.path,
    event: 'workflow_dispatch',
    branch,
    actor: bot,
    inputs,
  });
  world.dispatches.push({ run, ref: wanted.ref, inputs, by: bot, at: world.now() });
  const always = request.headers['x-github-api-version'] === '2026-03-10';
  return always || wanted.return_run_details === true ? ok(runDetails(world, run)) : { status: 204 };
}

function runDetails(world: World, run: Run) {
  return {
    workflow_run_id: run.id,
    run_url: `${world.urls.api}/repos/${fullName(run.repository)}/actions/runs/${run.id}`,
    html_url: runAddress(world, run),
  };
}

/** A branch by its name; a SHA is no ref here. */
function branchOf(repository: Repository, ref: string): string {
  const branch = ref.replace(/^refs\/heads\//, '');
  if (!repository.branches.has(branch)) throw unprocessable(`No ref found for: ${ref}`);
  return branch;
}

function checkInputs(
  declared: ReadonlyMap<string, DeclaredInput>,
  given: Readonly<Record<string, string>>,
): void {
  const names = Object.keys(given);
  if (names.length > MAX_INPUTS) throw unprocessable(`you may only define up to ${MAX_INPUTS} \`inputs\``);
  const unexpected = names.filter((name) => !declared.has(name));
  if (unexpected.length > 0) throw unprocessable(`Unexpected inputs provided: ${JSON.stringify(unexpected)}`);
  for (const [name, { required, options, default: fallback }] of declared) {
    const value = given[name];
    if (required === true && value === undefined && fallback === undefined) {
      throw unprocessable(`Required input '${name}' not provided`);
    }
    if (value !== undefined && options !== undefined && !options.includes(value)) {
      throw unprocessable(`Provided value '${value}' for input '${name}' not in the list of allowed values`);
    }
  }
}
