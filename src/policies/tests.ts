import { decidingRun } from './deciding-run.ts';
import type { ChangeFacts, Facts, RunFacts } from './facts.ts';
import type { Gate } from './gate.ts';
import { type JobState, jobState } from './job-state.ts';
import { listed, runSeen } from './seen.ts';
import type { GateSettings, TestSource } from './settings.ts';
import { type Evidence, type Outcome, type Verdict, verdict } from './verdict.ts';

const gate = 'G2';
const KINDS = ['lint', 'unit'] as const;
type Kind = (typeof KINDS)[number];

/**
 * G2: lint and unit are green on the head. Several alternatives may be named for each, since a
 * workflow may be started for its own module's paths only: at least one of each must be there, and
 * every one that is there must be green.
 */
export const testsGate: Gate = {
  id: gate,
  title: 'Tests',
  evaluate: (facts: Facts, { tests }: GateSettings) => {
    const unset = KINDS.filter((kind) => tests[kind].length === 0);
    if (unset.length > 0)
      return say('fail', 'tests_not_configured', `no ${unset.join(' and no ')} configured`);
    if (!facts.changes.known) return say('unknown', 'tests_unknown', facts.changes.why);
    if (!facts.tests.known) return say('unknown', 'tests_unknown', facts.tests.why);
    const reading = { runs: facts.tests.value, facts, changes: facts.changes.value };
    return fold(KINDS.flatMap((kind) => tests[kind].map((source) => find(kind, source, reading))));
  },
};

/** What became of one alternative. */
interface Finding {
  readonly kind: Kind;
  readonly state: 'absent' | 'untrusted' | JobState['kind'];
  readonly seen: string;
  readonly evidence: readonly Evidence[];
}

interface Reading {
  readonly runs: readonly RunFacts[];
  readonly facts: Facts;
  readonly changes: ChangeFacts;
}

function find(kind: Kind, source: TestSource, { runs, facts, changes }: Reading): Finding {
  const { workflow } = source;
  const isGreen = (run: RunFacts) => jobState(run, source).kind === 'green';
  const deciding = decidingRun(runs, { workflow, pull: facts.pull, changes, isGreen });
  if (deciding.kind === 'none') return { kind, state: 'absent', seen: '', evidence: [] };
  const state = jobState(deciding.run, source);
  const file = workflow.slice(workflow.lastIndexOf('/') + 1);
  const evidence = [{ label: `${kind} in ${file}`, url: state.url }];
  const finding = (as: Finding['state'], seen: string): Finding => ({
    kind,
    state: as,
    seen: `${kind}: ${seen}`,
    evidence,
  });
  switch (deciding.kind) {
    case 'green':
      return finding('green', file);
    case 'not_green':
      return finding(state.kind, `${state.seen}, ${file} ${runSeen(deciding.run)}`);
    case 'untrusted':
    case 'unknown':
      return finding(deciding.kind, `${runSeen(deciding.run)}, but ${deciding.why}`);
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
      return { ...say(outcome, code, seenIn(such)), evidence: such.flatMap(({ evidence }) => evidence) };
  }
  const green = findings.filter(({ state }) => state === 'green');
  const evidence = green.flatMap((finding) => finding.evidence);
  const missing = KINDS.filter((kind) => !green.some((finding) => finding.kind === kind));
  if (missing.length > 0) {
    return { ...say('wait', 'tests_missing', `no ${missing.join(' and no ')} run for this head`), evidence };
  }
  return { ...say('pass', 'tests_passed', `green: ${seenIn(green)}`), evidence };
}

function seenIn(findings: readonly Finding[]): string {
  return listed(findings.map(({ seen }) => seen));
}

function say(outcome: Outcome, code: Verdict['code'], seen: string): Verdict {
  return verdict({ gate, outcome, code, seen, wanted: 'lint and unit green' });
}
