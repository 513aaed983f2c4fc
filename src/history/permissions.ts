import type { PermissionChange } from '../effect/access-change.ts';

/** Permission, such as `contents`, to what is granted: `read`, `write` or `admin`. */
export type Permissions = Readonly<Record<string, string>>;

/** Under which the permissions of an installation are kept as they were seen last. */
export function permissionsSubject(installationId: number): string {
  return `permissions:${installationId}`;
}

/** What is granted otherwise than before, by name. */
export function changesOfPermissions(before: Permissions, seen: Permissions): readonly PermissionChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(seen)])]
    .sort()
    .map((name) => ({ name, from: before[name] ?? null, to: seen[name] ?? null }))
    .filter(({ from, to }) => from !== to);
}
