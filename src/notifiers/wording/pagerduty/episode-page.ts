import type { Rule } from '../../../alerts/episode.ts';
import type { EpisodeView } from '../../../effect/episode.ts';
import type { EpisodePageEffect } from '../../../effect/messages.ts';
import type { Details } from '../../../pagerduty/bounded.ts';
import type { Trigger } from '../../../pagerduty/event.ts';
import type { Locale } from '../../../policies/locale.ts';
import { headline } from '../episode/headline.ts';
import { countedRuns, failingParts, isFailure } from '../episode/parts.ts';
import type { Both, Texts } from '../locale.ts';
import { line, short } from '../markdown.ts';
import { measureDetails, said } from './episode-measure.ts';
import type { PageContext } from './page.ts';

const MAX_PULLS = 20;
const MAX_NAMED = 3;
const MAX_RUN_LINKS = 3;
const MAX_INSIGHTS = 4_000;

const WORDS = {
  summary: (seen: Both, name: string): Both => ({
    en: `${seen.en} — ${name}`,
    ja: `${seen.ja} — ${name}`,
  }),
  unheard: (summary: Both): Both => ({
    en: `Slack does not take the status of: ${summary.en}`,
    ja: `Slack に状況を投稿できません: ${summary.ja}`,
  }),
  severe: (summary: Both): Both => ({ en: `SEVERE: ${summary.en}`, ja: `【重大障害】${summary.ja}` }),
  run: { en: 'Run', ja: '実行' },
  approval: { en: 'Approval', ja: '承認画面' },
  slack: { en: 'Slack message', ja: 'Slack メッセージ' },
  playbook: { en: 'Playbook', ja: 'プレイブック' },
  insights: { en: 'Insights report', ja: 'Insights レポート' },
} satisfies Texts;

/** The part of the pipeline, and the kind of trouble, by which PagerDuty groups and routes. */
const KINDS: Readonly<Record<Rule, Pick<Trigger, 'component' | 'class'>>> = {
  smoke_failure_rate: { component: 'codex-smoke', class: 'failure-rate' },
  verify_failure: { component: 'langgraph-verify', class: 'failure-rate' },
  verify_latency: { component: 'langgraph-verify', class: 'latency' },
  handoff_lead_time: { component: 'auto-handoff', class: 'lead-time' },
  severe: { component: 'template-generation', class: 'composite' },
};

/** What the one who is called for an episode must know, with the metrics (O5). */
export function episodePageText(
  { view, severity, scope, repository: { owner, repo }, locale }: EpisodePageEffect,
  { host, slackUrl, ledger }: PageContext,
): Omit<Trigger, 'action' | 'dedupKey'> {
  const { episode } = view;
  const summary = summaryOf(view, `${owner}/${repo}`);
  return {
    summary: (scope === 'status' ? WORDS.unheard(summary) : summary)[locale],
    severity,
    source: `${host}/${owner}/${repo}`,
    ...KINDS[episode.rule],
    group: 'ai-ops-auto-handoff',
    timestamp: episode.openedAt,
    details: {
      ...measureDetails(view),
      because: episode.paged?.because ?? null,
      reruns: episode.reruns.map(({ role, of, outcome }) => ({
        workflow: role,
        run: of.url,
        outcome: outcome.kind === 'ended' ? outcome.result : outcome.kind,
        ...(outcome.kind === 'not_done' && { because: outcome.because }),
      })),
      ...affectedDetails(view),
      stopped: view.stop === null ? null : said(view.stop.reason ?? view.stop.by ?? 'yes', 200),
      acknowledged_by: episode.acknowledged === null ? null : said(episode.acknowledged.by, 60),
      ...(episode.heldDown === null ? {} : { resolved_by_hand: said(episode.heldDown.by, 60) }),
      episode_id: episode.id,
      ledger: ledger === null ? view.ledgerSeq : `${ledger.seq} ${ledger.hash}`,
      insights: insightsOf(view),
    },
    links: linksOf(view, { locale, slackUrl }),
    client: { name: 'AI Ops', url: slackUrl ?? view.repositoryUrl },
  };
}

/** What was seen, where, and in what. */
function summaryOf({ episode: { rule, measure } }: EpisodeView, name: string): Both {
  const parts = failingParts(countedRuns(measure)).slice(0, MAX_NAMED);
  const named = parts.map((part) => said(part.kind === 'item' ? part.name : part.job, 60));
  const summary = WORDS.summary(headline(measure), [name, ...named].join(', '));
  return rule === 'severe' ? WORDS.severe(summary) : summary;
}

function affectedDetails({ pulls, handoffs }: EpisodeView): Details {
  return {
    affected_pulls: pulls.slice(0, MAX_PULLS).map(({ number, title }) => `#${number} ${said(title, 100)}`),
    affected_pulls_in_all: pulls.length,
    affected_handoffs: handoffs.slice(0, MAX_PULLS).map(({ pull, state }) => `#${pull} ${said(state, 40)}`),
    affected_handoffs_in_all: handoffs.length,
  };
}

/** Figures of the customer's own workflow, as it wrote them: PagerDuty shows details as plain text. */
function insightsOf({ insights }: EpisodeView): Details[string] {
  if (insights === null) return null;
  const text = insights.text
    .split(/\r\n?|\n/)
    .map((each) => line(each))
    .join('\n');
  return { at: insights.at, url: insights.url, untrusted_text: short(text, MAX_INSIGHTS) };
}

function linksOf(
  view: EpisodeView,
  { locale, slackUrl }: { readonly locale: Locale; readonly slackUrl: string | null },
): Trigger['links'] {
  const links: readonly (readonly [Both, string | null])[] = [
    [WORDS.slack, slackUrl],
    [WORDS.playbook, view.playbookUrl],
    ...runUrls(view).map((url) => [WORDS.run, url] as const),
    [WORDS.approval, approvalOf(view)],
    [WORDS.insights, view.insights?.url ?? null],
  ];
  return links.flatMap(([label, href]) =>
    href === null || !isWebAddress(href) ? [] : [{ href, text: label[locale] }],
  );
}

/** PagerDuty refuses the whole event for a link that is none. */
function isWebAddress(href: string): boolean {
  const protocol = URL.parse(href)?.protocol;
  return protocol === 'https:' || protocol === 'http:';
}

/** The runs to open first: the newest that failed, the slow ones, or those of the late handoffs. */
function runUrls({ episode: { measure } }: EpisodeView): readonly string[] {
  const urls = [
    ...countedRuns(measure).flatMap(({ result, url }) => (isFailure(result) ? [url] : [])),
    ...(measure.rule === 'verify_latency' ? measure.slow.map(({ url }) => url) : []),
    ...(measure.rule === 'handoff_lead_time'
      ? measure.late.flatMap(({ runUrl }) => (runUrl === null ? [] : [runUrl]))
      : []),
  ];
  return urls.slice(0, MAX_RUN_LINKS);
}

function approvalOf({ episode: { measure } }: EpisodeView): string | null {
  if (measure.rule !== 'handoff_lead_time') return null;
  return measure.late.find(({ approveUrl }) => approveUrl !== null)?.approveUrl ?? null;
}
