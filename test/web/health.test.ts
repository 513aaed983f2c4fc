import { afterEach, expect, test } from '@jest/globals';
import { CodedError } from '../../src/errors.ts';
import { type HealthParts, healthRoutes } from '../../src/web/health.ts';
import { type Serving, serving } from './serving.ts';

const NOW = Date.parse('2026-11-22T03:00:00Z');
const well: HealthParts = {
  store: { ping: () => Promise.resolve() },
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
    store: { ping: () => Promise.reject(new Error('away')) },
    pump: () => ({ running: false, lastSuccessAt: null }),
  };
  expect(await ask(sick, '/healthz')).toEqual({ status: 200, body: 'ok\n' });
});

test('readyz: ready', async () => {
  const { body, status } = await ask(well, '/readyz');
  expect(status).toBe(200);
  expect(JSON.parse(body)).toEqual({ ready: true, reasons: [], lastSuccessAt: '2026-11-22T02:59:59.000Z' });
});

test.each<[string, Partial<HealthParts>, readonly string[]]>([
  [
    'store down',
    {
      store: { ping: () => Promise.reject(new CodedError('AIOPS_STORE_UNREACHABLE', 'db.internal is away')) },
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
      store: { ping: () => Promise.reject(new Error('x')) },
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
