import type { Team, User, UserGroup } from '../model/people.ts';
import type { World } from '../model/world.ts';

export function userJson(world: World, user: User): object {
  const { id, team, name, realName, isBot, isGuest, isDeleted } = user;
  return {
    id,
    team_id: team.id,
    name,
    real_name: realName,
    deleted: isDeleted,
    is_bot: isBot,
    is_app_user: false,
    is_restricted: isGuest,
    is_ultra_restricted: false,
    is_stranger: team !== world.team,
    is_admin: false,
    is_owner: false,
    ...(team.enterprise === null ? {} : { enterprise_id: team.enterprise.id }),
    tz: 'Asia/Tokyo',
    tz_offset: 32_400,
    profile: { real_name: realName, display_name: name, team: team.id },
  };
}

export function groupJson(
  group: UserGroup,
  show: { readonly users: boolean; readonly count: boolean },
): object {
  const { id, team, handle, name, users, isDisabled } = group;
  return {
    id,
    team_id: team.id,
    is_usergroup: true,
    is_subteam: true,
    handle,
    name,
    description: '',
    is_external: false,
    date_create: 0,
    date_update: 0,
    date_delete: isDisabled ? 1 : 0,
    prefs: { channels: [], groups: [] },
    ...(show.users ? { users: users.map((user) => user.id) } : {}),
    ...(show.count ? { user_count: users.length } : {}),
  };
}

/** The workspace as payloads name it. */
export function teamJson({ id, domain, enterprise }: Team): object {
  if (enterprise === null) return { id, domain };
  return { id, domain, enterprise_id: enterprise.id, enterprise_name: enterprise.name };
}
