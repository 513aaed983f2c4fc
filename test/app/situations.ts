import { strToU8, type Zippable, zipSync } from 'fflate';
import type { Changes } from '../../demo/github/model/commit.ts';
import type { Pull } from '../../demo/github/model/pull.ts';
import type { Run } from '../../demo/github/model/run.ts';
import type { ReasonCode } from '../../src/policies/reason-codes.ts';
import type { GateId } from '../../src/policies/verdict.ts';
import type { Door } from './door.ts';

type World = Pick<Door, 'github' | 'customer' | 'pipeline'>;
type Deed = (world: World, pull: Pull) => unknown;

/** A PR for which everything is done as it should be, but for one thing. */
export interface Situation {
  readonly name: string;
  readonly changes?: Changes;
  /** In place of a green Codex Smoke. */
  readonly smoke?: Deed;
  /** In place of green tests. */
  readonly tests?: Deed;
  /** The gates that this closes, and how; all others stay open. */
  readonly closes: Readonly<Partial<Record<GateId, ReasonCode>>>;
  /** What people are told of it. */
  readonly says?: string;
}

const SMOKE = '.github/workflows/codex-template-smoke.yml';
const SCRIPT = 'scripts/ci/run-codex-template-smoke.sh';

/** A workflow of the default branch that is called as Codex Smoke is, and is another. */
export const LOOK_ALIKE = '.github/workflows/codex-smoke.yml';
/** What it says, and what Codex Smoke says where a PR makes it say so. */
export const PROVES_NOTHING =
  'name: Codex Template Smoke\non: pull_request\njobs: { smoke: { steps: [{ run: "true" }] } }\n';

const UNTRUSTED = { G1: 'smoke_untrusted', G2: 'tests_untrusted', G3: 'verify_untrusted' } as const;
const UNKNOWN = { G1: 'smoke_unknown', G2: 'tests_unknown', G3: 'verify_unknown' } as const;
const MALFORMED = { G1: 'smoke_report_malformed' } as const;

/** Good, were it not for what is around it. */
const REPORT = strToU8(
  JSON.stringify({ generatedAt: '2026-03-02T09:00:00Z', items: [{ check: 'eslint-bi', status: 'ok' }] }),
);

function files(count: number): Changes {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`generated/${i}.txt`, `${i}\n`]));
}

function start({ github, customer }: World, workflow: string, pull: Pull): Run {
  return github.startRun(customer.repository, { workflow, event: 'pull_request', pull });
}

function leaving(archive: Uint8Array): Deed {
  return ({ pipeline }, pull) => pipeline.smoke(pull, { archive });
}

function reporting(check: string, status: string): Deed {
  return ({ pipeline }, pull) => pipeline.smoke(pull, { items: [{ check, status }] });
}

const PATHS: readonly Situation[] = [
  {
    name: 'the smoke workflow is changed',
    changes: { [SMOKE]: PROVES_NOTHING },
    closes: UNTRUSTED,
    says: `the PR changes ${SMOKE}`,
  },
  {
    name: 'a protected file is moved away',
    changes: { 'tools/smoke.sh': { from: SCRIPT } },
    closes: UNTRUSTED,
    says: SCRIPT,
  },
  {
    name: 'a protected file is changed beyond the first hundred',
    changes: { ...files(120), [SCRIPT]: 'exit 0\n' },
    closes: UNTRUSTED,
    says: SCRIPT,
  },
  {
    name: 'more files are changed than GitHub lists',
    changes: files(3_001),
    closes: UNKNOWN,
    says: 'more files than GitHub lists',
  },
];

const RUNS: readonly Situation[] = [
  {
    name: 'only another workflow of the same name ran',
    smoke: (world, pull) => world.github.completeRun(start(world, LOOK_ALIKE, pull)),
    closes: { G1: 'smoke_missing' },
  },
  {
    name: 'a workflow forges green checks for tests that never ran',
    tests: (world, pull) => {
      const { suite } = start(world, LOOK_ALIKE, pull);
      for (const name of ['lint', 'unit', 'lint-and-test', 'Lint HR module', 'Test HR module'])
        world.github.forgeCheckRun(suite, { name, conclusion: 'success' });
    },
    closes: { G2: 'tests_missing' },
  },
  {
    name: 'a workflow forges a green check over tests that failed',
    tests: ({ github, pipeline }, pull) => {
      const { suite } = pipeline.tests(pull, 'failure');
      github.forgeCheckRun(suite, { name: 'lint-and-test', conclusion: 'success' });
    },
    closes: { G2: 'tests_not_successful' },
    says: 'lint-and-test is failure',
  },
  {
    name: 'a newer run is queued behind a green one',
    smoke: (world, pull) => {
      world.pipeline.smoke(pull);
      start(world, SMOKE, pull);
    },
    closes: { G1: 'smoke_running' },
  },
  {
    name: 'a green run is run again and is red',
    smoke: ({ github, customer, pipeline }, pull) => {
      const run = pipeline.smoke(pull);
      github.rerun(run, { by: customer.author });
      github.completeRun(run, 'failure');
    },
    closes: { G1: 'smoke_not_successful' },
    says: 'attempt 2',
  },
  {
    name: 'a run is red, and its failed step is named',
    smoke: ({ pipeline }, pull) => pipeline.smoke(pull, { conclusion: 'failure' }),
    closes: { G1: 'smoke_not_successful' },
    says: 'Generate every template',
  },
];

const REPORTS: readonly Situation[] = [
  {
    name: 'the report has an error',
    smoke: reporting('eslint-bi', 'error'),
    closes: { G1: 'smoke_report_failed' },
    says: 'eslint-bi is error',
  },
  {
    name: 'the report has a skip, which is only said',
    smoke: reporting('cli-domain-hr', 'skip'),
    closes: {},
    says: 'skipped: cli-domain-hr',
  },
];

const HOSTILE: Readonly<Record<string, Zippable>> = {
  'has a name that climbs out': { '../latest.json': REPORT },
  'has an absolute name': { '/latest.json': REPORT },
  'is a bomb': { 'latest.json': Buffer.concat([REPORT, Buffer.alloc(1_000_000, ' ')]) },
  'has two reports': { 'latest.json': REPORT, 'a/latest.json': REPORT },
  'holds a link': { 'latest.json': [REPORT, { os: 3, attrs: 0o120777 << 16 }] },
};

const ARCHIVES: readonly Situation[] = [
  ...Object.entries(HOSTILE).map(([name, archive]) => ({
    name: `the archive ${name}`,
    smoke: leaving(zipSync(archive)),
    closes: MALFORMED,
  })),
  { name: 'the archive is none', smoke: leaving(REPORT), closes: MALFORMED },
];

export const SITUATIONS: readonly Situation[] = [...PATHS, ...RUNS, ...REPORTS, ...ARCHIVES];
