import { dedupKey } from '../../src/pagerduty/dedup-key.ts';
import type { ChangeEvent, Resolve, Trigger } from '../../src/pagerduty/event.ts';

export const KEY = dedupKey({
  host: 'github.com',
  repositoryId: 7,
  matter: 'handoff',
  scope: 'pr-12',
});

export const TRIGGER: Trigger = {
  action: 'trigger',
  dedupKey: KEY,
  summary: 'Auto Handoff failed in deploy approval: acme/shop#12',
  severity: 'error',
  source: 'github.com/acme/shop',
  component: 'auto-handoff',
  group: 'ai-ops-auto-handoff',
  class: 'handoff-failed',
  timestamp: '2026-03-01T09:58:00.000Z',
  details: { phase: 'deploy approval', attempt: 1 },
  links: [{ href: 'https://github.com/acme/shop/pull/12', text: 'PR #12' }],
  client: { name: 'AI Ops', url: 'https://bot.example.com/handoffs/1' },
};

export const RESOLVE: Resolve = { action: 'resolve', dedupKey: KEY };

export const CHANGE: ChangeEvent = {
  summary: 'Auto Handoff stopped in acme/shop by alice',
  source: 'github.com/acme/shop',
  timestamp: '2026-03-01T09:58:00.000Z',
  details: { reason: 'release freeze' },
  links: [],
};
