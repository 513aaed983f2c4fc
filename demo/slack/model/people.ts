/** A workspace: ours, or another that shares a channel with it. */
export interface Team {
  readonly id: string;
  /** `acme` of `acme.slack.com`. */
  readonly domain: string;
  readonly name: string;
  /** The organization that an Enterprise workspace belongs to. */
  readonly enterprise: { readonly id: string; readonly name: string } | null;
}

export interface User {
  readonly id: string;
  /** Somebody from another workspace has another team. */
  readonly team: Team;
  /** The handle, which its owner may change at any time. */
  name: string;
  readonly realName: string;
  readonly isBot: boolean;
  /** Invited to some channels only. */
  readonly isGuest: boolean;
  isDeleted: boolean;
}

export interface UserGroup {
  readonly id: string;
  readonly team: Team;
  /** `release-owners` of `@release-owners`. */
  readonly handle: string;
  readonly name: string;
  readonly users: readonly User[];
  isDisabled: boolean;
}
