import type { Blob, Tree } from './commit.ts';

/** One file of a pull request, as `GET /pulls/{n}/files` and GraphQL `files` tell of it. */
export interface FileChange {
  readonly path: string;
  readonly previousPath: string | null;
  readonly status: 'added' | 'modified' | 'removed' | 'renamed';
  readonly oid: string;
}

/** Sorted by path. A file that went and one that came are one rename where they are alike, as in git. */
export function diff(before: Tree, after: Tree): readonly FileChange[] {
  const removed = new Map([...before].filter(([path]) => !after.has(path)));
  const changes: FileChange[] = [];
  for (const [path, now] of after) {
    const was = before.get(path);
    if (was === undefined) changes.push(addition(path, now, removed));
    else if (was.oid !== now.oid)
      changes.push({ path, previousPath: null, status: 'modified', oid: now.oid });
  }
  for (const [path, { oid }] of removed) changes.push({ path, previousPath: null, status: 'removed', oid });
  return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The tree with what the head has changed since it left it. */
export function merged(onto: Tree, changed: { readonly from: Tree; readonly to: Tree }): Tree {
  const tree = new Map(onto);
  for (const { path, previousPath } of diff(changed.from, changed.to)) {
    const now = changed.to.get(path);
    if (now === undefined) tree.delete(path);
    else tree.set(path, now);
    if (previousPath !== null) tree.delete(previousPath);
  }
  return tree;
}

function addition(path: string, now: Blob, removed: Map<string, Blob>): FileChange {
  const from = [...removed].find(([, was]) => alike(was, now))?.[0] ?? null;
  if (from === null) return { path, previousPath: null, status: 'added', oid: now.oid };
  removed.delete(from);
  return { path, previousPath: from, status: 'renamed', oid: now.oid };
}

/** git's measure, roughly: at least half of the lines are the same. */
function alike(was: Blob, now: Blob): boolean {
  if (was.oid === now.oid) return true;
  const lines = new Set(was.content.split('\n'));
  const kept = now.content.split('\n').filter((line) => line !== '' && lines.has(line)).length;
  return kept * 2 >= Math.max(lines.size, now.content.split('\n').length);
}
