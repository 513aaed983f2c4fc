import type { App } from '../model/app.ts';
import type { Channel, Message } from '../model/channel.ts';
import type { ResponseUrl } from '../model/interaction.ts';
import type { User } from '../model/people.ts';
import type { World } from '../model/world.ts';

/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const LIFETIME_MS = 30 * 60_000;
export const MAX_USES = 5;

/** Opens an address that the app may answer at for half an hour. @returns the whole address */
export function openResponseUrl(
  world: World,
  what: {
    readonly below: 'actions' | 'commands';
    readonly app: App;
    readonly by: User;
    readonly channel: Channel;
    readonly message: Message | null;
  },
): string {
  const { below, ...held } = what;
  const path = `/${below}/${world.team.id}/${world.ids.number()}/${world.ids.opaque()}`;
  const opened: ResponseUrl = { path, ...held, expiresAt: world.clock.now() + LIFETIME_MS, uses: 0 };
  world.responseUrls.push(opened);
  return `${world.urls.hooks}${path}`;
}

export function newTriggerId(world: World): string {
  return `${world.ids.number()}.${world.ids.number()}.${world.ids.opaque()}`;
}
