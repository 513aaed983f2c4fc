import { z } from 'zod';
import { groupJson, userJson } from '../../json/people.ts';
import { expectArguments, flag } from '../arguments.ts';
import type { Reply } from '../http.ts';
import type { Call, Method } from '../method.ts';
import { Refusal } from '../refusal.ts';

export const peopleMethods: readonly Method[] = [
  { name: 'auth.test', scopes: [], answer: authTest },
  { name: 'users.info', scopes: ['users:read'], answer: usersInfo },
  { name: 'usergroups.list', scopes: ['usergroups:read'], answer: usergroupsList },
];

function authTest({ world, app, args }: Call): Reply {
  expectArguments(z.strictObject({}), args);
  const { team } = world;
  return {
    body: {
      url: `${world.urls.web}/`,
      team: team.name,
      user: app.botUser.name,
      team_id: team.id,
      user_id: app.botUser.id,
      bot_id: app.botId,
      ...(team.enterprise === null ? {} : { enterprise_id: team.enterprise.id }),
      is_enterprise_install: false,
    },
  };
}

function usersInfo({ world, args }: Call): Reply {
  const { user: id } = expectArguments(
    z.strictObject({ user: z.string(), include_locale: flag.optional() }),
    args,
  );
  const user = world.user(id);
  if (user === undefined) throw new Refusal('user_not_found');
  return { body: { user: userJson(world, user) } };
}

function usergroupsList({ world, args }: Call): Reply {
  const { include_users, include_count, include_disabled } = expectArguments(
    z.strictObject({
      include_users: flag.default(false),
      include_count: flag.default(false),
      include_disabled: flag.default(false),
    }),
    args,
  );
  const groups = world.groups.filter(({ isDisabled }) => include_disabled || !isDisabled);
  return {
    body: {
      usergroups: groups.map((group) => groupJson(group, { users: include_users, count: include_count })),
    },
  };
}
