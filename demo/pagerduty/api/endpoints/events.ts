import type { z } from 'zod';
import { receiveAlert, receiveChange } from '../../acts/events.ts';
import type { Link } from '../../model/event.ts';
import type { Integration } from '../../model/service.ts';
import type { World } from '../../model/world.ts';
import { type ApiRequest, type ApiResponse, htmlError, json } from '../http.ts';
import type { RateLimit } from '../rate-limit.ts';
import { change, followUp, strangeFields, trigger } from './event-schema.ts';

const MAX_BODY = 512 * 1024;

/** Does to the world what was asked, and returns what is told besides that it was accepted. */
type Work = (world: World, integration: Integration) => { readonly dedup_key?: string };

/** Answers one request as the Events API v2 would. What it does to the world is done when it returns. */
export function answerEvents(world: World, limit: RateLimit, request: ApiRequest): ApiResponse {
  const { method, path, body } = request;
  const forChange = path === '/v2/change/enqueue';
  if (method !== 'POST' || (path !== '/v2/enqueue' && !forChange)) {
    world.unexpected.push(`${method} ${path} at the Events API`);
    return htmlError(404, 'Not Found');
  }
  if (Buffer.byteLength(body) > MAX_BODY) return htmlError(413, 'Request Entity Too Large');
  const sent = parse(body);
  if (sent === undefined) {
    const message = 'Event object format is unrecognized';
    return json(400, { status: 'Unrecognized object', message, errors: ['JSON parse error'] });
  }
  const read = forChange ? readChange(world, sent) : readAlert(world, sent);
  if ('errors' in read) return invalid(read.errors);
  const integration = world.integration(read.key);
  if (integration === undefined) return invalid(['Invalid routing key']);
  if (!limit.spend(read.key).allowed) return tooMany();
  const told = read.work(world, integration);
  const message = forChange ? 'Change event processed' : 'Event processed';
  return json(202, { status: 'success', message, ...told });
}

type Reading = { readonly errors: readonly string[] } | { readonly key: string; readonly work: Work };

function readChange(world: World, sent: unknown): Reading {
  return read(world, { sent, schema: change }, ({ payload, links }) => (there, integration) => {
    receiveChange(there, integration, {
      summary: payload.summary,
      source: payload.source ?? null,
      timestamp: payload.timestamp ?? null,
      details: payload.custom_details ?? {},
      links: linksOf(links),
    });
    return {};
  });
}

function readAlert(world: World, sent: unknown): Reading {
  if (trigger.shape.event_action.safeParse(actionIn(sent)).success) {
    return read(world, { sent, schema: trigger }, (event) => (there, integration) => {
      const dedupKey = event.dedup_key ?? there.ids.key();
      receiveAlert(there, integration, { action: 'trigger', dedupKey, payload: payloadOf(event) });
      return { dedup_key: dedupKey };
    });
  }
  return read(world, { sent, schema: followUp }, (event) => (there, integration) => {
    const action = event.event_action === 'resolve' ? 'resolve' : 'acknowledge';
    receiveAlert(there, integration, { action, dedupKey: event.dedup_key });
    return { dedup_key: event.dedup_key };
  });
}

function read<T extends { readonly routing_key: string }>(
  world: World,
  { sent, schema }: { readonly sent: unknown; readonly schema: z.ZodType<T> },
  workOf: (event: T) => Work,
): Reading {
  const result = schema.safeParse(sent);
  if (!result.success) return { errors: result.error.issues.map(({ message }) => message) };
  world.unexpected.push(...strangeFields(sent, result.data).map((field) => `event field ${field}`));
  return { key: result.data.routing_key, work: workOf(result.data) };
}

function payloadOf({ payload, links, client, client_url }: z.output<typeof trigger>) {
  return {
    summary: payload.summary,
    source: payload.source,
    severity: payload.severity,
    timestamp: payload.timestamp ?? null,
    component: payload.component ?? null,
    group: payload.group ?? null,
    class: payload.class ?? null,
    details: payload.custom_details ?? {},
    links: linksOf(links),
    client: client ?? null,
    clientUrl: client_url ?? null,
  };
}

function linksOf(links: z.output<typeof change>['links']): readonly Link[] {
  return (links ?? []).map(({ href, text }) => ({ href, text: text ?? null }));
}

function actionIn(sent: unknown): unknown {
  return typeof sent === 'object' && sent !== null && 'event_action' in sent ? sent.event_action : undefined;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function invalid(errors: readonly string[]): ApiResponse {
  return json(400, { status: 'invalid event', message: 'Event object is invalid', errors });
}

/** PagerDuty documents no headers for this one. */
export function tooMany(headers: Readonly<Record<string, string>> = {}): ApiResponse {
  const message = 'Requests for this service are arriving too quickly.  Please retry later.';
  return json(429, { status: 'throttle exceeded', message }, headers);
}
