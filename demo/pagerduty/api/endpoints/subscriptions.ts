import { z } from 'zod';
import { enableSubscription, subscribe } from '../../acts/services.ts';
import { subscriptionJson } from '../../json/service.ts';
import type { Subscription } from '../../model/service.ts';
import { expectBody } from '../body.ts';
import { PAGING, paged } from '../paging.ts';
import { notFound } from '../refusal.ts';
import type { Call, Route } from '../route.ts';

const creation = z.strictObject({
  webhook_subscription: z.strictObject({
    type: z.literal('webhook_subscription'),
    delivery_method: z.object({ type: z.literal('http_delivery_method'), url: z.url() }),
    events: z.array(z.string()).min(1),
    filter: z.union([
      z.strictObject({ type: z.literal('account_reference') }),
      z.strictObject({ type: z.enum(['service_reference', 'team_reference']), id: z.string() }),
    ]),
    description: z.string().optional(),
  }),
});

export const subscriptionRoutes: readonly Route[] = [
  {
    spec: 'GET /webhook_subscriptions',
    query: [...PAGING, 'filter_type', 'filter_id'],
    answer: (call) => {
      const [type, id] = ['filter_type', 'filter_id'].map((name) => call.request.query.get(name));
      const rows = call.world.subscriptions.filter(
        ({ filter }) =>
          (type === null || filter.type === `${type}_reference`) && (id === null || filter.id === id),
      );
      return paged(call, 'webhook_subscriptions', {
        rows,
        show: (row) => subscriptionJson(call.world, row, null),
      });
    },
  },
  {
    spec: 'POST /webhook_subscriptions',
    answer: ({ world, body }) => {
      const asked = expectBody(creation, body).webhook_subscription;
      const made = subscribe(world, {
        url: asked.delivery_method.url,
        description: asked.description ?? null,
        events: asked.events,
        filter: { id: null, ...asked.filter },
      });
      return { status: 201, body: { webhook_subscription: subscriptionJson(world, made, made.secret) } };
    },
  },
  {
    spec: 'GET /webhook_subscriptions/{id}',
    answer: (call) => ({
      status: 200,
      body: { webhook_subscription: subscriptionJson(call.world, subscriptionOf(call), null) },
    }),
  },
  {
    spec: 'POST /webhook_subscriptions/{id}/enable',
    answer: (call) => {
      const subscription = subscriptionOf(call);
      enableSubscription(call.world, subscription);
      return {
        status: 200,
        body: { webhook_subscription: subscriptionJson(call.world, subscription, null) },
      };
    },
  },
  {
    spec: 'DELETE /webhook_subscriptions/{id}',
    answer: (call) => {
      const all = call.world.subscriptions;
      all.splice(all.indexOf(subscriptionOf(call)), 1);
      return { status: 204 };
    },
  },
];

function subscriptionOf({ world, params }: Call): Subscription {
  const found = world.subscriptions.find(({ id }) => id === params.id);
  if (found === undefined) throw notFound();
  return found;
}
