/** A person, a bot or an organization. Ids stay, logins may change. */
export interface Account {
  readonly id: number;
  readonly nodeId: string;
  login: string;
  readonly type: 'User' | 'Bot' | 'Organization';
  /** Whoever deleted the account is shown as ghost, or as nobody at all. */
  deleted: boolean;
}

export interface Organization extends Account {
  readonly type: 'Organization';
  readonly teams: Team[];
}

export interface Team {
  readonly id: number;
  readonly nodeId: string;
  readonly slug: string;
  readonly name: string;
  readonly organization: Organization;
  readonly members: Map<Account, Membership>;
}

export interface Membership {
  readonly state: 'active' | 'pending';
  readonly role: 'member' | 'maintainer';
}

/** What a collaborator may do in a repository (`role_name` of the REST API). */
export type Role = 'admin' | 'maintain' | 'write' | 'triage' | 'read';

export function isOrganization(account: Account): account is Organization {
  return account.type === 'Organization';
}
