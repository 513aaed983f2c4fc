import type { Account, Organization, Team } from '../model/account.ts';
import { type Asker, demand, enumValue, type Fields } from './asker.ts';
import { connection, type PageArgs } from './connection.ts';
import { notFound } from './problem.ts';

/** `null` for an account that was deleted. A bot's login has no `[bot]` here. */
export function accountNode({ world }: Asker, account: Account): Fields | null {
  if (account.deleted) return null;
  const login = account.login.replace(/\[bot\]$/, '');
  return {
    __typename: account.type,
    id: account.nodeId,
    databaseId: account.id,
    login,
    name: login,
    url: `${world.urls.html}/${account.type === 'Bot' ? 'apps/' : ''}${login}`,
  };
}

export function organizationNode(asker: Asker, organization: Organization): Fields {
  return {
    ...accountNode(asker, organization),
    team: ({ slug }: { readonly slug: string }) => {
      demand(asker, 'members:read');
      const team = organization.teams.find((one) => one.slug === slug);
      return team === undefined ? null : teamNode(asker, team);
    },
  };
}

export function organizationByLogin(asker: Asker, login: string): Fields {
  const found = asker.world.organization(login);
  if (found === undefined) throw notFound(`an Organization with the login of '${login}'`);
  return organizationNode(asker, found);
}

function teamNode(asker: Asker, team: Team): Fields {
  return {
    __typename: 'Team',
    id: team.nodeId,
    databaseId: team.id,
    slug: team.slug,
    name: team.name,
    /** Whoever was invited and has not come yet is no member here. */
    members: (args: PageArgs) => {
      const active = [...team.members].filter(([user, { state }]) => state === 'active' && !user.deleted);
      const page = connection('members', active, {
        args,
        node: ([user]) => ({ ...accountNode(asker, user) }),
      });
      const roles = active.map(([, { role }]) => enumValue(role));
      return { ...page, edges: edges(page).map((edge, i) => ({ ...edge, role: roles[i] })) };
    },
  };
}

function edges(page: Fields): readonly Fields[] {
  return Array.isArray(page.edges) ? page.edges : [];
}
