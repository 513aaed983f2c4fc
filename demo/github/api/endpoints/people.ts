import { accountJson, organizationJson } from '../../json/account.ts';
import type { Account, Role, Team } from '../../model/account.ts';
import type { World } from '../../model/world.ts';
import { ok } from '../http.ts';
import { paged } from '../paging.ts';
import { installationRoute, repositoryRoute } from '../permission.ts';
import { notFound, Refusal } from '../refusal.ts';
import type { InstallationCall, Route } from '../route.ts';

/** The older, coarser word for a role: `maintain` counts as write, `triage` as read. */
const PERMISSION: Readonly<Record<Role, 'admin' | 'write' | 'read'>> = {
  admin: 'admin',
  maintain: 'write',
  write: 'write',
  triage: 'read',
  read: 'read',
};

/** Who may do what, and who is in which team. */
export const peopleRoutes: readonly Route[] = [
  repositoryRoute('GET /repos/{owner}/{repo}/collaborators/{user}/permission', ['metadata:read'], (call) => {
    const { world, repository, params } = call;
    const account = world.account(params.user ?? '');
    if (account === undefined) throw notFound();
    if (account.type !== 'User') throw new Refusal(404, `${account.login} is not a user`);
    const role = repository.roles.get(account) ?? (repository.private ? null : 'read');
    return ok({
      permission: role === null ? 'none' : PERMISSION[role],
      role_name: role ?? 'none',
      user: accountJson(world, account),
    });
  }),
  installationRoute('GET /user/{id}', [], ({ world, params }) => {
    const account = world.accounts.find(({ id, deleted }) => String(id) === params.id && !deleted);
    if (account === undefined) throw notFound();
    return ok(accountJson(world, account));
  }),
  installationRoute('GET /orgs/{org}/teams/{team}/memberships/{user}', ['members:read'], (call) => {
    const { world, params, token } = call;
    const organization = world.organization(params.org ?? '');
    if (organization === undefined || organization !== token.installation.account) throw notFound();
    const team = organization.teams.find(({ slug }) => slug === params.team);
    const account = world.account(params.user ?? '');
    const membership = account === undefined ? undefined : team?.members.get(account);
    if (membership === undefined) throw notFound();
    const url = `${world.urls.api}${call.request.path}`;
    return ok({ url, role: membership.role, state: membership.state });
  }),
  installationRoute('GET /orgs/{org}/teams', ['members:read'], (call) => {
    const { world, params, token } = call;
    const organization = world.organization(params.org ?? '');
    if (organization === undefined || organization !== token.installation.account) throw notFound();
    return paged(call, organization.teams, { json: (team) => teamJson(world, team) });
  }),
  installationRoute('GET /orgs/{org}/teams/{team}', ['members:read'], (call) => {
    const team = teamOf(call);
    return ok({
      ...teamJson(call.world, team),
      members_count: activeMembers(team).length,
      repos_count: 0,
      created_at: '2025-01-06T09:00:00Z',
      updated_at: '2025-01-06T09:00:00Z',
      organization: organizationJson(call.world, team.organization),
    });
  }),
  // Whoever was invited and has not come yet is no member here.
  installationRoute('GET /orgs/{org}/teams/{team}/members', ['members:read'], (call) =>
    paged(call, activeMembers(teamOf(call)), { json: (account) => accountJson(call.world, account) }),
  ),
];

function teamOf({ world, params, token }: InstallationCall): Team {
  const organization = world.organization(params.org ?? '');
  if (organization === undefined || organization !== token.installation.account) throw notFound();
  const team = organization.teams.find(({ slug }) => slug === params.team);
  if (team === undefined) throw notFound();
  return team;
}

function activeMembers({ members }: Team): readonly Account[] {
  return [...members].flatMap(([account, { state }]) =>
    state === 'active' && !account.deleted ? [account] : [],
  );
}

function teamJson(world: World, { id, nodeId, slug, name, organization }: Team) {
  return {
    id,
    node_id: nodeId,
    slug,
    name,
    description: null,
    privacy: 'closed',
    notification_setting: 'notifications_enabled',
    permission: 'pull',
    url: `${world.urls.api}/organizations/${organization.id}/team/${id}`,
    html_url: `${world.urls.html}/orgs/${organization.login}/teams/${slug}`,
    members_url: `${world.urls.api}/organizations/${organization.id}/team/${id}/members{/member}`,
    repositories_url: `${world.urls.api}/organizations/${organization.id}/team/${id}/repos`,
    parent: null,
  };
}
