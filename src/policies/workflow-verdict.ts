import { decidingRun } from './deciding-run.ts';
import type { ChangeFacts, Facts, RunFacts } from './facts.ts';
import type { ReasonCode } from './reason-codes.ts';
import { failedJobs, failureSeen, listed, runEvidence, runSeen } from './seen.ts';
import { type GateId, type Known, type Verdict, verdict } from './verdict.ts';

/** A gate that one workflow decides: where its runs are, and what the gate says of each case. */
export interface WorkflowGate {
  readonly gate: GateId;
  readonly title: string;
  readonly workflow: string;
  readonly runs: Known<readonly RunFacts[]>;
  readonly codes: {
    readonly running: ReasonCode;
    readonly failed: ReasonCode;
    readonly untrusted: ReasonCode;
    readonly unknown: ReasonCode;
  };
  readonly whenMissing: (changes: ChangeFacts) => Verdict;
  readonly whenGreen: (run: RunFacts) => Verdict;
}

/** What the deciding run of the workflow means for the gate (G1, G3). */
export function workflowVerdict(facts: Facts, spec: WorkflowGate): Verdict {
  const { gate, title, codes } = spec;
  const wanted = `${title}: success`;
  const cannotTell = (why: string) =>
    verdict({ gate, outcome: 'unknown', code: codes.unknown, seen: why, wanted });
  if (!facts.changes.known) return cannotTell(facts.changes.why);
  if (!spec.runs.known) return cannotTell(spec.runs.why);
  const deciding = decidingRun(spec.runs.value, {
    workflow: spec.workflow,
    pull: facts.pull,
    changes: facts.changes.value,
    isGreen: ({ status, conclusion }) => status === 'completed' && conclusion === 'success',
  });
  if (deciding.kind === 'none') return spec.whenMissing(facts.changes.value);
  const { run } = deciding;
  const evidence = [runEvidence(title, run)];
  switch (deciding.kind) {
    case 'green':
      return spec.whenGreen(run);
    case 'unknown':
      return { ...cannotTell(deciding.why), evidence };
    case 'untrusted':
      return verdict({
        gate,
        outcome: 'fail',
        code: codes.untrusted,
        seen: `${runSeen(run)}, but ${deciding.why}`,
        wanted: 'a run that the PR cannot have changed',
        evidence,
      });
    case 'not_green':
      return run.status === 'completed'
        ? verdict({ gate, outcome: 'fail', code: codes.failed, seen: failureOf(run), wanted, evidence })
        : verdict({ gate, outcome: 'wait', code: codes.running, seen: runSeen(run), wanted, evidence });
  }
}

function failureOf(run: RunFacts): string {
  const failed = failedJobs(run).map(failureSeen);
  return failed.length === 0 ? runSeen(run) : `${runSeen(run)}: ${listed(failed)}`;
}
