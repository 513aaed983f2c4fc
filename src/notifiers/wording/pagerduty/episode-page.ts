import type { EpisodePageEffect } from '../../../effect/messages.ts';
import type { Trigger } from '../../../pagerduty/event.ts';
import type { PageContext } from './page.ts';

/** What the one who is called for an episode must know. */
export function episodePageText(
  { view, severity, repository: { owner, repo } }: EpisodePageEffect,
  { host }: PageContext,
): Omit<Trigger, 'action' | 'dedupKey'> {
  const { rule, openedAt } = view.episode;
  return {
    summary: rule,
    severity,
    source: `${host}/${owner}/${repo}`,
    component: rule,
    group: 'ai-ops-auto-handoff',
    class: rule,
    timestamp: openedAt,
    details: {},
    links: [],
    client: { name: 'AI Ops', url: null },
  };
}
