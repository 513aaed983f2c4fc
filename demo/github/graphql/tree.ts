import { type Blob, type Tree, treeSha } from '../model/commit.ts';
import type { Fields } from './asker.ts';

const MAX_TEXT = 512_000;

export function blobNode(found: Blob): Fields {
  const binary = found.content.includes('\0');
  const size = Buffer.byteLength(found.content);
  const truncated = size > MAX_TEXT;
  return {
    __typename: 'Blob',
    id: `B_${found.oid}`,
    oid: found.oid,
    abbreviatedOid: found.oid.slice(0, 7),
    byteSize: size,
    isBinary: binary,
    isTruncated: truncated,
    text: binary ? null : truncated ? found.content.slice(0, MAX_TEXT) : found.content,
  };
}

export function entryNode(path: string, found: Blob): Fields {
  return {
    __typename: 'TreeEntry',
    path,
    name: path.slice(path.lastIndexOf('/') + 1),
    oid: found.oid,
    type: 'blob',
    mode: 0o100644,
    size: Buffer.byteLength(found.content),
    object: () => blobNode(found),
  };
}

/** The folder at a path, its entries sorted by name as git has them; `null` where there is none. */
export function treeNode(tree: Tree, folder: string): Fields | null {
  const within: Tree = new Map([...tree].filter(([path]) => path.startsWith(`${folder}/`)));
  if (within.size === 0) return null;
  const oid = treeSha(within);
  const names = new Set(
    [...within.keys()].map((path) => path.slice(folder.length + 1).split('/', 1)[0] ?? ''),
  );
  return {
    __typename: 'Tree',
    id: `T_${oid}`,
    oid,
    abbreviatedOid: oid.slice(0, 7),
    entries: [...names].sort().map((name) => {
      const path = `${folder}/${name}`;
      const file = within.get(path);
      return file === undefined ? folderEntry(tree, path) : entryNode(path, file);
    }),
  };
}

function folderEntry(tree: Tree, path: string): Fields {
  const folder = treeNode(tree, path);
  return {
    __typename: 'TreeEntry',
    path,
    name: path.slice(path.lastIndexOf('/') + 1),
    oid: folder?.oid,
    type: 'tree',
    mode: 0o040000,
    size: 0,
    object: folder,
  };
}
