import type { EscalationPolicy, User } from '../model/people.ts';
import type { ApiToken, Integration, Service, Subscription, UrgencyRule } from '../model/service.ts';
import type { World } from '../model/world.ts';

export function addService(
  world: World,
  service: { readonly name: string; readonly policy: EscalationPolicy; readonly urgencyRule?: UrgencyRule },
): Service {
  const made: Service = {
    id: world.ids.short(),
    name: service.name,
    state: 'active',
    urgencyRule: service.urgencyRule ?? { type: 'constant', urgency: 'severity_based' },
    policy: service.policy,
    integrations: [],
    createdAt: world.clock.now(),
  };
  world.services.push(made);
  return made;
}

/** An Events API v2 integration, with a routing key of its own. */
export function addIntegration(world: World, service: Service, name = 'Events API v2'): Integration {
  const made: Integration = { id: world.ids.short(), name, service, key: world.ids.key() };
  service.integrations.push(made);
  return made;
}

export function removeIntegration(_: World, integration: Integration): void {
  const { integrations } = integration.service;
  integrations.splice(integrations.indexOf(integration), 1);
}

export function setState(_: World, service: Service, state: Service['state']): void {
  service.state = state;
}

export function setUrgencyRule(_: World, service: Service, rule: UrgencyRule): void {
  service.urgencyRule = rule;
}

export function setPolicy(_: World, service: Service, policy: EscalationPolicy): void {
  service.policy = policy;
}

export function addToken(
  world: World,
  { readOnly = false, user = null }: { readonly readOnly?: boolean; readonly user?: User | null } = {},
): ApiToken {
  const made: ApiToken = { token: world.ids.token(), readOnly, user };
  world.tokens.push(made);
  return made;
}

export function revokeToken(world: World, token: ApiToken): void {
  world.tokens.splice(world.tokens.indexOf(token), 1);
}

export function subscribe(
  world: World,
  wanted: Pick<Subscription, 'url' | 'description' | 'events' | 'filter'>,
): Subscription {
  const made: Subscription = {
    ...wanted,
    id: world.ids.short(),
    secret: world.ids.key(),
    oldSecret: null,
    active: true,
    pausedUntil: null,
  };
  world.subscriptions.push(made);
  return made;
}

/** Another secret; the old one signs as well until it is dropped. */
export function rotateSecret(world: World, subscription: Subscription): void {
  subscription.oldSecret = subscription.secret;
  subscription.secret = world.ids.key();
}

export function dropOldSecret(_: World, subscription: Subscription): void {
  subscription.oldSecret = null;
}

/** Before its day is over. */
export function enableSubscription(_: World, subscription: Subscription): void {
  subscription.active = true;
  subscription.pausedUntil = null;
}
