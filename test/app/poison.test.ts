import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Fault, FaultKind } from '../../demo/github/api/faults.ts';
import type { Pull } from '../../demo/github/model/pull.ts';
import { type Door, openDoor } from './door.ts';
import { watch } from './watch.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let door: Door;
beforeAll(async () => {
  door = await openDoor();
  await door.settle();
});
afterAll(() => door.close());
afterEach(async () => {
  door.github.service.faults.clear();
  for (const pull of door.github.world.pulls) if (pull.state === 'open') door.github.closePull(pull);
  await door.settle();
});

const stateOf = async (pull: Pull) => (await door.handoff(pull))?.state.kind;

async function endHandoff(): Promise<void> {
  door.pipeline.endNestedVerify(door.pipeline.endHandoff(door.pipeline.handoffRun()));
  await door.settle();
}

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
  });
});

describe('GitHub cannot be read', () => {
  const down: readonly (readonly [string, FaultKind, RegExp])[] = [
    ['the query answers 502', { kind: 'status', status: 502 }, /^\/graphql$/],
    [
      'the query is answered in part',
      { kind: 'partial-graphql', at: 'repository.pullRequest.timelineItems' },
      /^\/graphql$/,
    ],
    ['the query hits the rate limit', { kind: 'rate-limit', retryAfter: 240 }, /^\/graphql$/],
    [
      'the query hits the secondary limit',
      { kind: 'rate-limit', secondary: true, retryAfter: 240 },
      /^\/graphql$/,
    ],
    ['the jobs of a run answer 502', { kind: 'status', status: 502 }, /\/jobs$/],
    ['the team answers 502', { kind: 'status', status: 502 }, /\/memberships\//],
  ];
  test.each(down)(
    '%s: every gate stays closed until it can, then the handoff starts',
    async (name, fault, path) => {
      const { github, pipeline } = door;
      const before = github.world.dispatches.length;
      github.fault({ match: { path, nth: 'every' }, ...fault });
      const pull = await door.ready(name.replaceAll(' ', '-'));
      await door.pass(3 * MINUTE, MINUTE);
      expect(github.world.dispatches.length - before).toBe(0);
      expect(door.check(pull)?.conclusion ?? null).not.toBe('success');

      github.service.faults.clear();
      await door.pass(10 * MINUTE, 2 * MINUTE);
      expect(github.world.dispatches.length - before).toBe(1);
      expect(await stateOf(pull)).toBe('dispatched');
      expect(pipeline.handoffRun()).toBe(github.world.dispatches.at(-1)?.run);
    },
  );

  test('nothing is asked before the rate limit ends', async () => {
    const pull = door.pipeline.open('limited');
    await door.settle();
    door.github.fault({ match: { path: /^\/graphql$/, nth: 'every' }, kind: 'rate-limit', retryAfter: 240 });
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
