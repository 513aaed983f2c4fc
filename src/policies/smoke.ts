import type { ChangeFacts, Facts, ReportFacts, RunFacts } from './facts.ts';
import type { Gate } from './gate.ts';
import type { RunSaid, Wanted, Warning } from './said.ts';
import { listed, runEvidence, runSaid, short } from './seen.ts';
import type { GateSettings, SmokeSettings } from './settings.ts';
import { type Verdict, verdict } from './verdict.ts';
import { workflowVerdict } from './workflow-verdict.ts';

const gate = 'G1';
const title = 'Codex Smoke';
const wanted: Wanted = { say: 'success', of: title };
const everyItemOk: Wanted = { say: 'every_item_ok' };
const FINE: ReadonlySet<string> = new Set(['ok', 'skip']);

/**
 * G1: the newest run of Codex Smoke for the head ended in success, and its report, where there is
 * one, has no failed item. A failed run leaves no report, so a green one without is only remarked on.
 */
export const smokeGate: Gate = {
  id: gate,
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
  if (settings.when_missing === 'not-applicable' && changes.smokePaths.length === 0) {
    const seen = { say: 'no_run_needed' } as const;
    return verdict({ gate, outcome: 'pass', code: 'smoke_not_applicable', seen, wanted });
  }
  return verdict({ gate, outcome: 'wait', code: 'smoke_missing', seen: { say: 'no_run' }, wanted });
}

function green(facts: RunFacts, settings: SmokeSettings): Verdict {
  const evidence = [runEvidence(title, facts)];
  const run = runSaid(facts);
  if (!facts.report.known) {
    const seen = { say: 'report_not_read', run, why: facts.report.why } as const;
    return verdict({ gate, outcome: 'unknown', code: 'smoke_unknown', seen, wanted, evidence });
  }
  if (facts.report.value === null) {
    return { ...passed(run, [{ say: 'no_report' }]), evidence };
  }
  return { ...judgeReport(facts.report.value, run, settings), evidence };
}

function judgeReport(report: ReportFacts, run: RunSaid, settings: SmokeSettings): Verdict {
  if (report.kind !== 'items') {
    const why = report.kind === 'malformed' ? report.why : 'not a list of items';
    const code = 'smoke_report_malformed';
    const seen = { say: 'report_malformed', why } as const;
    return verdict({ gate, outcome: 'fail', code, seen, wanted: { say: 'readable_report' } });
  }
  const failed = report.items.filter(({ status }) => !FINE.has(status));
  if (failed.length > 0) {
    const items = listed(failed.map(({ check, status }) => ({ check: short(check), status: short(status) })));
    const seen = { say: 'report_failed', items } as const;
    return verdict({ gate, outcome: 'fail', code: 'smoke_report_failed', seen, wanted: everyItemOk });
  }
  const checks = report.items.filter(({ status }) => status === 'skip').map(({ check }) => short(check));
  if (checks.length > 0 && settings.skipped_items === 'fail') {
    const seen = { say: 'report_skipped', checks: listed(checks) } as const;
    return verdict({ gate, outcome: 'fail', code: 'smoke_report_skipped', seen, wanted: everyItemOk });
  }
  if (report.items.length === 0) return passed(run, [{ say: 'empty_report' }]);
  return passed(run, checks.length > 0 ? [{ say: 'skipped', checks: listed(checks) }] : []);
}

function passed(run: RunSaid, warnings: readonly Warning[]): Verdict {
  return verdict({
    gate,
    outcome: 'pass',
    code: 'smoke_passed',
    seen: { say: 'run', run },
    wanted,
    warnings,
  });
}
