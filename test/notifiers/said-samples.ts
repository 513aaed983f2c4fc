import type { HandoffSaid } from '../../src/effect/effect.ts';
import type { Doubt, JobSeen, Seen, TestSeen, Wanted, Warning } from '../../src/policies/said.ts';

/** At least one of each sentence: one that is added and not here is a type error. */
type Samples<T extends { readonly say: string }> = {
  readonly [S in T['say']]: readonly Extract<T, { say: S }>[];
};

const RUN = { id: 12, attempt: 2, state: 'failure' } as const;
const GREEN = { id: 13, attempt: 1, state: 'success' } as const;
const HEAD = 'a1b2c3d4e5'.repeat(4);
const AT = '2026-11-22T15:00:05Z';
const LATER = '2026-11-22T15:00:06Z';

const NOT_READ = { say: 'not_read', why: 'GitHub answered 502' } as const;

const DOUBTS: Samples<Doubt> = {
  not_read: [NOT_READ],
  pull_changes: [
    { say: 'pull_changes', paths: { shown: ['.github/workflows/ci.yml', '.github/x'], more: 3 } },
  ],
  head_is_shared: [{ say: 'head_is_shared' }],
  file_differs: [{ say: 'file_differs', path: '.github/workflows/ci.yml' }],
};

const JOBS: Samples<JobSeen> = {
  not_read: [NOT_READ],
  job_awaited: [{ say: 'job_awaited', job: 'test' }],
  no_job: [{ say: 'no_job', job: 'test' }],
  no_step: [{ say: 'no_step', step: 'Lint', job: 'test' }],
  ended: [
    { say: 'ended', name: 'test', conclusion: 'timed_out' },
    { say: 'ended', name: 'test', conclusion: null },
  ],
  step_succeeded_but: [{ say: 'step_succeeded_but', step: 'Lint', job: 'test', conclusion: 'failure' }],
};

const TESTS: Samples<TestSeen> = {
  green: [{ say: 'green', kind: 'lint', file: 'ci.yml' }],
  doubted: samplesOf(DOUBTS).map((doubt) => ({ say: 'doubted', kind: 'unit', run: GREEN, doubt })),
  not_green: samplesOf(JOBS).map((job) => ({
    say: 'not_green',
    kind: 'unit',
    file: 'ci.yml',
    run: RUN,
    job,
  })),
};

const BY_OUTSIDER = { say: 'label_by_outsider', login: 'eve', invited: false } as const;

export const SEEN: Samples<Seen> = {
  not_read: [NOT_READ],
  config_problem: [{ say: 'config_problem', problem: 'line 3, mode: must be `observe` or `enforce`' }],
  no_run: [{ say: 'no_run' }],
  no_run_needed: [{ say: 'no_run_needed' }],
  run: [
    { say: 'run', run: RUN },
    { say: 'run', run: { ...RUN, state: null } },
  ],
  run_failed_in: [
    {
      say: 'run_failed_in',
      run: RUN,
      jobs: {
        shown: [
          { job: 'smoke', step: 'Run smoke' },
          { job: 'slow', step: null },
        ],
        more: 1,
      },
    },
  ],
  run_doubted: samplesOf(DOUBTS).map((doubt) => ({ say: 'run_doubted', run: GREEN, doubt })),
  report_not_read: [{ say: 'report_not_read', run: GREEN, why: 'GitHub answered 502' }],
  report_absent: [{ say: 'report_absent', run: GREEN }],
  report_malformed: [{ say: 'report_malformed', why: 'not JSON' }],
  report_failed: [
    { say: 'report_failed', items: { shown: [{ check: 'codex-nest-api', status: 'error' }], more: 0 } },
  ],
  report_skipped: [{ say: 'report_skipped', checks: { shown: ['cli-runbook'], more: 2 } }],
  tests_not_configured: [{ say: 'tests_not_configured', kinds: ['lint', 'unit'] }],
  tests_missing: [{ say: 'tests_missing', kinds: ['unit'] }],
  tests_green: [{ say: 'tests_green', tests: { shown: TESTS.green, more: 0 } }],
  tests_not_green: samplesOf(TESTS).map((test) => ({
    say: 'tests_not_green',
    tests: { shown: [test, test], more: 1 },
  })),
  label_replaced: [{ say: 'label_replaced' }],
  label_absent: [
    { say: 'label_absent', last: null },
    { say: 'label_absent', last: BY_OUTSIDER },
  ],
  label_by_unknown: [{ say: 'label_by_unknown' }],
  label_author_unknown: [{ say: 'label_author_unknown' }],
  label_head_unknown: [{ say: 'label_head_unknown' }],
  label_by_bot: [{ say: 'label_by_bot', login: 'github-actions[bot]' }],
  label_by_author: [{ say: 'label_by_author', login: 'mona' }],
  label_by_outsider: [BY_OUTSIDER, { ...BY_OUTSIDER, invited: true }],
  label_for_head: [{ say: 'label_for_head', headSha: HEAD }],
  label_before_push: [
    { say: 'label_before_push', at: AT, pushedAt: LATER },
    { say: 'label_before_push', at: 'soon', pushedAt: LATER },
  ],
  label_before_base_change: [{ say: 'label_before_base_change', at: AT, changedAt: LATER }],
  label_by_member: [{ say: 'label_by_member', login: 'mona', at: AT }],
  way_clear: [{ say: 'way_clear' }],
  archived: [{ say: 'archived' }],
  pull_is: [
    { say: 'pull_is', state: 'closed' },
    { say: 'pull_is', state: 'merged' },
    { say: 'pull_is', state: 'draft' },
  ],
  head_repository_gone: [{ say: 'head_repository_gone' }],
  base_is: [{ say: 'base_is', branch: 'release' }],
  stopped: [
    { say: 'stopped', scope: 'everywhere', source: 'AI_OPS_STOP', by: null, reason: null },
    { say: 'stopped', scope: 'repository', source: 'store', by: 'mona', reason: 'release freeze' },
    { say: 'stopped', scope: 'pull_request', source: 'store', by: 'mona', reason: null },
  ],
};

export const WANTED: Samples<Wanted> = {
  valid_configuration: [{ say: 'valid_configuration' }],
  success: [{ say: 'success', of: 'Codex Smoke' }],
  success_with_report: [{ say: 'success_with_report', of: 'LangGraph Verify' }],
  trusted_run: [{ say: 'trusted_run' }],
  readable_report: [{ say: 'readable_report' }],
  every_item_ok: [{ say: 'every_item_ok' }],
  lint_and_unit_green: [{ say: 'lint_and_unit_green' }],
  label_by_team: [{ say: 'label_by_team', label: 'LG-Verified ✅' }],
  way_clear: [{ say: 'way_clear' }],
  no_stop: [{ say: 'no_stop' }],
  not_archived: [{ say: 'not_archived' }],
  open: [{ say: 'open' }],
  ready_for_review: [{ say: 'ready_for_review' }],
  head_repository: [{ say: 'head_repository' }],
  base_among: [{ say: 'base_among', branches: { shown: ['main', 'release'], more: 0 } }],
};

export const WARNINGS: Samples<Warning> = {
  no_report: [{ say: 'no_report' }],
  empty_report: [{ say: 'empty_report' }],
  skipped: [{ say: 'skipped', checks: { shown: ['cli-runbook'], more: 0 } }],
};

export const HANDOFF_SAID: Samples<HandoffSaid> = {
  answered: [{ say: 'answered', why: 'GitHub answered 422' }],
  concluded: [{ say: 'concluded', conclusion: 'failure' }],
  no_run_showed_up: [{ say: 'no_run_showed_up' }],
  seen_right_before: [{ say: 'seen_right_before' }],
  run_unreadable_to_its_end: [{ say: 'run_unreadable_to_its_end' }],
  no_verify_run_started: [{ say: 'no_verify_run_started' }],
  gates_closed: [
    {
      say: 'gates_closed',
      gates: [
        { gate: 'G2', code: 'tests_not_successful' },
        { gate: 'G4', code: 'label_missing' },
      ],
    },
  ],
  new_head: [{ say: 'new_head', headSha: HEAD }],
  new_base: [{ say: 'new_base', branch: 'release' }],
  stopped_by: [
    { say: 'stopped_by', by: 'mona', reason: 'release freeze' },
    { say: 'stopped_by', by: 'mona', reason: null },
  ],
};

/** Every sample of a table, in its order. */
export function samplesOf<T extends Readonly<Record<string, readonly unknown[]>>>(
  table: T,
): readonly T[keyof T][number][] {
  return Object.values<readonly T[keyof T][number][]>(table).flat();
}
