import type { App } from '../../model/app.ts';
import type { Delivery } from '../../model/delivery.ts';
import type { World } from '../../model/world.ts';
import { stamp } from '../../model/world.ts';
import { redeliver } from '../../webhooks/tell.ts';
import { ok, type Reply } from '../http.ts';
import { appRoute } from '../permission.ts';
import { notFound, unprocessable } from '../refusal.ts';
import type { Call, Route } from '../route.ts';

/** The log and the redelivery window of github.com. */
const KEPT_MS = 3 * 86_400_000;

/** Where the App's webhooks go, those that went, newest first, and asking for one again. */
export const deliveryRoutes: readonly Route[] = [
  appRoute('GET /app/hook/config', ({ app }) =>
    ok({
      url: app.webhookUrl,
      content_type: app.hook.contentType,
      secret: '********',
      insecure_ssl: app.hook.verifiesCertificates ? '0' : '1',
    }),
  ),
  appRoute('GET /app/hook/deliveries', (call) => list(call, deliveriesOf(call.world, call.app))),
  appRoute('GET /app/hook/deliveries/{id}', ({ world, app, params }) => {
    const delivery = deliveryOf(world, app, params.id);
    return ok({ ...summary(delivery), request: { headers: {}, payload: JSON.parse(delivery.body) } });
  }),
  appRoute('POST /app/hook/deliveries/{id}/attempts', ({ world, app, params }) => {
    redeliver(world, deliveryOf(world, app, params.id));
    return { status: 202, body: {} };
  }),
];

function list({ world, request }: Call, all: readonly Delivery[]): Reply {
  const { query } = request;
  const perPage = Math.min(Number(query.get('per_page') ?? 30) || 30, 100);
  const status = query.get('status');
  const cursor = query.get('cursor');
  if (cursor !== null && !/^v1_\d+$/.test(cursor)) throw unprocessable('Invalid cursor');
  const before = cursor === null ? null : BigInt(cursor.slice(3));
  const wanted = all
    .filter(({ id }) => before === null || id < before)
    .filter((delivery) => status === null || (status === 'success') === succeeded(delivery));
  const page = wanted.slice(0, perPage);
  const last = page.at(-1);
  const body = page.map(summary);
  if (last === undefined || wanted.length <= perPage) return ok(body);
  const next = new URLSearchParams(query);
  next.set('cursor', `v1_${last.id}`);
  return { status: 200, body, headers: { link: `<${world.urls.api}${request.path}?${next}>; rel="next"` } };
}

function summary(delivery: Delivery) {
  const code = delivery.outcome?.statusCode ?? 0;
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.outcome?.at ?? stamp(delivery.queuedAt),
    redelivery: delivery.redelivery,
    duration: 0.27,
    status: succeeded(delivery)
      ? 'OK'
      : code === 0
        ? 'failed to connect to host'
        : `Invalid HTTP Response: ${code}`,
    status_code: code === 0 ? 502 : code,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installation.id,
    repository_id: delivery.repository?.id ?? null,
    throttled_at: null,
    url: '',
  };
}

function succeeded({ outcome }: Delivery): boolean {
  return outcome !== null && outcome.statusCode >= 200 && outcome.statusCode < 300;
}

/** Those that were tried; what is still on its way is not in the log. */
function deliveriesOf(world: World, app: App): readonly Delivery[] {
  const since = world.clock.now() - KEPT_MS;
  return world.deliveries
    .filter((one) => one.app === app && one.outcome !== null && one.queuedAt >= since)
    .sort((a, b) => (a.id < b.id ? 1 : -1));
}

function deliveryOf(world: World, app: App, id: string | undefined): Delivery {
  const found = deliveriesOf(world, app).find((one) => String(one.id) === id);
  if (found === undefined) throw notFound();
  return found;
}
