import { createHash } from 'node:crypto';
import type { Account } from './account.ts';

export interface Blob {
  readonly content: string;
  /** git's own id of the content. */
  readonly oid: string;
}

export type Tree = ReadonlyMap<string, Blob>;

export interface Commit {
  readonly sha: string;
  readonly treeSha: string;
  /** The first is the branch it was made on; a merge has a second. */
  readonly parents: readonly Commit[];
  readonly message: string;
  readonly author: Account;
  readonly at: string;
  readonly tree: Tree;
}

/** What a commit does to one path: new content, `null` to remove it, or a move from another path. */
export type Change = string | null | { readonly from: string; readonly content?: string };
export type Changes = Readonly<Record<string, Change>>;

export function blob(content: string): Blob {
  const oid = createHash('sha1')
    .update(`blob ${Buffer.byteLength(content)}\0`)
    .update(content)
    .digest('hex');
  return { content, oid };
}

export function treeSha(tree: Tree): string {
  const lines = [...tree].map(([path, { oid }]) => `${oid} ${path}`).sort();
  return createHash('sha1').update(lines.join('\n')).digest('hex');
}

/** The tree after the changes. */
export function apply(tree: Tree, changes: Changes): Tree {
  const next = new Map(tree);
  for (const [path, change] of Object.entries(changes)) {
    if (change === null) next.delete(path);
    else if (typeof change === 'string') next.set(path, blob(change));
    else {
      const moved = tree.get(change.from);
      if (moved === undefined) throw new Error(`nothing to move at ${change.from}`);
      next.delete(change.from);
      next.set(path, change.content === undefined ? moved : blob(change.content));
    }
  }
  return next;
}

/** The commit and all before it, nearest first. */
export function history(commit: Commit): ReadonlySet<Commit> {
  const found = new Set([commit]);
  for (const next of found) for (const parent of next.parents) found.add(parent);
  return found;
}

/** The newest commit that both have in their history; `null` where they have none in common. */
export function mergeBase(base: Commit, head: Commit): Commit | null {
  const before = history(base);
  return [...history(head)].find((commit) => before.has(commit)) ?? null;
}
