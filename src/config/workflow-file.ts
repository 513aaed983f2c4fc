import { z } from 'zod';
import { workflowFile } from '../policies/settings.ts';
import { oneLine } from './repository-problems.ts';
import { readYaml } from './repository-yaml.ts';

/** One step, as GitHub shows it and as far as anybody here looks at it. */
export interface Step {
  /** `null` where an expression makes part of the name, so that no configuration can say it. */
  readonly name: string | null;
  readonly run: string;
  /** Folder that `run` starts in, relative to the repository; `''` for its root. */
  readonly folder: string;
  /** It ends in success whatever happens, so it proves nothing. */
  readonly neverFails: boolean;
}

export interface Job {
  /** As GitHub shows it, a matrix without its brackets; `null` where an expression or another workflow names it. */
  readonly name: string | null;
  readonly id: string;
  readonly steps: readonly Step[];
  readonly neverFails: boolean;
  /** Whether its token may start and cancel runs; `null` where the file leaves that to the repository's settings. */
  readonly mayStartRuns: boolean | null;
}

/** An input of `workflow_dispatch`. `needed`: GitHub refuses a dispatch without it. */
export interface Input {
  readonly name: string;
  readonly needed: boolean;
}

/** What `actions/upload-artifact` is told: a file, a folder or a glob in each path. */
export interface Artifact {
  readonly name: string;
  readonly paths: readonly string[];
}

/** When pull requests start the workflow. `null` for a filter that is not there. */
export interface PullTrigger {
  readonly paths: readonly string[] | null;
  readonly pathsIgnore: readonly string[] | null;
}

/** A workflow file, as far as anybody here looks at it. */
export interface Workflow {
  /** `ci.yml`, in `.github/workflows/`. */
  readonly file: string;
  /** Its display name; `null` where it has none. */
  readonly name: string | null;
  readonly onPull: PullTrigger | null;
  /** A push to whichever branch starts it. */
  readonly onEveryBranch: boolean;
  readonly onSchedule: boolean;
  /** `null`: it cannot be dispatched. */
  readonly dispatchInputs: readonly Input[] | null;
  readonly jobs: readonly Job[];
  readonly artifacts: readonly Artifact[];
}

export type WorkflowReading =
  | { readonly kind: 'read'; readonly workflow: Workflow }
  | { readonly kind: 'unreadable'; readonly file: string; readonly why: string };

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const texts = z.union([scalar.transform((text) => [text]), z.array(scalar)]);
const mapping = z.record(z.string(), z.unknown());

const stepShape = z.object({
  name: scalar.nullish(),
  uses: scalar.nullish(),
  run: scalar.nullish(),
  with: mapping.nullish(),
  'working-directory': scalar.nullish(),
  'continue-on-error': scalar.nullish(),
});
const defaultsShape = z.object({ run: z.object({ 'working-directory': scalar.nullish() }).nullish() });
const jobShape = z.object({
  name: scalar.nullish(),
  uses: scalar.nullish(),
  steps: z.array(stepShape).nullish(),
  defaults: defaultsShape.nullish(),
  'continue-on-error': scalar.nullish(),
  permissions: z.unknown().optional(),
});
const inputShape = z.object({ required: scalar.nullish(), default: z.unknown().optional() });
const triggersShape = z.object({
  pull_request: z.object({ paths: texts.nullish(), 'paths-ignore': texts.nullish() }).nullish(),
  push: z.object({ branches: texts.nullish(), tags: texts.nullish() }).nullish(),
  schedule: z.unknown().optional(),
  workflow_dispatch: z.object({ inputs: z.record(z.string(), inputShape.nullable()).nullish() }).nullish(),
});
type Triggers = z.output<typeof triggersShape>;
const workflowShape = z.object({
  name: scalar.nullish(),
  /** A word, a list of words, or a mapping. */
  on: z
    .union([texts.transform((names) => Object.fromEntries(names.map((name) => [name, null]))), mapping])
    .pipe(triggersShape),
  defaults: defaultsShape.nullish(),
  permissions: z.unknown().optional(),
  jobs: z.record(z.string(), jobShape),
});

/**
 * What no configuration can say as it is: an expression, which GitHub fills in when it runs the workflow, and
 * what would break a line or turn the order of letters round before those who review it.
 */
const UNSAYABLE = /\$\{\{|[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const SWALLOWED = /\|\|\s*(?:true\b|exit 0\b|:(?=\s|$))/;

/** What a workflow file says. A shape that GitHub would not take makes it unreadable, whatever is in it. */
export function readWorkflow(file: string, text: string): WorkflowReading {
  if (!workflowFile.safeParse(file).success)
    return { kind: 'unreadable', file, why: 'no configuration can name such a file' };
  const yaml = readYaml(text);
  if (yaml.kind === 'invalid')
    return { kind: 'unreadable', file, why: yaml.problems[0]?.message ?? 'it is not YAML' };
  const read = workflowShape.safeParse(yaml.file.value);
  if (!read.success) {
    const [issue] = read.error.issues;
    return { kind: 'unreadable', file, why: oneLine(`no workflow: ${issue?.path.join('.') || 'all'}`) };
  }
  const { name, on, defaults, permissions, jobs } = read.data;
  const ofWorkflow = { folder: folderIn(defaults), permissions };
  const steps = Object.values(jobs).flatMap((job) => job.steps ?? []);
  return {
    kind: 'read',
    workflow: {
      file,
      name: name ?? null,
      onPull: pullTrigger(on),
      onEveryBranch: isOnEveryBranch(on),
      onSchedule: on.schedule !== undefined,
      dispatchInputs: dispatchInputs(on),
      jobs: Object.entries(jobs).map(([id, job]) => jobOf(id, job, ofWorkflow)),
      artifacts: steps.flatMap(artifactOf),
    },
  };
}

/** What is not there is `undefined`; `pull_request:` with nothing after it is `null`, and there. */
function pullTrigger({ pull_request: said }: Triggers): PullTrigger | null {
  if (said === undefined) return null;
  return { paths: said?.paths ?? null, pathsIgnore: said?.['paths-ignore'] ?? null };
}

/** With a list of branches, or for tags alone, a push to the branch of a PR does not start it. */
function isOnEveryBranch({ push }: Triggers): boolean {
  if (push === undefined) return false;
  return push?.branches ? push.branches.includes('**') : !push?.tags;
}

function dispatchInputs({ workflow_dispatch: said }: Triggers): readonly Input[] | null {
  if (said === undefined) return null;
  return Object.entries(said?.inputs ?? {}).map(([name, input]) => ({
    name,
    needed: input?.required === 'true' && (input.default ?? null) === null,
  }));
}

function folderIn(defaults: z.output<typeof defaultsShape> | null | undefined): string | null {
  return defaults?.run?.['working-directory'] ?? null;
}

function jobOf(
  id: string,
  job: z.output<typeof jobShape>,
  ofWorkflow: { readonly folder: string | null; readonly permissions: unknown },
): Job {
  const shown = job.name ?? id;
  const folder = folderIn(job.defaults) ?? ofWorkflow.folder;
  return {
    id,
    // The jobs of a workflow that is called are shown as `caller / job`.
    name: job.uses || !isSayable(shown) ? null : shown,
    steps: (job.steps ?? []).map((step) => stepOf(step, folder)),
    neverFails: swallows(job['continue-on-error']),
    mayStartRuns: mayStartRuns(job.permissions ?? ofWorkflow.permissions),
  };
}

/** What is named is granted, and then nothing else is. @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#permissions */
function mayStartRuns(permissions: unknown): boolean | null {
  if (permissions === undefined) return null;
  if (permissions === 'write-all') return true;
  return mapping.safeParse(permissions).data?.actions === 'write';
}

/** A step without a name is shown by what it does. */
function stepOf(step: z.output<typeof stepShape>, jobFolder: string | null): Step {
  const run = step.run ?? '';
  const shown = step.name ?? `Run ${step.uses ?? run.trim().split('\n', 1)[0] ?? ''}`;
  return {
    name: isSayable(shown) ? shown : null,
    run,
    folder: step['working-directory'] ?? jobFolder ?? '',
    neverFails: SWALLOWED.test(run) || swallows(step['continue-on-error']),
  };
}

/** Whether a text can be put into a configuration and mean there what it shows. */
export function isSayable(text: string): boolean {
  return text !== '' && text === text.trim() && !UNSAYABLE.test(text);
}

/** An expression may make it so. */
function swallows(continueOnError: string | null | undefined): boolean {
  return (continueOnError ?? 'false') !== 'false';
}

function artifactOf({ uses, with: given }: z.output<typeof stepShape>): readonly Artifact[] {
  if (!/^actions\/upload-artifact@/.test(uses ?? '')) return [];
  const name = scalar.safeParse(given?.name);
  const paths = scalar.safeParse(given?.path);
  if (!paths.success) return [];
  return [
    {
      // The action's own default.
      name: name.success ? name.data : 'artifact',
      paths: paths.data
        .split('\n')
        .map((path) => path.trim())
        .filter((path) => path !== ''),
    },
  ];
}
