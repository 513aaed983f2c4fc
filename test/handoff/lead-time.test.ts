import { describe, expect, test } from '@jest/globals';
import { type LeadReading, leadSegments, type TimedJob } from '../../src/handoff/lead-time.ts';
import type { PhaseMapping } from '../../src/handoff/phases.ts';

const PHASES: readonly PhaseMapping[] = [
  { phase: 'template_generation', step: 'Generate templates' },
  { phase: 'pr_review', step: 'Review' },
  { phase: 'deploy_approval', job: 'deploy' },
];

/** Minutes past nine. */
function at(minute: number): string {
  return new Date(Date.parse('2026-03-02T09:00:00Z') + minute * 60_000).toISOString();
}

function job(name: string, over: Partial<TimedJob>): TimedJob {
  const url = `https://github.com/acme/erp/actions/runs/7/job/${name}`;
  return {
    name,
    url,
    status: 'completed',
    conclusion: null,
    startedAt: null,
    completedAt: null,
    steps: [],
    ...over,
  };
}

function step(name: string, from: number, to: number | null): TimedJob['steps'][number] {
  return {
    name,
    status: to === null ? 'running' : 'completed',
    conclusion: to === null ? null : 'success',
    startedAt: at(from),
    completedAt: to === null ? null : at(to),
  };
}

const ACCEPTED: LeadReading = {
  acceptedAt: at(0),
  run: null,
  verify: null,
  verifyExpected: true,
  reviewAsked: false,
};

const GENERATE = job('handoff', {
  status: 'running',
  startedAt: at(3),
  steps: [step('Set up', 3, 4), step('Generate templates', 4, 14), step('Review', 14, null)],
});

/** `name of minutes`, the one that goes on with a star. */
function told(reading: Partial<LeadReading>, now = 30): readonly string[] {
  return leadSegments({ ...ACCEPTED, ...reading }, PHASES, at(now)).map(
    ({ name, of, ms, isOpen }) => `${name} ${of} ${ms / 60_000}${isOpen ? '*' : ''}`,
  );
}

const RUN = { createdAt: at(1), completedAt: null, jobs: [] };

describe('where the time of a handoff went', () => {
  test.each<[string, Partial<LeadReading>, readonly string[]]>([
    ['its run is not known yet', {}, ['dispatch machine 30*']],
    ['no runner has taken it', { run: RUN }, ['dispatch machine 1', 'queue queue 29*']],
    [
      'its one job goes on in a mapped step',
      { run: { ...RUN, jobs: [GENERATE] } },
      [
        'dispatch machine 1',
        'queue queue 2',
        'handoff machine 1',
        'template_generation machine 10',
        'pr_review machine 16*',
      ],
    ],
    [
      'reviewers were asked, so the review waits for people',
      { run: { ...RUN, jobs: [GENERATE] }, reviewAsked: true },
      [
        'dispatch machine 1',
        'queue queue 2',
        'handoff machine 1',
        'template_generation machine 10',
        'pr_review people 16*',
      ],
    ],
    [
      'a job waits for an approval since the one before it ended',
      {
        run: {
          ...RUN,
          jobs: [
            job('build', { startedAt: at(2), completedAt: at(10) }),
            job('deploy', { status: 'waiting' }),
          ],
        },
      },
      ['dispatch machine 1', 'queue queue 1', 'handoff machine 8', 'deploy_approval people 20*'],
    ],
    [
      'a job that is there for an approval waits for it though GitHub calls it queued',
      {
        run: {
          ...RUN,
          jobs: [
            job('build', { startedAt: at(2), completedAt: at(10) }),
            job('deploy', { status: 'queued' }),
          ],
        },
      },
      ['dispatch machine 1', 'queue queue 1', 'handoff machine 8', 'deploy_approval people 20*'],
    ],
    [
      'a job that still waits for a runner does not run, though GitHub gives it a start',
      { run: { ...RUN, jobs: [job('handoff', { status: 'queued', startedAt: at(3) })] } },
      ['dispatch machine 1', 'queue queue 29*'],
    ],
    [
      'whatever waits for people waits for an approval',
      { run: { ...RUN, jobs: [job('publish', { status: 'waiting' })] } },
      ['dispatch machine 1', 'deploy_approval people 29*'],
    ],
    [
      'a step that has not begun takes no time',
      {
        run: {
          ...RUN,
          jobs: [
            {
              ...GENERATE,
              steps: [
                step('Generate templates', 3, null),
                { ...step('Review', 14, null), status: 'queued' },
                { ...step('Publish', 14, null), startedAt: null },
              ],
            },
          ],
        },
      },
      ['dispatch machine 1', 'queue queue 2', 'template_generation machine 27*'],
    ],
    [
      'what comes twice is told once',
      {
        run: {
          ...RUN,
          jobs: [
            job('build', { startedAt: at(2), completedAt: at(10) }),
            job('pack', { startedAt: at(10), completedAt: at(12) }),
            job('deploy', { status: 'waiting' }),
          ],
        },
      },
      ['dispatch machine 1', 'queue queue 1', 'handoff machine 10', 'deploy_approval people 18*'],
    ],
    [
      'what waits for people counts, though a machine runs beside it',
      {
        run: {
          ...RUN,
          jobs: [job('deploy', { status: 'waiting' }), job('build', { status: 'running', startedAt: at(2) })],
        },
      },
      ['dispatch machine 1', 'deploy_approval people 29*'],
    ],
    [
      'an approval that was given is still told',
      {
        run: {
          ...RUN,
          completedAt: at(27),
          jobs: [
            job('build', { startedAt: at(2), completedAt: at(10) }),
            job('deploy', { startedAt: at(25), completedAt: at(27) }),
          ],
        },
        verifyExpected: false,
      },
      [
        'dispatch machine 1',
        'queue queue 1',
        'handoff machine 8',
        'deploy_approval people 15',
        'deploy_approval machine 2',
        'approval machine 3*',
      ],
    ],
    [
      'the Verify run that it started has not shown up',
      {
        run: { ...RUN, completedAt: at(5), jobs: [job('handoff', { startedAt: at(2), completedAt: at(5) })] },
      },
      ['dispatch machine 1', 'queue queue 1', 'handoff machine 3', 'verify queue 25*'],
    ],
    [
      'the Verify run that it started goes on',
      {
        run: { ...RUN, completedAt: at(5), jobs: [job('handoff', { startedAt: at(2), completedAt: at(5) })] },
        verify: { startedAt: at(9), completedAt: null },
      },
      ['dispatch machine 1', 'queue queue 1', 'handoff machine 3', 'verify queue 4', 'verify machine 21*'],
    ],
    [
      'only the approval comment is lacking',
      {
        run: { ...RUN, completedAt: at(5), jobs: [job('handoff', { startedAt: at(2), completedAt: at(5) })] },
        verify: { startedAt: at(9), completedAt: at(20) },
      },
      [
        'dispatch machine 1',
        'queue queue 1',
        'handoff machine 3',
        'verify queue 4',
        'verify machine 11',
        'approval machine 10*',
      ],
    ],
  ])('%s', (_, reading, expected) => {
    expect(told(reading)).toEqual(expected);
  });

  test.each([1, 2, 3.5, 14, 29, 45])('adds up to the whole time after %d minutes', (now) => {
    const segments = leadSegments({ ...ACCEPTED, run: { ...RUN, jobs: [GENERATE] } }, PHASES, at(now));
    expect(segments.reduce((sum, { ms }) => sum + ms, 0)).toBe(now * 60_000);
  });

  test('a run that is older than its acceptance by GitHub’s clock takes nothing before it', () => {
    expect(told({ run: { ...RUN, createdAt: at(-1) } })).toEqual(['queue queue 30*']);
  });
});
