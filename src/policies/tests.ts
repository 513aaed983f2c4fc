import { decidingRun } from './deciding-run.ts';
import type { ChangeFacts, Facts, RunFacts } from './facts.ts';
import type { Gate } from './gate.ts';
import { type JobState, jobState } from './job-state.ts';
import type { Listed, Seen, TestKind, TestSeen } from './said.ts';
import { listed, runSaid } from './seen.ts';
import type { GateSettings, TestSource } from './settings.ts';
import { type Evidence, type Outcome, type Verdict, verdict } from './verdict.ts';

const gate = 'G2';
const KINDS: readonly TestKind[] = ['lint', 'unit'];

/**
 * G2: lint and unit are green on the head. Several alternatives may be named for each, since a
 * workflow may be started for its own module's paths only: at least one of each must be there, and
 * every one that is there must be green.
 */
export const testsGate: Gate = {
  id: gate,
  evaluate: (facts: Facts, { tests }: GateSettings) => {
    const unset = KINDS.filter((kind) => tests[kind].length === 0);
    if (unset.length > 0) {
      return say('fail', 'tests_not_configured', { say: 'tests_not_configured', kinds: unset });
    }
    if (!facts.changes.known) return cannotTell(facts.changes.why);
    if (!facts.tests.known) return cannotTell(facts.tests.why);
    const reading = { runs: facts.tests.value, facts, changes: facts.changes.value };
    return fold(KINDS.flatMap((kind) => tests[kind].map((source) => find(kind, source, reading))));
  },
};

/** What became of one alternative; `seen` is `null` where it is not there. */
interface Finding {
  readonly kind: TestKind;
  readonly state: 'absent' | 'untrusted' | JobState['kind'];
  readonly seen: TestSeen | null;
  readonly evidence: readonly Evidence[];
}

interface Reading {
  readonly runs: readonly RunFacts[];
  readonly facts: Facts;
  readonly changes: ChangeFacts;
}

function find(kind: TestKind, source: TestSource, { runs, facts, changes }: Reading): Finding {
  const { workflow } = source;
  const isGreen = (run: RunFacts) => jobState(run, source).kind === 'green';
  const deciding = decidingRun(runs, { workflow, pull: facts.pull, changes, isGreen });
  if (deciding.kind === 'none') return { kind, state: 'absent', seen: null, evidence: [] };
  const state = jobState(deciding.run, source);
  const run = runSaid(deciding.run);
  const file = workflow.slice(workflow.lastIndexOf('/') + 1);
  const evidence = [{ label: `${kind} in ${file}`, url: state.url }];
  const finding = (as: Finding['state'], seen: TestSeen): Finding => ({ kind, state: as, seen, evidence });
  switch (deciding.kind) {
    case 'green':
      return finding('green', { say: 'green', kind, file });
    case 'not_green':
      return finding(state.kind, { say: 'not_green', kind, file, run, job: state.seen });
    case 'untrusted':
      return finding('untrusted', { say: 'doubted', kind, run, doubt: deciding.doubt });
    case 'unknown':
      return finding('unknown', { say: 'doubted', kind, run, doubt: { say: 'not_read', why: deciding.why } });
  }
}

/** Worst first: what is surely wrong is said before what is unknown, and that before what is still to come. */
const ORDER = [
  { state: 'failed', outcome: 'fail', code: 'tests_not_successful' },
  { state: 'untrusted', outcome: 'fail', code: 'tests_untrusted' },
  { state: 'unknown', outcome: 'unknown', code: 'tests_unknown' },
  { state: 'running', outcome: 'wait', code: 'tests_running' },
] as const;

function fold(findings: readonly Finding[]): Verdict {
  for (const { state, outcome, code } of ORDER) {
    const such = findings.filter((finding) => finding.state === state);
    if (such.length > 0)
      return { ...say(outcome, code, { say: 'tests_not_green', tests: seenIn(such) }), ...evidenceOf(such) };
  }
  const green = findings.filter(({ state }) => state === 'green');
  const kinds = KINDS.filter((kind) => !green.some((finding) => finding.kind === kind));
  return kinds.length > 0
    ? { ...say('wait', 'tests_missing', { say: 'tests_missing', kinds }), ...evidenceOf(green) }
    : { ...say('pass', 'tests_passed', { say: 'tests_green', tests: seenIn(green) }), ...evidenceOf(green) };
}

function seenIn(findings: readonly Finding[]): Listed<TestSeen> {
  return listed(findings.map(({ seen }) => seen).filter((seen) => seen !== null));
}

function evidenceOf(findings: readonly Finding[]): Pick<Verdict, 'evidence'> {
  return { evidence: findings.flatMap(({ evidence }) => evidence) };
}

function cannotTell(why: string): Verdict {
  return say('unknown', 'tests_unknown', { say: 'not_read', why });
}

function say(outcome: Outcome, code: Verdict['code'], seen: Seen): Verdict {
  return verdict({ gate, outcome, code, seen, wanted: { say: 'lint_and_unit_green' } });
}
