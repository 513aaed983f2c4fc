import { decidingRun } from './deciding-run.ts';
import type { ChangeFacts, Facts, RunFacts } from './facts.ts';
import type { ReasonCode } from './reason-codes.ts';
import type { Seen, Wanted } from './said.ts';
import { failedJobs, listed, runEvidence, runSaid } from './seen.ts';
import { type GateId, type Known, type Verdict, verdict } from './verdict.ts';

/** A gate that one workflow decides: where its runs are, and what the gate says of each case. */
export interface WorkflowGate {
  readonly gate: GateId;
  /** The workflow's name; it stands in the evidence. */
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
  const wanted: Wanted = { say: 'success', of: title };
  const cannotTell = (why: string) =>
    verdict({ gate, outcome: 'unknown', code: codes.unknown, seen: { say: 'not_read', why }, wanted });
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
        seen: { say: 'run_doubted', run: runSaid(run), doubt: deciding.doubt },
        wanted: { say: 'trusted_run' },
        evidence,
      });
    case 'not_green':
      return run.status === 'completed'
        ? verdict({ gate, outcome: 'fail', code: codes.failed, seen: failureSeen(run), wanted, evidence })
        : verdict({
            gate,
            outcome: 'wait',
            code: codes.running,
            seen: { say: 'run', run: runSaid(run) },
            wanted,
            evidence,
          });
  }
}

function failureSeen(run: RunFacts): Seen {
  const jobs = failedJobs(run);
  if (jobs.length === 0) return { say: 'run', run: runSaid(run) };
  return { say: 'run_failed_in', run: runSaid(run), jobs: listed(jobs) };
}
