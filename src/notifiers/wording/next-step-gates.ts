import type { ReasonCode } from '../../policies/reason-codes.ts';
import type { Both } from './locale.ts';

export const CONFIG = '`.github/ai-ops.yml`';

export const NOTHING: Both = { en: 'Nothing to do.', ja: '対応は不要です。' };
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

/** What a person does next about the configuration and the five gates. */
export const GATE_STEPS = {
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
    en: 'Write `/ai-ops smoke` to have Codex Smoke run for this head commit, or start it by hand.',
    ja: '`/ai-ops smoke` とコメントするか、このヘッドコミットに対して Codex Smoke を手動で実行してください。',
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
    en: 'Write `/ai-ops verify` to have LangGraph Verify run for this head commit, or start it by hand.',
    ja: '`/ai-ops verify` とコメントするか、このヘッドコミットに対して LangGraph Verify を手動で実行してください。',
  },
  verify_running: {
    en: 'Wait for the LangGraph Verify run to end.',
    ja: 'LangGraph Verify の実行が完了するまでお待ちください。',
  },
  verify_not_successful: MEND_RUN,
  verify_report_missing: {
    en: 'Run LangGraph Verify again (`/ai-ops verify`): the run left no report.',
    ja: 'レポートが出力されていません。`/ai-ops verify` で LangGraph Verify を再実行してください。',
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
} satisfies Readonly<Partial<Record<ReasonCode, Both>>>;
