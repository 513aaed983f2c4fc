import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { cycleIn, importsOf } from '../architecture/imports.ts';

/** Folders of the stand-in, lowest first: a file imports from its own and from lower ones. */
const FLOORS = [
  'block-kit',
  'model',
  'json',
  'interactions',
  'acts',
  'api',
  'pages',
  'slack.ts',
  'server.ts',
];

const imports = importsOf(join(import.meta.dirname, '../../demo/slack'));

test('its files import downwards only, without loops', () => {
  const floor = (file: string): number => FLOORS.indexOf(file.split('/', 1)[0] ?? '');
  const inside = imports.filter(({ to }) => !to.startsWith('..'));
  expect(inside.filter(({ from, to }) => floor(from) < floor(to))).toEqual([]);
  expect(inside.length).toBeGreaterThan(100);
  expect(cycleIn(inside)).toBeNull();
});

test('it knows nothing of the bot but how a clock looks', () => {
  const outside = imports.filter(({ to }) => to.startsWith('..')).map(({ to }) => to);
  expect([...new Set(outside)].toSorted()).toEqual(['../../src/clock.ts', '../github/pages/html.ts']);
});
