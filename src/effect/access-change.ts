/** What the runbook wants on record within 24 hours: secrets or permissions are not what they were. */
export type AccessChange = SecretsChange | CredentialsChange | PermissionsChange;

interface ChangeBase {
  /** Twelve hexadecimal digits; another change has another. */
  readonly id: string;
  /** When it happened, as far as that is known (ISO 8601 in UTC): never after it was noticed. */
  readonly at: string;
}

/** Secrets of which the bot sees metadata alone. */
export interface SecretsChange extends ChangeBase {
  readonly kind: 'secrets';
  readonly secrets: readonly SecretChange[];
}

export interface SecretChange {
  readonly name: string;
  /** `value`: another version is the current one. `settings`: description, tags, rotation or the like. */
  readonly what: 'value' | 'settings';
  /** Ids of the versions, cut short; `null` where none was current. */
  readonly from: string | null;
  readonly to: string | null;
  readonly at: string;
}

/** The bot's own credentials, by the names of their variables. */
export interface CredentialsChange extends ChangeBase {
  readonly kind: 'credentials';
  readonly names: readonly string[];
}

/** What an installation of the App may do. */
export interface PermissionsChange extends ChangeBase {
  readonly kind: 'permissions';
  readonly installationId: number;
  /** Login of who accepted them; `null` where only the change was seen. */
  readonly by: string | null;
  readonly permissions: readonly PermissionChange[];
}

/** `null`: not granted. */
export interface PermissionChange {
  readonly name: string;
  readonly from: string | null;
  readonly to: string | null;
}
