import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Delivery } from '../../demo/github/model/delivery.ts';
import type { Pull } from '../../demo/github/model/pull.ts';
import {
  delaying,
  everyOneTwice,
  inOrder,
  losing,
  type Mischief,
  newestFirst,
} from '../../demo/github/webhooks/mischief.ts';
import { redeliver } from '../../demo/github/webhooks/tell.ts';
import { type Door, openDoor } from './door.ts';
import { watch } from './watch.ts';

export function eventsSuite(): void {
  const MINUTE = 60_000;
  const HOUR = 60 * MINUTE;

  let door: Door;
  beforeAll(async () => {
    door = await openDoor();
  });
  afterAll(() => door.close());
  afterEach(() => {
    door.courier.mischief = inOrder;
    for (const pull of door.github.world.pulls) if (pull.state === 'open') door.github.closePull(pull);
  });

  const labels = ({ labels }: Pull) => labels.map(({ name }) => name);

  /** From the first push to the approval, whatever becomes of the deliveries. */
  async function wholeWay(branch: string): Promise<Pull> {
    const pull = await door.ready(branch);
    door.pipeline.endNestedVerify(door.pipeline.endHandoff(door.pipeline.handoffRun()));
    await door.settle();
    return pull;
  }

  describe('deliveries in any order', () => {
    const ways: readonly (readonly [string, () => Mischief])[] = [
      ['doubled', () => everyOneTwice],
      ['newest first', () => newestFirst],
      ['each one round late', oneRoundLate],
    ];
    test.each(ways)('%s: one check, one dispatch, one approval', async (name, mischief) => {
      door.courier.mischief = mischief();
      door.deeds();
      const before = door.github.world.dispatches.length;
      const pull = await wholeWay(name.replaceAll(' ', '-'));
      expect(await door.handoff(pull)).toMatchObject({ attempt: 1, state: { kind: 'approved' } });
      expect(door.github.world.dispatches.length - before).toBe(1);
      expect(door.deeds().toSorted()).toEqual([
        'POST /actions/workflows/ai-ops-auto-handoff.yml/dispatches 200',
        'POST /check-runs 201',
        `POST /issues/${pull.number}/comments 201`,
        `POST /issues/${pull.number}/comments 201`,
        `POST /issues/${pull.number}/labels 200`,
      ]);
    });

    test('pushes told in the wrong order: the newest head is judged', async () => {
      const pull = door.pipeline.open('pushes');
      await door.settle();
      door.courier.mischief = newestFirst;
      for (const text of ['second', 'third']) {
        await door.pass(2_000);
        door.github.push(pull, { changes: { 'templates/hr.md': `${text}\n` } });
      }
      await door.settle();
      const newest = pull.heads.at(-1) ?? '';
      expect(await door.store.pulls.decisions(door.target(pull), 1)).toMatchObject([{ headSha: newest }]);
      expect(await door.store.pulls.withHead(door.customer.repository.id, newest)).toMatchObject([
        { number: pull.number },
      ]);
    });

    test('a label put on before a push and told after it does not count', async () => {
      const before = door.github.world.dispatches.length;
      const pull = door.pipeline.open('late-label');
      await door.settle();
      door.courier.mischief = delaying({ event: 'pull_request', action: 'labeled' });
      door.pipeline.label(pull);
      await door.pass(2_000);
      door.github.push(pull, { changes: { 'templates/hr.md': 'pushed after the label\n' } });
      await door.pass(2_000);
      door.pipeline.smoke(pull);
      door.pipeline.tests(pull);
      door.pipeline.verify(pull);
      await door.pass(2_000);
      door.courier.mischief = inOrder;
      await door.settle();
      expect(door.github.world.dispatches.length - before).toBe(0);
      expect(labels(pull)).toEqual([]);
    });
  });

  describe('what is many becomes few', () => {
    test('120 check runs in ten seconds are a handful of evaluations', async () => {
      const pull = door.pipeline.open('burst');
      await door.settle();
      const run = door.github.startRun(door.customer.repository, {
        workflow: 'hr-module-ci.yml',
        event: 'pull_request',
        pull,
      });
      await door.settle();
      const seen = watch(door);
      const deliveries = door.github.world.deliveries.length;
      for (let i = 0; i < 20; i += 1) {
        for (const leg of ['a', 'b', 'c'])
          door.github.forgeCheckRun(run.suite, { name: `matrix ${i} ${leg}`, conclusion: 'success' });
        await door.courier.deliver();
        await door.pass(500);
      }
      expect(seen.evaluations()).toBeGreaterThanOrEqual(1);
      await door.settle();
      expect(door.github.world.deliveries.length - deliveries).toBe(120);
      expect(seen.evaluations()).toBeLessThanOrEqual(4);
      expect(seen.calls('POST', /^\/graphql$/)).toHaveLength(seen.evaluations());
      expect(seen.calls('GET', /./).length).toBeLessThanOrEqual(seen.evaluations());
      expect(seen.writes()).toEqual([]);
    });

    test('nothing is said twice and no ended run attempt is read twice, however often it is looked at', async () => {
      const seen = watch(door);
      const pull = await door.ready('read-once');
      const run = door.pipeline.handoffRun();
      const nested = door.pipeline.endHandoff(run);
      const ended = watch(door);
      await door.settle();
      await silentFor(HOUR);
      expect(await silentFor(HOUR)).toEqual([]);
      door.pipeline.endNestedVerify(nested);
      await door.settle();
      expect(await door.handoff(pull)).toMatchObject({ state: { kind: 'approved' } });
      // The first hour tells of the follow-up that nobody makes.
      await silentFor(HOUR);
      expect(await silentFor(HOUR)).toEqual([]);
      expect(seen.evaluations()).toBeGreaterThan(15);
      for (const path of [/\/attempts\/\d+\/jobs$/, /\/runs\/\d+\/artifacts$/, /\/artifacts\/\d+\/zip$/]) {
        const before = seen.calls('GET', path).filter((call) => !call.path.includes(`/runs/${run.id}/`));
        const paths = [...before, ...ended.calls('GET', path)].map((call) => call.path);
        expect(paths.length).toBeGreaterThan(1);
        expect(paths).toEqual([...new Set(paths)]);
      }
    });
  });

  /** What the bot writes though nothing happens; the answers to its own deeds come in as events meanwhile. */
  async function silentFor(ms: number): Promise<readonly string[]> {
    const seen = watch(door);
    await door.pass(ms);
    return seen.writes();
  }

  test('the runs of a fork find their pull request by the commit', async () => {
    const { github, customer } = door;
    const fork = github.forkRepository(customer.repository, customer.author);
    door.courier.mischief = losing({ event: 'pull_request' });
    const pull = github.openPull(customer.repository, {
      title: 'From a fork',
      author: customer.author,
      branch: 'fork',
      from: fork,
      changes: { 'services/hr/index.js': 'export const hr = 9;\n' },
    });
    door.pipeline.tests(pull);
    const told = github.world.deliveries.findLast(({ event }) => event === 'workflow_run');
    expect(JSON.parse(told?.body ?? '{}').workflow_run.pull_requests).toEqual([]);
    await door.settle();
    expect(door.check(pull)).toMatchObject({ status: 'in_progress' });
  });

  describe('a delivery that its handler cannot read', () => {
    test('holds nothing up, ends among the dead letters, and may be delivered again', async () => {
      const { github } = door;
      await door.settle();
      door.courier.mischief = (waiting) => ({
        send: waiting.map((one) => (one.event === 'pull_request' ? bent(one) : one)),
      });
      const pull = door.pipeline.open('malformed');
      await door.settle();
      door.courier.mischief = inOrder;
      const bad = github.world.deliveries.findLast(({ event }) => event === 'pull_request');
      if (bad === undefined) throw new Error('no delivery');

      const other = door.pipeline.open('well-formed');
      await door.settle();
      expect(door.check(other)).not.toBeNull();
      expect(door.check(pull)).toBeNull();

      await door.pass(4.5 * HOUR, 16 * MINUTE);
      expect(await door.store.deadLetters.list()).toMatchObject([
        {
          queue: 'delivery',
          key: bad.guid,
          error: expect.stringMatching(/^AIOPS_EVENT_MALFORMED: .* lacks pull_request\./),
        },
      ]);

      redeliver(github.world, bad);
      await door.settle();
      expect(door.check(pull)).not.toBeNull();
      expect(await door.store.deadLetters.list()).toEqual([]);
    });
  });

  /** Each delivery waits until the next round. */
  function oneRoundLate(): Mischief {
    const waited = new Set<Delivery>();
    return (waiting) => {
      const send = waiting.filter((one) => waited.has(one));
      const keep = waiting.filter((one) => !waited.has(one));
      for (const one of keep) waited.add(one);
      return { send, keep };
    };
  }

  /** Signed by GitHub, but not as its documentation says. */
  function bent(delivery: Delivery): Delivery {
    return {
      ...delivery,
      body: JSON.stringify({ ...JSON.parse(delivery.body), pull_request: { number: 'one' } }),
    };
  }
}
