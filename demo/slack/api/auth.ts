import type { App } from '../model/app.ts';
import type { World } from '../model/world.ts';
import type { ApiRequest } from './http.ts';
import { Refusal } from './refusal.ts';

/** Whose bot token the call carries, as a header or as an argument. @throws {Refusal} */
export function authenticate(world: World, request: ApiRequest, argument: unknown): App {
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? argument;
  if (typeof token !== 'string' || token === '') throw new Refusal('not_authed');
  const app = world.apps.find(({ tokens }) => tokens.has(token));
  const state = app?.tokens.get(token);
  if (app === undefined || state === undefined) throw new Refusal('invalid_auth');
  switch (state) {
    case 'active':
      return app;
    case 'revoked':
      throw new Refusal('token_revoked');
    case 'inactive':
      throw new Refusal('account_inactive');
  }
}

/** @throws {Refusal} where the app was not granted any of these */
export function requireScope(app: App, oneOf: readonly string[]): void {
  if (oneOf.length === 0 || oneOf.some((scope) => app.scopes.includes(scope))) return;
  throw new Refusal('missing_scope', { needed: oneOf.join(','), provided: app.scopes.join(',') });
}
