import type { Interaction, Outcome, Post, PostAnswer } from '../model/interaction.ts';
import type { World } from '../model/world.ts';

/** How long Slack waits for an answer. */
const PATIENCE_MS = 3000;

/** Brings what somebody did to the app, and notes what they see of it. */
export async function deliver(world: World, interaction: Interaction): Promise<Outcome> {
  const begun = world.clock.now();
  const answer = await world.post(interaction.request);
  const outcome = { ...answer, failed: failure(answer, world.clock.now() - begun) };
  interaction.outcome = outcome;
  return outcome;
}

function failure({ status }: PostAnswer, tookMs: number): Outcome['failed'] {
  if (tookMs >= PATIENCE_MS) return 'operation_timeout';
  if (status === 0) return 'dispatch_failed';
  return status >= 200 && status < 300 ? null : 'http_service_error';
}

/** Posts to the app's request URL; gives up a moment after Slack would, so that it is seen to have been too late. */
export const postByHttp: Post = async ({ url, headers, body }) => {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS + 50);
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal });
    return { status: response.status, body: await response.text() };
  } catch {
    return { status: 0, body: '' };
  }
};
