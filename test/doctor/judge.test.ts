import { expect, test } from '@jest/globals';
import { judgeOutbox, judgeStop } from '../../src/doctor/itself.ts';
import { judgeBase, type RequiredCheck } from '../../src/doctor/judge-rules.ts';
import { judgeDeliveries, judgeSilence } from '../../src/doctor/webhook.ts';

/** What no stand-in shows, or only with much ado. */

const NOW = Date.parse('2026-03-02T09:00:00Z');
const CHECK = 'AI Ops gates (main)';

test.each<[string, readonly RequiredCheck[], boolean, readonly string[]]>([
  ['required nowhere', [], false, ['fail', 'skipped']],
  ['required nowhere that can be seen', [], true, ['unknown', 'unknown']],
  ['another check is required', [{ context: 'lint', appId: 7 }], false, ['fail', 'skipped']],
  ['of any App, as older protections have it', [{ context: CHECK, appId: -1 }], false, ['ok', 'fail']],
  [
    'pinned by one rule and open by another: both must be met',
    [
      { context: CHECK, appId: null },
      { context: CHECK, appId: 7 },
    ],
    false,
    ['ok', 'ok'],
  ],
  ['seen, whatever else is hidden', [{ context: CHECK, appId: 7 }], true, ['ok', 'ok']],
])('the check is %s', (_name, required, hidden, statuses) => {
  const rules = { required, hidden, hasMergeQueue: false };
  const findings = judgeBase(rules, { base: 'main', check: CHECK, mode: 'enforce', appId: 7 });
  const of = (id: string) => findings.find((one) => one.id === id)?.status;
  expect([of('check_required'), of('check_pinned')]).toEqual(statuses);
});

test.each<[string, readonly (readonly [string, number])[], string]>([
  [
    'all arrived',
    [
      ['a', 202],
      ['b', 200],
    ],
    'ok',
  ],
  [
    'one that failed was redelivered',
    [
      ['a', 202],
      ['b', 202],
      ['a', 500],
    ],
    'ok',
  ],
  [
    'one failed',
    [
      ['b', 202],
      ['a', 500],
    ],
    'warn',
  ],
  [
    'the newest failed',
    [
      ['a', 500],
      ['b', 202],
    ],
    'fail',
  ],
])('of deliveries, newest first: %s', (_name, deliveries, status) => {
  const [newest, ...older] = deliveries.map(([guid, status_code]) => ({
    guid,
    status_code,
    status: status_code < 300 ? 'OK' : 'failed',
    delivered_at: new Date(NOW).toISOString(),
  }));
  expect(newest !== undefined && judgeDeliveries([newest, ...older])).toMatchObject({ status });
});

test.each<[string, number | null, string]>([
  ['no run', null, 'skipped'],
  ['a run of which the news may be on its way', 14, 'skipped'],
  ['a run long ago enough', 16, 'fail'],
  ['no run within the day', 24 * 60, 'skipped'],
])('of a day without deliveries: %s', (_name, minutesAgo, status) => {
  const at = minutesAgo === null ? null : NOW - minutesAgo * 60_000;
  expect(judgeSilence(at, NOW)).toMatchObject({ status });
});

test.each<[number | null, string]>([
  [null, 'ok'],
  [14, 'ok'],
  [16, 'warn'],
  [61, 'fail'],
])('an effect that waits for %p minutes', (minutes, status) => {
  const oldest =
    minutes === null
      ? null
      : ({ kind: 'dispatch', createdAt: new Date(NOW - minutes * 60_000).toISOString() } as const);
  expect(judgeOutbox(oldest, NOW)).toMatchObject({ status });
});

test('a stop of the store is named by its place, with who and why', () => {
  const stop = {
    kind: 'stopped',
    scope: 'repository',
    source: 'store',
    by: 'mika',
    reason: 'freeze',
  } as const;
  expect(judgeStop({ ...stop, cancels: false }, '')).toMatchObject({
    status: 'warn',
    about: 'repository',
    seen: 'set by mika: freeze',
  });
});
