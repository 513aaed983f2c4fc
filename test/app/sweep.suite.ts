import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Pull } from '../../demo/github/model/pull.ts';
import { inOrder, losing } from '../../demo/github/webhooks/mischief.ts';
import { type Door, openDoor } from './door.ts';
import { watch } from './watch.ts';

export function sweepSuite(): void {
  const MINUTE = 60_000;
  /** As long as a lost event may cost, and what is made of it. */
  const A_SWEEP = 6 * MINUTE;
  const EVERYTHING = losing({});

  let door: Door;
  beforeAll(async () => {
    door = await openDoor();
    await door.settle();
  });
  afterAll(() => door.close());
  afterEach(async () => {
    door.courier.mischief = inOrder;
    for (const pull of door.github.world.pulls) if (pull.state === 'open') door.github.closePull(pull);
    await door.settle();
  });

  const stateOf = async (pull: Pull) => (await door.handoff(pull))?.state.kind;
  const sweep = () => door.pass(A_SWEEP, MINUTE);

  describe('every delivery is lost', () => {
    test('a handoff comes to its end by sweep and timers alone', async () => {
      door.courier.mischief = EVERYTHING;
      const { pipeline } = door;
      const before = door.github.world.dispatches.length;
      const pull = pipeline.open('unheard');
      await sweep();
      expect(door.check(pull)).toMatchObject({ status: 'in_progress' });

      pipeline.ready(pull);
      await sweep();
      const run = pipeline.handoffRun();
      expect(await stateOf(pull)).toBe('dispatched');
      pipeline.handoffStep(run, 'Review the pull request');
      await door.pass(MINUTE, 30_000);
      expect(await stateOf(pull)).toBe('running');
      pipeline.endNestedVerify(pipeline.endHandoff(run));
      await door.pass(MINUTE, 30_000);

      expect(await stateOf(pull)).toBe('approved');
      expect(door.github.world.dispatches.length - before).toBe(1);
      expect(door.comments(pull)).toHaveLength(2);
      expect(door.check(pull)).toMatchObject({ conclusion: 'success' });
    });

    test('a push, a label taken off and a closed PR are seen', async () => {
      const pull = await door.ready('unheard-end');
      door.courier.mischief = EVERYTHING;
      door.github.push(pull, { changes: { 'templates/hr.md': 'pushed\n' } });
      // For two minutes a head that was told of is believed before GitHub's answer.
      await door.pass(3 * MINUTE, 30_000);
      expect(door.github.world.cancellations.map(({ run }) => run)).toEqual([door.pipeline.handoffRun()]);
      expect(await stateOf(pull)).toBe('waiting');
      door.github.closePull(pull);
      await sweep();
      expect(await stateOf(pull)).toBe('abandoned');
      expect(await door.store.pulls.open()).toEqual([]);
    });
  });

  describe('where the App is installed', () => {
    test('a suspended installation is left alone, and taken up again afterwards', async () => {
      const { installation } = door.customer;
      const pull = door.pipeline.open('suspended');
      await door.settle();
      door.github.suspend(installation);
      await door.settle();
      door.pipeline.smoke(pull);
      const seen = watch(door);
      await door.pass(30 * MINUTE);
      expect(seen.calls().length).toBe(0);
      expect(await door.store.installations.repositories()).toEqual([]);

      door.github.unsuspend(installation);
      await door.settle();
      await sweep();
      expect(door.check(pull)?.text).toContain('`smoke_passed`');
    });

    test('uninstalled it is forgotten; installed for chosen repositories, those are visited with what was there before', async () => {
      const { customer, github } = door;
      const pull = door.pipeline.open('uninstalled');
      await door.settle();
      github.uninstall(customer.installation);
      await door.settle();
      const seen = watch(door);
      await door.pass(30 * MINUTE);
      expect(seen.calls().length).toBe(0);
      expect(await door.store.pulls.open()).toEqual([]);

      const chosen = github.install(customer.app, { account: customer.organization, repositories: [] });
      await door.settle();
      await sweep();
      expect(seen.calls().length).toBe(0);

      github.addToInstallation(chosen, customer.repository);
      door.courier.mischief = losing({ event: 'pull_request' });
      const other = door.pipeline.open('never-heard-of');
      await door.settle();
      await sweep();
      expect(door.check(other)).toMatchObject({ status: 'in_progress' });
      expect(door.check(pull)).toMatchObject({ status: 'in_progress' });

      github.removeFromInstallation(chosen, customer.repository);
      await door.settle();
      const after = watch(door);
      await sweep();
      expect(after.calls().length).toBe(0);
    });
  });
}
