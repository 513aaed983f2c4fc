import { ARTIFACT, type KeyComment, WORKFLOW_FILE } from './key-comment.ts';

/** Above the keys of what is watched, who is told of it, and what is reported. */
export const MONITORING_COMMENTS: Readonly<Record<string, KeyComment>> = {
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
