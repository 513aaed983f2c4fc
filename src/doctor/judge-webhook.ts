import type { Finding } from '../effect/finding.ts';
import { INCIDENT_EVENTS } from '../pagerduty/incident-events.ts';
import type { Subscription } from '../pagerduty/resources.ts';
import { finding } from './check.ts';

/**
 * PagerDuty switches a subscription off for a day after a few webhooks that failed, and tells nobody.
 *
 * @param wanted where the bot listens; `null` where that is not known
 */
export function judgeWebhook(
  subscriptions: readonly Subscription[],
  { serviceId, wanted }: { readonly serviceId: string; readonly wanted: string | null },
): readonly Finding[] {
  if (wanted === null) {
    const why = 'PUBLIC_URL is not set, so there is no address to compare';
    return [
      finding('pagerduty_webhook', 'unknown', why),
      finding('pagerduty_webhook_events', 'skipped', why),
    ];
  }
  const ours = subscriptions.filter(
    ({ url, filter }) =>
      url === wanted && (filter.kind === 'account' || (filter.kind === 'service' && filter.id === serviceId)),
  );
  const works = ours.filter(({ active, isPaused }) => active && !isPaused);
  if (works.length === 0) {
    const why =
      ours.length === 0
        ? 'no subscription of the service leads there'
        : ours.some(({ isPaused }) => isPaused)
          ? 'it is switched off for a day, after deliveries that failed'
          : 'it is not active';
    return [
      finding('pagerduty_webhook', 'fail', why, wanted),
      finding('pagerduty_webhook_events', 'skipped', 'there is no subscription that works'),
    ];
  }
  const told = new Set(works.flatMap(({ events }) => events));
  const missing = INCIDENT_EVENTS.filter((event) => !told.has(event));
  return [
    finding('pagerduty_webhook', 'ok', `${works[0]?.id} leads to ${wanted}`),
    missing.length === 0
      ? finding('pagerduty_webhook_events', 'ok', 'all of them')
      : finding('pagerduty_webhook_events', 'warn', 'it does not tell of them', missing.join(', ')),
  ];
}
