import { expect, test } from '@jest/globals';
import { type PhaseMapping, phaseOf } from '../../src/handoff/phases.ts';
import type { JobFacts, StepFacts } from '../../src/policies/facts.ts';

type Step = readonly [name: string, is: 'queued' | 'running' | string];

/** `queued`, `running` and `waiting` are under way; any other word is the conclusion of what has ended. */
function progress(is: string): Pick<StepFacts, 'status' | 'conclusion'> {
  if (is === 'queued' || is === 'running' || is === 'waiting') return { status: is, conclusion: null };
  return { status: 'completed', conclusion: is };
}

function job(name: string, is: string, steps: readonly Step[] = []): JobFacts {
  return {
    name,
    ...progress(is),
    url: `https://github.test/${name}`,
    steps: steps.map(([step, stepIs]) => ({ name: step, ...progress(stepIs) })),
  };
}

const byJob: readonly PhaseMapping[] = [
  { phase: 'template_generation', job: 'Generate' },
  { phase: 'pr_review', job: 'Review' },
  { phase: 'deploy_approval', job: 'Deploy' },
];
const byStep: readonly PhaseMapping[] = [
  { phase: 'template_generation', step: 'Generate templates' },
  { phase: 'pr_review', step: 'Review', job: 'handoff' },
];

interface Row {
  readonly name: string;
  readonly jobs: readonly JobFacts[];
  readonly mapping?: readonly PhaseMapping[];
  /** Phase, and where it is; `!` when a person is waited for. */
  readonly phase: string;
}

const rows: readonly Row[] = [
  { name: 'no jobs yet', jobs: [], phase: 'handoff @ ' },
  { name: 'nothing mapped: the job', jobs: [job('build', 'queued')], phase: 'handoff @ build' },
  {
    name: 'nothing mapped: the step',
    jobs: [job('build', 'running', [['Checkout', 'running']])],
    phase: 'handoff @ Checkout',
  },
  {
    name: 'by job',
    jobs: [job('Generate', 'success'), job('Review', 'running', [['Lint', 'running']])],
    mapping: byJob,
    phase: 'pr_review @ Lint',
  },
  {
    name: 'by job: a person is waited for, though another job runs',
    jobs: [job('Review', 'running'), job('Deploy', 'waiting')],
    mapping: byJob,
    phase: 'deploy_approval @ Deploy !',
  },
  {
    name: 'by job: what runs comes before what is queued',
    jobs: [job('Deploy', 'queued'), job('Review', 'running')],
    mapping: byJob,
    phase: 'pr_review @ Review',
  },
  {
    name: 'by job: between two jobs',
    jobs: [job('Generate', 'success'), job('Review', 'queued')],
    mapping: byJob,
    phase: 'pr_review @ Review',
  },
  {
    name: 'by job before by step',
    jobs: [job('Review', 'running', [['Generate templates', 'running']])],
    mapping: [...byStep, ...byJob],
    phase: 'pr_review @ Generate templates',
  },
  {
    name: 'by step',
    jobs: [
      job('handoff', 'running', [
        ['Checkout', 'success'],
        ['Generate templates', 'running'],
      ]),
    ],
    mapping: byStep,
    phase: 'template_generation @ Generate templates',
  },
  {
    name: 'by step: before the first mapped one',
    jobs: [
      job('handoff', 'running', [
        ['Checkout', 'running'],
        ['Generate templates', 'queued'],
      ]),
    ],
    mapping: byStep,
    phase: 'handoff @ Checkout',
  },
  {
    name: 'by step: a phase lasts until the next',
    jobs: [
      job('handoff', 'running', [
        ['Generate templates', 'success'],
        ['Upload', 'running'],
        ['Review', 'queued'],
      ]),
    ],
    mapping: byStep,
    phase: 'template_generation @ Upload',
  },
  {
    name: 'by step: between two steps',
    jobs: [
      job('handoff', 'running', [
        ['Generate templates', 'success'],
        ['Review', 'queued'],
      ]),
    ],
    mapping: byStep,
    phase: 'template_generation @ Generate templates',
  },
  {
    name: 'by step: a skipped one begins no phase',
    jobs: [
      job('handoff', 'running', [
        ['Generate templates', 'success'],
        ['Review', 'skipped'],
        ['Upload', 'running'],
      ]),
    ],
    mapping: byStep,
    phase: 'template_generation @ Upload',
  },
  {
    name: 'by step of one job only',
    jobs: [job('other', 'running', [['Review', 'running']])],
    mapping: byStep,
    phase: 'handoff @ Review',
  },
  {
    name: 'failed: the phase in which it did',
    jobs: [
      job('handoff', 'failure', [
        ['Generate templates', 'success'],
        ['Review', 'failure'],
        ['Cleanup', 'success'],
      ]),
      job('after', 'skipped'),
    ],
    mapping: byStep,
    phase: 'pr_review @ Review',
  },
  {
    name: 'failed: what failed comes before what was cancelled for it',
    jobs: [
      job('Review', 'cancelled'),
      job('Deploy', 'timed_out', [
        ['Wait', 'cancelled'],
        ['Ship', 'failure'],
      ]),
    ],
    mapping: byJob,
    phase: 'deploy_approval @ Ship',
  },
  {
    name: 'failed: no step says so',
    jobs: [job('handoff', 'failure', [['Generate templates', 'success']])],
    mapping: byStep,
    phase: 'template_generation @ Generate templates',
  },
  {
    name: 'cancelled: where it was',
    jobs: [job('Generate', 'success'), job('Review', 'cancelled', [['Lint', 'cancelled']])],
    mapping: byJob,
    phase: 'pr_review @ Lint',
  },
  {
    name: 'succeeded: the last phase',
    jobs: [
      job('Generate', 'success'),
      job('Review', 'success', [['Lint', 'success']]),
      job('tidy up', 'success'),
      job('Deploy', 'skipped'),
    ],
    mapping: byJob,
    phase: 'pr_review @ Review',
  },
  {
    name: 'succeeded: by step',
    jobs: [
      job('handoff', 'success', [
        ['Review', 'success'],
        ['Complete job', 'success'],
      ]),
    ],
    mapping: byStep,
    phase: 'pr_review @ handoff',
  },
  {
    name: 'succeeded, nothing mapped',
    jobs: [job('one', 'success'), job('two', 'neutral')],
    phase: 'handoff @ two',
  },
];

test.each(rows)('$name', ({ jobs, mapping = [], phase }) => {
  const { name, at, waiting } = phaseOf(jobs, mapping);
  expect(`${name} @ ${at}${waiting ? ' !' : ''}`).toBe(phase);
});
