import type { KeyObject } from 'node:crypto';
import type { Account } from './account.ts';
import type { Repository } from './repository.ts';

export type Access = 'read' | 'write';
/** Permission name of the manifest (`default_permissions`) to what was granted. */
export type Permissions = Readonly<Record<string, Access>>;

/** A GitHub App as check runs, comments and suites name it. */
export interface AppIdentity {
  readonly id: number;
  readonly nodeId: string;
  readonly slug: string;
  readonly name: string;
  readonly owner: Account;
  readonly bot: Account;
  permissions: Permissions;
  events: readonly string[];
}

/** An App that signs in here, with its keys and where its webhooks go. */
export interface App extends AppIdentity {
  readonly clientId: string;
  readonly clientSecret: string;
  privateKeyPem: string;
  publicKey: KeyObject;
  webhookSecret: string;
  webhookUrl: string;
  /** How webhooks leave, as the App's settings have it. */
  hook: { readonly contentType: 'json' | 'form'; readonly verifiesCertificates: boolean };
}

export interface Installation {
  readonly id: number;
  readonly app: App;
  readonly account: Account;
  /** `all`: every repository of the account, later ones too. */
  readonly selection: 'all' | 'selected';
  readonly repositories: Repository[];
  permissions: Permissions;
  suspendedAt: string | null;
  readonly createdAt: string;
  updatedAt: string;
}

export interface InstallationToken {
  readonly token: string;
  readonly installation: Installation;
  /** Narrower than the installation's where the token was asked for so. */
  readonly permissions: Permissions;
  readonly repositories: readonly Repository[] | null;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

export function covers(installation: Installation, repository: Repository): boolean {
  return (
    installation.repositories.includes(repository) ||
    (installation.selection === 'all' && installation.account === repository.owner)
  );
}

/** Permission and access as the docs give it for an endpoint, such as `checks:write`. */
export type Need = `${string}:${Access}`;

export function allows(token: InstallationToken, need: Need): boolean {
  const [permission = '', access] = need.split(':');
  const granted = token.permissions[permission];
  return granted === 'write' || (granted === 'read' && access === 'read');
}

/** Whether the token reaches the repository as one of its installation's. */
export function reaches(token: InstallationToken, repository: Repository): boolean {
  const named = token.repositories === null || token.repositories.includes(repository);
  return named && covers(token.installation, repository);
}
