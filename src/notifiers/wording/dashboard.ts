import type { Locale } from '../../policies/locale.ts';
import type { Both } from './locale.ts';

/** The dashboard for a repository that has none: one table, a row a day (O1). */
const TEXT: Both = {
  en: `# AI Ops dashboard

The key figures of the AI Ops workflows, a row a day.

| Date | Codex Smoke Failure Rate | LangGraph Verify Latency (sec) | Auto Handoff Lead Time (min) | Remarks |
|------|------|------|------|------|
| {today} | _pending_ | _pending_ | _pending_ | First version |

---
Last updated: {today} / Maintainer: AI Ops Team
`,
  ja: `# AI Ops Dashboard

AI Ops ワークフローの主要 KPI を日次で記録します。

| 日付 | Codex Smoke Failure Rate | LangGraph Verify Latency (sec) | Auto Handoff Lead Time (min) | 備考 |
|------|------|------|------|------|
| {today} | _pending_ | _pending_ | _pending_ | 初版作成 |

---
最終更新: {today} / Maintainer: AI Ops Team
`,
};

/** @param today such as `2025-10-16` */
export function dashboardText(locale: Locale, today: string): string {
  return TEXT[locale].replaceAll('{today}', today);
}
