import type { App } from '../model/app.ts';
import type { Channel } from '../model/channel.ts';
import type { User } from '../model/people.ts';
import type { World } from '../model/world.ts';

/** @param name without `#` */
export function addChannel(
  world: World,
  name: string,
  wanted: { readonly members?: readonly (User | App)[]; readonly isPrivate?: boolean } = {},
): Channel {
  if (world.channelNamed(name) !== undefined) throw new Error(`there is a channel #${name} already`);
  const members = (wanted.members ?? []).map(accountOf);
  return add(
    world,
    { id: world.ids.next('C'), name, kind: wanted.isPrivate === true ? 'private' : 'public' },
    members,
  );
}

/** The direct messages between two, begun where they have not talked yet. */
export function directMessages(world: World, one: User, other: User): Channel {
  const found = world.channels.find(
    ({ kind, members }) => kind === 'im' && members.has(one) && members.has(other),
  );
  return found ?? add(world, { id: world.ids.next('D'), name: '', kind: 'im' }, [one, other]);
}

export function join(_: World, channel: Channel, who: User | App): void {
  channel.members.add(accountOf(who));
}

export function leave(_: World, channel: Channel, who: User | App): void {
  channel.members.delete(accountOf(who));
}

function accountOf(who: User | App): User {
  return 'botUser' in who ? who.botUser : who;
}

function add(world: World, named: Pick<Channel, 'id' | 'name' | 'kind'>, members: readonly User[]): Channel {
  const channel: Channel = {
    ...named,
    members: new Set(members),
    isArchived: false,
    isRestricted: false,
    createdAt: world.clock.now(),
    messages: [],
    ephemerals: [],
  };
  world.channels.push(channel);
  return channel;
}
