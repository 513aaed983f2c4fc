import { PLACEHOLDERS } from '../config/repository-schema.ts';
import type { Input, Workflow } from '../config/workflow-file.ts';
import { type Choice, chosen, open } from './choice.ts';

/** What an input may be called that takes what the bot can fill in. */
const NAMES: Readonly<Record<(typeof PLACEHOLDERS)[number], RegExp>> = {
  pr: /^(?:pr|pull|pull_request)(?:_?(?:number|no|id))?$/i,
  head_sha: /^(?:head|commit|head_?commit|(?:head_|commit_)?(?:sha|oid))$/i,
  base_ref: /^(?:base|base_?(?:ref|branch)|target_branch)$/i,
  handoff_id: /^hand_?off_?id$/i,
};

/** Inputs of Auto Handoff: only those that it declares, since GitHub refuses a dispatch with another. */
export function findHandoffInputs({ dispatchInputs }: Workflow): readonly Choice[] {
  const key = 'handoff.inputs';
  if (dispatchInputs === null) return [open('handoff.workflow', 'not_dispatchable')];
  const filled = dispatchInputs.flatMap(({ name }) => {
    const what = PLACEHOLDERS.find((placeholder) => isNamed(name, placeholder));
    return what === undefined ? [] : [[name, `{${what}}`] as const];
  });
  const needed = namesOf(dispatchInputs.filter(({ name, needed: must }) => must && !isFilled(name)));
  return [
    ...(filled.length > 0 ? [chosen(key, Object.fromEntries(filled), 'inputs_declared')] : []),
    ...(needed.length > 0 ? [open(key, 'inputs_needed', needed)] : []),
  ];
}

/**
 * Where the bot starts Smoke or Verify: with an input for the head, on the default branch, whose workflow file
 * no PR can change; without inputs, on the PR's branch, which is the default.
 */
export function findStart(role: 'smoke' | 'verify', { dispatchInputs }: Workflow): readonly Choice[] {
  if (dispatchInputs === null) return role === 'verify' ? [open('verify.workflow', 'not_dispatchable')] : [];
  const heads = dispatchInputs.filter(({ name }) => isNamed(name, 'head_sha'));
  const [head] = heads;
  const needed = dispatchInputs.filter((input) => input.needed && input !== head);
  if (needed.length > 0) return [open(`${role}.ref`, 'start_needs_inputs', namesOf(needed))];
  if (head === undefined || heads.length > 1) return [];
  return [
    chosen(`${role}.ref`, 'default', 'takes_head', [head.name]),
    chosen(`${role}.head_input`, head.name, 'takes_head', [head.name]),
  ];
}

function isFilled(name: string): boolean {
  return PLACEHOLDERS.some((placeholder) => isNamed(name, placeholder));
}

function isNamed(name: string, placeholder: (typeof PLACEHOLDERS)[number]): boolean {
  return NAMES[placeholder].test(name.replaceAll('-', '_'));
}

function namesOf(inputs: readonly Input[]): readonly string[] {
  return inputs.map(({ name }) => name);
}
