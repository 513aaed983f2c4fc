import type { Facts, RunFacts } from './facts.ts';
import type { Gate } from './gate.ts';
import type { Seen, Wanted } from './said.ts';
import { runEvidence, runSaid } from './seen.ts';
import type { GateSettings } from './settings.ts';
import { type Verdict, verdict } from './verdict.ts';
import { workflowVerdict } from './workflow-verdict.ts';

const gate = 'G3';
const title = 'LangGraph Verify';
const wanted: Wanted = { say: 'success_with_report', of: title };

/**
 * G3: the newest Verify run for the head ended in success and left the report that goes on the PR.
 * What the report says is not judged: it is text that the PR's own code may have written.
 */
export const verifyGate: Gate = {
  id: gate,
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
        verdict({ gate, outcome: 'wait', code: 'verify_missing', seen: { say: 'no_run' }, wanted }),
      whenGreen: green,
    }),
};

function green(facts: RunFacts): Verdict {
  const evidence = [runEvidence(title, facts)];
  const run = runSaid(facts);
  if (!facts.report.known) {
    const seen = { say: 'report_not_read', run, why: facts.report.why } as const;
    return verdict({ gate, outcome: 'unknown', code: 'verify_unknown', seen, wanted, evidence });
  }
  const report = facts.report.value;
  if (report?.kind === 'text' && report.text.trim() !== '') {
    const seen = { say: 'run', run } as const;
    return verdict({ gate, outcome: 'pass', code: 'verify_passed', seen, wanted, evidence });
  }
  const seen: Seen =
    report?.kind === 'malformed'
      ? { say: 'report_malformed', why: report.why }
      : { say: 'report_absent', run };
  return verdict({ gate, outcome: 'fail', code: 'verify_report_missing', seen, wanted, evidence });
}
