import { afterEach, expect, test } from '@jest/globals';
import { CodedError } from '../../src/errors.ts';
import { type HealthParts, healthRoutes } from '../../src/web/health.ts';
import { NOTHING_OWED, OWED } from '../notifiers/deadline-samples.ts';
import { type Serving, serving } from './serving.ts';

const NOW = Date.parse('2026-11-22T03:00:00Z');
const calm = { standing: () => Promise.resolve(NOTHING_OWED) };
const well: HealthParts = {
  store: { ping: () => Promise.resolve(), deadlines: calm },
  pump: () => ({ running: true, lastSuccessAt: NOW - 1_000 }),
  clock: { now: () => NOW },
};

let at: Serving | undefined;
afterEach(async () => {
  await at?.server.close(0);
  at = undefined;
});

async function ask(parts: HealthParts, path: string) {
  at = await serving(healthRoutes(parts));
  const response = await fetch(at.url + path);
  return { status: response.status, body: await response.text() };
}

test('healthz: the process answers, whatever else is wrong', async () => {
  const sick = {
    ...well,
    store: { ping: () => Promise.reject(new Error('away')), deadlines: calm },
    pump: () => ({ running: false, lastSuccessAt: null }),
  };
  expect(await ask(sick, '/healthz')).toEqual({ status: 200, body: 'ok\n' });
});

test('readyz: ready', async () => {
  const { body, status } = await ask(well, '/readyz');
  expect(status).toBe(200);
  expect(JSON.parse(body)).toEqual({ ready: true, reasons: [], lastSuccessAt: '2026-11-22T02:59:59.000Z' });
});

test('readyz: what is owed by kind and time, and names nobody', async () => {
  const owing = {
    ...well,
    store: {
      ...well.store,
      deadlines: { standing: () => Promise.resolve({ ...OWED, open: OWED.open.slice(0, 2) }) },
    },
  };
  const { body, status } = await ask(owing, '/readyz');
  expect([status, JSON.parse(body)]).toMatchObject([
    200,
    {
      ready: true,
      deadlines: {
        open: [
          { kind: 'follow_up', dueAt: '2026-11-22T13:04:00.000Z' },
          { kind: 'status', dueAt: '2026-11-22T13:04:00.000Z' },
        ],
        more: 2,
        missedWithin30Days: 1,
      },
    },
  ]);
  expect(body).not.toContain('shop');
});

test('readyz: that deadlines cannot be read makes nothing less ready', async () => {
  const standing = () => Promise.reject(new Error('away'));
  const { body } = await ask({ ...well, store: { ...well.store, deadlines: { standing } } }, '/readyz');
  expect(JSON.parse(body)).toEqual({ ready: true, reasons: [], lastSuccessAt: '2026-11-22T02:59:59.000Z' });
});

test.each<[string, Partial<HealthParts>, readonly string[]]>([
  [
    'store down',
    {
      store: {
        ping: () => Promise.reject(new CodedError('AIOPS_STORE_UNREACHABLE', 'db.internal is away')),
        deadlines: calm,
      },
    },
    ['store: AIOPS_STORE_UNREACHABLE'],
  ],
  ['workers stopped', { pump: () => ({ running: false, lastSuccessAt: NOW }) }, ['workers: not running']],
  [
    'workers new',
    { pump: () => ({ running: true, lastSuccessAt: null }) },
    ['workers: have not reached the store yet'],
  ],
  [
    'workers stuck',
    { pump: () => ({ running: true, lastSuccessAt: NOW - 61_000 }) },
    ['workers: last success 61 s ago'],
  ],
  [
    'all of it',
    {
      store: { ping: () => Promise.reject(new Error('x')), deadlines: calm },
      pump: () => ({ running: false, lastSuccessAt: null }),
    },
    ['store: AIOPS_BUG', 'workers: not running'],
  ],
])(
  'readyz: %s is a 503 with the reasons, and no detail that is ours alone',
  async (_what, change, reasons) => {
    const { body, status } = await ask({ ...well, ...change }, '/readyz');
    expect(status).toBe(503);
    expect(JSON.parse(body)).toMatchObject({ ready: false, reasons });
    expect(body).not.toContain('db.internal');
  },
);
