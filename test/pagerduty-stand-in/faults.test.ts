import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../demo/pagerduty/api/faults.ts';
import type { Door } from '../../demo/pagerduty/api/http.ts';
import type { Served } from '../../demo/pagerduty/api/service.ts';
import { type Given, given, MINUTE, requestOf, trigger } from './given.ts';

/** Asks through the door that faults stand at. */
function serve({ pagerDuty, integration }: Given, key = 'k'): Served {
  const body = { routing_key: integration.key, ...trigger(key) };
  return pagerDuty.service.serve(requestOf('POST /v2/enqueue', { door: 'events', body }));
}

function list({ pagerDuty, token }: Given): Served {
  const headers = { authorization: `Token token=${token.token}` };
  return pagerDuty.service.serve(requestOf('GET /services', { door: 'rest', headers }));
}

const seen = (served: Served): number | string =>
  served.kind === 'answer' ? served.response.status : served.kind;

const match = { door: 'events' as const };

describe('a call that goes wrong', () => {
  test.each<[string, Fault, number | string, number, number | null]>([
    ['the answer is lost after the work', { kind: 'answer-lost', match }, 'lost', 1, 202],
    ['502 without the work', { kind: 'status', status: 502, match }, 502, 0, null],
    ['502 after the work', { kind: 'status-after-work', status: 502, match }, 502, 1, 202],
    ['no answer, no work', { kind: 'hang', match }, 'hang', 0, null],
    ['no answer after the work', { kind: 'hang', afterWork: true, match }, 'hang', 1, 202],
    ['too much at once', { kind: 'rate-limit', match }, 429, 0, null],
    ['late', { kind: 'slow', ms: 5, match }, 202, 1, 202],
  ])('%s', (_, fault, answer, incidents, status) => {
    const world = given();
    world.pagerDuty.fault(fault);
    expect(seen(serve(world))).toBe(answer);
    expect(world.pagerDuty.world.incidents).toHaveLength(incidents);
    expect(seen(serve(world))).toBe(202);
    expect(world.pagerDuty.service.requests).toMatchObject([
      { door: 'events', fault: fault.kind, status },
      { fault: null, status: 202, body: { dedup_key: 'k' } },
    ]);
  });

  test('the second of its kind, or each', () => {
    const world = given();
    const { pagerDuty } = world;
    pagerDuty.fault({ kind: 'status', status: 503, match: { body: /"dedup_key":"a"/, nth: 2 } });
    expect(['a', 'b', 'a', 'a'].map((key) => seen(serve(world, key)))).toEqual([202, 202, 503, 202]);
    pagerDuty.fault({ kind: 'status', status: 500, match: { path: /enqueue$/, nth: 'every' } });
    expect([seen(serve(world)), seen(serve(world))]).toEqual([500, 500]);
    expect(seen(list(world))).toBe(200);
    pagerDuty.service.faults.clear();
    expect(seen(serve(world))).toBe(202);
  });

  test.each<[Door, object]>([
    ['events', { status: 'throttle exceeded' }],
    ['rest', { error: { code: 2020 } }],
  ])('a limit of the %s says when to come again where it is told to', (door, body) => {
    const world = given();
    const limited = (reset?: number) => {
      world.pagerDuty.fault({
        kind: 'rate-limit',
        match: { door },
        ...(reset === undefined ? {} : { reset }),
      });
      const served = door === 'events' ? serve(world) : list(world);
      return served.kind === 'answer' ? served.response : null;
    };
    expect(limited(7)?.headers).toMatchObject({ 'ratelimit-remaining': '0', 'ratelimit-reset': '7' });
    expect(limited()?.headers).not.toHaveProperty('ratelimit-reset');
    expect(JSON.parse(limited()?.body ?? '')).toMatchObject(body);
  });

  test.each<[Door, object]>([
    ['events', { status: 'error' }],
    ['rest', { error: { code: 2000 } }],
  ])('an error of the %s is a page or in its own words', (door, body) => {
    const world = given();
    const broken = (as?: 'json') => {
      world.pagerDuty.fault({
        kind: 'status',
        status: 500,
        match: { door },
        ...(as === undefined ? {} : { as }),
      });
      const served = door === 'events' ? serve(world) : list(world);
      return served.kind === 'answer' ? served.response.body : '';
    };
    expect(broken()).toContain('<h1>500');
    expect(JSON.parse(broken('json'))).toMatchObject(body);
  });
});

describe('down for a while', () => {
  test('nothing is done and nothing answered, until the time is over', () => {
    const world = given();
    world.pagerDuty.goDown({ forMs: 60 * MINUTE });
    expect([seen(serve(world)), seen(list(world))]).toEqual(['lost', 'lost']);
    world.time.now += 60 * MINUTE - 1;
    expect(seen(serve(world))).toBe('lost');
    expect(world.pagerDuty.world.incidents).toEqual([]);
    world.time.now += 1;
    expect([seen(serve(world)), seen(list(world))]).toEqual([202, 200]);
    expect(world.pagerDuty.service.requests.map(({ fault }) => fault)).toEqual([
      'down',
      'down',
      'down',
      null,
      null,
    ]);
  });

  test('one of the two, until it comes back', () => {
    const world = given();
    world.pagerDuty.goDown({ door: 'events' });
    world.time.now += 1000 * MINUTE;
    expect([seen(serve(world)), seen(list(world))]).toEqual(['lost', 200]);
    world.pagerDuty.comeBack();
    expect(seen(serve(world))).toBe(202);
  });
});
