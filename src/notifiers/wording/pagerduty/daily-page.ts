import type { DailyPageEffect } from '../../../effect/daily.ts';
import type { Trigger } from '../../../pagerduty/event.ts';
import { type Both, type Texts, time } from '../locale.ts';

const WORDS = {
  summary: (day: string, due: Both, name: string): Both => ({
    en: `Slack has not taken the daily status of ${day}, due ${due.en} — ${name}`,
    ja: `${day} の日次ステータスを Slack に投稿できていません（期限 ${due.ja}） — ${name}`,
  }),
  repository: { en: 'Repository', ja: 'リポジトリ' },
} satisfies Texts;

/** The daily status is due soon and Slack does not have it (O1): told by another way, least urgent. */
export function dailyPageText(
  { day, since, dueAt, repository: { owner, repo }, repositoryUrl, locale }: DailyPageEffect,
  host: string,
): Omit<Trigger, 'action' | 'dedupKey'> {
  return {
    summary: WORDS.summary(day, time(dueAt), `${owner}/${repo}`)[locale],
    severity: 'warning',
    source: `${host}/${owner}/${repo}`,
    component: 'slack',
    group: 'ai-ops-auto-handoff',
    class: 'daily-report',
    timestamp: since,
    details: { day, owed_since: since, due: dueAt },
    links: [{ href: repositoryUrl, text: WORDS.repository[locale] }],
    client: { name: 'AI Ops', url: repositoryUrl },
  };
}
