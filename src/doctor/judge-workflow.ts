import { type Job, readWorkflow, type Workflow } from '../config/workflow-file.ts';
import type { Finding, FindingStatus, Precondition } from '../effect/finding.ts';
import { finding } from './check.ts';
import type { Demand, Named } from './demands.ts';

/** `ci.yml` of `.github/workflows/ci.yml`. */
export function fileOf({ path }: Pick<Demand, 'path'>): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/**
 * What is wrong with a workflow file, and nothing where it is as it should be.
 *
 * @param text `undefined`: it is not on the default branch; `null`: GitHub does not show it as text
 */
export function judgeWorkflow(demand: Demand, text: string | null | undefined): readonly Finding[] {
  const file = fileOf(demand);
  const status = demand.optional ? 'warn' : 'fail';
  if (text === undefined) return [finding('workflow_file', status, 'not on the default branch', file)];
  if (text === null) return [finding('workflow_file', status, 'GitHub does not show it as text', file)];
  const reading = readWorkflow(file, text);
  if (reading.kind === 'unreadable') return [finding('workflow_file', status, reading.why, file)];
  const { workflow } = reading;
  return [
    ...judgeDispatch(demand, workflow),
    ...demand.names.flatMap((named) => judgeName(named, workflow)),
    ...(demand.startsVerify ? judgeToken(workflow) : []),
    ...(demand.aiOps && /\bAI_OPS_PAT\b/.test(text)
      ? [finding('workflow_pat', 'warn', 'it names AI_OPS_PAT', file)]
      : []),
  ];
}

function judgeDispatch(demand: Demand, { file, dispatchInputs }: Workflow): readonly Finding[] {
  if (demand.dispatch === 'no') return [];
  if (dispatchInputs === null) {
    const status = demand.dispatch === 'needed' && !demand.optional ? 'fail' : 'warn';
    return [finding('workflow_dispatch', status, 'workflow_dispatch is not among its triggers', file)];
  }
  const undeclared = demand.sends.filter((name) => dispatchInputs.every((input) => input.name !== name));
  const unsent = dispatchInputs.filter(({ name, needed }) => needed && !demand.sends.includes(name));
  const status = demand.dispatch === 'needed' ? 'fail' : 'warn';
  return [
    ...undeclared.map((name) => finding('workflow_inputs', status, 'not declared', `${file}: ${name}`)),
    ...unsent.map(({ name }) =>
      finding(
        'workflow_required_inputs',
        status,
        'required, without a default, and not sent',
        `${file}: ${name}`,
      ),
    ),
  ];
}

/** A name that GitHub makes up when it runs cannot be compared: whether it is meant, nobody knows before. */
function judgeName({ job, step }: Named, { file, jobs }: Workflow): readonly Finding[] {
  const meant = job === undefined ? jobs : jobs.filter(({ name }) => name !== null && isMeant(name, job));
  const absent = (id: Precondition, what: string, unclear: boolean): readonly Finding[] => {
    const status: FindingStatus = unclear ? 'unknown' : 'fail';
    const seen = unclear ? 'not there by this name; some are named when it runs' : 'not in the file';
    return [finding(id, status, seen, `${file}: ${what}`)];
  };
  if (meant.length === 0)
    return absent(
      'workflow_jobs',
      job ?? '',
      jobs.some(({ name }) => name === null),
    );
  if (step === undefined || meant.some(({ steps }) => steps.some(({ name }) => name === step))) return [];
  const where = job === undefined ? step : `${job}, ${step}`;
  return absent('workflow_steps', where, meant.some(namesLater));
}

function namesLater({ name, steps }: Job): boolean {
  return name === null || steps.some((step) => step.name === null);
}

/** `test` stands for the jobs of a matrix as well, which are shown as `test (24)`. */
function isMeant(name: string, wanted: string): boolean {
  return name === wanted || (wanted.startsWith(`${name} (`) && wanted.endsWith(')'));
}

/** Runbook, 権限・Secrets 管理: the AI Ops workflows use the default GITHUB_TOKEN with actions: write. */
function judgeToken({ file, jobs }: Workflow): readonly Finding[] {
  if (jobs.some(({ mayStartRuns }) => mayStartRuns === true)) return [];
  return jobs.some(({ mayStartRuns }) => mayStartRuns === null)
    ? [finding('workflow_token', 'warn', "left to the repository's settings", file)]
    : [finding('workflow_token', 'fail', 'no job has actions: write', file)];
}
