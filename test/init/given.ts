import { DOCUMENTS } from '../../demo/customer/documents.ts';
import { WORKFLOW_FILES } from '../../demo/customer/workflow-files.ts';
import { readWorkflow } from '../../src/config/workflow-file.ts';
import { propose } from '../../src/init/propose.ts';
import { DASHBOARD, PLAYBOOKS, type Survey } from '../../src/init/survey.ts';
import { known } from '../../src/policies/verdict.ts';

export const TODAY = '2026-03-02';

/** What a survey would show of these workflow files, by file name; nothing else is there unless it is given. */
export function surveyOf(files: Readonly<Record<string, string>>, more: Partial<Survey> = {}): Survey {
  const readings = Object.entries(files)
    .map(([path, text]) => readWorkflow(path.slice(path.lastIndexOf('/') + 1), text))
    .sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  return {
    owner: 'acme',
    repo: 'shop',
    ownedByPerson: false,
    defaultBranch: 'main',
    tip: '1'.repeat(40),
    workflows: readings.flatMap((one) => (one.kind === 'read' ? [one.workflow] : [])),
    unreadable: readings.flatMap((one) => (one.kind === 'unreadable' ? [one] : [])),
    labels: [],
    teams: known([]),
    hasDashboard: false,
    playbooks: null,
    ...more,
  };
}

/** The first customer's repository. */
export function customerSurvey(): Survey {
  return surveyOf(WORKFLOW_FILES, {
    labels: ['bug', 'LG-Verified ✅'],
    teams: known([
      { slug: 'ai-ops', name: 'AI Ops' },
      { slug: 'sre', name: 'SRE' },
    ]),
    hasDashboard: DASHBOARD in DOCUMENTS,
    playbooks: DOCUMENTS[PLAYBOOKS] ?? null,
  });
}

/** What each key is given. */
export function valuesOf(survey: Survey): Readonly<Record<string, unknown>> {
  const chosen = propose(survey, 'en').filter((choice) => choice.kind === 'chosen');
  return Object.fromEntries(chosen.map(({ key, value }) => [key, value]));
}

/** What is left open: `key reason`, and what it names. */
export function openIn(survey: Survey): Readonly<Record<string, readonly string[]>> {
  const open = propose(survey, 'en').filter((choice) => choice.kind === 'open');
  return Object.fromEntries(open.map(({ key, reason, names }) => [`${key} ${reason}`, names]));
}

/** An expression of GitHub's. */
export const MATRIX = '$' + '{{ matrix.a }}';

/** `ci.yml`, started by pull requests, with one job of these steps. */
export const ciOf = (steps: string, job = 'ci'): Readonly<Record<string, string>> => ({
  'ci.yml': `on: pull_request\njobs: { ${job}: { steps: [${steps}] } }`,
});

function nameOf(reading: ReturnType<typeof readWorkflow>): string {
  return reading.kind === 'read' ? reading.workflow.file : reading.file;
}
