import { crc32, deflateRawSync } from 'node:zlib';

/** One entry as an archive may hold it; what is set wrongly is written wrongly. */
export interface ZipEntry {
  readonly name: string;
  readonly data?: Buffer;
  /** Unix file mode, such as 0o120777 for a symbolic link. */
  readonly mode?: number;
  readonly encrypted?: boolean;
  /** The size that the archive says the data inflates to. */
  readonly saidSize?: number;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;

/** An archive of deflated entries, written by hand: a library would refuse to lie. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { common, name, packed } = partsOf(entry);
    const local = Buffer.concat([bytes(4, LOCAL), bytes(2, 20), common, bytes(2, 0), name, packed]);
    const attributes = bytes(4, ((entry.mode ?? 0o100644) << 16) >>> 0);
    centrals.push(
      Buffer.concat([
        bytes(4, CENTRAL),
        bytes(2, 0x0314),
        bytes(2, 20),
        common,
        Buffer.alloc(8),
        attributes,
        bytes(4, offset),
        name,
      ]),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const count = bytes(2, entries.length);
  const end = [
    bytes(4, END),
    Buffer.alloc(4),
    count,
    count,
    bytes(4, directory.length),
    bytes(4, offset),
    bytes(2, 0),
  ];
  return Buffer.concat([...locals, directory, ...end]);
}

/** From the flags to the length of the name, alike in both headers. */
function partsOf({ name: plain, data = Buffer.from('{}'), encrypted, saidSize }: ZipEntry) {
  const name = Buffer.from(plain);
  const packed = deflateRawSync(data);
  const sizes = [bytes(4, crc32(data)), bytes(4, packed.length), bytes(4, saidSize ?? data.length)];
  const flags = 0x0800 + (encrypted === true ? 1 : 0);
  const common = Buffer.concat([
    bytes(2, flags),
    bytes(2, 8),
    Buffer.alloc(4),
    ...sizes,
    bytes(2, name.length),
  ]);
  return { common, name, packed };
}

function bytes(size: 2 | 4, value: number): Buffer {
  const buffer = Buffer.alloc(size);
  if (size === 2) buffer.writeUInt16LE(value);
  else buffer.writeUInt32LE(value);
  return buffer;
}
