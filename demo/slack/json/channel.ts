import type { App } from '../model/app.ts';
import type { Channel } from '../model/channel.ts';
import type { World } from '../model/world.ts';

/** A conversation as the app sees it. */
export function channelJson(world: World, channel: Channel, app: App): object {
  const created = Math.floor(channel.createdAt / 1000);
  const common = { id: channel.id, created, is_archived: channel.isArchived, is_org_shared: false };
  if (channel.kind === 'im') {
    const other = [...channel.members].find((member) => member !== app.botUser);
    return {
      ...common,
      is_im: true,
      user: other?.id,
      is_user_deleted: other?.isDeleted === true,
      is_open: true,
    };
  }
  const isShared = [...channel.members].some(({ team }) => team !== world.team);
  const blank = { value: '', creator: '', last_set: 0 };
  return {
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === 'private',
    is_member: channel.members.has(app.botUser),
    is_general: false,
    is_shared: isShared,
    is_ext_shared: isShared,
    is_read_only: channel.isRestricted,
    context_team_id: world.team.id,
    creator: '',
    unlinked: 0,
    topic: blank,
    purpose: blank,
    previous_names: [],
  };
}

/** What payloads call the channel: the name of one that not everybody sees is not told. */
export function nameInPayloads({ kind, name }: Channel): string {
  switch (kind) {
    case 'public':
      return name;
    case 'private':
      return 'privategroup';
    case 'im':
      return 'directmessage';
  }
}
