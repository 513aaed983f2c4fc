import type { ChangeEvent } from '../model/change.ts';
import type { TriggerPayload } from '../model/event.ts';
import type { Integration } from '../model/service.ts';
import type { World } from '../model/world.ts';
import { acknowledge, addTrigger, openIncident, resolve } from './incidents.ts';

export type AlertEvent =
  | { readonly action: 'trigger'; readonly dedupKey: string; readonly payload: TriggerPayload }
  | { readonly action: 'acknowledge' | 'resolve'; readonly dedupKey: string };

/**
 * What PagerDuty does with an event that it has accepted. One that comes to nothing is only noted.
 * @see https://developer.pagerduty.com/docs/events-api-v2/trigger-events
 */
export function receiveAlert(world: World, integration: Integration, event: AlertEvent): void {
  const { action, dedupKey } = event;
  const why = process(world, integration, event);
  if (why !== null) world.dropped.push({ action, dedupKey, why, at: world.clock.now() });
}

/** @returns why it came to nothing; `null` where something was done */
function process(world: World, integration: Integration, event: AlertEvent): string | null {
  if (event.action === 'trigger') return trigger(world, integration, event);
  const open = world.openAlert(integration, event.dedupKey);
  if (open === undefined) return 'nothing is open for the key';
  const act = event.action === 'acknowledge' ? acknowledge : resolve;
  act(world, open.incident, integration);
  return null;
}

function trigger(
  world: World,
  integration: Integration,
  { dedupKey, payload }: Extract<AlertEvent, { action: 'trigger' }>,
): string | null {
  const open = world.openAlert(integration, dedupKey);
  if (open !== undefined) {
    addTrigger(world, open, payload);
    return null;
  }
  const { state } = integration.service;
  if (state !== 'active') return `the service is ${state === 'disabled' ? 'disabled' : 'in maintenance'}`;
  const opened = openIncident(world, integration, { key: dedupKey, payload });
  return opened === null ? 'nobody is on call at any level' : null;
}

export function receiveChange(
  world: World,
  integration: Integration,
  change: Omit<ChangeEvent, 'integration' | 'receivedAt'>,
): void {
  world.changes.push({ ...change, integration, receivedAt: world.clock.now() });
}
