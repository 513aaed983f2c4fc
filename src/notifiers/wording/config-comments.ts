import type { Locale } from '../../policies/locale.ts';
import type { Both } from './locale.ts';

/** What stands above a key. `sample`: how it may look, for a key without a default. */
export type KeyComment = Both & { readonly sample?: unknown };

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

const WORKFLOW_FILE: KeyComment = {
  en: 'Workflow file. Display names are never looked at: anyone can give one to a file of their own.',
  ja: 'ワークフローファイルです。表示名は誰でも付けられるため、判定には使いません。',
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
const ARTIFACT: KeyComment = {
  en: 'Artifact in which the run leaves its report.',
  ja: '実行がレポートを保存する成果物です。',
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
  monitoring: {
    en: 'What is watched, and from where on people are warned and called. The defaults are those of the runbook.',
    ja: '監視の対象と、警告・呼び出しのしきい値です。既定値は Runbook の値です。',
  },
  'monitoring.smoke_failure_rate': {
    en: 'M1: the share of Codex Smoke that fails.',
    ja: 'M1: Codex Smoke の失敗率です。',
  },
  'monitoring.smoke_failure_rate.window': {
    en: 'How many of the newest runs are counted; of LangGraph Verify too.',
    ja: '集計する直近の実行数です。LangGraph Verify にも適用します。',
  },
  'monitoring.smoke_failure_rate.percent': {
    en: 'More than this share of them failed: people are warned, and LangGraph Verify is run again once.',
    ja: '失敗率がこの値（%）を超えると警告し、LangGraph Verify を 1 回再実行します。',
  },
  'monitoring.smoke_failure_rate.page_at': {
    en: 'So many of them failed after their re-run, or two in a row: somebody is called; for LangGraph Verify too.',
    ja: '再実行後も失敗した実行がこの数に達するか、2 回連続した場合に担当者を呼び出します。LangGraph Verify にも適用します。',
  },
  'monitoring.verify_latency': {
    en: 'M2: how long LangGraph Verify takes.',
    ja: 'M2: LangGraph Verify の所要時間です。',
  },
  'monitoring.verify_latency.seconds': {
    en: 'A run that takes longer is slow; it is noticed while it runs.',
    ja: 'この秒数を超えた実行を遅延とみなします。実行中でも検知します。',
  },
  'monitoring.verify_latency.rerun': {
    en: 'Which slow ones are re-run once: never any, while_running (it is cancelled first), or always, those too that ended well.',
    ja: '遅延した実行を 1 回再実行する条件です。never: しない、while_running: 実行中のもののみ（先に中止）、always: 正常に終了したものも対象。',
  },
  'monitoring.handoff_lead_time': {
    en: 'M3: how long a handoff takes.',
    ja: 'M3: ハンドオフの所要時間です。',
  },
  'monitoring.handoff_lead_time.note_minutes': {
    en: 'After so long its thread says where the time went.',
    ja: 'この時間（分）を過ぎると、所要時間の内訳をスレッドに投稿します。',
  },
  'monitoring.handoff_lead_time.alert_minutes': {
    en: 'After so long people are warned, and those who may approve are asked by name.',
    ja: 'この時間（分）を過ぎると警告し、承認できる担当者に名指しで依頼します。',
  },
  'monitoring.reruns': {
    en: 'How much the bot re-runs by itself.',
    ja: 'ボットが自動で再実行する上限です。',
  },
  'monitoring.reruns.per_head': {
    en: 'Most re-runs of one workflow for one head.',
    ja: '1 つのヘッドコミットに対する、ワークフローごとの再実行の上限です。',
  },
  'monitoring.reruns.per_hour': {
    en: 'Most re-runs in the repository in an hour.',
    ja: 'リポジトリ全体での 1 時間あたりの再実行の上限です。',
  },
  'monitoring.playbook_sections': {
    en: 'Anchors in the playbooks that alerts link to (default: the whole file is linked).',
    ja: 'アラートからリンクするプレイブックの見出しのアンカーです（既定: ファイル全体）。',
  },
  'monitoring.playbook_sections.smoke_failure_rate': {
    en: 'Section on the failure rate of Codex Smoke.',
    ja: 'Codex Smoke の失敗率に関するセクションです。',
    sample: '1-codex-smoke-failure-rate',
  },
  'monitoring.playbook_sections.verify_latency': {
    en: 'Section on a slow LangGraph Verify.',
    ja: 'LangGraph Verify の遅延に関するセクションです。',
    sample: '2-langgraph-verify-latency',
  },
  'monitoring.playbook_sections.handoff_lead_time': {
    en: 'Section on a handoff that is stuck.',
    ja: 'ハンドオフの滞留に関するセクションです。',
    sample: '3-auto-handoff',
  },
  'monitoring.playbook_sections.verify_failure': {
    en: 'Section on a LangGraph Verify that fails.',
    ja: 'LangGraph Verify の失敗に関するセクションです。',
    sample: '2-langgraph-verify',
  },
  'monitoring.playbook_sections.severe': {
    en: 'Section on Codex Smoke and LangGraph Verify failing together.',
    ja: 'Codex Smoke と LangGraph Verify の同時失敗に関するセクションです。',
    sample: '4-severe',
  },
  'monitoring.insights': {
    en: 'Where the figures come from that go with an escalation.',
    ja: 'エスカレーションに添付する指標の取得元です。',
  },
  'monitoring.insights.workflow': WORKFLOW_FILE,
  'monitoring.insights.artifact': ARTIFACT,
  'monitoring.insights.report': { en: 'File in the artifact.', ja: '成果物の中のファイルです。' },
  escalation: {
    en: 'Who is told beside who is on call, and which incidents stop Auto Handoff.',
    ja: 'オンコール担当者のほかに通知する相手と、Auto Handoff を停止するインシデントです。',
  },
  'escalation.platform_pm': {
    en: 'Platform PM, a Slack user group or user: called last, where PagerDuty cannot be reached (no default).',
    ja: 'プラットフォーム PM の Slack ID です。PagerDuty に到達できない場合に最後に呼び出します（既定値なし）。',
    sample: 'S0123ABCE',
  },
  'escalation.product': {
    en: 'Product: told at once of a severe failure (no default).',
    ja: 'Product チームの Slack ID です。重大障害を即時に通知します（既定値なし）。',
    sample: 'S0123ABCF',
  },
  'escalation.security': {
    en: 'Security: told at once of a severe failure (no default).',
    ja: 'Security チームの Slack ID です。重大障害を即時に通知します（既定値なし）。',
    sample: 'S0123ABCG',
  },
  'escalation.people_ops': {
    en: 'PeopleOps: gets the Insights figures with an escalation (no default).',
    ja: 'PeopleOps チームの Slack ID です。エスカレーション時に Insights の指標を受け取ります（既定値なし）。',
    sample: 'S0123ABCH',
  },
  'escalation.stop_on_incident': {
    en: 'Which incidents of PagerDuty stop Auto Handoff until a person resumes it: `never`, `severe` (critical ones), `high_urgency` or `always`.',
    ja: 'Auto Handoff を停止する PagerDuty インシデントの条件です。`never`、`severe`、`high_urgency`、`always` のいずれかを指定し、再開は人が行います。',
  },
  reports: {
    en: 'What is reported regularly.',
    ja: '定期報告の設定です。',
  },
  'reports.daily': {
    en: 'O1: the status of the day before, in Slack, where the mode is `enforce`.',
    ja: 'O1: 前日のステータスを Slack に投稿します（`mode` が `enforce` の場合）。',
  },
  'reports.daily.enabled': {
    en: 'Whether there is one.',
    ja: '日次ステータスを投稿するかどうかです。',
  },
  'reports.daily.at': {
    en: 'When it is posted, in Japan Standard Time.',
    ja: '投稿する時刻（日本時間）です。',
  },
  'reports.daily.due': {
    en: 'When it is late, in Japan Standard Time. Five minutes before, PagerDuty is told that Slack does not have it.',
    ja: '投稿の期限（日本時間）です。期限の 5 分前までに Slack に投稿できない場合は PagerDuty に通知します。',
  },
};
