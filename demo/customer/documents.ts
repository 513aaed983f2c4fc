/** The first customer's dashboard, runbook and playbooks: a table with a row a day, the rule on secrets, and three sections that alerts link to. */
export const DOCUMENTS: Readonly<Record<string, string>> = {
  'docs/ai/ops-dashboard.md': `# AI Ops Dashboard

AI Ops ワークフローの主要 KPI を日次で記録します。

| 日付 | Codex Smoke Failure Rate | LangGraph Verify Latency (sec) | Auto Handoff Lead Time (min) | 備考 |
|------|------|------|------|------|
| 2025-10-16 | _pending_ | _pending_ | _pending_ | 初版作成 |

---
最終更新: 2025-10-16 / Maintainer: AI Ops Team
`,
  'docs/runbooks/ai-ops.md': `# AI Ops Runbook

## 権限・Secrets 管理
- LangGraph / Codex 関連の API Keys は AWS Secrets Manager \`ai/ops/langgraph\` / \`ai/ops/codex\` に保存し、ワークフローからは OIDC ロール経由で取得する。
- Secrets の更新や権限変更を行った場合は 24 時間以内に本 Runbook と \`docs/ai/ops-playbooks.md\` に履歴を追記する。

---
最終更新: 2025-10-16 / Maintainer: AI Ops Team
`,
  'docs/ai/ops-playbooks.md': `# AI Ops Playbooks

AI Ops ワークフローの代表的なインシデントと対応手順です。

## 1. Codex Smoke Failure Rate > 5%
1. \`AI Ops LangGraph Verify\` を再実行し、失敗したテンプレート ID を特定。
2. 該当テンプレートの最新コミットを確認。
3. 影響が広がる場合はハンドオフを一時停止し、Issue を作成。

## 2. LangGraph Verify Latency > 600 秒
1. ジョブログでリトライ回数とモデルの応答時間を確認。
2. プロバイダーのステータスページを確認。
3. 再実行後も遅延する場合はハンドオフを停止し、SRE へエスカレーション。

## 3. Auto Handoff で承認滞留
1. \`@ai-ops\` コメントから未対応の承認者を特定。
2. Slack でリマインドし、必要に応じてプラットフォーム PM へエスカレーション。
3. 45 分を超えた場合は手動で中断し、理由を記録。

---
最終更新: 2025-10-16 / Maintainer: AI Ops Team
`,
};
