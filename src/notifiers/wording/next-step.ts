import { handoffCommand } from '../../policies/commands.ts';
import type { Locale } from '../../policies/locale.ts';
import type { ReasonCode } from '../../policies/reason-codes.ts';
import type { Both } from './locale.ts';
import { code } from './markdown.ts';

/** What the sentences name: the governed label, and the head for the command that can be copied. */
export interface NextStepNames {
  readonly labelName: string;
  readonly headSha: string;
  readonly locale: Locale;
}

const CONFIG = '`.github/ai-ops.yml`';

const NOTHING: Both = { en: 'Nothing to do.', ja: '対応は不要です。' };
const ASKED_AGAIN: Both = {
  en: 'Nothing to do yet: the bot asks GitHub again by itself.',
  ja: '現時点で対応は不要です。ボットが GitHub に再度確認します。',
};
const MEND_RUN: Both = {
  en: 'Open the run, mend what failed, and push or run it again.',
  ja: '実行を開いて失敗の原因を修正し、プッシュまたは再実行してください。',
};
const OWN_PULL_REQUEST: Both = {
  en: 'Move the change of the workflow or of the protected path into a pull request of its own',
  ja: 'ワークフローまたは保護パスの変更を別の PR に分けてください',
};
const RELABEL: Both = {
  en: 'Ask a member of the AI Ops team other than the author to take {label} off, look at this head and put it on again.',
  ja: '作成者以外の AI Ops チームメンバーに、{label} を外してこのヘッドコミットを確認し、付与し直すよう依頼してください。',
};

/** What went wrong with a run is dealt with first. */
function thenHandOffAgain(first: Both): Both {
  return {
    en: `${first.en}; then write {command} to hand off again.`,
    ja: `${first.ja}。その後、{command} とコメントして再度ハンドオフしてください。`,
  };
}

/** For each code the one thing that a person does next, as one sentence of Markdown; in Japanese up to three. */
const NEXT_STEPS: Readonly<Record<ReasonCode, Both>> = {
  config_absent: {
    en: `Add ${CONFIG} to the default branch, beginning from \`ai-ops.example.yml\`.`,
    ja: `\`ai-ops.example.yml\` を参考に、デフォルトブランチに ${CONFIG} を追加してください。`,
  },
  config_unreadable: {
    en: `Nothing to do yet: the bot reads ${CONFIG} again by itself; where that lasts, see that the App may read contents.`,
    ja: `現時点で対応は不要です。ボットが ${CONFIG} を再度読み取ります。解消しない場合は、App に Contents の読み取り権限があるか確認してください。`,
  },
  config_invalid: {
    en: `Correct ${CONFIG} on the default branch; \`ai-ops check-config FILE\` names every line that is wrong.`,
    ja: `デフォルトブランチの ${CONFIG} を修正してください。誤りのある行は \`ai-ops check-config FILE\` で確認できます。`,
  },

  smoke_passed: NOTHING,
  smoke_not_applicable: NOTHING,
  smoke_missing: {
    en: 'Start the Codex Smoke workflow for this head commit.',
    ja: 'このヘッドコミットに対して Codex Smoke ワークフローを実行してください。',
  },
  smoke_running: {
    en: 'Wait for the Codex Smoke run to end.',
    ja: 'Codex Smoke の実行が完了するまでお待ちください。',
  },
  smoke_not_successful: MEND_RUN,
  smoke_report_failed: {
    en: 'Mend the templates that the report names, and push.',
    ja: 'レポートに記載されたテンプレートを修正し、プッシュしてください。',
  },
  smoke_report_skipped: {
    en: 'See why the templates that the report names were skipped, and run Codex Smoke again.',
    ja: 'レポートに記載されたテンプレートがスキップされた理由を確認し、Codex Smoke を再実行してください。',
  },
  smoke_report_malformed: {
    en: 'Run Codex Smoke again; where its report stays unreadable, mend the workflow.',
    ja: 'Codex Smoke を再実行してください。それでもレポートを読み取れない場合は、ワークフローを修正してください。',
  },
  smoke_untrusted: {
    en: `${OWN_PULL_REQUEST.en}, or set \`smoke.ref: default\` in ${CONFIG}.`,
    ja: `${OWN_PULL_REQUEST.ja}。または、${CONFIG} に \`smoke.ref: default\` を設定してください。`,
  },
  smoke_unknown: ASKED_AGAIN,

  tests_passed: NOTHING,
  tests_not_configured: {
    en: `Name the lint and unit jobs under \`tests\` in ${CONFIG}.`,
    ja: `${CONFIG} の \`tests\` に lint と unit のジョブを設定してください。`,
  },
  tests_missing: {
    en: `Start the tests that are missing for this head commit, or correct their names under \`tests\` in ${CONFIG}.`,
    ja: `このヘッドコミットで未実行のテストを実行するか、${CONFIG} の \`tests\` に設定した名前を修正してください。`,
  },
  tests_running: { en: 'Wait for the tests to end.', ja: 'テストが完了するまでお待ちください。' },
  tests_not_successful: MEND_RUN,
  tests_untrusted: { en: `${OWN_PULL_REQUEST.en}.`, ja: `${OWN_PULL_REQUEST.ja}。` },
  tests_unknown: ASKED_AGAIN,

  verify_passed: NOTHING,
  verify_missing: {
    en: 'Start the LangGraph Verify workflow for this head commit.',
    ja: 'このヘッドコミットに対して LangGraph Verify ワークフローを実行してください。',
  },
  verify_running: {
    en: 'Wait for the LangGraph Verify run to end.',
    ja: 'LangGraph Verify の実行が完了するまでお待ちください。',
  },
  verify_not_successful: MEND_RUN,
  verify_report_missing: {
    en: 'Run LangGraph Verify again: the run left no report.',
    ja: 'レポートが出力されていないため、LangGraph Verify を再実行してください。',
  },
  verify_untrusted: {
    en: `${OWN_PULL_REQUEST.en}, or set \`verify.ref: default\` in ${CONFIG}.`,
    ja: `${OWN_PULL_REQUEST.ja}。または、${CONFIG} に \`verify.ref: default\` を設定してください。`,
  },
  verify_unknown: ASKED_AGAIN,

  label_trusted: NOTHING,
  label_missing: {
    en: 'Ask a member of the AI Ops team other than the author to look at this head and put {label} on.',
    ja: '作成者以外の AI Ops チームメンバーに、このヘッドコミットを確認して {label} を付与するよう依頼してください。',
  },
  label_identity_changed: {
    en: `Ask a maintainer to bring the original {label} back, or to set the new one's node id as \`label.node_id\` in ${CONFIG}.`,
    ja: `元の {label} を復元するか、新しいラベルのノード ID を ${CONFIG} の \`label.node_id\` に設定するよう、メンテナーに依頼してください。`,
  },
  label_by_author: RELABEL,
  label_by_bot: RELABEL,
  label_by_outsider: RELABEL,
  label_for_other_head: RELABEL,
  label_before_push: RELABEL,
  label_before_base_change: RELABEL,
  label_unknown: {
    en: 'Nothing to do yet: the bot asks GitHub again by itself; where that lasts, take {label} off and have it put on again.',
    ja: '現時点で対応は不要です。ボットが GitHub に再度確認します。解消しない場合は、{label} を外して付与し直してもらってください。',
  },

  way_clear: NOTHING,
  pr_closed: {
    en: 'Reopen the pull request to go on.',
    ja: '続行するには PR を再オープンしてください。',
  },
  pr_draft: {
    en: 'Mark the pull request as ready for review.',
    ja: 'PR をレビュー可能（Ready for review）にしてください。',
  },
  head_repository_gone: {
    en: 'Open a new pull request from a repository that exists: the head repository was deleted.',
    ja: 'ヘッドリポジトリが削除されているため、存在するリポジトリから新しい PR を作成してください。',
  },
  base_not_governed: {
    en: `Choose a governed base branch, or add this one to \`base_branches\` in ${CONFIG}.`,
    ja: `対象のベースブランチを選択するか、このブランチを ${CONFIG} の \`base_branches\` に追加してください。`,
  },
  repository_archived: {
    en: 'Unarchive the repository to go on.',
    ja: '続行するにはリポジトリのアーカイブを解除してください。',
  },
  stopped: {
    en: 'Ask who set it to lift it: `/ai-ops unhold` for this pull request, `/ai-ops resume` for the repository.',
    ja: '停止した担当者に解除を依頼してください。この PR の場合は `/ai-ops unhold`、リポジトリ全体の場合は `/ai-ops resume` です。',
  },
  stop_unreadable: {
    en: "Ask the bot's operator to see why it cannot tell whether a stop is in force.",
    ja: '停止中かどうかをボットが確認できない原因の調査を、ボットの運用担当者に依頼してください。',
  },

  command_granted: NOTHING,
  command_not_understood: {
    en: 'Write `/ai-ops help` for what the bot understands.',
    ja: '使用できるコマンドは `/ai-ops help` とコメントすると確認できます。',
  },
  command_edited: {
    en: 'Write the command in a new comment: one that was edited does not count.',
    ja: '編集されたコメントは無効です。新しいコメントでコマンドを入力してください。',
  },
  command_not_allowed: {
    en: 'Ask somebody who may give this command; `/ai-ops help` says who.',
    ja: 'このコマンドの実行権限を持つ担当者に依頼してください。権限は `/ai-ops help` で確認できます。',
  },
  command_permission_unknown: {
    en: 'Write the command again in a few minutes: GitHub did not say whether you may give it.',
    ja: 'GitHub から実行権限を確認できませんでした。数分後にもう一度コマンドを入力してください。',
  },
  command_sha_mismatch: {
    en: 'Look at the new head, then write {command}.',
    ja: '新しいヘッドコミットを確認してから、{command} とコメントしてください。',
  },
  command_before_push: {
    en: 'Write {command}: the last push may be newer than the comment.',
    ja: '最後のプッシュがコメントより後の可能性があります。{command} とコメントしてください。',
  },
  command_gates_closed: {
    en: 'Open every gate (`/ai-ops status` shows them), then write {command}.',
    ja: 'すべてのゲートを通過させてから（状況は `/ai-ops status` で確認できます）、{command} とコメントしてください。',
  },
  command_handoff_in_flight: {
    en: 'Wait for the handoff that is under way to end.',
    ja: '進行中のハンドオフが完了するまでお待ちください。',
  },
  command_not_enforcing: {
    en: `Set \`mode: enforce\` in ${CONFIG} on the default branch where the bot should act.`,
    ja: `ボットを動作させる場合は、デフォルトブランチの ${CONFIG} に \`mode: enforce\` を設定してください。`,
  },
  command_pr_not_governed: {
    en: `Open the pull request against a governed base branch, or add this one to \`base_branches\` in ${CONFIG}.`,
    ja: `対象のベースブランチに対して PR を作成するか、このブランチを ${CONFIG} の \`base_branches\` に追加してください。`,
  },

  dispatch_unresolved_elsewhere: {
    en: 'Wait: the bot first has to know what became of its last dispatch of this workflow.',
    ja: 'このワークフローの前回の起動結果をボットが確認するまでお待ちください。',
  },
  dispatch_refused: {
    en: 'Mend what GitHub names, then write {command}.',
    ja: 'GitHub が示した問題を修正してから、{command} とコメントしてください。',
  },
  dispatch_unknown: {
    en: 'Look among the runs of the Auto Handoff workflow; the bot takes up one that shows, and sends no second by itself.',
    ja: 'Auto Handoff ワークフローの実行一覧を確認してください。ボットは実行を見つけ次第引き継ぎますが、自動で再度起動することはありません。',
  },
  dispatch_lost: {
    en: 'Make sure that no Auto Handoff run is under way, then write {command}.',
    ja: '進行中の Auto Handoff の実行がないことを確認してから、{command} とコメントしてください。',
  },
  run_failed: thenHandOffAgain({
    en: 'Open the run and follow the playbook',
    ja: '実行を開き、プレイブックに従って対応してください',
  }),
  run_cancelled: thenHandOffAgain({
    en: 'Find out who cancelled the run and why',
    ja: '実行をキャンセルした担当者と理由を確認してください',
  }),
  run_unreadable: thenHandOffAgain({
    en: 'Look at the run yourself, GitHub did not show it for too long',
    ja: 'GitHub から長時間実行を読み取れませんでした。実行を直接確認してください',
  }),
  verify_run_missing: thenHandOffAgain({
    en: 'See why the handoff started no LangGraph Verify run',
    ja: 'ハンドオフが LangGraph Verify を開始しなかった原因を確認してください',
  }),
  verify_run_failed: thenHandOffAgain({
    en: 'Open the LangGraph Verify run and mend what failed',
    ja: 'LangGraph Verify の実行を開き、失敗の原因を修正してください',
  }),
  approval_refused: thenHandOffAgain({
    en: 'See that the App may comment on this pull request',
    ja: 'App にこの PR へのコメント権限があるか確認してください',
  }),
  adopted_gates_closed: {
    en: 'Decide by hand whether what the run did may stay: somebody started it while a gate was closed.',
    ja: 'ゲートが未通過の状態で手動で開始された実行です。実行結果を維持してよいか、担当者が判断してください。',
  },
  superseded_by_push: {
    en: 'Nothing to do: the new head is judged afresh.',
    ja: '対応は不要です。新しいヘッドコミットを改めて判定します。',
  },
  superseded_by_base_change: {
    en: 'Nothing to do: the pull request is judged afresh for its new base branch.',
    ja: '対応は不要です。新しいベースブランチに対して PR を改めて判定します。',
  },
  superseded_by_gate: {
    en: 'Open the gate that closed, then write {command}.',
    ja: '未通過となったゲートを通過させてから、{command} とコメントしてください。',
  },
  pull_request_closed: {
    en: 'Reopen the pull request to go on.',
    ja: '続行するには PR を再オープンしてください。',
  },
  handoff_finished: NOTHING,
};

/** The one thing that a person does next about this code, as one sentence of Markdown. */
export function nextStep(reason: ReasonCode, { labelName, headSha, locale }: NextStepNames): string {
  return NEXT_STEPS[reason][locale]
    .replaceAll('{label}', () => code(labelName))
    .replaceAll('{command}', () => code(handoffCommand(headSha)));
}
