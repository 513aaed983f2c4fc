import { createHash } from 'node:crypto';
import { type Clock, isoNow } from '../../clock.ts';
import type { AccessChange, PermissionsChange, SecretChange } from '../../effect/access-change.ts';
import { changesOfPermissions, type Permissions, permissionsSubject } from '../../history/permissions.ts';
import { changeOfSecret, earlier, type SecretSeen } from '../../history/secrets.ts';
import type { Json, Store } from '../../store/store.ts';

export interface NoticeDeps {
  readonly store: Pick<Store, 'sightings'>;
  readonly clock: Clock;
}

/** Under which a watched secret is kept as it was seen last. */
export function secretSubject(id: string): string {
  return `secret:${id}`;
}

/**
 * Compares secrets with what was seen of them last. The first sight of one is no change.
 *
 * @param ids all that were looked at
 * @param seen those of them that could be described
 */
export function noticeSecrets(
  ids: readonly string[],
  seen: ReadonlyMap<string, SecretSeen>,
  { store, clock }: NoticeDeps,
): Promise<AccessChange | null> {
  const now = isoNow(clock);
  const bySubject = new Map([...seen].map(([id, secret]) => [secretSubject(id), secret]));
  return store.sightings.see<SecretSeen>(ids.map(secretSubject), (last) => {
    const changed = [...bySubject].flatMap(([subject, secret]) => {
      const before = last.get(subject);
      const change = before === undefined ? null : changeOfSecret(before, secret, now);
      return change === null ? [] : [[change.name, change] as const];
    });
    // One may be watched under its name and its ARN.
    return { seen: bySubject, change: secretsChange([...new Map(changed).values()]) };
  });
}

function secretsChange(secrets: readonly SecretChange[]): AccessChange | null {
  const [first] = secrets;
  if (first === undefined) return null;
  const at = secrets.reduce((earliest, one) => earlier(earliest, one.at), first.at);
  return { kind: 'secrets', id: idOf(secrets.map((secret) => ({ ...secret }))), at, secrets };
}

interface PermissionsSeen {
  readonly permissions: Permissions;
  /** When GitHub last changed the installation (ISO); `null` where it did not say. */
  readonly updatedAt: string | null;
}

/**
 * Compares what an installation may do with what was seen last. The first sight is no change, and what is older
 * than what was seen last says nothing any more.
 *
 * @param by login of who accepted it; `null` where nobody told
 */
export function noticePermissions(
  installation: { readonly id: number } & PermissionsSeen,
  by: string | null,
  { store, clock }: NoticeDeps,
): Promise<AccessChange | null> {
  const { id, permissions, updatedAt } = installation;
  const now = isoNow(clock);
  const subject = permissionsSubject(id);
  return store.sightings.see<PermissionsSeen>([subject], (last) => {
    const before = last.get(subject);
    if (before !== undefined && isOlder(updatedAt, before.updatedAt))
      return { seen: new Map(), change: null };
    const changed = before === undefined ? [] : changesOfPermissions(before.permissions, permissions);
    const seen = new Map([[subject, { permissions, updatedAt }]]);
    if (changed.length === 0) return { seen, change: null };
    // The installation's own time tells when only where it has moved on with the permissions.
    const moved = updatedAt !== null && updatedAt !== before?.updatedAt;
    const at = moved ? earlier(updatedAt, now) : now;
    const change: Omit<PermissionsChange, 'id'> = {
      kind: 'permissions',
      at,
      installationId: id,
      by,
      permissions: changed,
    };
    return { seen, change: { ...change, id: idOf([id, at, changed.map((one) => ({ ...one }))]) } };
  });
}

/** Several replicas take over the same credential, and one that is rotated in steps changes twice. */
const SAME_ROTATION_MS = 3_600_000;

/**
 * Credentials of the bot itself that it has just taken over.
 *
 * @param names of their variables
 */
export function noticeCredentials(
  names: readonly string[],
  { store, clock }: NoticeDeps,
): Promise<AccessChange | null> {
  const at = isoNow(clock);
  const subjects = new Map(names.map((name) => [name, `credential:${name}`]));
  return store.sightings.see<string>([...subjects.values()], (last) => {
    const fresh = names.filter((name) => {
      const before = last.get(subjects.get(name) ?? '');
      return before === undefined || clock.now() - Date.parse(before) >= SAME_ROTATION_MS;
    });
    if (fresh.length === 0) return { seen: new Map(), change: null };
    const seen = new Map(fresh.map((name) => [`credential:${name}`, at]));
    return { seen, change: { kind: 'credentials', id: idOf([at, ...fresh]), at, names: fresh } };
  });
}

function isOlder(updatedAt: string | null, seen: string | null): boolean {
  return updatedAt !== null && seen !== null && Date.parse(updatedAt) < Date.parse(seen);
}

function idOf(contents: Json): string {
  return createHash('sha256').update(JSON.stringify(contents)).digest('hex').slice(0, 12);
}
