import { z } from 'zod';
import { appJson, installationJson } from '../../json/app.ts';
import { repositoryJson } from '../../json/repository.ts';
import { type App, covers, type Installation, type Permissions } from '../../model/app.ts';
import type { Repository } from '../../model/repository.ts';
import type { World } from '../../model/world.ts';
import { expectBody } from '../body.ts';
import { ok, type Reply } from '../http.ts';
import { paged } from '../paging.ts';
import { appRoute, installationRoute } from '../permission.ts';
import { notFound, Refusal, unprocessable } from '../refusal.ts';
import type { Route } from '../route.ts';

const HOUR_MS = 3_600_000;

const tokenRequest = z.strictObject({
  repositories: z.array(z.string()).optional(),
  repository_ids: z.array(z.number().int()).optional(),
  permissions: z.record(z.string(), z.enum(['read', 'write'])).optional(),
});

/** The App about itself, its installations, and the tokens it asks for. */
export const appRoutes: readonly Route[] = [
  appRoute('GET /app', ({ world, app }) => {
    const installations = installationsOf(world, app).length;
    return ok({ ...appJson(world, app), client_id: app.clientId, installations_count: installations });
  }),
  appRoute('GET /app/installations', (call) =>
    paged(call, installationsOf(call.world, call.app), { json: (one) => installationJson(call.world, one) }),
  ),
  appRoute('GET /app/installations/{id}', ({ world, app, params }) =>
    ok(installationJson(world, installationOf(world, app, params.id))),
  ),
  appRoute('GET /repos/{owner}/{repo}/installation', ({ world, app, params }) => {
    const repository = world.repository(params.owner ?? '', params.repo ?? '');
    const found = installationsOf(world, app).find(
      (one) => repository !== undefined && covers(one, repository),
    );
    if (found === undefined) throw notFound();
    return ok(installationJson(world, found));
  }),
  appRoute('POST /app/installations/{id}/access_tokens', ({ world, app, params, body }) => {
    const installation = installationOf(world, app, params.id);
    return issue(world, installation, expectBody(tokenRequest, body));
  }),
  installationRoute('GET /installation/repositories', ['metadata:read'], (call) => {
    const { world, token } = call;
    const all = token.repositories ?? world.repositories.filter((one) => covers(token.installation, one));
    return paged(call, all, {
      json: (one) => repositoryJson(world, one),
      wrap: (repositories, total_count) => ({
        total_count,
        repository_selection: token.installation.selection,
        repositories,
      }),
    });
  }),
];

function issue(world: World, installation: Installation, wanted: z.output<typeof tokenRequest>): Reply {
  if (installation.suspendedAt !== null) throw new Refusal(403, 'This installation has been suspended');
  const permissions = wanted.permissions ?? installation.permissions;
  for (const [name, access] of Object.entries(permissions)) {
    if (!grants(installation.permissions, name, access)) {
      throw unprocessable('The permissions requested are not granted to this installation.');
    }
  }
  const repositories = narrowed(world, installation, wanted);
  const token = newToken(world, installation);
  const expiresAt = world.wall.now() + HOUR_MS;
  world.tokens.push({ token, installation, permissions, repositories, expiresAt });
  return {
    status: 201,
    body: {
      token,
      expires_at: `${new Date(expiresAt).toISOString().slice(0, 19)}Z`,
      permissions,
      repository_selection: repositories === null ? installation.selection : 'selected',
      ...(repositories === null
        ? {}
        : { repositories: repositories.map((one) => repositoryJson(world, one)) }),
    },
  };
}

/** In the newer stateless form, which is far longer than forty characters. */
function newToken(world: World, installation: Installation): string {
  const body = Buffer.from(JSON.stringify({ sub: installation.id, jti: world.ids.opaque() })).toString(
    'base64url',
  );
  const signature = Array.from({ length: 5 }, () => world.ids.opaque()).join('');
  return `ghs_${installation.app.id}_eyJhbGciOiJSUzI1NiJ9.${body}.${signature}`;
}

function narrowed(
  world: World,
  installation: Installation,
  wanted: z.output<typeof tokenRequest>,
): readonly Repository[] | null {
  if (wanted.repositories === undefined && wanted.repository_ids === undefined) return null;
  const reached = world.repositories.filter((one) => covers(installation, one));
  const asked: readonly (string | number)[] = [
    ...(wanted.repositories ?? []),
    ...(wanted.repository_ids ?? []),
  ];
  return asked.map((which) => {
    const found = reached.find(({ id, name }) => id === which || name === which);
    if (found === undefined) {
      throw unprocessable('There is at least one repository that does not exist or is not accessible.');
    }
    return found;
  });
}

function grants(permissions: Permissions, name: string, access: 'read' | 'write'): boolean {
  return permissions[name] === 'write' || permissions[name] === access;
}

function installationsOf(world: World, app: App): readonly Installation[] {
  return world.installations.filter((one) => one.app === app);
}

function installationOf(world: World, app: App, id: string | undefined): Installation {
  const found = installationsOf(world, app).find((one) => String(one.id) === id);
  if (found === undefined) throw notFound();
  return found;
}
