import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Fault, FaultKind } from '../../demo/github/api/faults.ts';
import type { Pull } from '../../demo/github/model/pull.ts';
import { type Door, openDoor } from './door.ts';
import { watch } from './watch.ts';

export function poisonSuite(): void {
  const MINUTE = 60_000;
  const HOUR = 60 * MINUTE;

  let door: Door;
  beforeAll(async () => {
    door = await openDoor();
    // Fewer events, the same truth: what the others tell is read from GitHub anyway.
    door.hear('pull_request', 'pull_request_review', 'workflow_run');
  });
  afterAll(() => door.close());

  const stateOf = async (pull: Pull) => (await door.handoff(pull))?.state.kind;

  async function endHandoff(): Promise<void> {
    door.pipeline.endNestedVerify(door.pipeline.endHandoff(door.pipeline.handoffRun()));
    await door.settle();
  }

  describe('GitHub cannot be read', () => {
    const GRAPHQL = /^\/graphql$/;
    const timeline = 'repository.pullRequest.timelineItems';
    const down: readonly (readonly [RegExp, FaultKind])[] = [
      [/\/memberships\//, { kind: 'status', status: 502 }],
      [GRAPHQL, { kind: 'partial-graphql', at: timeline }],
      [GRAPHQL, { kind: 'status', status: 502 }],
      [GRAPHQL, { kind: 'rate-limit', retryAfter: 60 }],
      [GRAPHQL, { kind: 'rate-limit', secondary: true, retryAfter: 60 }],
    ];
    let before: number;
    const dispatched = () => door.github.world.dispatches.length - before;
    beforeEach(() => {
      before = door.github.world.dispatches.length;
    });

    async function expectClosedWhile(pull: Pull, path: RegExp, fault: FaultKind): Promise<void> {
      door.github.service.faults.clear();
      door.github.fault({ match: { path, nth: 'every' }, ...fault });
      const seen = watch(door);
      await door.lookAgain(pull);
      await door.pass(2 * MINUTE, MINUTE);
      expect(seen.calls(undefined, path).length).toBeGreaterThan(0);
      expect(dispatched()).toBe(0);
      expect(door.check(pull)?.conclusion ?? null).not.toBe('success');
    }

    async function expectStarted(pull: Pull): Promise<void> {
      door.github.service.faults.clear();
      await door.pass(6 * MINUTE, MINUTE);
      expect(dispatched()).toBe(1);
      expect(await stateOf(pull)).toBe('dispatched');
      door.github.closePull(pull);
      await door.settle();
    }

    test('neither the team nor the query: every gate stays closed until they can, then the handoff starts', async () => {
      const pull = door.pipeline.open('unread');
      await door.pass(2_000);
      door.pipeline.ready(pull);
      for (const [path, fault] of down) await expectClosedWhile(pull, path, fault);
      await expectStarted(pull);
    });

    test('nor the jobs of a run', async () => {
      const pull = door.pipeline.open('unread-jobs');
      await door.pass(2_000);
      door.pipeline.ready(pull);
      await expectClosedWhile(pull, /\/jobs$/, { kind: 'status', status: 502 });
      await expectStarted(pull);
    });
  });

  describe('a pull request whose effects GitHub always breaks on', () => {
    test('holds up no other; its dead letters, tried again, bring it to its end', async () => {
      const pull = door.pipeline.open('poisoned');
      const always = (match: Fault['match']) =>
        door.github.fault({ match: { ...match, nth: 'every' }, kind: 'status', status: 502 });
      always({ method: 'POST', path: new RegExp(`/issues/${pull.number}/`) });
      always({ method: 'POST', path: /\/check-runs$/, body: new RegExp(pull.heads.at(-1) ?? '') });
      await door.pass(2_000);
      door.pipeline.ready(pull);
      await door.settle();
      await endHandoff();
      expect(await stateOf(pull)).toBe('approving');
      expect(door.comments(pull)).toEqual([]);

      const other = await door.ready('healthy');
      await endHandoff();
      expect(await stateOf(other)).toBe('approved');
      expect(door.comments(other)).toHaveLength(2);
      door.github.closePull(other);

      await door.pass(4.5 * HOUR, 16 * MINUTE);
      const letters = await door.store.deadLetters.list();
      expect(letters.map(({ queue, key }) => `${queue} ${key.split(':', 1)[0]}`).toSorted()).toEqual([
        'effect approval',
        'effect check',
        'effect sticky',
      ]);
      expect(letters.every(({ error }) => /^AIOPS_GITHUB_UNANSWERED: GitHub answered 502/.test(error))).toBe(
        true,
      );
      expect(await stateOf(pull)).toBe('approving');

      door.github.service.faults.clear();
      expect(await door.store.deadLetters.retry([])).toBe(3);
      await door.settle();
      expect(await stateOf(pull)).toBe('approved');
      expect(door.comments(pull)).toHaveLength(2);
      expect(door.check(pull)).toMatchObject({ conclusion: 'success' });
      expect(pull.labels.map(({ name }) => name)).toContain('@ai-ops');
      expect(await door.store.deadLetters.list()).toEqual([]);
      expect(await door.store.ledger.verify()).toMatchObject([{ ok: true }]);
      door.github.closePull(pull);
    });
  });

  describe('a rate limit', () => {
    test('nothing is asked before the rate limit ends', async () => {
      const pull = door.pipeline.open('limited');
      await door.settle();
      door.github.fault({
        match: { path: /^\/graphql$/, nth: 'every' },
        kind: 'rate-limit',
        retryAfter: 240,
      });
      door.pipeline.smoke(pull);
      await door.settle();
      const seen = watch(door);
      await door.pass(3 * MINUTE, 30_000);
      expect(seen.calls('POST', /^\/graphql$/).length).toBe(0);
      door.github.service.faults.clear();
      await door.pass(2 * MINUTE, 30_000);
      expect(seen.calls('POST', /^\/graphql$/).length).toBeGreaterThan(0);
    });
  });
}
