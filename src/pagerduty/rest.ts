import { z } from 'zod';
import type { Answer, Read } from './failure.ts';
import {
  type Alert,
  alert,
  type EscalationPolicy,
  escalationPolicy,
  type Incident,
  type IncidentStatus,
  incident,
  type Note,
  note,
  type OnCall,
  onCall,
  type Service,
  type Subscription,
  service,
  subscription,
  type User,
  user,
} from './resources.ts';
import { type Query, type RestOptions, restClient } from './rest-client.ts';

/** PagerDuty's REST API, as far as the bot uses it. Never throws for what PagerDuty or the network did. */
export interface PagerDutyRest {
  /** The service of exactly that name; `null` where there is none that the token can see. */
  readonly service: (name: string) => Promise<Read<Service | null>>;
  /** Refused with 404 where there is none of that id. */
  readonly escalationPolicy: (id: string) => Promise<Read<EscalationPolicy>>;
  /** Everybody who would be called now by the policy, at all its levels. */
  readonly onCall: (policyId: string) => Promise<Read<readonly OnCall[]>>;
  /** Incidents of any age, newest first. */
  readonly incidents: (which: IncidentQuery) => Promise<Read<readonly Incident[]>>;
  /** Refused with 404 where there is none of that id. */
  readonly incident: (id: string) => Promise<Read<Incident>>;
  readonly alerts: (incidentId: string) => Promise<Read<readonly Alert[]>>;
  /** All that the token can see. */
  readonly subscriptions: () => Promise<Read<readonly Subscription[]>>;
  readonly notes: (incidentId: string) => Promise<Read<readonly Note[]>>;
  /** As the person of `from`. A repeat is a second note. */
  readonly addNote: (incidentId: string, content: string) => Promise<Answer>;
  /** Refused with 404 where there is nobody of that id. */
  readonly user: (id: string) => Promise<Read<User>>;
  /**
   * In the name of the person with that e-mail address, whatever `from` is; a token of a single user's acts as that user.
   * A repeat changes nothing. One that is resolved is refused, and so is an address that PagerDuty does not know.
   */
  readonly acknowledge: (incidentId: string, email: string) => Promise<Answer>;
}

export interface IncidentQuery {
  /** PagerDuty finds by it the incidents whose alerts have this dedup key. */
  readonly dedupKey?: string;
  readonly serviceId?: string;
  /** Created since then (ISO 8601). */
  readonly since?: string;
  /** All where it is left out. */
  readonly statuses?: readonly IncidentStatus[];
}

const named = z.object({ id: z.string(), name: z.string() });

export function pagerDutyRest(options: RestOptions): PagerDutyRest {
  const { one, list, create, change } = restClient(options);
  return {
    service: async (name) => {
      const found = await list('/services', 'services', { row: named, query: { query: name } });
      if (found.kind !== 'read') return found;
      const exact = found.value.find((candidate) => candidate.name === name);
      if (exact === undefined) return { kind: 'read', value: null };
      return one(at('services', exact.id), 'service', {
        schema: service,
        query: { 'include[]': ['integrations'] },
      });
    },
    escalationPolicy: (id) =>
      one(at('escalation_policies', id), 'escalation_policy', { schema: escalationPolicy }),
    onCall: (policyId) =>
      list('/oncalls', 'oncalls', { row: onCall, query: { 'escalation_policy_ids[]': [policyId] } }),
    incidents: (which) => list('/incidents', 'incidents', { row: incident, query: queryFor(which) }),
    incident: (id) => one(at('incidents', id), 'incident', { schema: incident }),
    alerts: (id) => list(at('incidents', id, 'alerts'), 'alerts', { row: alert, query: {} }),
    subscriptions: () =>
      list('/webhook_subscriptions', 'webhook_subscriptions', { row: subscription, query: {} }),
    notes: (id) => one(at('incidents', id, 'notes'), 'notes', { schema: z.array(note) }),
    user: (id) => one(at('users', id), 'user', { schema: user }),
    acknowledge: (id, email) =>
      change(at('incidents', id), 'incident', {
        thing: { type: 'incident_reference', status: 'acknowledged' },
        from: email,
      }),
    addNote: (id, content) => create(at('incidents', id, 'notes'), 'note', { content }),
  };
}

function queryFor({ dedupKey, serviceId, since, statuses }: IncidentQuery): Query {
  return {
    ...(since === undefined ? { date_range: 'all' } : { since }),
    sort_by: 'created_at:desc',
    ...(dedupKey === undefined ? {} : { incident_key: dedupKey }),
    ...(serviceId === undefined ? {} : { 'service_ids[]': [serviceId] }),
    ...(statuses === undefined ? {} : { 'statuses[]': statuses }),
  };
}

function at(...segments: readonly string[]): string {
  return segments.map((segment) => `/${encodeURIComponent(segment)}`).join('');
}
