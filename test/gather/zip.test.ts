import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { readZippedFile, ZIP_LIMITS } from '../../src/gather/zip.ts';
import { type ZipEntry, zipOf } from './zip-writer.ts';

const WANTED = 'latest.json';
const REPORT = Buffer.from('{"items":[]}');
const report: ZipEntry = { name: WANTED, data: REPORT };

const read = (archive: Buffer): Promise<Buffer | null> => readZippedFile(archive, WANTED);

describe('reads the one file that is meant', () => {
  const archives: readonly (readonly [string, readonly ZipEntry[]])[] = [
    ['at the root', [report]],
    [
      'below folders',
      [
        { name: 'reports/', data: Buffer.alloc(0) },
        { ...report, name: `reports/smoke/${WANTED}` },
      ],
    ],
    [
      'among others',
      [{ name: 'latest.md' }, report, { name: 'notlatest.json' }, { name: 'latest.json.txt' }],
    ],
    ['beside a folder of its name', [{ name: `old/${WANTED}/`, data: Buffer.alloc(0) }, report]],
    [
      'beside a bomb that is not asked for',
      [{ name: 'huge.bin', data: Buffer.alloc(3 * ZIP_LIMITS.entryBytes) }, report],
    ],
    ['as large as it may be', [{ name: WANTED, data: largest() }]],
  ];
  test.each(archives)('%s', async (_, entries) => {
    const { data } = entries.find(({ name }) => name.endsWith(WANTED)) ?? {};
    expect(data !== undefined && (await read(zipOf(entries)))?.equals(data)).toBe(true);
  });
});

describe('has no such file', () => {
  const archives: readonly (readonly [string, readonly ZipEntry[]])[] = [
    ['nothing at all', []],
    ['another file', [{ name: 'latest.md' }]],
    ['another case', [{ name: 'LATEST.json' }]],
    ['a name that only ends like it', [{ name: `not${WANTED}` }]],
    ['a folder of its name', [{ name: `${WANTED}/`, data: Buffer.alloc(0) }]],
  ];
  test.each(archives)('%s', async (_, entries) => {
    expect(await read(zipOf(entries))).toBeNull();
  });
});

describe('refuses what no report is packed like', () => {
  const archives: readonly (readonly [string, Buffer, RegExp])[] = [
    ['no archive', Buffer.from('<html>404</html>'), /cannot be read/],
    ['an empty answer', Buffer.alloc(0), /cannot be read/],
    ['an archive that breaks off', zipOf([report]).subarray(0, -30), /cannot be read/],
    [
      'a climbing name',
      zipOf([report, { name: `../../${WANTED}x` }]),
      /cannot be read: invalid relative path/,
    ],
    [
      'a climbing name of the file',
      zipOf([{ ...report, name: `../${WANTED}` }]),
      /cannot be read: invalid relative path/,
    ],
    ['an absolute name', zipOf([{ ...report, name: `/etc/${WANTED}` }]), /cannot be read: absolute path/],
    ['a drive letter', zipOf([{ ...report, name: `C:/${WANTED}` }]), /cannot be read: absolute path/],
    ['backslashes', zipOf([{ ...report, name: `..\\${WANTED}` }]), /cannot be read: invalid characters/],
    [
      'two files of that name',
      zipOf([report, { ...report, name: `a/${WANTED}` }]),
      /more than one latest\.json/,
    ],
    ['the same entry twice', zipOf([{ name: 'a' }, { name: 'a' }, report]), /two entries of one name/],
    ['a symbolic link', zipOf([{ ...report, mode: 0o120777 }]), /symbolic link/],
    ['a symbolic link elsewhere', zipOf([report, { name: 'b', mode: 0o120777 }]), /symbolic link/],
    ['encryption', zipOf([{ ...report, encrypted: true }]), /is encrypted/],
    ['a name too long', zipOf([report, { name: 'n'.repeat(ZIP_LIMITS.nameBytes + 1) }]), /overlong name/],
    [
      'folders too deep',
      zipOf([{ ...report, name: `${'d/'.repeat(ZIP_LIMITS.nameDepth)}${WANTED}` }]),
      /overlong name/,
    ],
    [
      'too many entries',
      zipOf(Array.from({ length: ZIP_LIMITS.entries + 1 }, (_, i) => ({ name: `${i}` }))),
      /has 201 entries/,
    ],
    [
      'a bomb',
      zipOf([{ name: WANTED, data: Buffer.alloc(ZIP_LIMITS.entryBytes - 1) }]),
      /packed like a bomb/,
    ],
    [
      'a file too large',
      zipOf([{ name: WANTED, data: Buffer.concat([largest(), Buffer.from('x')]) }]),
      /too large/,
    ],
    [
      'a bomb that says it is small',
      zipOf([{ name: WANTED, data: Buffer.alloc(10 * ZIP_LIMITS.entryBytes), saidSize: 100 }]),
      /cannot be read: too many bytes/,
    ],
    [
      'a file that says it is larger',
      zipOf([{ ...report, saidSize: 500 }]),
      /cannot be read: not enough bytes/,
    ],
    ['an archive too large', Buffer.alloc(ZIP_LIMITS.archiveBytes + 1), /is larger than 5242880 bytes/],
  ];
  test.each(archives)('%s', async (_, archive, why) => {
    await expect(read(archive)).rejects.toMatchObject({
      code: 'AIOPS_ARTIFACT_UNSAFE',
      message: expect.stringMatching(why),
    });
  });
});

/** Bytes that do not pack. */
function largest(): Buffer {
  return randomBytes(ZIP_LIMITS.entryBytes);
}
