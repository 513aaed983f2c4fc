import { describe, expect, test } from '@jest/globals';
import { Courier } from '../../demo/github/webhooks/courier.ts';
import {
  delaying,
  everyOneTwice,
  failing,
  inOrder,
  losing,
  type Mischief,
  newestFirst,
} from '../../demo/github/webhooks/mischief.ts';
import { type Given, given, nameOf } from './given.ts';

/** A courier to a receiver that writes down what comes. */
function received(world: Given, answer = 202): { readonly courier: Courier; readonly names: string[] } {
  const names: string[] = [];
  const courier = new Courier(world.github.world, (_, delivery) => {
    names.push(nameOf(delivery));
    return Promise.resolve(answer);
  });
  return { courier, names };
}

const BEFORE = ['installation.created', 'push', 'check_suite.requested', 'pull_request.opened'];

describe('deliveries', () => {
  const rows: readonly (readonly [
    name: string,
    mischief: Mischief,
    seen: readonly string[],
    logged: number,
  ])[] = [
    ['come in order', inOrder, BEFORE, 4],
    ['come newest first', newestFirst, BEFORE.toReversed(), 4],
    ['come twice', everyOneTwice, BEFORE.flatMap((name) => [name, name]), 4],
    ['get lost without a trace', losing({ event: 'push' }), BEFORE.filter((name) => name !== 'push'), 3],
    ['fail, and the log knows', failing({ event: 'push' }), BEFORE.filter((name) => name !== 'push'), 4],
  ];

  test.each(rows)('%s', async (_, mischief, seen, logged) => {
    const world = given();
    const { courier, names } = received(world);
    courier.mischief = mischief;
    await courier.deliver();
    expect(names).toEqual(seen);
    expect(world.askAsApp('GET /app/hook/deliveries').body).toHaveLength(logged);
  });

  test('come late', async () => {
    const { courier, names } = received(given());
    courier.mischief = delaying({ event: 'check_suite', action: 'requested' });
    await courier.deliver();
    expect(names).toEqual(['installation.created', 'push', 'pull_request.opened']);
    expect(courier.waiting.map(nameOf)).toEqual(['check_suite.requested']);
    courier.mischief = inOrder;
    await courier.deliver();
    expect(names.at(-1)).toBe('check_suite.requested');
  });

  test('that come up while others are under way are sent too', async () => {
    const { github, pull, bob } = given();
    const names: string[] = [];
    const courier = new Courier(github.world, (_, delivery) => {
      if (names.push(nameOf(delivery)) === 1) github.label(pull, { name: 'x', by: bob });
      return Promise.resolve(202);
    });
    await courier.deliver();
    expect(names).toEqual([...BEFORE, 'pull_request.labeled']);
  });

  test('are sent as they come up to whoever follows', async () => {
    const world = given();
    const { courier, names } = received(world);
    const stop = courier.follow((error) => {
      throw error;
    });
    world.github.label(world.pull, { name: 'x', by: world.bob });
    await courier.deliver();
    expect(names).toEqual([...BEFORE, 'pull_request.labeled']);
    stop();
    world.github.label(world.pull, { name: 'y', by: world.bob });
    expect(courier.waiting.map(nameOf)).toEqual(['pull_request.labeled']);
  });
});

describe('the delivery log', () => {
  test('is listed newest first, by status, page by page, with ids that do not fit a number', async () => {
    const world = given();
    const { courier } = received(world, 500);
    expect(world.askAsApp('GET /app/hook/deliveries').body).toEqual([]);
    await courier.deliver();
    const all = world.askAsApp('GET /app/hook/deliveries?per_page=3');
    expect(all.body).toHaveLength(3);
    expect(all.body).toMatchObject([
      { event: 'pull_request', action: 'opened', status_code: 500, status: 'Invalid HTTP Response: 500' },
      {},
      {},
    ]);
    expect(all.text).toContain(`"id":${world.github.world.deliveries.at(-1)?.id},`);
    const next = /<https:\/\/api\.github\.com(.*)>; rel="next"/.exec(all.headers.link ?? '')?.[1];
    expect(world.askAsApp(`GET ${next}`).body).toMatchObject([{ event: 'installation' }]);
    expect(world.askAsApp('GET /app/hook/deliveries?status=success').body).toEqual([]);
    expect(world.askAsApp('GET /app/hook/deliveries?status=failure').body).toHaveLength(4);
  });

  test('one can be asked for again: the same event, another delivery', async () => {
    const world = given();
    const { courier, names } = received(world);
    await courier.deliver();
    const first = world.github.world.deliveries[0];
    const answer = world.askAsApp(`POST /app/hook/deliveries/${first?.id}/attempts`);
    expect(answer.status).toBe(202);
    await courier.deliver();
    expect(names.at(-1)).toBe('installation.created');
    expect(world.github.world.deliveries.at(-1)).toMatchObject({
      guid: first?.guid,
      body: first?.body,
      redelivery: true,
    });
    expect(world.github.world.deliveries.at(-1)?.id).not.toBe(first?.id);
    expect(world.askAsApp('POST /app/hook/deliveries/7/attempts').status).toBe(404);
  });

  test('is kept for three days', async () => {
    const world = given();
    await received(world).courier.deliver();
    world.time.now += 3 * 86_400_000 + 1000;
    expect(world.askAsApp('GET /app/hook/deliveries').body).toEqual([]);
  });
});
