import { type OutboundEvent, outboundEventJson } from '../json/outbound-event.ts';
import type { Incident } from '../model/incident.ts';
import type { Subscription } from '../model/service.ts';
import type { World } from '../model/world.ts';

/** Queues a webhook for every subscription that wants to hear of it. One that is paused hears of nothing. */
export function tell(world: World, event: OutboundEvent): void {
  const wanting = world.subscriptions.filter(
    (one) => one.active && one.events.includes(event.type) && covers(one, event.incident),
  );
  const listening = wanting.filter(({ pausedUntil }) => (pausedUntil ?? 0) <= world.clock.now());
  if (listening.length === 0) return;
  const body = JSON.stringify(outboundEventJson(world, event));
  for (const subscription of listening) {
    world.deliveries.push({
      id: world.ids.event(),
      subscription,
      type: event.type,
      body,
      madeAt: world.clock.now(),
      tries: 0,
      dueAt: world.clock.now(),
      state: 'waiting',
      status: null,
    });
  }
  world.onDelivery();
}

function covers({ filter }: Subscription, { service }: Incident): boolean {
  return (
    filter.type === 'account_reference' || (filter.type === 'service_reference' && filter.id === service.id)
  );
}
