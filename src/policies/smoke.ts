import type { ChangeFacts, Facts, ReportFacts, RunFacts } from './facts.ts';
import type { Gate } from './gate.ts';
import { listed, runEvidence, runSeen, short } from './seen.ts';
import type { GateSettings, SmokeSettings } from './settings.ts';
import { type Verdict, verdict } from './verdict.ts';
import { workflowVerdict } from './workflow-verdict.ts';

const gate = 'G1';
const title = 'Codex Smoke';
const wanted = `${title}: success`;
const FINE: ReadonlySet<string> = new Set(['ok', 'skip']);

/**
 * G1: the newest run of Codex Smoke for the head ended in success, and its report, where there is
 * one, has no failed item. A failed run leaves no report, so a green one without is only remarked on.
 */
export const smokeGate: Gate = {
  id: gate,
  title,
  evaluate: (facts: Facts, { smoke }: GateSettings) =>
    workflowVerdict(facts, {
      gate,
      title,
      workflow: smoke.workflow,
      runs: facts.smoke,
      codes: {
        running: 'smoke_running',
        failed: 'smoke_not_successful',
        untrusted: 'smoke_untrusted',
        unknown: 'smoke_unknown',
      },
      whenMissing: (changes) => missing(changes, smoke),
      whenGreen: (run) => green(run, smoke),
    }),
};

function missing(changes: ChangeFacts, settings: SmokeSettings): Verdict {
  const { smokePaths } = changes;
  if (settings.when_missing === 'not-applicable' && smokePaths.length === 0) {
    const seen = 'no run, and no path changed that it is about';
    return verdict({ gate, outcome: 'pass', code: 'smoke_not_applicable', seen, wanted });
  }
  return verdict({ gate, outcome: 'wait', code: 'smoke_missing', seen: 'no run for this head', wanted });
}

function green(run: RunFacts, settings: SmokeSettings): Verdict {
  const evidence = [runEvidence(title, run)];
  const seen = runSeen(run);
  if (!run.report.known) {
    const why = `${seen}, report not read: ${run.report.why}`;
    return verdict({ gate, outcome: 'unknown', code: 'smoke_unknown', seen: why, wanted, evidence });
  }
  if (run.report.value === null) {
    const warnings = ['the run left no report'];
    return verdict({ gate, outcome: 'pass', code: 'smoke_passed', seen, wanted, evidence, warnings });
  }
  return { ...judgeReport(run.report.value, { seen, settings }), evidence };
}

function judgeReport(
  report: ReportFacts,
  { seen, settings }: { readonly seen: string; readonly settings: SmokeSettings },
): Verdict {
  if (report.kind !== 'items') {
    const why = report.kind === 'malformed' ? report.why : 'not a list of items';
    const code = 'smoke_report_malformed';
    return verdict({ gate, outcome: 'fail', code, seen: `report: ${why}`, wanted: 'a readable report' });
  }
  const failed = report.items.filter(({ status }) => !FINE.has(status));
  if (failed.length > 0) {
    const items = listed(failed.map(({ check, status }) => `${short(check)} is ${short(status)}`));
    const code = 'smoke_report_failed';
    return verdict({ gate, outcome: 'fail', code, seen: `report: ${items}`, wanted: 'every item ok' });
  }
  const skipped = report.items.filter(({ status }) => status === 'skip').map(({ check }) => short(check));
  if (skipped.length > 0 && settings.skipped_items === 'fail') {
    const code = 'smoke_report_skipped';
    return verdict({
      gate,
      outcome: 'fail',
      code,
      seen: `report: ${listed(skipped)} skipped`,
      wanted: 'every item ok',
    });
  }
  const warnings = skipped.length > 0 ? [`skipped: ${listed(skipped)}`] : [];
  if (report.items.length === 0) warnings.push('the report lists no items');
  return verdict({ gate, outcome: 'pass', code: 'smoke_passed', seen, wanted, warnings });
}
