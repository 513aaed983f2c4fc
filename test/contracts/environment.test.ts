import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from '@jest/globals';
import { readSettings, SETTING_NAMES } from '../../src/config/settings.ts';

const ROOT = join(import.meta.dirname, '../..');
const example = readFileSync(join(ROOT, '.env.example'), 'utf8');
/** What compose.yaml itself takes from `.env`. */
const composeNames = [...readFileSync(join(ROOT, 'compose.yaml'), 'utf8').matchAll(/\$\{(\w+)/g)].map(
  (match) => match[1] ?? '',
);

test('.env.example has every setting, and nothing else', () => {
  expect(Object.keys(parseEnv(example)).sort()).toEqual(
    [...new Set([...SETTING_NAMES, ...composeNames])].sort(),
  );
});

test('each with one line that says what it is, and no value', () => {
  const lines = example.split('\n');
  for (const [i, line] of lines.entries()) {
    if (!line.includes('=') || line.startsWith('#')) continue;
    expect(line).toMatch(/^[A-Z_]+=$/);
    expect(lines[i - 1]).toMatch(/^# .{10,}[.]$/);
    expect(lines[i - 2] ?? '').not.toMatch(/^#/);
  }
});

test('copied as it is, it configures nothing', () => {
  expect(readSettings(parseEnv(example))).toEqual(readSettings({}));
});
