import { handoffCommand } from '../../policies/commands.ts';
import type { Locale } from '../../policies/locale.ts';
import type { ReasonCode } from '../../policies/reason-codes.ts';
import type { Both } from './locale.ts';
import { code } from './markdown.ts';
import { CONFIG, GATE_STEPS, NOTHING } from './next-step-gates.ts';

/** What the sentences name: the governed label, and the head for the command that can be copied. */
export interface NextStepNames {
  readonly labelName: string;
  readonly headSha: string;
  readonly locale: Locale;
}

/** What went wrong with a run is dealt with first. */
function thenHandOffAgain(first: Both): Both {
  return {
    en: `${first.en}; then write {command} to hand off again.`,
    ja: `${first.ja}。その後、{command} とコメントして再度ハンドオフしてください。`,
  };
}

function thenRollBackAgain(first: Both): Both {
  return {
    en: `${first.en}; then write \`/ai-ops rollback\` to try again.`,
    ja: `${first.ja}。その後、\`/ai-ops rollback\` とコメントすると再試行できます。`,
  };
}

/** For each code the one thing that a person does next, as one sentence of Markdown; in Japanese up to three. */
const NEXT_STEPS: Readonly<Record<ReasonCode, Both>> = {
  ...GATE_STEPS,

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
  command_person_unknown: {
    en: `Have your Slack user and your GitHub user id added under \`slack.people\` in ${CONFIG} on the default branch.`,
    ja: `デフォルトブランチの ${CONFIG} の \`slack.people\` に、ご自身の Slack ユーザーと GitHub ユーザー ID を追加してもらってください。`,
  },
  command_message_unknown: {
    en: "Press the button of the handoff's own message in the channel, or write the command on the pull request.",
    ja: 'チャンネルにあるハンドオフの元のメッセージのボタンを押すか、PR にコマンドをコメントしてください。',
  },
  command_pr_unknown: {
    en: 'Check the number: the repository has no such pull request.',
    ja: 'この番号の PR はリポジトリにありません。番号を確認してください。',
  },
  command_pr_closed: {
    en: 'Reopen the pull request, or write the command on an open one: `/ai-ops help` says what a closed one still takes.',
    ja: 'PR を再オープンするか、オープン中の PR でコマンドを入力してください。クローズ済みの PR で使用できるコマンドは `/ai-ops help` で確認できます。',
  },
  command_run_in_progress: {
    en: 'Wait for the run that is under way to end.',
    ja: '進行中の実行が完了するまでお待ちください。',
  },
  command_cannot_start: {
    en: 'Start the workflow by hand: the bot starts nothing on the branch of a fork, nor where the pull request changes the workflow or a protected path.',
    ja: 'ワークフローを手動で実行してください。フォークのブランチや、ワークフローまたは保護パスを変更する PR のブランチでは、ボットは実行を開始しません。',
  },
  command_start_refused: {
    en: 'Start the workflow by hand: GitHub refused; where it may not be the App, see its permissions.',
    ja: 'GitHub に拒否されました。ワークフローを手動で実行し、必要に応じて App の権限を確認してください。',
  },
  command_overtaken: {
    en: 'Look at the check, and write the command again where it is still wanted: something changed in the moment before.',
    ja: '実行の直前に状況が変わりました。チェックを確認し、必要であればもう一度コマンドを入力してください。',
  },
  command_nothing_owed: {
    en: 'Nothing to do: no follow-up is owed for this pull request.',
    ja: '対応は不要です。この PR に未完了のフォローアップはありません。',
  },
  command_nothing_to_roll_back: {
    en: 'Nothing to do: no handoff of this pull request has ended after a run.',
    ja: '対応は不要です。この PR には、実行後に終了したハンドオフがありません。',
  },
  command_rolled_back_already: {
    en: 'Nothing to do: the last handoff of this pull request has been rolled back.',
    ja: '対応は不要です。この PR の最後のハンドオフはロールバック済みです。',
  },
  command_rollback_not_configured: {
    en: `Roll back by hand as the playbook says, or name the workflow as \`rollback.workflow\` in ${CONFIG}.`,
    ja: `プレイブックに従って手動でロールバックするか、${CONFIG} の \`rollback.workflow\` にワークフローを設定してください。`,
  },
  command_rollback_not_newest: {
    en: 'Write `/ai-ops rollback` on the pull request to take back the newest handoff: another one has ended since.',
    ja: 'その後に別のハンドオフが終了しています。最新のハンドオフをロールバックするには、PR に `/ai-ops rollback` とコメントしてください。',
  },
  command_stopped_by_operator: {
    en: "Ask the bot's operator to lift the stop, or roll back by hand as the playbook says.",
    ja: 'ボットの運用担当者に停止の解除を依頼するか、プレイブックに従って手動でロールバックしてください。',
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
  handoff_stopped: {
    en: 'Have the stop lifted, then write {command} to hand off again.',
    ja: '停止が解除された後、{command} とコメントして再度ハンドオフしてください。',
  },

  rollback_in_flight: {
    en: 'Wait for the rollback that is under way to end.',
    ja: '進行中のロールバックが完了するまでお待ちください。',
  },
  rollback_refused: thenRollBackAgain({
    en: 'Mend what GitHub names',
    ja: 'GitHub が示した問題を修正してください',
  }),
  rollback_unknown: {
    en: 'Look among the runs of the rollback workflow; the bot takes up one that shows, and sends no second by itself.',
    ja: 'ロールバックワークフローの実行一覧を確認してください。ボットは実行を見つけ次第引き継ぎますが、自動で再度起動することはありません。',
  },
  rollback_lost: thenRollBackAgain({
    en: 'Make sure that no run of the rollback workflow is under way',
    ja: 'ロールバックワークフローの進行中の実行がないことを確認してください',
  }),
  rollback_failed: thenRollBackAgain({
    en: 'Open the run and follow the playbook',
    ja: '実行を開き、プレイブックに従って対応してください',
  }),
  rollback_unreadable: thenRollBackAgain({
    en: 'Look at the run yourself, GitHub did not show it for too long',
    ja: 'GitHub から長時間実行を読み取れませんでした。実行を直接確認してください',
  }),

  rerun_overtaken: NOTHING,
  call_overtaken: NOTHING,
  rerun_head_moved: NOTHING,
  episode_over: NOTHING,
  call_answered: NOTHING,
  call_unreachable: {
    en: 'Acknowledge the incident in PagerDuty yourself: until then it goes on calling.',
    ja: 'PagerDuty でインシデントを確認済みにしてください。それまで呼び出しは続きます。',
  },
  episode_button_used: {
    en: 'Look at the message as it is now: it was done already, or something else has changed.',
    ja: '現在のメッセージを確認してください。すでに実行されたか、状況が変わっています。',
  },
  rerun_too_late: {
    en: 'Look at the episode in Slack, and re-run the workflow by hand if that still helps.',
    ja: 'Slack のメッセージで状況を確認し、必要であればワークフローを手動で再実行してください。',
  },
};

/** The one thing that a person does next about this code, as one sentence of Markdown. */
export function nextStep(reason: ReasonCode, { labelName, headSha, locale }: NextStepNames): string {
  return NEXT_STEPS[reason][locale]
    .replaceAll('{label}', () => code(labelName))
    .replaceAll('{command}', () => code(handoffCommand(headSha)));
}
