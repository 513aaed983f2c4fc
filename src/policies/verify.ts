import type { Facts, RunFacts } from './facts.ts';
import type { Gate } from './gate.ts';
import { runEvidence, runSeen } from './seen.ts';
import type { GateSettings } from './settings.ts';
import { type Verdict, verdict } from './verdict.ts';
import { workflowVerdict } from './workflow-verdict.ts';

const gate = 'G3';
const title = 'LangGraph Verify';
const wanted = `${title}: success, with its report`;

/**
 * G3: the newest Verify run for the head ended in success and left the report that goes on the PR.
 * What the report says is not judged: it is text that the PR's own code may have written.
 */
export const verifyGate: Gate = {
  id: gate,
  title,
  evaluate: (facts: Facts, { verify }: GateSettings) =>
    workflowVerdict(facts, {
      gate,
      title,
      workflow: verify.workflow,
      runs: facts.verify,
      codes: {
        running: 'verify_running',
        failed: 'verify_not_successful',
        untrusted: 'verify_untrusted',
        unknown: 'verify_unknown',
      },
      whenMissing: () =>
        verdict({ gate, outcome: 'wait', code: 'verify_missing', seen: 'no run for this head', wanted }),
      whenGreen: green,
    }),
};

function green(run: RunFacts): Verdict {
  const evidence = [runEvidence(title, run)];
  const seen = runSeen(run);
  if (!run.report.known) {
    const why = `${seen}, report not read: ${run.report.why}`;
    return verdict({ gate, outcome: 'unknown', code: 'verify_unknown', seen: why, wanted, evidence });
  }
  const report = run.report.value;
  if (report?.kind === 'text' && report.text.trim() !== '') {
    return verdict({ gate, outcome: 'pass', code: 'verify_passed', seen, wanted, evidence });
  }
  const why = report?.kind === 'malformed' ? `report: ${report.why}` : `${seen}, without its report`;
  return verdict({ gate, outcome: 'fail', code: 'verify_report_missing', seen: why, wanted, evidence });
}
