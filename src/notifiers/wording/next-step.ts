import { handoffCommand } from '../../policies/commands.ts';
import type { ReasonCode } from '../../policies/reason-codes.ts';
import { code } from './markdown.ts';

/** What the sentences name: the governed label, and the head for the command that can be copied. */
export interface NextStepNames {
  readonly labelName: string;
  readonly headSha: string;
}

const CONFIG = '`.github/ai-ops.yml`';
const NOTHING = 'Nothing to do.';
const ASKED_AGAIN = 'Nothing to do yet: the bot asks GitHub again by itself.';
const RELABEL =
  'Ask a member of the AI Ops team other than the author to take {label} off, look at this head and put it on again.';
const AGAIN = 'then write {command} to hand off again';

/** For each code the one thing that a person does next, as one sentence of Markdown. */
const NEXT_STEPS: Readonly<Record<ReasonCode, string>> = {
  config_absent: `Add ${CONFIG} to the default branch, beginning from \`ai-ops.example.yml\`.`,
  config_unreadable: `Nothing to do yet: the bot reads ${CONFIG} again by itself; where that lasts, see that the App may read contents.`,
  config_invalid: `Correct ${CONFIG} on the default branch; \`ai-ops check-config FILE\` names every line that is wrong.`,

  smoke_passed: NOTHING,
  smoke_not_applicable: NOTHING,
  smoke_missing: 'Start the Codex Smoke workflow for this head commit.',
  smoke_running: 'Wait for the Codex Smoke run to end.',
  smoke_not_successful: 'Open the run, mend what failed, and push or run it again.',
  smoke_report_failed: 'Mend the templates that the report names, and push.',
  smoke_report_skipped:
    'See why the templates that the report names were skipped, and run Codex Smoke again.',
  smoke_report_malformed: 'Run Codex Smoke again; where its report stays unreadable, mend the workflow.',
  smoke_untrusted: `Move the change of the workflow or of the protected path into a pull request of its own, or set \`smoke.ref: default\` in ${CONFIG}.`,
  smoke_unknown: ASKED_AGAIN,

  tests_passed: NOTHING,
  tests_not_configured: `Name the lint and unit jobs under \`tests\` in ${CONFIG}.`,
  tests_missing: `Start the tests that are missing for this head commit, or correct their names under \`tests\` in ${CONFIG}.`,
  tests_running: 'Wait for the tests to end.',
  tests_not_successful: 'Open the run, mend what failed, and push or run it again.',
  tests_untrusted: 'Move the change of the workflow or of the protected path into a pull request of its own.',
  tests_unknown: ASKED_AGAIN,

  verify_passed: NOTHING,
  verify_missing: 'Start the LangGraph Verify workflow for this head commit.',
  verify_running: 'Wait for the LangGraph Verify run to end.',
  verify_not_successful: 'Open the run, mend what failed, and push or run it again.',
  verify_report_missing: 'Run LangGraph Verify again: the run left no report.',
  verify_untrusted: `Move the change of the workflow or of the protected path into a pull request of its own, or set \`verify.ref: default\` in ${CONFIG}.`,
  verify_unknown: ASKED_AGAIN,

  label_trusted: NOTHING,
  label_missing:
    'Ask a member of the AI Ops team other than the author to look at this head and put {label} on.',
  label_identity_changed: `Ask a maintainer to bring the original {label} back, or to set the new one's node id as \`label.node_id\` in ${CONFIG}.`,
  label_by_author: RELABEL,
  label_by_bot: RELABEL,
  label_by_outsider: RELABEL,
  label_for_other_head: RELABEL,
  label_before_push: RELABEL,
  label_before_base_change: RELABEL,
  label_unknown:
    'Nothing to do yet: the bot asks GitHub again by itself; where that lasts, take {label} off and have it put on again.',

  way_clear: NOTHING,
  pr_closed: 'Reopen the pull request to go on.',
  pr_draft: 'Mark the pull request as ready for review.',
  head_repository_gone:
    'Open a new pull request from a repository that exists: the head repository was deleted.',
  base_not_governed: `Choose a governed base branch, or add this one to \`base_branches\` in ${CONFIG}.`,
  repository_archived: 'Unarchive the repository to go on.',
  stopped:
    'Ask who set it to lift it: `/ai-ops unhold` for this pull request, `/ai-ops resume` for the repository.',
  stop_unreadable: "Ask the bot's operator to see why it cannot tell whether a stop is in force.",

  command_granted: NOTHING,
  command_not_understood: 'Write `/ai-ops help` for what the bot understands.',
  command_edited: 'Write the command in a new comment: one that was edited does not count.',
  command_not_allowed: 'Ask somebody who may give this command; `/ai-ops help` says who.',
  command_permission_unknown:
    'Write the command again in a few minutes: GitHub did not say whether you may give it.',
  command_sha_mismatch: 'Look at the new head, then write {command}.',
  command_before_push: 'Write {command}: the last push may be newer than the comment.',
  command_gates_closed: 'Open every gate (`/ai-ops status` shows them), then write {command}.',
  command_handoff_in_flight: 'Wait for the handoff that is under way to end.',
  command_not_enforcing: `Set \`mode: enforce\` in ${CONFIG} on the default branch where the bot should act.`,
  command_pr_not_governed: `Open the pull request against a governed base branch, or add this one to \`base_branches\` in ${CONFIG}.`,

  dispatch_unresolved_elsewhere:
    'Wait: the bot first has to know what became of its last dispatch of this workflow.',
  dispatch_refused: 'Mend what GitHub names, then write {command}.',
  dispatch_unknown:
    'Look among the runs of the Auto Handoff workflow; the bot takes up one that shows, and sends no second by itself.',
  dispatch_lost: 'Make sure that no Auto Handoff run is under way, then write {command}.',
  run_failed: `Open the run and follow the playbook; ${AGAIN}.`,
  run_cancelled: `Find out who cancelled the run and why; ${AGAIN}.`,
  run_unreadable: `Look at the run yourself, GitHub did not show it for too long; ${AGAIN}.`,
  verify_run_missing: `See why the handoff started no LangGraph Verify run; ${AGAIN}.`,
  verify_run_failed: `Open the LangGraph Verify run and mend what failed; ${AGAIN}.`,
  approval_refused: `See that the App may comment on this pull request; ${AGAIN}.`,
  adopted_gates_closed:
    'Decide by hand whether what the run did may stay: somebody started it while a gate was closed.',
  superseded_by_push: 'Nothing to do: the new head is judged afresh.',
  superseded_by_base_change: 'Nothing to do: the pull request is judged afresh for its new base branch.',
  superseded_by_gate: 'Open the gate that closed, then write {command}.',
  pull_request_closed: 'Reopen the pull request to go on.',
  handoff_finished: NOTHING,
};

/** The one thing that a person does next about this code, as one sentence of Markdown. */
export function nextStep(reason: ReasonCode, { labelName, headSha }: NextStepNames): string {
  return NEXT_STEPS[reason]
    .replaceAll('{label}', () => code(labelName))
    .replaceAll('{command}', () => code(handoffCommand(headSha)));
}
