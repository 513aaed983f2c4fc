import type { Channel } from '../model/channel.ts';
import type { User } from '../model/people.ts';
import type { World } from '../model/world.ts';

/** @throws {Error} where the person does not see the channel; public ones are seen by the whole workspace */
export function requireInside(world: World, user: User, channel: Channel): void {
  const isOpen = channel.kind === 'public' && user.team === world.team && !user.isGuest;
  if (!isOpen && !channel.members.has(user)) throw new Error(`${user.name} is not in #${channel.name}`);
  if (user.isDeleted) throw new Error(`${user.name} is gone`);
}
