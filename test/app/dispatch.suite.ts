import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { FaultKind } from '../../demo/github/api/faults.ts';
import { type Door, openDoor } from './door.ts';

export function dispatchSuite(): void {
  const DISPATCH = { method: 'POST', path: /\/dispatches$/ } as const;

  let door: Door;
  beforeAll(async () => {
    door = await openDoor();
    // Fewer events, the same truth: what the others tell is read from GitHub anyway.
    door.hear('pull_request', 'issue_comment');
  });
  afterAll(() => door.close());

  /** Each test leaves no handoff without an outcome behind: the next one would wait for it. */
  afterEach(() => door.github.service.faults.clear());

  const stateOf = async (pull: Parameters<Door['handoff']>[0]) => (await door.handoff(pull))?.state;

  describe('the answer is lost after the work was done', () => {
    const lost: readonly (readonly [string, FaultKind])[] = [
      ['the connection breaks', { kind: 'answer-lost' }],
      ['a 502 in its place', { kind: 'status-after-work', status: 502 }],
    ];
    test.each(lost)('%s: its run is found, and nothing is dispatched twice', async (name, fault) => {
      const before = door.github.world.dispatches.length;
      door.github.fault({ match: DISPATCH, ...fault });
      const pull = await door.ready(`lost/${name.replaceAll(' ', '-')}`);
      await door.pass(60_000);
      expect(await stateOf(pull)).toMatchObject({
        kind: 'dispatched',
        run: { id: door.pipeline.handoffRun().id },
      });
      expect(door.github.world.dispatches.length - before).toBe(1);
    });
  });

  describe('no answer, and nothing was done', () => {
    test('a person is asked, and it is never sent again by itself', async () => {
      const before = door.github.world.dispatches.length;
      door.github.fault({ match: { ...DISPATCH, nth: 'every' }, kind: 'status', status: 502 });
      const pull = await door.ready('lost/for-good');
      await door.pass(4 * 60_000);
      expect(await stateOf(pull)).toMatchObject({ kind: 'dispatch_unknown' });
      expect(door.check(pull)?.text).toContain('`dispatch_unknown`');
      await door.pass(31 * 60_000);
      expect(await stateOf(pull)).toMatchObject({ kind: 'failed', code: 'dispatch_lost' });
      expect(door.github.world.dispatches.length - before).toBe(0);

      door.github.service.faults.clear();
      door.github.comment(pull, { by: door.customer.maintainer, body: '/ai-ops handoff' });
      await door.settle();
      expect(await stateOf(pull)).toMatchObject({ kind: 'dispatched' });
      expect(door.github.world.dispatches.length - before).toBe(1);
    });
  });

  test('GitHub refuses: the handoff has failed and says why', async () => {
    door.github.fault({ match: DISPATCH, kind: 'status', status: 422 });
    const pull = await door.ready('refused');
    expect(await stateOf(pull)).toMatchObject({ kind: 'failed', code: 'dispatch_refused' });
  });

  test('a rate limit only delays it', async () => {
    door.github.fault({ match: DISPATCH, kind: 'rate-limit', secondary: true, retryAfter: 90 });
    const pull = await door.ready('limited');
    expect(await stateOf(pull)).toMatchObject({ kind: 'dispatching' });
    await door.pass(120_000);
    expect(await stateOf(pull)).toMatchObject({ kind: 'dispatched' });
  });

  test('what changed since the decision is seen right before the act', async () => {
    const before = door.github.world.dispatches.length;
    const pull = door.pipeline.open('guard');
    await door.pass(2_000);
    door.pipeline.ready(pull);
    await door.courier.deliver();
    // The decision is made, its dispatch still waits in the outbox; then the label is taken off.
    await door.workUntilDecided(pull);
    door.github.unlabel(pull, { name: 'LG-Verified ✅', by: door.customer.outsider });
    await door.settle();
    expect(door.github.world.dispatches.length - before).toBe(0);
    expect(await stateOf(pull)).toMatchObject({ kind: 'waiting' });
  });

  test('two handoffs of one repository are never without an outcome at the same time', async () => {
    const before = door.github.world.dispatches.length;
    door.github.fault({ match: DISPATCH, kind: 'answer-lost' });
    const one = door.pipeline.open('turn/one');
    const other = door.pipeline.open('turn/other');
    await door.pass(2_000);
    door.pipeline.ready(one);
    door.pipeline.ready(other);
    await door.settle();
    expect([await stateOf(one), await stateOf(other)]).toMatchObject([
      { kind: 'dispatched' },
      { kind: 'dispatched' },
    ]);
    expect(door.github.world.dispatches.length - before).toBe(2);
  });
}
