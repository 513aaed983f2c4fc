import { createPublicKey } from 'node:crypto';
import type { Account } from '../model/account.ts';
import type { App, Installation, Permissions } from '../model/app.ts';
import { nodeId } from '../model/ids.ts';
import { newPrivateKey, throwawayKey } from '../model/keys.ts';
import { fullName, type Repository } from '../model/repository.ts';
import type { World } from '../model/world.ts';
import { tellInstallation } from '../webhooks/tell.ts';
import { addBot } from './accounts.ts';

export interface NewApp {
  readonly slug: string;
  readonly name?: string;
  readonly owner: Account;
  /** `default_permissions` and `default_events` of the manifest. */
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly webhookSecret: string;
  readonly webhookUrl?: string;
  /** PEM; a throw-away one is made where none is given. */
  readonly privateKey?: string;
}

export function addApp(world: World, wanted: NewApp): App {
  const id = world.ids.next('app');
  const privateKeyPem = wanted.privateKey ?? throwawayKey();
  const app: App = {
    id,
    nodeId: nodeId('A', id),
    slug: wanted.slug,
    name: wanted.name ?? wanted.slug,
    owner: wanted.owner,
    bot: addBot(world, `${wanted.slug}[bot]`),
    permissions: { metadata: 'read', ...wanted.permissions },
    events: wanted.events,
    clientId: `Iv23li${world.ids.opaque().slice(0, 14)}`,
    clientSecret: world.ids.opaque().slice(0, 40),
    privateKeyPem,
    publicKey: createPublicKey(privateKeyPem),
    webhookSecret: wanted.webhookSecret,
    webhookUrl: wanted.webhookUrl ?? '',
    hook: { contentType: 'json', verifiesCertificates: true },
  };
  world.apps.push(app);
  return app;
}

/** The owner generates another key and deletes the one before: what that one signs is refused from now on. */
export function replaceKey(_world: World, app: App): void {
  app.privateKeyPem = newPrivateKey();
  app.publicKey = createPublicKey(app.privateKeyPem);
}

/** Installs the App on an account: for all its repositories, or for those named. */
export function install(
  world: World,
  app: App,
  on: { readonly account: Account; readonly repositories?: readonly Repository[] },
): Installation {
  const installation: Installation = {
    id: world.ids.next('installation'),
    app,
    account: on.account,
    selection: on.repositories === undefined ? 'all' : 'selected',
    repositories: [...(on.repositories ?? world.repositories.filter(({ owner }) => owner === on.account))],
    permissions: app.permissions,
    suspendedAt: null,
    createdAt: world.now(),
    updatedAt: world.now(),
  };
  world.installations.push(installation);
  say(world, installation, 'created', {
    repositories: installation.repositories.map(named),
    requester: null,
  });
  return installation;
}

export function uninstall(world: World, installation: Installation): void {
  say(world, installation, 'deleted', { repositories: installation.repositories.map(named) });
  world.installations.splice(world.installations.indexOf(installation), 1);
}

export function suspend(world: World, installation: Installation): void {
  installation.suspendedAt = world.now();
  installation.updatedAt = world.now();
  say(world, installation, 'suspend', {});
}

export function unsuspend(world: World, installation: Installation): void {
  installation.suspendedAt = null;
  installation.updatedAt = world.now();
  say(world, installation, 'unsuspend', {});
}

/** An owner of the account accepts what the App now asks for. */
export function acceptPermissions(
  world: World,
  installation: Installation,
  by: Account = installation.account,
): void {
  installation.permissions = installation.app.permissions;
  installation.updatedAt = world.now();
  say(world, installation, 'new_permissions_accepted', {}, by);
}

export function addToInstallation(world: World, installation: Installation, repository: Repository): void {
  installation.repositories.push(repository);
  change(world, installation, { action: 'added', added: [repository], removed: [] });
}

export function removeFromInstallation(
  world: World,
  installation: Installation,
  repository: Repository,
): void {
  installation.repositories.splice(installation.repositories.indexOf(repository), 1);
  change(world, installation, { action: 'removed', added: [], removed: [repository] });
}

/** A one-time code of the manifest flow, as the redirect back to the App's setup page carries it. */
export function grantManifestCode(world: World, manifest: unknown, owner: Account): string {
  const code = world.ids.opaque().slice(0, 40);
  world.manifestCodes.set(code, { manifest, owner });
  return code;
}

function say(
  world: World,
  installation: Installation,
  action: string,
  payload: object,
  sender: Account = installation.account,
): void {
  tellInstallation(world, installation, {
    event: 'installation',
    action,
    sender,
    payload,
  });
}

function change(
  world: World,
  installation: Installation,
  what: {
    readonly action: string;
    readonly added: readonly Repository[];
    readonly removed: readonly Repository[];
  },
): void {
  tellInstallation(world, installation, {
    event: 'installation_repositories',
    action: what.action,
    sender: installation.account,
    payload: {
      repository_selection: installation.selection,
      repositories_added: what.added.map(named),
      repositories_removed: what.removed.map(named),
      requester: null,
    },
  });
}

function named(repository: Repository) {
  return {
    id: repository.id,
    node_id: repository.nodeId,
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
  };
}
