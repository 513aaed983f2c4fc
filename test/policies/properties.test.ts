import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judge } from '../../src/policies/evaluate.ts';
import type { Facts, LabelApplication, RunFacts, StopFacts } from '../../src/policies/facts.ts';
import type { GateId } from '../../src/policies/verdict.ts';
import { GATES, type Known, known, unknown } from '../../src/policies/verdict.ts';
import { AUTHOR, at, facts, HEAD, job, label, MEMBER, OTHER_HEAD, run, settings } from '../support/facts.ts';

/** Mostly as it should be, so that gates are often open and a rule that lets go is found out. */
function mostly<T>(usual: T, ...others: T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(usual, ...others) },
  );
}

const UNREAD = unknown('GitHub answered 502');
const WORKFLOWS = ['smoke', 'ci', 'verify'] as const;
type Workflow = (typeof WORKFLOWS)[number];

const conclusion = mostly<string | null>('success', 'failure', 'skipped', 'neutral', 'cancelled', '', null);

function anyRun(workflow: Workflow): fc.Arbitrary<RunFacts> {
  const jobs = fc
    .record({ lint: conclusion, unit: conclusion })
    .map((of) =>
      known([job({ name: 'lint', conclusion: of.lint }), job({ name: 'unit', conclusion: of.unit })]),
    );
  const varied = fc.record({
    id: fc.integer({ min: 1, max: 20 }),
    createdAt: fc.integer({ min: 1, max: 20 }).map(at),
    event: mostly('pull_request', 'push', 'workflow_dispatch', 'pull_request_target', 'schedule'),
    headSha: mostly(HEAD, OTHER_HEAD),
    status: mostly<RunFacts['status']>('completed', 'queued', 'running', 'waiting'),
    conclusion,
    dispatchedByBot: mostly(false, true),
    fileUnchanged: mostly<Known<boolean>>(known(true), known(false), UNREAD),
    jobs: fc.oneof({ weight: 5, arbitrary: jobs }, fc.constant(UNREAD)),
    report: mostly<RunFacts['report']>(run(workflow).report, known(null), UNREAD),
  });
  return varied.map((over) => run(workflow, workflow === 'ci' ? over : { ...over, jobs: known([]) }));
}

const runs = (workflow: Workflow) =>
  fc.array(anyRun(workflow), { maxLength: 4 }).map(known<readonly RunFacts[]>);

const anyFacts: fc.Arbitrary<Facts> = fc
  .record({
    smoke: runs('smoke'),
    tests: runs('ci'),
    verify: runs('verify'),
    changes: mostly<Facts['changes']>(
      known({ paths: ['src/shop.ts'], protectedPaths: [], smokePaths: [] }),
      known({ paths: ['.github/a'], protectedPaths: ['.github/a'], smokePaths: [] }),
      known({ paths: [run('ci').workflowPath], protectedPaths: [], smokePaths: [] }),
      UNREAD,
    ),
    label: fc
      .record({
        by: mostly(MEMBER, AUTHOR),
        at: mostly(at(30), at(1)),
        headSha: mostly<string | null>(HEAD, OTHER_HEAD, null),
        membership: mostly<LabelApplication['membership']>(known('active'), known('none'), UNREAD),
      })
      .map((applied) => known(label({ applied }))),
    pull: fc.record({
      draft: mostly(false, true),
      baseChangedAt: mostly<string | null>(null, at(5)),
      headSince: mostly<string | null>(at(1), null),
    }),
    stop: mostly<StopFacts>({ kind: 'none' }, { kind: 'unreadable', why: 'store down' }),
  })
  .map(facts);

const outcomeOf = (gate: GateId, of: Facts) => judge(of, settings())[GATES.indexOf(gate)]?.outcome;

const RUNS_OF = { G1: 'smoke', G2: 'tests', G3: 'verify' } as const;
const RUN_GATES = ['G1', 'G2', 'G3'] as const;
const WORKFLOW_OF = { G1: 'smoke', G2: 'ci', G3: 'verify' } as const;

function eachRun(gate: (typeof RUN_GATES)[number], over: Partial<RunFacts>): (of: Facts) => Facts {
  return (of) => {
    const all = of[RUNS_OF[gate]];
    return all.known ? { ...of, [RUNS_OF[gate]]: known(all.value.map((one) => ({ ...one, ...over }))) } : of;
  };
}

function applied(over: Partial<LabelApplication> | null): (of: Facts) => Facts {
  return (of) => ({ ...of, label: known(label({ applied: over })) });
}

/** What each gate reads, made unknown. */
const UNKNOWNS: readonly [GateId, string, (of: Facts) => Facts][] = [
  ...RUN_GATES.flatMap((gate): [GateId, string, (of: Facts) => Facts][] => [
    [gate, 'changes', (of) => ({ ...of, changes: UNREAD })],
    [gate, 'runs', (of) => ({ ...of, [RUNS_OF[gate]]: UNREAD })],
    [
      gate,
      'whether the file is as on the default branch',
      eachRun(gate, { event: 'push', fileUnchanged: UNREAD }),
    ],
  ]),
  ['G1', 'report', eachRun('G1', { report: UNREAD })],
  ['G2', 'jobs', eachRun('G2', { jobs: UNREAD })],
  ['G3', 'report', eachRun('G3', { report: UNREAD })],
  ['G4', 'label', (of) => ({ ...of, label: UNREAD })],
  ['G4', 'who put it on', applied(null)],
  ['G4', 'membership', applied({ membership: UNREAD })],
  ['G4', 'head', applied({ headSha: null })],
  ['G4', 'author', (of) => ({ ...of, pull: { ...of.pull, author: null } })],
  ['G5', 'stop', (of) => ({ ...of, stop: { kind: 'unreadable', why: 'store down' } })],
];

describe('what is unknown never opens a gate', () => {
  test.each(UNKNOWNS)('%s: %s', (gate, _what, forget) => {
    fc.assert(fc.property(anyFacts, (of) => outcomeOf(gate, forget(of)) !== 'pass'));
  });
});

describe.each(RUN_GATES)('%s', (gate) => {
  const workflow = WORKFLOW_OF[gate];
  const notGreen = fc
    .record({
      event: fc.constantFrom('pull_request', 'push', 'workflow_dispatch'),
      dispatchedByBot: fc.boolean(),
      state: fc.constantFrom<Partial<RunFacts>[]>(
        [{ status: 'queued', conclusion: null }],
        [{ status: 'running', conclusion: null }],
        [
          {
            conclusion: 'failure',
            jobs: known([job({ name: 'lint' }), job({ name: 'unit', conclusion: 'failure' })]),
          },
        ],
        [{ conclusion: 'skipped', jobs: known([]) }],
      ),
    })
    .map(({ state, ...over }) => run(workflow, { id: 50, ...over, ...state[0] }));

  test('is never open over a newer run that is not green', () => {
    fc.assert(
      fc.property(anyFacts, notGreen, (of, newest) => {
        const all = of[RUNS_OF[gate]];
        const more = known([...(all.known ? all.value : []), newest]);
        return outcomeOf(gate, { ...of, [RUNS_OF[gate]]: more }) !== 'pass';
      }),
      { numRuns: 300 },
    );
  });

  test('is open only over a green run for this head, and never without one', () => {
    fc.assert(
      fc.property(anyFacts, (of) => {
        const all = of[RUNS_OF[gate]];
        const green =
          all.known &&
          all.value.some(
            ({ status, headSha, dispatchedByBot, ...one }) =>
              status === 'completed' &&
              (headSha === HEAD || dispatchedByBot) &&
              (gate === 'G2' || one.conclusion === 'success'),
          );
        return green || outcomeOf(gate, of) !== 'pass';
      }),
      { numRuns: 300 },
    );
  });

  test('does not hang on the order in which runs were read', () => {
    fc.assert(
      fc.property(anyFacts, (of) => {
        const all = of[RUNS_OF[gate]];
        if (!all.known) return;
        const distinct = all.value.filter(
          ({ id }, index) => all.value.findIndex((one) => one.id === id) === index,
        );
        const judged = [distinct, distinct.toReversed()].map((order) =>
          outcomeOf(gate, { ...of, [RUNS_OF[gate]]: known(order) }),
        );
        expect(judged[0]).toBe(judged[1]);
      }),
    );
  });
});

test('the facts above do open every gate now and then', () => {
  const samples = fc.sample(anyFacts, { numRuns: 200, seed: 1 });
  for (const gate of GATES) {
    expect(samples.filter((of) => outcomeOf(gate, of) === 'pass').length).toBeGreaterThan(10);
  }
});
