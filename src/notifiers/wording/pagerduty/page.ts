import type { HandoffPage, PageEffect } from '../../../effect/messages.ts';
import type { Trigger } from '../../../pagerduty/event.ts';
import type { Locale } from '../../../policies/locale.ts';
import type { Sending } from '../../notifier.ts';
import type { Both, Texts } from '../locale.ts';
import { line, short } from '../markdown.ts';
import { nextStep } from '../next-step.ts';
import { handoffText } from '../said-of-handoff.ts';
import { stateWord } from '../standing.ts';

const WORDS = {
  summary: (name: string, state: string, reason: string, title: string): Both => ({
    en: `Auto Handoff ${state}${reason}: ${name} ${title}`,
    ja: `Auto Handoff ${state}${reason}: ${name} ${title}`,
  }),
  pull: { en: 'Pull request', ja: 'プルリクエスト' },
  run: { en: 'Auto Handoff run', ja: 'Auto Handoff の実行' },
  slack: { en: 'Slack message', ja: 'Slack メッセージ' },
  status: { en: 'Status on the PR', ja: 'PR 上のステータス' },
  playbook: { en: 'Playbook', ja: 'プレイブック' },
} satisfies Texts;

/** What a page is made from besides its effect. */
export interface PageContext {
  readonly host: string;
  readonly slackUrl: string | null;
  readonly ledger: Sending['ledger'];
}

/** Somebody who cancels a run knows of it already. */
const KNOWN_OF = new Set(['run_cancelled']);

/** What the one who is called must know: what failed, where, why, and what to do next (H6, O5). */
export function pageText(
  { page, locale, pull }: PageEffect,
  { host, slackUrl, ledger }: PageContext,
): Omit<Trigger, 'action' | 'dedupKey'> {
  const { handoff } = page;
  const next =
    handoff.code === null
      ? null
      : line(nextStep(handoff.code, { labelName: '', headSha: page.headSha, locale })).replaceAll('`', '');
  return {
    summary: summaryOf(page, locale),
    severity: handoff.code !== null && KNOWN_OF.has(handoff.code) ? 'warning' : 'error',
    source: `${host}/${pull.owner}/${pull.repo}`,
    component: 'auto-handoff',
    group: 'ai-ops-auto-handoff',
    class: 'handoff-failed',
    timestamp: handoff.since,
    details: {
      pull_request: page.pull.name,
      title: short(line(page.pull.title), 200),
      head_sha: page.headSha,
      base_ref: page.baseRef,
      failed_phase:
        handoff.phase === null ? null : `${handoff.phase.name} (${short(line(handoff.phase.at), 120)})`,
      reason_code: handoff.code,
      detail: handoff.detail === null ? null : short(line(handoffText(handoff.detail, locale)), 300),
      next_step: next,
      handoff_id: handoff.id,
      attempt: handoff.attempt,
      decision_id: page.decisionId,
      ledger: ledger === null ? null : `${ledger.seq} ${ledger.hash}`,
    },
    links: linksOf(page, { locale, slackUrl }),
    client: { name: 'AI Ops', url: page.statusUrl ?? page.pull.url },
  };
}

export function summaryOf({ handoff, pull }: HandoffPage, locale: Locale): string {
  const state = stateWord(handoff, locale);
  const reason = handoff.code === null ? '' : ` (${handoff.code})`;
  return WORDS.summary(pull.name, state, reason, short(line(pull.title), 200))[locale];
}

export function linksOf(
  { pull, handoff, statusUrl, playbookUrl }: HandoffPage,
  { locale, slackUrl }: { readonly locale: Locale; readonly slackUrl: string | null },
): Trigger['links'] {
  const links: readonly (readonly [Both, string | null])[] = [
    [WORDS.pull, pull.url],
    [WORDS.run, handoff.runUrl],
    [WORDS.status, statusUrl],
    [WORDS.slack, slackUrl],
    [WORDS.playbook, playbookUrl],
  ];
  return links.flatMap(([label, href]) => (href === null ? [] : [{ href, text: label[locale] }]));
}
