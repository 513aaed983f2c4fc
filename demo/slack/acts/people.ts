import type { Team, User, UserGroup } from '../model/people.ts';
import type { World } from '../model/world.ts';

/** Another workspace, whose people may be in shared channels. */
export function addTeam(world: World, domain: string): Team {
  return { id: world.ids.next('T'), domain, name: domain, enterprise: null };
}

export function addUser(
  world: World,
  name: string,
  wanted: {
    /** The workspace is theirs where it is left out. */
    readonly team?: Team;
    readonly realName?: string;
    readonly isGuest?: boolean;
    readonly isBot?: boolean;
  } = {},
): User {
  const user: User = {
    id: world.ids.next('U'),
    team: wanted.team ?? world.team,
    name,
    realName: wanted.realName ?? name,
    isBot: wanted.isBot ?? false,
    isGuest: wanted.isGuest ?? false,
    isDeleted: false,
  };
  world.users.push(user);
  return user;
}

export function addUserGroup(
  world: World,
  handle: string,
  users: readonly User[],
  wanted: { readonly name?: string; readonly isDisabled?: boolean } = {},
): UserGroup {
  const { name = handle, isDisabled = false } = wanted;
  const group: UserGroup = { id: world.ids.next('S'), team: world.team, handle, name, users, isDisabled };
  world.groups.push(group);
  return group;
}
