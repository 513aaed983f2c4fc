import type { Locale } from '../../policies/locale.ts';
import { MONITORING_COMMENTS } from './config-comments-monitoring.ts';
import { ARTIFACT, type KeyComment, WORKFLOW_FILE } from './key-comment.ts';

/** The first lines of a configuration that was written by `ai-ops init`. */
export const CONFIG_HEADER: Readonly<Record<Locale, readonly string[]>> = {
  en: [
    'Configuration of the AI Ops bot: `.github/ai-ops.yml`, read on the default branch alone.',
    'Every key is here. What is commented out (`#key`) stands at its default; to change it, take the `#` off it and',
    'off the keys that it stands below.',
  ],
  ja: [
    'AI Ops ボットの設定ファイルです。デフォルトブランチの `.github/ai-ops.yml` だけが有効です。',
    'すべてのキーを記載しています。コメントアウトされたキー（`#key`）は既定値です。',
    '変更する場合は、そのキーと上位のキーの `#` を外してください。',
  ],
};

const REF: KeyComment = {
  en: 'Where the bot dispatches it: on the `head` branch of the PR, or on the `default` branch.',
  ja: 'ボットが起動するブランチです。PR のブランチ（`head`）またはデフォルトブランチ（`default`）を指定します。',
};
const HEAD_INPUT: KeyComment = {
  en: 'Workflow input that takes the head SHA; required where `ref` is `default` (no default).',
  ja: 'ヘッドコミットの SHA を渡すワークフロー入力です。`ref: default` の場合は必須です（既定値なし）。',
  sample: 'head_sha',
};
const TEST_WORKFLOW: KeyComment = {
  en: 'Workflow file.',
  ja: 'ワークフローファイルです。',
  sample: 'ci.yml',
};
const TEST_JOB: KeyComment = {
  en: 'Job, as GitHub shows its name; a matrix is named without its brackets.',
  ja: 'GitHub に表示されるジョブ名です。マトリックスの括弧は含めません。',
};
const TEST_STEP: KeyComment = {
  en: 'Step of the job, where one job runs several tests (default: the whole job).',
  ja: '1 つのジョブで複数のテストを実行する場合のステップ名です（既定: ジョブ全体）。',
};

/** A comment for every key of the configuration, in the order of the schema. */
export const CONFIG_COMMENTS: Readonly<Record<string, KeyComment>> = {
  mode: {
    en: '`observe` only shows what the bot would do; it acts only where this says `enforce`.',
    ja: '`observe` は判定結果の表示だけを行います。`enforce` の場合だけボットが実際に動作します。',
  },
  locale: {
    en: 'Language in which people are spoken to: `en` or `ja`.',
    ja: '表示・通知に使う言語です。`en` または `ja` を指定します。',
  },
  extends: {
    en: "Start from the same file in the owner's `.github` repository (default: no). Mappings merge key by key, lists replace.",
    ja: 'オーナーの `.github` リポジトリにある同名ファイルを引き継ぎます（既定: なし）。マッピングはキーごとに統合し、リストは置き換えます。',
    sample: '.github',
  },
  base_branches: {
    en: 'Base branches that are governed; none means the default branch.',
    ja: '対象とするベースブランチです。空の場合はデフォルトブランチが対象です。',
  },
  team: {
    en: 'The AI Ops team, `slug` or `org/slug`; required where the mode is `enforce` (no default).',
    ja: 'AI Ops チームです。`slug` または `org/slug` で指定します。`enforce` では必須です（既定値なし）。',
    sample: 'ai-ops',
  },
  smoke: { en: 'G1: Codex Smoke.', ja: 'G1: Codex Smoke です。' },
  'smoke.workflow': WORKFLOW_FILE,
  'smoke.artifact': ARTIFACT,
  'smoke.report': { en: 'File in the artifact.', ja: '成果物の中のファイルです。' },
  'smoke.paths': {
    en: 'What Codex Smoke is about: the paths that start the workflow.',
    ja: 'Codex Smoke の対象です。ワークフローを起動するパスを指定します。',
  },
  'smoke.when_missing': {
    en: 'No run for the head: `require` one and wait, `dispatch` one, or `not-applicable` where no path of `paths` is changed.',
    ja: 'ヘッドコミットの実行がない場合の動作です。`require` は実行を待ち、`dispatch` はボットが起動し、`not-applicable` は `paths` の変更がない PR で不要とします。',
  },
  'smoke.skipped_items': {
    en: 'Whether an item that the report calls skipped is shown (`warn`) or closes the gate (`fail`).',
    ja: 'レポートの skip 項目の扱いです。`warn` は表示のみ、`fail` はゲートを未通過とします。',
  },
  'smoke.ref': REF,
  'smoke.head_input': HEAD_INPUT,
  tests: {
    en: 'G2: the tests. At least one of each kind must have run, and every one that has must be green.',
    ja: 'G2: テストです。lint と unit がそれぞれ 1 件以上実行され、実行されたものがすべて成功している必要があります。',
  },
  'tests.lint': {
    en: 'Lint (default: none, which closes the gate).',
    ja: 'lint です（既定: なし。ゲートは未通過になります）。',
  },
  'tests.lint[].workflow': TEST_WORKFLOW,
  'tests.lint[].job': { ...TEST_JOB, sample: 'lint' },
  'tests.lint[].step': { ...TEST_STEP, sample: 'Lint' },
  'tests.unit': {
    en: 'Unit tests (default: none, which closes the gate).',
    ja: 'unit テストです（既定: なし。ゲートは未通過になります）。',
  },
  'tests.unit[].workflow': TEST_WORKFLOW,
  'tests.unit[].job': { ...TEST_JOB, sample: 'test' },
  'tests.unit[].step': { ...TEST_STEP, sample: 'Test' },
  verify: { en: 'G3: LangGraph Verify.', ja: 'G3: LangGraph Verify です。' },
  'verify.workflow': WORKFLOW_FILE,
  'verify.artifact': ARTIFACT,
  'verify.report': {
    en: 'File in the artifact; it is shown on the PR.',
    ja: '成果物の中のファイルです。PR に添付します。',
  },
  'verify.when_missing': {
    en: 'No run for the head: `require` one and wait, or `dispatch` one.',
    ja: 'ヘッドコミットの実行がない場合の動作です。`require` は実行を待ち、`dispatch` はボットが起動します。',
  },
  'verify.ref': REF,
  'verify.head_input': HEAD_INPUT,
  label: { en: 'G4: the label.', ja: 'G4: ラベルです。' },
  'label.name': {
    en: 'Label that the AI Ops team puts on.',
    ja: 'AI Ops チームが付与するラベルです。',
  },
  'label.node_id': {
    en: 'Node id of that label (default: pinned when the label is first seen).',
    ja: 'ラベルの node id です（既定: 最初に確認したときに固定します）。',
    sample: 'LA_kwDOABCDEF8AAAABCDEFGH',
  },
  protected_paths: {
    en: 'Where a PR changes one of these, its own runs prove nothing; only one that the bot dispatched on the default branch does. List every script that your workflows run.',
    ja: 'これらを変更する PR では、PR 自身の実行を証跡と認めません。ボットがデフォルトブランチで起動した実行だけが有効です。ワークフローが実行するスクリプトをすべて記載してください。',
  },
  approval_label: {
    en: 'Label that goes on with the approval comment.',
    ja: '承認コメントと同時に付与するラベルです。',
  },
  handoff: { en: 'The handoff itself.', ja: 'ハンドオフです。' },
  'handoff.workflow': {
    en: 'Workflow file of Auto Handoff; always dispatched on the default branch.',
    ja: 'Auto Handoff のワークフローファイルです。常にデフォルトブランチで起動します。',
  },
  'handoff.start': {
    en: 'Start once all gates are open (`automatic`), or only when someone also asks with `/ai-ops handoff` (`command`).',
    ja: '`automatic` はすべてのゲートの通過時に開始し、`command` はさらに `/ai-ops handoff` の依頼があったときだけ開始します。',
  },
  'handoff.inputs': {
    en: 'Inputs of the dispatch; `{pr}`, `{head_sha}`, `{base_ref}` and `{handoff_id}` are filled in. Only those that the workflow declares, else GitHub refuses it.',
    ja: '起動時の入力です。`{pr}`、`{head_sha}`、`{base_ref}`、`{handoff_id}` はボットが値を埋めます。ワークフローが宣言していない入力は GitHub に拒否されます。',
  },
  'handoff.starts_verify': {
    en: 'The run starts LangGraph Verify itself, and approval waits for that.',
    ja: 'Auto Handoff が LangGraph Verify を起動し、承認はその完了を待ちます。',
  },
  'handoff.phases': {
    en: 'Which jobs or steps are which phase (default: none, then the whole run is one phase).',
    ja: 'ジョブまたはステップと各フェーズの対応です（既定: なし。実行全体を 1 つのフェーズとします）。',
  },
  'handoff.phases[].phase': {
    en: '`template_generation`, `pr_review` or `deploy_approval`.',
    ja: '`template_generation`、`pr_review`、`deploy_approval` のいずれかです。',
    sample: 'template_generation',
  },
  'handoff.phases[].job': {
    en: 'Job, as GitHub shows its name; a job, a step or both.',
    ja: 'GitHub に表示されるジョブ名です。ジョブとステップの一方または両方を指定します。',
    sample: 'handoff',
  },
  'handoff.phases[].step': {
    en: 'Step of that job, or of any job where no job is named.',
    ja: 'そのジョブのステップ名です。ジョブを省略した場合は、すべてのジョブが対象です。',
    sample: 'Generate templates',
  },
  'handoff.playbook': {
    en: 'Playbooks that a failed handoff links to.',
    ja: 'ハンドオフの失敗時にリンクするプレイブックです。',
  },
  'handoff.playbook_section': {
    en: 'Anchor of the section for a failed handoff (default: the whole file is linked).',
    ja: 'ハンドオフ失敗時のセクションのアンカーです（既定: ファイル全体にリンクします）。',
    sample: '4-auto-handoff-failed',
  },
  release_owners: {
    en: 'Numeric GitHub user ids of the release owners, who follow up within 30 minutes (default: none, then the AI Ops team).',
    ja: 'リリース責任者の GitHub ユーザー ID（数値）です。承認後 30 分以内にフォローアップします（既定: なし。AI Ops チームが担当します）。',
    sample: [583231],
  },
  rollback: {
    en: 'How a handoff is taken back with `/ai-ops rollback` (default: the playbook says what to do).',
    ja: '`/ai-ops rollback` でハンドオフを取り消す方法です（既定: プレイブックの手順を案内します）。',
  },
  'rollback.workflow': {
    en: 'Workflow file; always dispatched on the default branch.',
    ja: 'ワークフローファイルです。常にデフォルトブランチで起動します。',
    sample: 'ai-ops-rollback.yml',
  },
  'rollback.inputs': {
    en: 'Inputs of the dispatch, filled in like those of the handoff.',
    ja: '起動時の入力です。ハンドオフの入力と同じように値が埋められます。',
  },
  history: {
    en: 'Where changes of secrets and of App permissions are recorded within 24 hours.',
    ja: 'Secrets や App の権限の変更履歴を、24 時間以内に記録する場所です。',
  },
  'history.files': {
    en: 'Markdown files such as `docs/runbooks/ai-ops.md` (default: none, then nothing is drafted and nothing owed).',
    ja: '`docs/runbooks/ai-ops.md` などの Markdown ファイルです（既定: なし。履歴の下書きも記録の依頼も行いません）。',
  },
  'history.secrets': {
    en: 'Secrets of AWS Secrets Manager, such as `ai/ops/langgraph`; the bot watches those that `AWS_WATCHED_SECRET_IDS` names.',
    ja: '`ai/ops/langgraph` など AWS Secrets Manager のシークレット名です。ボットの `AWS_WATCHED_SECRET_IDS` にあるものが対象です。',
  },
  slack: {
    en: 'Where this repository is talked about in Slack, and who is who.',
    ja: 'このリポジトリの通知先の Slack チャンネルと、担当者の対応付けです。',
  },
  'slack.channel': {
    en: "Channel for this repository's messages, by name or id (default: the bot's own).",
    ja: 'このリポジトリの通知先チャンネルの名前または ID です（既定: ボットのチャンネル）。',
    sample: '#ai-ops-alerts',
  },
  'slack.link_on_pr': {
    en: 'Link the Slack message on the PR; who can read the PR then sees the address of the workspace.',
    ja: 'PR に Slack メッセージへのリンクを掲載します。PR の閲覧者にワークスペースのアドレスが表示されます。',
  },
  'slack.workspace': {
    en: 'Workspace of the people below; guests from others are nobody (no default).',
    ja: '以下の担当者が所属するワークスペースの ID です。他のワークスペースのゲストは対象外です（既定値なし）。',
    sample: 'T0123ABCD',
  },
  'slack.people': {
    en: 'Only they can use the buttons and `/ai-ops` in Slack, with the rights that they have on GitHub (default: none).',
    ja: 'Slack のボタンと `/ai-ops` を利用できる担当者です。権限は GitHub の権限に従います（既定: なし）。',
  },
  'slack.people[].github': {
    en: "The person's numeric user id at GitHub.",
    ja: '担当者の GitHub ユーザー ID（数値）です。',
    sample: 583231,
  },
  'slack.people[].slack': {
    en: "The person's user id at Slack.",
    ja: '担当者の Slack ユーザー ID です。',
    sample: 'U0123ABCD',
  },
  'slack.people[].pagerduty': {
    en: "The person's user id at PagerDuty: who says in Slack that they have it acknowledges the incident there (no default).",
    ja: '担当者の PagerDuty ユーザー ID です。「対応を引き受ける」を押すと、PagerDuty のインシデントも確認済みになります（既定値なし）。',
    sample: 'P0AB12C',
  },
  'slack.sre': {
    en: 'SRE, a user group or user: called with each page, each missed deadline, and where PagerDuty cannot be reached (no default).',
    ja: 'SRE のユーザーグループまたはユーザーの ID です。呼び出し時、期限超過時、PagerDuty に到達できない場合に通知します（既定値なし）。',
    sample: 'S0123ABCD',
  },
  ...MONITORING_COMMENTS,
};
