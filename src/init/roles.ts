import { configDefaults } from '../config/repository.ts';
import type { Workflow } from '../config/workflow-file.ts';

/** The four workflows that the runbook names. */
export type Role = 'smoke' | 'verify' | 'handoff' | 'insights';

/** By what a workflow is recognised. */
interface Signs {
  readonly file: string;
  readonly artifact: string;
  /** A file or display name that says all of these is this one's. */
  readonly words: readonly RegExp[];
  /** One that says this may be. */
  readonly hint: RegExp;
  readonly fits: (workflow: Workflow) => boolean;
}

export type Match =
  | { readonly kind: 'one'; readonly workflow: Workflow; readonly signs: readonly string[] }
  | { readonly kind: 'none' | 'several'; readonly candidates: readonly string[] };

const { smoke, verify, handoff } = configDefaults();
const isDispatched = ({ dispatchInputs }: Workflow): boolean => dispatchInputs !== null;

const SIGNS: Readonly<Record<Role, Signs>> = {
  smoke: {
    file: fileOf(smoke.workflow),
    artifact: smoke.artifact,
    words: [/smoke/i, /codex|templates?/i],
    hint: /smoke/i,
    fits: ({ onPull }) => onPull !== null,
  },
  verify: {
    file: fileOf(verify.workflow),
    artifact: verify.artifact,
    words: [/verif/i, /lang.?graph/i],
    hint: /lang.?graph|ai.?ops.*verif/i,
    fits: isDispatched,
  },
  handoff: {
    file: fileOf(handoff.workflow),
    artifact: 'ai-ops-handoff',
    words: [/hand.?off/i, /auto|ai.?ops/i],
    hint: /hand.?off/i,
    fits: isDispatched,
  },
  insights: {
    file: 'ai-ops-insights.yml',
    artifact: 'ai-ops-insights',
    words: [/insights?/i, /ai.?ops/i],
    hint: /insights?/i,
    fits: ({ onSchedule }) => onSchedule,
  },
};

/**
 * Which workflow a role is. A display name alone is enough only where no other workflow is as likely; how it
 * is started decides between two that are named alike.
 */
export function matchRole(role: Role, workflows: readonly Workflow[]): Match {
  const rated = workflows
    .map((workflow) => ({ workflow, ...rate(workflow, SIGNS[role]) }))
    .filter(({ points }) => points > 0)
    .sort((one, other) => other.points - one.points);
  const [best, next] = rated;
  if (best === undefined) return { kind: 'none', candidates: hinted(workflows, SIGNS[role]) };
  if (next?.points === best.points) {
    const alike = rated.filter(({ points }) => points === best.points);
    return { kind: 'several', candidates: alike.map(({ workflow }) => workflow.file) };
  }
  return { kind: 'one', workflow: best.workflow, signs: best.signs };
}

function rate(
  workflow: Workflow,
  { file, artifact, words, fits }: Signs,
): { readonly points: number; readonly signs: readonly string[] } {
  const says = (name: string): boolean => words.every((word) => word.test(name));
  const name = workflow.name ?? '';
  const found = [
    { holds: workflow.file === file, points: 4, sign: workflow.file },
    { holds: workflow.artifacts.some((one) => one.name === artifact), points: 4, sign: artifact },
    { holds: says(workflow.file), points: 2, sign: workflow.file },
    { holds: says(name), points: 2, sign: name },
  ].filter(({ holds }) => holds);
  if (found.length === 0) return { points: 0, signs: [] };
  const points = found.reduce((sum, each) => sum + each.points, fits(workflow) ? 1 : 0);
  return { points, signs: [...new Set(found.map(({ sign }) => sign))] };
}

function hinted(workflows: readonly Workflow[], { hint }: Signs): readonly string[] {
  return workflows
    .filter(({ file, name }) => hint.test(file) || hint.test(name ?? ''))
    .map(({ file }) => file);
}

function fileOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
