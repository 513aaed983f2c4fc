import type { Locale } from '../../policies/locale.ts';
import type { Both } from './locale.ts';

/** Heading of the section for a failed handoff, which `handoff.playbook_section` links to. */
export const PLAYBOOK_SECTION: Both = { en: '4. Auto Handoff failed', ja: '4. Auto Handoff 失敗' };

/** The playbooks for a repository that has none, with a section for each alert and for a failed handoff (H6). */
const TEXT: Both = {
  en: `# AI Ops playbooks

What to do in the incidents that the AI Ops workflows may bring. Used together with the runbook, and linked from PagerDuty incidents.

## 1. Codex Smoke Failure Rate > 5%
1. Re-run \`AI Ops LangGraph Verify\` and name the template ids that failed.
2. Look at the latest commit of each such template, and at what is changed on its branch.
3. Where more is affected, pause the automatic handoff with \`/ai-ops stop\`, and open an issue to mend the template.

## 2. LangGraph Verify Latency > 600 seconds
1. Read the log of the Verify job: how often it retried, how long the model took to answer.
2. Look at the status pages of the providers, to tell whether the cause is theirs.
3. Where a re-run is slow as well, stop the handoff with \`/ai-ops stop\` and escalate to SRE.

## 3. Approval of an Auto Handoff is held up
1. Find the approvers who have not acted, from the \`@ai-ops\` comment on the pull request.
2. Remind them in Slack \`#ai-ops-alerts\`; escalate to the platform PM where that does not help.
3. Where the handoff is not done within 45 minutes, break it off by hand and record why.

## ${PLAYBOOK_SECTION.en}
1. Open the run from the bot's comment on the pull request, and tell in which phase it failed: template generation, review or deploy approval.
2. Share the state in Slack \`#ai-ops-alerts\` within 15 minutes. Where Codex Smoke or LangGraph Verify failed as well, compare the scenarios that failed and write down what the pull request affects.
3. The release owner decides between rollback and manual intervention, and writes the decision and its reason on the pull request. Where something has reached production, rollback comes first.
4. To try again, remove the cause and make sure that every gate is open, then write \`/ai-ops handoff\`. Where the cause is not known, keep the handoffs of the repository stopped with \`/ai-ops stop\`.
5. Where nobody has it in hand after 30 minutes, escalate along PagerDuty \`AI Ops Triage\`: SRE (secondary), then the platform PM. Where template generation and LangGraph Verify failed together, tell Product and Security at once.

---
Last updated: {today} / Maintainer: AI Ops Team
`,
  ja: `# AI Ops Playbooks

AI Ops ワークフローで発生しうる代表的なインシデントと対応手順をまとめます。Runbook と併用し、PagerDuty インシデントからリンクしてください。

## 1. Codex Smoke Failure Rate > 5%
1. \`AI Ops LangGraph Verify\` を再実行し、失敗したテンプレート ID を特定。
2. 該当テンプレートの最新コミットと、ブランチの変更点を確認。
3. 影響が広がる場合は \`/ai-ops stop\` で自動ハンドオフを一時停止し、テンプレート修正の Issue を作成。

## 2. LangGraph Verify Latency > 600 秒
1. LangGraph Verify のジョブログを確認し、リトライ回数とモデルの応答時間を抽出。
2. プロバイダーのステータスページを確認し、外部要因の有無を判断。
3. 再実行後も遅延する場合は \`/ai-ops stop\` でハンドオフを停止し、SRE へエスカレーション。

## 3. Auto Handoff で承認滞留
1. PR の \`@ai-ops\` コメントを確認し、未対応の承認者を特定。
2. Slack \`#ai-ops-alerts\` でリマインドし、必要に応じてプラットフォーム PM へエスカレーション。
3. 45 分以内に完了しない場合は手動でハンドオフを中断し、理由を記録。

## ${PLAYBOOK_SECTION.ja}
1. PR のボットコメントから実行を開き、失敗したフェーズ（テンプレート生成 / PR レビュー / デプロイ承認）を特定。
2. 15 分以内に Slack \`#ai-ops-alerts\` で状況を共有。Codex Smoke または LangGraph Verify も失敗している場合は、失敗したシナリオを突き合わせ、PR の影響範囲を整理。
3. リリース責任者が Rollback または手動介入を判断し、判断結果と理由を PR のコメントに記録。本番に反映済みの変更がある場合は Rollback を優先。
4. 再実行する場合は、原因を取り除いてすべてのゲートの通過を確認し、\`/ai-ops handoff\` とコメント。原因が不明な間は \`/ai-ops stop\` でリポジトリのハンドオフを停止。
5. 30 分以内に対応者が決まらない場合は、PagerDuty \`AI Ops Triage\` → SRE（セカンダリ）→ プラットフォーム PM の順にエスカレーション。テンプレート生成と LangGraph Verify が同時に失敗した場合は、Product / Security チームにも即時報告。

---
最終更新: {today} / Maintainer: AI Ops Team
`,
};

/** @param today such as `2025-10-16` */
export function playbooksText(locale: Locale, today: string): string {
  return TEXT[locale].replaceAll('{today}', today);
}
