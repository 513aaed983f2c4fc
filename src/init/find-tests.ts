import type { Job, Step, Workflow } from '../config/workflow-file.ts';
import type { OpenReason } from '../notifiers/wording/setup-reasons.ts';
import { testsSettings } from '../policies/settings.ts';
import { type Choice, chosen, open } from './choice.ts';
import {
  isOfDocuments,
  isOtherTest,
  type Kind,
  kindsOfName,
  kindsOfStep,
  runsForPulls,
} from './test-words.ts';

/** As the configuration names a test. */
interface TestEntry {
  readonly workflow: string;
  readonly job: string;
  readonly step?: string;
}

/** What one place in a workflow comes to: a test, or why it is none although its name says so. */
type Found =
  | { readonly kind: Kind; readonly entry: TestEntry; readonly reason: null }
  | { readonly kind: Kind; readonly entry: null; readonly reason: OpenReason; readonly at: string };

const MAX_ENTRIES = 50;

/** What the tests come to, and the workflow files in which those are that were chosen. */
interface FoundTests {
  readonly choices: readonly Choice[];
  readonly files: ReadonlySet<string>;
}

/**
 * Lint and unit tests by the names of jobs and steps, and by commands where names say nothing. All that are
 * found are alternatives; what only looks like one is named for a person to judge.
 */
export function findTests(workflows: readonly Workflow[]): FoundTests {
  const found = workflows
    .filter(runsForPulls)
    .flatMap((workflow) => workflow.jobs.flatMap((job) => inJob(workflow, job)));
  return {
    choices: (['lint', 'unit'] as const).flatMap((kind) => choicesOf(kind, found)),
    files: new Set(found.flatMap(({ entry }) => entry?.workflow ?? [])),
  };
}

function choicesOf(kind: Kind, found: readonly Found[]): readonly Choice[] {
  const key = `tests.${kind}`;
  const ofKind = found.filter((one) => one.kind === kind);
  const all = unique(ofKind.flatMap(({ entry }) => entry ?? []));
  const entries = all.slice(0, MAX_ENTRIES);
  const left = Map.groupBy(
    ofKind.filter((one) => one.entry === null),
    ({ reason }) => reason,
  );
  return [
    entries.length > 0 ? chosen(key, entries, 'named_so') : open(key, 'test_missing'),
    ...(all.length > entries.length
      ? [open(key, 'tests_too_many', all.slice(MAX_ENTRIES).map(placeOf))]
      : []),
    ...[...left].map(([reason, ones]) => open(key, reason, [...new Set(ones.map(({ at }) => at))])),
  ];
}

function unique(entries: readonly TestEntry[]): readonly TestEntry[] {
  return [...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values()];
}

/** A job that is one kind of test alone is named as a whole; where it does both, or more, its steps are named. */
function inJob(workflow: Workflow, job: Job): readonly Found[] {
  const place = { workflow, job };
  const named = [...kindsOfName(job.name ?? job.id)];
  const steps = job.steps.flatMap((step) => inStep(place, step));
  if (steps.length === 0) return inNameAlone(place, named);
  const [kind, ...more] = named;
  const isAlone = kind !== undefined && more.length === 0 && steps.every((step) => step.kind === kind);
  // What proves nothing as a step does not as a job.
  const isVain = steps.some(
    ({ reason }) => reason === 'test_without_force' || reason === 'lint_of_documents',
  );
  return isAlone && !isVain ? [wholeJob(place, kind)] : steps;
}

function inNameAlone(place: Place, named: readonly Kind[]): readonly Found[] {
  const { name, id } = place.job;
  const [kind, ...more] = named;
  if (kind === undefined) return isOtherTest(name ?? id) ? [none(place, 'unit', 'test_of_other_kind')] : [];
  return more.length === 0
    ? [wholeJob(place, kind)]
    : named.map((each) => none(place, each, 'test_inseparable'));
}

interface Place {
  readonly workflow: Workflow;
  readonly job: Job;
  readonly step?: Step;
}

function inStep(within: Place, step: Step): readonly Found[] {
  const kinds = [...kindsOfStep(step)];
  const place = { ...within, step };
  if (kinds.length === 2) return kinds.map((kind) => none(place, kind, 'test_inseparable'));
  const [kind] = kinds;
  if (kind === undefined) return [];
  if (step.neverFails || within.job.neverFails) return [none(place, kind, 'test_without_force')];
  if (kind === 'lint' && isOfDocuments(step.name, ...aroundLint(within)))
    return [none(place, kind, 'lint_of_documents')];
  const { name } = within.job;
  if (name === null || step.name === null) return [none(place, kind, 'test_unnameable')];
  return [entryOf(place, kind, { workflow: within.workflow.file, job: name, step: step.name })];
}

function wholeJob(place: Place, kind: Kind): Found {
  const { workflow, job } = place;
  if (job.neverFails) return none(place, kind, 'test_without_force');
  if (kind === 'lint' && isOfDocuments(job.name, ...aroundLint(place)))
    return none(place, kind, 'lint_of_documents');
  if (job.name === null) return none(place, kind, 'test_unnameable');
  return entryOf(place, kind, { workflow: workflow.file, job: job.name });
}

/** A workflow that is for lint alone says of what; another's name says nothing of its lint. */
function aroundLint({ workflow, job }: Place): readonly (string | null)[] {
  return [job.name, ...[workflow.file, workflow.name].filter((name) => kindsOfName(name ?? '').has('lint'))];
}

/** A name that the configuration would not take cannot be proposed. */
function entryOf(place: Place, kind: Kind, entry: TestEntry): Found {
  const taken = testsSettings.safeParse({ [kind]: [entry] });
  const [read] = taken.success ? taken.data[kind] : [];
  return read !== undefined && read.job === entry.job && read.step === entry.step
    ? { kind, entry, reason: null }
    : none(place, kind, 'test_unnameable');
}

function none(place: Place, kind: Kind, reason: OpenReason): Found {
  const { workflow, job, step } = place;
  const at = placeOf({
    workflow: workflow.file,
    job: job.name ?? job.id,
    ...(step?.name == null ? {} : { step: step.name }),
  });
  return { kind, entry: null, reason, at };
}

function placeOf({ workflow, job, step }: TestEntry): string {
  return [workflow, job, ...(step === undefined ? [] : [step])].join(' › ');
}
