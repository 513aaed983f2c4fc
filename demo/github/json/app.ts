import type { App as AppJson, Installation as InstallationJson } from '@octokit/webhooks-types';
import type { AppIdentity, Installation } from '../model/app.ts';
import type { World } from '../model/world.ts';
import { accountJson } from './account.ts';

export function appJson(world: World, app: AppIdentity): AppJson {
  return {
    id: app.id,
    slug: app.slug,
    node_id: app.nodeId,
    owner: accountJson(world, app.owner),
    name: app.name,
    description: '',
    external_url: `${world.urls.html}/${app.owner.login}`,
    html_url: `${world.urls.html}/apps/${app.slug}`,
    created_at: '2025-01-06T09:00:00Z',
    updated_at: '2025-01-06T09:00:00Z',
    ...granted(app),
  };
}

export function installationJson(world: World, installation: Installation): InstallationJson {
  const { id, app, account } = installation;
  if (account.type === 'Bot') throw new Error('an App is installed on a person or an organization');
  const suspended = installation.suspendedAt;
  return {
    id,
    account: accountJson(world, account),
    repository_selection: installation.selection,
    access_tokens_url: `${world.urls.api}/app/installations/${id}/access_tokens`,
    repositories_url: `${world.urls.api}/installation/repositories`,
    html_url: `${world.urls.html}/organizations/${account.login}/settings/installations/${id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    ...granted({ permissions: installation.permissions, events: app.events }),
    created_at: installation.createdAt,
    updated_at: installation.updatedAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: suspended === null ? null : accountJson(world, account),
    suspended_at: suspended,
  };
}

type Granted = Pick<InstallationJson, 'permissions' | 'events'>;

/** The manifest's permissions and events are open lists; the webhook types know those of their day. */
function granted(app: Pick<AppIdentity, 'permissions' | 'events'>): Granted {
  return { permissions: app.permissions, events: [...app.events] as Granted['events'] };
}
