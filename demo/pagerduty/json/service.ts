import type { Integration, Service, Subscription, UrgencyRule } from '../model/service.ts';
import { stamp, type World } from '../model/world.ts';
import { policyJson } from './people.ts';
import { integrationReference, policyReference, serviceReference, whole } from './reference.ts';

/** @param include what is shown whole instead of by reference */
export function serviceJson(world: World, service: Service, include: readonly string[]): object {
  const ofService = world.incidents.filter((incident) => incident.service === service);
  const open = ofService.filter(({ status }) => status !== 'resolved');
  const troubled = open.some(({ status }) => status === 'triggered') ? 'critical' : 'warning';
  const last = ofService.at(-1);
  return {
    ...whole(serviceReference(world, service)),
    name: service.name,
    description: null,
    created_at: stamp(service.createdAt),
    status: service.state !== 'active' ? service.state : open.length === 0 ? 'active' : troubled,
    last_incident_timestamp: last === undefined ? null : stamp(last.createdAt),
    acknowledgement_timeout: null,
    auto_resolve_timeout: null,
    alert_creation: 'create_alerts_and_incidents',
    incident_urgency_rule: urgencyRuleJson(service.urgencyRule),
    escalation_policy: include.includes('escalation_policies')
      ? policyJson(world, service.policy)
      : policyReference(world, service.policy),
    integrations: service.integrations.map((one) =>
      include.includes('integrations') ? integrationJson(world, one) : integrationReference(world, one),
    ),
    teams: [],
  };
}

function integrationJson(world: World, integration: Integration): object {
  return {
    ...whole(integrationReference(world, integration)),
    name: integration.name,
    integration_key: integration.key,
    service: serviceReference(world, integration.service),
    vendor: null,
  };
}

function urgencyRuleJson(rule: UrgencyRule): object {
  if (rule.type === 'constant') return rule;
  return {
    type: rule.type,
    during_support_hours: { type: 'constant', urgency: rule.during },
    outside_support_hours: { type: 'constant', urgency: rule.outside },
  };
}

/** @param secret shown once, in the answer that made it */
export function subscriptionJson(world: World, subscription: Subscription, secret: string | null): object {
  const { id, url, description, events, filter, active, pausedUntil } = subscription;
  return {
    id,
    type: 'webhook_subscription',
    active,
    delivery_method: {
      type: 'http_delivery_method',
      url,
      temporarily_disabled: (pausedUntil ?? 0) > world.clock.now(),
      custom_headers: [],
      ...(secret === null ? {} : { secret }),
    },
    description,
    events,
    filter: filter.id === null ? { type: filter.type } : filter,
  };
}
