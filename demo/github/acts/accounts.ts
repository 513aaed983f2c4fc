import type { Account, Membership, Organization, Team } from '../model/account.ts';
import { nodeId } from '../model/ids.ts';
import type { World } from '../model/world.ts';

export function addUser(world: World, login: string): Account {
  return add(world, { ...fresh(world, login), type: 'User' });
}

/** A bot account, such as another App's or Dependabot's. `login` ends in `[bot]`. */
export function addBot(world: World, login: string): Account {
  return add(world, { ...fresh(world, login), type: 'Bot' });
}

export function addOrganization(world: World, login: string): Organization {
  const id = world.ids.next('organization');
  return add(world, {
    id,
    nodeId: nodeId('O', id),
    login,
    type: 'Organization',
    deleted: false,
    teams: [],
  });
}

export function addTeam(world: World, organization: Organization, slug: string): Team {
  const id = world.ids.next('team');
  const team = { id, nodeId: nodeId('T', id), slug, name: slug, organization, members: new Map() };
  organization.teams.push(team);
  return team;
}

/** Makes someone a member of the team, invites them (`pending`), or takes them out (`null`). */
export function setMembership(
  _world: World,
  team: Team,
  change: {
    readonly user: Account;
    readonly state: Membership['state'] | null;
    readonly role?: Membership['role'];
  },
): void {
  if (change.state === null) team.members.delete(change.user);
  else team.members.set(change.user, { state: change.state, role: change.role ?? 'member' });
}

/** The account is gone; what it did is shown as done by `ghost` or by nobody. */
export function deleteAccount(_world: World, account: Account): void {
  account.deleted = true;
}

function fresh(world: World, login: string) {
  const id = world.ids.next('user');
  return { id, nodeId: nodeId('U', id), login, deleted: false };
}

function add<A extends Account>(world: World, account: A): A {
  if (world.account(account.login) !== undefined) throw new Error(`${account.login} exists already`);
  world.accounts.push(account);
  return account;
}
