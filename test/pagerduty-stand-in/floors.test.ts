import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { cycleIn, importsOf } from '../architecture/imports.ts';

/** Folders of the stand-in, lowest first: a file imports from its own and from lower ones. */
const FLOORS = [
  'certificate.ts',
  'model',
  'json',
  'acts',
  'webhooks',
  'api',
  'pages',
  'pagerduty.ts',
  'server.ts',
];

const imports = importsOf(join(import.meta.dirname, '../../demo/pagerduty'));

test('its files import downwards only, without loops', () => {
  const floor = (file: string): number => FLOORS.indexOf(file.split('/', 1)[0] ?? '');
  const inside = imports.filter(({ to }) => !to.startsWith('..'));
  expect(inside.filter(({ from, to }) => floor(from) < floor(to))).toEqual([]);
  expect(inside.length).toBeGreaterThan(80);
  expect(cycleIn(inside)).toBeNull();
});

test('it knows nothing of the bot but how a clock looks, and borrows the writing of HTML', () => {
  const outside = imports.filter(({ to }) => to.startsWith('..')).map(({ to }) => to);
  expect(new Set(outside)).toEqual(new Set(['../../src/clock.ts', '../github/pages/html.ts']));
});
