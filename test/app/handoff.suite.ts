import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Door, openDoor } from './door.ts';

export function handoffSuite(): void {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor();
  });
  afterAll(() => door.close());

  test('from a signed delivery to the approval comment', async () => {
    const { pipeline, github } = door;
    const pull = pipeline.open();
    await door.settle();
    expect(door.check(pull)).toMatchObject({ status: 'in_progress', title: 'Waiting: 1 of 5 gates open' });

    pipeline.smoke(pull);
    pipeline.tests(pull);
    pipeline.verify(pull);
    await door.settle();
    expect(door.check(pull)).toMatchObject({
      conclusion: 'action_required',
      title: 'Waiting for the AI Ops team: 4 of 5 gates open',
    });
    expect(github.world.dispatches).toHaveLength(0);

    pipeline.label(pull);
    await door.settle();
    const run = pipeline.handoffRun();
    pipeline.handoffStep(run, 'Review the pull request');
    await door.settle();
    expect(door.check(pull)?.title).toMatch(/^Handoff running/);
    const nested = pipeline.endHandoff(run);
    await door.settle();
    expect(door.comments(pull)).toHaveLength(1);

    pipeline.endNestedVerify(nested);
    await door.settle();
    expect(door.check(pull)).toMatchObject({
      conclusion: 'success',
      title: 'Handoff approved; all 5 gates open',
    });
    expect(pull.labels.map(({ name }) => name)).toEqual(['LG-Verified ✅', '@ai-ops']);
    expect(github.world.unexpected).toEqual([]);
    const deeds = door.deeds();
    expect([...deeds].sort()).toEqual([
      'POST /actions/workflows/ai-ops-auto-handoff.yml/dispatches 200',
      'POST /check-runs 201',
      'POST /issues/1/comments 201',
      'POST /issues/1/comments 201',
      'POST /issues/1/labels 200',
    ]);
    expect(deeds.slice(-2)).toEqual(['POST /issues/1/comments 201', 'POST /issues/1/labels 200']);
  });

  test('nothing is owed afterwards, and the record holds', async () => {
    await door.pass(2 * 60 * 60_000);
    expect(door.deeds()).toEqual([]);
    expect(await door.store.ledger.verify()).toMatchObject([{ ok: true }]);
    expect(await door.store.deadLetters.list()).toEqual([]);
  });
}
