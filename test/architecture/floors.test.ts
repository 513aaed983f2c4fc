import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { cycleIn, filesOf, importsOf, specifiersOf } from './imports.ts';

const SRC = join(import.meta.dirname, '../../src');

/** The house, ground floor first: a room may import itself and the rooms named. `docs/architecture.md` draws it. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  secrets: [],
  clock: [],
  metrics: [],
  version: [],
  log: ['errors'],
  policies: ['errors'],
  transport: [],
  alerts: ['policies', 'errors'],
  effect: ['alerts', 'policies'],
  handoff: ['alerts', 'effect', 'policies', 'errors'],
  history: ['handoff', 'effect', 'policies', 'errors'],
  reports: ['alerts', 'handoff', 'effect', 'policies', 'errors'],
  replay: ['alerts', 'policies', 'errors'],
  aws: ['secrets'],
  config: ['alerts', 'reports', 'aws', 'policies', 'errors', 'secrets', 'clock', 'log'],
  github: ['errors', 'secrets', 'transport'],
  slack: ['errors', 'secrets', 'transport'],
  pagerduty: ['errors', 'secrets', 'transport'],
  store: [
    'alerts',
    'reports',
    'history',
    'handoff',
    'effect',
    'policies',
    'errors',
    'secrets',
    'clock',
    'log',
  ],
  notifiers: [
    'alerts',
    'history',
    'github',
    'slack',
    'pagerduty',
    'handoff',
    'effect',
    'policies',
    'errors',
    'secrets',
  ],
  gather: [
    'alerts',
    'history',
    'store',
    'github',
    'pagerduty',
    'config',
    'handoff',
    'effect',
    'policies',
    'errors',
    'clock',
    'log',
  ],
  init: ['notifiers', 'config', 'github', 'policies', 'errors', 'clock'],
  handlers: [
    'alerts',
    'reports',
    'history',
    'aws',
    'gather',
    'store',
    'github',
    'pagerduty',
    'config',
    'handoff',
    'effect',
    'policies',
    'errors',
    'clock',
    'log',
    'metrics',
  ],
  doctor: [
    'gather',
    'notifiers',
    'store',
    'config',
    'github',
    'slack',
    'pagerduty',
    'aws',
    'effect',
    'policies',
    'errors',
    'secrets',
    'clock',
    'log',
  ],
  ingress: ['store', 'pagerduty', 'errors', 'secrets', 'clock', 'log', 'metrics'],
  web: ['effect', 'ingress', 'store', 'config', 'errors', 'secrets', 'clock', 'log', 'metrics'],
  workers: [
    'alerts',
    'doctor',
    'handlers',
    'gather',
    'notifiers',
    'store',
    'github',
    'effect',
    'errors',
    'clock',
    'log',
    'metrics',
  ],
  app: ['handlers'],
  'slack-app': ['effect', 'handlers', 'slack', 'store'],
  bot: ['*'],
  main: ['*'],
  cli: ['*'],
};
const ABOVE_ALL = ['bot', 'main', 'cli'];

const roomOf = (file: string): string => (file.split('/', 1)[0] ?? '').replace(/\.ts$/, '');

describe('the house', () => {
  test('every room is on a floor', () => {
    const rooms = new Set(filesOf(SRC).map(roomOf));
    expect([...rooms].filter((room) => !(room in MAY_IMPORT))).toEqual([]);
  });

  test('a room imports itself and lower rooms only', () => {
    const upward = importsOf(SRC).filter(({ from, to }) => {
      const [room, other] = [roomOf(from), roomOf(to)];
      const allowed = MAY_IMPORT[room] ?? [];
      if (allowed.includes('*')) return ABOVE_ALL.indexOf(other) > ABOVE_ALL.indexOf(room);
      return room !== other && !allowed.includes(other);
    });
    expect(upward.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test('no file imports itself in a circle, types included', () => {
    expect(cycleIn(importsOf(SRC))).toBeNull();
  });

  test('policies, handoff, alerts, reports and replay are pure: no Node, no package but the schema library', () => {
    const impure = ['policies', 'handoff', 'alerts', 'reports', 'replay']
      .flatMap((room) => filesOf(join(SRC, room)).map((file) => join(SRC, room, file)))
      .flatMap((file) => specifiersOf(file).map((specifier) => ({ file, specifier })))
      .filter(({ specifier }) => !specifier.startsWith('.') && specifier !== 'zod');
    expect(impure).toEqual([]);
  });

  test('no drawers', () => {
    const drawers = filesOf(SRC).filter((file) =>
      /(^|\/)(utils?|helpers?|common|misc|shared|types)(\/|\.ts$)/.test(file),
    );
    expect(drawers).toEqual([]);
  });
});

describe('the import reader', () => {
  test('sees a circle where there is one', () => {
    const imports = [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
      { from: 'c', to: 'a' },
    ];
    expect(cycleIn(imports)).toEqual(['a', 'b', 'c', 'a']);
    expect(cycleIn(imports.slice(0, 2))).toBeNull();
  });
});
