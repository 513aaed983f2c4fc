/**
 * Every reason the bot can give, in one closed list. `docs/reason-codes.md` says of each what it
 * means and what to do; the wording module has the next step for a person. Codes are stable:
 * they stand in ledgers, so one is never renamed or reused.
 */
export const REASON_CODES = [
  // configuration
  'config_absent',
  'config_unreadable',
  'config_invalid',
  // G1 Codex Smoke
  'smoke_passed',
  'smoke_not_applicable',
  'smoke_missing',
  'smoke_running',
  'smoke_not_successful',
  'smoke_report_failed',
  'smoke_report_skipped',
  'smoke_report_malformed',
  'smoke_untrusted',
  'smoke_unknown',
  // G2 Tests
  'tests_passed',
  'tests_not_configured',
  'tests_missing',
  'tests_running',
  'tests_not_successful',
  'tests_untrusted',
  'tests_unknown',
  // G3 LangGraph Verify
  'verify_passed',
  'verify_missing',
  'verify_running',
  'verify_not_successful',
  'verify_report_missing',
  'verify_untrusted',
  'verify_unknown',
  // G4 label
  'label_trusted',
  'label_missing',
  'label_identity_changed',
  'label_by_author',
  'label_by_bot',
  'label_by_outsider',
  'label_for_other_head',
  'label_before_push',
  'label_before_base_change',
  'label_unknown',
  // G5 nothing in the way
  'way_clear',
  'pr_closed',
  'pr_draft',
  'base_not_governed',
  'head_repository_gone',
  'repository_archived',
  'stopped',
  'stop_unreadable',
  // commands
  'command_granted',
  'command_not_understood',
  'command_edited',
  'command_not_allowed',
  'command_permission_unknown',
  'command_sha_mismatch',
  'command_before_push',
  'command_gates_closed',
  'command_handoff_in_flight',
  'command_not_enforcing',
  'command_pr_not_governed',
  // handoff
  'dispatch_unresolved_elsewhere',
  'dispatch_refused',
  'dispatch_unknown',
  'dispatch_lost',
  'run_failed',
  'run_cancelled',
  'run_unreadable',
  'verify_run_missing',
  'verify_run_failed',
  'approval_refused',
  'adopted_gates_closed',
  'superseded_by_push',
  'superseded_by_base_change',
  'superseded_by_gate',
  'pull_request_closed',
  'handoff_finished',
] as const;

export type ReasonCode = (typeof REASON_CODES)[number];
