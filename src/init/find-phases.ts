import { repositorySchema } from '../config/repository-schema.ts';
import type { Job, Workflow } from '../config/workflow-file.ts';
import { type Choice, chosen, open } from './choice.ts';

/** What the runbook calls the three phases, as jobs and steps may be named. */
const PHASES = [
  { phase: 'template_generation', words: /(?<![a-z])(?:generat\w*|templates?)(?![a-z])|生成|テンプレート/i },
  { phase: 'pr_review', words: /(?<![a-z])review\w*|レビュー/i },
  { phase: 'deploy_approval', words: /(?<![a-z])(?:approv\w*|deploy\w*)|承認|デプロイ/i },
] as const;

/** Steps around the work. */
const AROUND = /(?<![a-z])(?:check.?out|install|set.?up|upload|download|cache)(?![a-z])/i;

/** As the configuration maps a job or a step to a phase. */
interface PhaseEntry {
  readonly phase: (typeof PHASES)[number]['phase'];
  readonly job: string;
  readonly step?: string;
}

const KEY = 'handoff.phases';
const MAX_ENTRIES = 30;

/** Phases by the names of jobs; of a job whose name says none, by those of its steps. */
export function findPhases({ jobs }: Workflow): readonly Choice[] {
  const read = jobs.flatMap(inJob);
  const entries = read.flatMap(({ entry }) => (isTaken(entry) ? entry : [])).slice(0, MAX_ENTRIES);
  const unclear = read.filter(({ entry }) => entry === null).map(({ at }) => at);
  return [
    entries.length > 0 ? chosen(KEY, entries, 'phase_named') : open(KEY, 'phases_missing'),
    ...(unclear.length > 0 ? [open(KEY, 'phase_unclear', unclear)] : []),
  ];
}

interface Read {
  readonly at: string;
  /** `null` where the name says two phases. */
  readonly entry: PhaseEntry | null;
}

function inJob({ name, steps }: Job): readonly Read[] {
  if (name === null) return [];
  const ofJob = phasesIn(name);
  if (ofJob.length > 0) return [reading(name, ofJob, { job: name })];
  return steps.flatMap(({ name: step }) => {
    if (step === null || AROUND.test(step)) return [];
    const ofStep = phasesIn(step);
    return ofStep.length === 0 ? [] : [reading(`${name} › ${step}`, ofStep, { job: name, step })];
  });
}

function reading(
  at: string,
  [phase, ...more]: readonly PhaseEntry['phase'][],
  where: Omit<PhaseEntry, 'phase'>,
): Read {
  return { at, entry: phase === undefined || more.length > 0 ? null : { phase, ...where } };
}

function phasesIn(name: string): readonly PhaseEntry['phase'][] {
  return PHASES.filter(({ words }) => words.test(name)).map(({ phase }) => phase);
}

/** A name that the configuration would not take cannot be proposed. */
function isTaken(entry: PhaseEntry | null): entry is PhaseEntry {
  return entry !== null && repositorySchema.safeParse({ handoff: { phases: [entry] } }).success;
}
