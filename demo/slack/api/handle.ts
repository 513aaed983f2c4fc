import type { App } from '../model/app.ts';
import type { World } from '../model/world.ts';
import { readArguments, warningsOf } from './arguments.ts';
import { authenticate, requireScope } from './auth.ts';
import type { ApiRequest, ApiResponse } from './http.ts';
import type { PostLimits } from './limits.ts';
import type { Method } from './method.ts';
import { chatChangeMethods } from './methods/chat-change.ts';
import { chatPostMethods } from './methods/chat-post.ts';
import { conversationMethods } from './methods/conversations.ts';
import { historyMethods } from './methods/history.ts';
import { peopleMethods } from './methods/people.ts';
import { Refusal } from './refusal.ts';

/** Every method that the stand-in knows. */
export const METHODS: readonly Method[] = [
  ...chatPostMethods,
  ...chatChangeMethods,
  ...conversationMethods,
  ...historyMethods,
  ...peopleMethods,
];

/** Of a body without a charset, as Slack says it. */
const MISSING_CHARSET =
  "[WARN] A Content-Type HTTP header was presented but did not declare a charset, such as a 'utf-8'";

/** Answers one call of the Web API as Slack would. What it does is done when it returns. */
export function handle(world: World, limits: PostLimits, name: string, request: ApiRequest): ApiResponse {
  let headers: Readonly<Record<string, string>> = {};
  try {
    const args = readArguments(request);
    const method = METHODS.find((one) => one.name === name);
    if (method === undefined) {
      world.unexpected.push(name);
      throw new Refusal('unknown_method', { req_method: name });
    }
    const app = authenticate(world, request, args.token);
    headers = scopeHeaders(app, method);
    requireScope(app, method.scopes);
    const { body, warnings = [] } = method.answer({ world, app, args, limits });
    return json(200, headers, withWarnings(body, [...warnings, ...warningsOf(request)]));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'invalid_arguments') world.unexpected.push(`${name}: ${JSON.stringify(error.extra)}`);
    const body = { ok: false, error: error.code, ...error.extra };
    return json(error.status, { ...headers, ...error.headers }, body);
  }
}

function scopeHeaders(app: App, method: Method): Readonly<Record<string, string>> {
  const accepted = method.scopes.length === 0 ? {} : { 'x-accepted-oauth-scopes': method.scopes.join(',') };
  return { 'x-oauth-scopes': app.scopes.join(','), ...accepted };
}

function withWarnings(body: Readonly<Record<string, unknown>>, warnings: readonly string[]): object {
  if (warnings.length === 0) return { ok: true, ...body };
  const messages = warnings.includes('missing_charset') ? { messages: [MISSING_CHARSET] } : {};
  const before = typeof body.response_metadata === 'object' ? body.response_metadata : {};
  return {
    ok: true,
    ...body,
    warning: warnings.join(','),
    response_metadata: { ...before, warnings, ...messages },
  };
}

function json(status: number, headers: Readonly<Record<string, string>>, body: object): ApiResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}
