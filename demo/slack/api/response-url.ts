import { giveAnswer, readAnswer } from '../acts/answer.ts';
import { MAX_USES } from '../interactions/response-urls.ts';
import type { ResponseUrl } from '../model/interaction.ts';
import type { World } from '../model/world.ts';
import type { ApiRequest, ApiResponse } from './http.ts';

/**
 * What an app posts to the address that it was given because of what somebody did. It needs no token,
 * works five times within half an hour, and is answered with a word instead of JSON.
 */
export function respond(world: World, { path, body }: ApiRequest): ApiResponse {
  const found = world.responseUrls.find((one) => one.path === path);
  if (found === undefined) return word(404, 'no_service');
  const refused = spent(world, found);
  if (refused !== null) return word(404, refused);
  const answer = readAnswer(body);
  if (typeof answer === 'string') return word(400, answer);
  found.uses += 1;
  giveAnswer(world, found, answer);
  return word(200, 'ok');
}

function spent(world: World, { expiresAt, uses }: ResponseUrl): string | null {
  if (world.clock.now() >= expiresAt) return 'expired_url';
  return uses >= MAX_USES ? 'used_url' : null;
}

function word(status: number, text: string): ApiResponse {
  return { status, headers: { 'content-type': 'text/html' }, body: text };
}
