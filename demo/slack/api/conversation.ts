import { directMessages } from '../acts/channels.ts';
import type { App } from '../model/app.ts';
import type { Channel } from '../model/channel.ts';
import type { World } from '../model/world.ts';
import { requireScope } from './auth.ts';
import type { Call } from './method.ts';
import { Refusal } from './refusal.ts';

/** The scope for each kind of conversation, by what is done with it: `channels:read`, `groups:history`, … */
export function scopeFor(kind: Channel['kind'], deed: 'read' | 'history'): string {
  return `${{ public: 'channels', private: 'groups', im: 'im' }[kind]}:${deed}`;
}

export function scopesFor(deed: 'read' | 'history'): readonly string[] {
  return (['public', 'private', 'im'] as const).map((kind) => scopeFor(kind, deed));
}

/** A conversation by its id. One that the app is not in exists for it only where it is public. @throws {Refusal} */
export function conversation({ world, app }: Call, id: string): Channel {
  const channel = world.channel(id);
  if (channel === undefined || !isSeen(channel, app)) throw new Refusal('channel_not_found');
  return channel;
}

/** The same to read in. @throws {Refusal} */
export function readable(call: Call, id: string, deed: 'read' | 'history'): Channel {
  const channel = conversation(call, id);
  requireScope(call.app, [scopeFor(channel.kind, deed)]);
  return channel;
}

/**
 * Where to post: a conversation by id or name, or somebody's direct messages by the user's id.
 *
 * @throws {Refusal}
 */
export function postable(call: Call, named: string): Channel {
  const { world, app } = call;
  const channel = target(world, app, named);
  if (channel === undefined || !isSeen(channel, app)) throw new Refusal('channel_not_found');
  if (channel.isArchived) throw new Refusal('is_archived');
  if (!channel.members.has(app.botUser) && !app.scopes.includes('chat:write.public')) {
    throw new Refusal('not_in_channel');
  }
  if (channel.isRestricted) throw new Refusal('restricted_action');
  return channel;
}

function target(world: World, app: App, named: string): Channel | undefined {
  const user = world.user(named);
  if (user !== undefined) return directMessages(world, app.botUser, user);
  return world.channel(named) ?? world.channelNamed(named);
}

export function isSeen(channel: Channel, { botUser }: App): boolean {
  return channel.kind === 'public' || channel.members.has(botUser);
}
