import { accountJson } from '../../json/account.ts';
import type { Role } from '../../model/account.ts';
import { ok } from '../http.ts';
import { installationRoute, repositoryRoute } from '../permission.ts';
import { notFound, Refusal } from '../refusal.ts';
import type { Route } from '../route.ts';

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
];
