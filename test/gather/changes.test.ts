import { afterEach, describe, expect, test } from '@jest/globals';
import { ChangedPaths, type ChangesQuestion, readChanges } from '../../src/gather/changes.ts';
import type { FileNode } from '../../src/gather/query.ts';
import { nock } from '../support/nock.ts';
import { API, changed, client, EARLIER, HEAD, PULL } from './answers.ts';

afterEach(() => nock.cleanAll());

const FILES = '/repos/acme/shop/pulls/7/files';
const SMOKE = '.github/workflows/smoke.yml';

const question = (over: Partial<ChangesQuestion> = {}): ChangesQuestion => ({
  client: client(),
  pull: PULL,
  changedPaths: new ChangedPaths(),
  between: { headSha: HEAD, baseSha: EARLIER },
  workflowPaths: [SMOKE],
  protectedPaths: ['.github/**', 'scripts/ci/**'],
  smokePaths: ['templates/**'],
  ...over,
});
const read = (files: readonly FileNode[] | null, ask = question()) =>
  readChanges(() => Promise.resolve(files), ask);

describe('what of a change a gate must know', () => {
  const changes: readonly (readonly [string, readonly string[], object])[] = [
    ['nothing of it', ['src/a.ts', 'README.md'], {}],
    ['a workflow', [SMOKE, 'src/a.ts'], { paths: [SMOKE], protectedPaths: [SMOKE] }],
    ['a protected path', ['scripts/ci/run.sh'], { protectedPaths: ['scripts/ci/run.sh'] }],
    ['a dot file below one', ['.github/.hidden/x'], { protectedPaths: ['.github/.hidden/x'] }],
    ['a template', ['templates/hr/a.md'], { smokePaths: ['templates/hr/a.md'] }],
    ['names that only look like it', ['x/.github/a', 'scripts/cinema/a', 'Templates/a'], {}],
    ['a name with a line break', ['.github/a\nb'], { protectedPaths: ['.github/a\nb'] }],
    [
      'a name with a separator of paragraphs',
      ['scripts/ci/\u2029x'],
      { protectedPaths: ['scripts/ci/\u2029x'] },
    ],
    ['names that are patterns', ['.github/[a]*{b}', 'src/**'], { protectedPaths: ['.github/[a]*{b}'] }],
  ];
  test.each(changes)('%s', async (_, paths, expected) => {
    expect(await read(paths.map((path) => changed(path)))).toEqual({
      known: true,
      value: { paths: [], protectedPaths: [], smokePaths: [], ...expected },
    });
  });

  test.each([
    ['modules/**/src/**/*.ts', `modules/${'src/'.repeat(2_000)}`],
    ['*a*a*a*a*b', 'a'.repeat(500)],
  ])('names that were made to keep %s busy are not known, and nobody waits', async (glob, name) => {
    const files = Array.from({ length: 300 }, (_, i) => changed(`${name}${i}`));
    const before = performance.now();
    expect(await read(files, question({ protectedPaths: [glob] }))).toEqual({
      known: false,
      why: expect.stringContaining('take too long'),
    });
    expect(performance.now() - before).toBeLessThan(5_000);
  });

  test('as many files and globs as there may be are matched', async () => {
    const files = Array.from({ length: 3_000 }, (_, i) =>
      changed(`modules/m${i}/src/deep/down/file-${i}.ts`),
    );
    const globs = Array.from({ length: 100 }, (_, i) => `modules/x${i}/**/*.yml`);
    expect(await read(files, question({ protectedPaths: globs }))).toMatchObject({ known: true });
  });

  test('of very many, the first', async () => {
    const files = Array.from({ length: 900 }, (_, i) => changed(`.github/${i}`));
    expect(await read(files)).toMatchObject({
      known: true,
      value: { protectedPaths: files.slice(0, 50).map(({ path }) => path) },
    });
  });
});

describe('a file that was moved touches the place that it left', () => {
  test.each(['RENAMED', 'COPIED'])('%s', async (changeType) => {
    nock(API)
      .get(FILES)
      .query({ per_page: 100, page: 1 })
      .reply(200, [{ filename: 'elsewhere.yml', previous_filename: SMOKE }, { filename: 'src/a.ts' }]);
    const files = [changed('elsewhere.yml', changeType), changed('src/a.ts')];
    expect(await read(files)).toMatchObject({ value: { paths: [SMOKE], protectedPaths: [SMOKE] } });
  });

  test.each<readonly [string, number, object | string]>([
    ['GitHub breaks', 502, 'bad gateway'],
    ['GitHub answers no list', 200, { message: 'what?' }],
    ['the list is shorter than before', 200, []],
  ])('unknown where %s', async (_, status, body) => {
    nock(API).get(FILES).query(true).reply(status, body);
    expect(await read([changed('elsewhere.yml', 'RENAMED')])).toMatchObject({ known: false });
  });
});

test('more files than GitHub lists are unknown', async () => {
  expect(await read(null)).toMatchObject({ known: false, why: expect.stringContaining('more files') });
});

test('a list that could not be read is unknown', async () => {
  expect(await readChanges(() => Promise.reject(new Error('broke off')), question())).toEqual({
    known: false,
    why: 'broke off',
  });
});

test('the paths between two commits are read once, failures and other commits are not remembered', async () => {
  const changedPaths = new ChangedPaths();
  let reads = 0;
  const files = async () => {
    reads += 1;
    if (reads === 1) throw new Error('broke off');
    return [changed(SMOKE)];
  };
  const ask = question({ changedPaths });
  expect(await readChanges(files, ask)).toMatchObject({ known: false });
  for (const between of [ask.between, ask.between, { headSha: EARLIER, baseSha: HEAD }]) {
    expect(await readChanges(files, { ...ask, between })).toMatchObject({ value: { paths: [SMOKE] } });
  }
  expect(await readChanges(files, { ...ask, pull: { ...PULL, number: 8 } })).toMatchObject({ known: true });
  expect(reads).toBe(4);
});
