import { describe, expect, test } from '@jest/globals';
import {
  labelSettings,
  pathGlob,
  relativePath,
  smokeSettings,
  verifySettings,
  workflowFile,
} from '../../src/policies/settings.ts';

describe('a workflow file', () => {
  test.each([
    ['ci.yml', '.github/workflows/ci.yml'],
    ['ci.yaml', '.github/workflows/ci.yaml'],
    ['.github/workflows/ci.yml', '.github/workflows/ci.yml'],
  ])('%s', (file, path) => {
    expect(workflowFile.parse(file)).toBe(path);
  });

  const refused = [
    'Codex Smoke',
    'ci',
    '',
    '../ci.yml',
    'other/.github/workflows/ci.yml',
    '/ci.yml',
    'ci.yml\n',
    'ci.yml@main',
    '.github/ci.yml',
  ];
  test.each(refused)('%j is none', (file) => {
    expect(workflowFile.safeParse(file).success).toBe(false);
  });
});

test.each(['', '/etc', '!docs/**', ' a', 'a\nb'])('%j is no glob', (glob) => {
  expect(pathGlob.safeParse(glob).success).toBe(false);
});

test.each(['/a', 'a/../b', '..', 'a b', ''])('%j is no relative path', (path) => {
  expect(relativePath.safeParse(path).success).toBe(false);
});

test.each([smokeSettings, verifySettings])('a run on the default branch must be told its head', (schema) => {
  expect(schema.safeParse({ ref: 'default' }).error?.issues[0]?.path).toEqual(['head_input']);
  expect(schema.safeParse({ ref: 'default', head_input: 'head_sha' }).success).toBe(true);
  expect(schema.safeParse({ ref: 'head' }).success).toBe(true);
});

test('a label is one line', () => {
  expect(labelSettings.parse({})).toEqual({ name: 'LG-Verified ✅' });
  expect(labelSettings.safeParse({ name: 'a\nb' }).success).toBe(false);
});
