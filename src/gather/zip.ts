import type { Readable } from 'node:stream';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { CodedError, messageOf } from '../errors.ts';

/** What one zipped report may be at most; a real one is a few kilobytes. */
export const ZIP_LIMITS = {
  archiveBytes: 5 * 1024 * 1024,
  entries: 200,
  nameBytes: 300,
  nameDepth: 8,
  entryBytes: 1024 * 1024,
  /** Deflate cannot do better than about 1,032 : 1; text reports stay far below this. */
  ratio: 200,
} as const;

const SYMLINK = 0o120000;

/**
 * Reads one file out of an archive in memory. The name may stand at the root or below folders
 * (`reports/latest.json` matches `latest.json`), but exactly one entry may match.
 *
 * @returns the file's bytes, or `null` when no entry has that name
 * @throws {CodedError} `AIOPS_ARTIFACT_UNSAFE` for anything that a report's archive never has:
 *   absolute or climbing names, duplicates, links, encryption, lying sizes, bombs
 */
export async function readZippedFile(archive: Buffer, wanted: string): Promise<Buffer | null> {
  if (archive.byteLength > ZIP_LIMITS.archiveBytes)
    throw unsafe(`is larger than ${ZIP_LIMITS.archiveBytes} bytes`);
  try {
    // yauzl refuses absolute names, `..` and backslashes, and checks sizes while it inflates.
    const zip = await fromBufferPromise(archive, { lazyEntries: true, strictFileNames: true });
    const match = await findEntry(zip, wanted);
    return match === null ? null : await inflate(zip, match);
  } catch (error) {
    if (error instanceof CodedError) throw error;
    throw unsafe(`cannot be read: ${messageOf(error)}`);
  }
}

async function findEntry(zip: ZipFile, wanted: string): Promise<Entry | null> {
  if (zip.entryCount > ZIP_LIMITS.entries) throw unsafe(`has ${zip.entryCount} entries`);
  const names = new Set<string>();
  let match: Entry | null = null;
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName;
    if (names.has(name)) throw unsafe('has two entries of one name');
    names.add(name);
    if (Buffer.byteLength(name) > ZIP_LIMITS.nameBytes || name.split('/').length > ZIP_LIMITS.nameDepth) {
      throw unsafe('has an entry with an overlong name');
    }
    if (((entry.externalFileAttributes >>> 16) & 0o170000) === SYMLINK) throw unsafe('holds a symbolic link');
    if (name.endsWith('/') || (name !== wanted && !name.endsWith(`/${wanted}`))) continue;
    if (match !== null) throw unsafe(`has more than one ${wanted}`);
    match = entry;
  }
  return match;
}

async function inflate(zip: ZipFile, entry: Entry): Promise<Buffer> {
  if (entry.isEncrypted()) throw unsafe('is encrypted');
  if (entry.uncompressedSize > ZIP_LIMITS.entryBytes) throw unsafe('holds a report that is too large');
  if (entry.uncompressedSize > Math.max(entry.compressedSize, 1) * ZIP_LIMITS.ratio)
    throw unsafe('is packed like a bomb');
  const stream: Readable = await zip.openReadStreamPromise(entry);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    size += bytes.byteLength;
    if (size > ZIP_LIMITS.entryBytes) throw unsafe('holds a report that is too large');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function unsafe(what: string): CodedError {
  return new CodedError('AIOPS_ARTIFACT_UNSAFE', `the report's archive ${what}; it is not read`);
}
