import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Pull } from '../../demo/github/model/pull.ts';
import type { Run } from '../../demo/github/model/run.ts';
import { say } from './asking.ts';
import { type Door, openDoor } from './door.ts';

const MINUTE = 60_000;
const DISPATCH = { method: 'POST', path: /\/dispatches$/ } as const;

export function cancelSuite(): void {
  let door: Door;
  let count = 0;
  beforeAll(async () => {
    door = await openDoor({ services: true });
  });
  afterAll(() => door.close());
  afterEach(async () => {
    door.github.service.faults.clear();
    const repositoryId = door.customer.repository.id;
    await door.store.stops.change({ kind: 'lift', scope: { repositoryId }, by: 'mika' });
    await door.store.stops.change({ kind: 'lift', scope: 'everywhere', by: 'mika' });
    await door.settle();
  });

  const stateOf = async (pull: Pull) => (await door.handoff(pull))?.state;
  const isCancelled = (run: Run) => door.github.world.cancellations.some((each) => each.run === run);

  async function running(): Promise<{ readonly pull: Pull; readonly run: Run }> {
    count += 1;
    const pull = await door.ready(`cancel/${count}`);
    const run = door.pipeline.handoffRun();
    door.pipeline.handoffStep(run, 'Generate templates');
    await door.settle();
    expect(await stateOf(pull)).toMatchObject({ kind: 'running' });
    return { pull, run };
  }

  test('a stop that was not asked to cancel holds what runs, and says how to cancel it', async () => {
    const { pull, run } = await running();
    const { replies } = await say(door, pull, door.customer.author, '/ai-ops stop freeze');
    expect(replies.join()).toMatch(
      /A handoff that runs goes on, and is not approved; .* `--cancel` cancels it/,
    );
    expect(isCancelled(run)).toBe(false);
    expect(await stateOf(pull)).toMatchObject({ kind: 'running' });

    await say(door, pull, door.customer.author, '/ai-ops stop --cancel freeze');
    expect(isCancelled(run)).toBe(true);
  });

  describe('stop --cancel', () => {
    let one: Awaited<ReturnType<typeof running>>;
    let other: Awaited<ReturnType<typeof running>>;
    test('ends what is in flight on every PR of the repository, and says by whom and why', async () => {
      [one, other] = [await running(), await running()];
      const approvals = door.comments(one.pull).length;
      const { replies } = await say(
        door,
        one.pull,
        door.customer.author,
        '/ai-ops stop --cancel release freeze',
      );
      expect(replies.join()).toMatch(/release freeze[\s\S]*A handoff that runs is cancelled/);
      for (const { pull, run } of [one, other]) {
        expect(isCancelled(run)).toBe(true);
        const handoff = await door.handoff(pull);
        expect(handoff?.state).toMatchObject({
          kind: 'stopped',
          by: 'codex-author',
          reason: 'release freeze',
          run: { id: run.id },
        });
        expect(door.check(pull)?.text).toContain('`handoff_stopped` (codex-author: release freeze)');
      }
      expect(door.comments(one.pull)).toHaveLength(approvals + 1);
    });

    test('is announced, on record, and shown on the handoff’s message', async () => {
      await door.pass(MINUTE, 20_000);
      const said = door.workspace.channel.messages.map(({ content }) => content.text);
      expect(said.join('\n')).toMatch(/Auto Handoff stopped\*.*release freeze.*What runs is cancelled/);
      expect(said.filter((text) => /🛑 Auto Handoff stopped/.test(text))).toHaveLength(3);
      expect(door.onCall.pagerDuty.world.incidents).toEqual([]);
      const entries = await door.store.ledger.entries(door.customer.repository.id, 1, 10_000);
      expect(entries.findLast(({ action }) => action === 'stop.set')).toMatchObject({
        actor: 'codex-author',
        data: { reason: 'release freeze', cancels: true },
      });
      expect(entries.filter(({ action }) => action === 'handoff.stopped').slice(-2)).toMatchObject([
        { data: { code: 'handoff_stopped', from: 'running' } },
        { data: { code: 'handoff_stopped', from: 'running' } },
      ]);
    });

    test('after the stop a person has to ask again', async () => {
      const dispatches = door.github.world.dispatches.length;
      await door.pass(20 * MINUTE);
      expect(door.github.world.dispatches).toHaveLength(dispatches);
      door.github.comment(one.pull, { by: door.customer.maintainer, body: '/ai-ops handoff' });
      await door.settle();
      expect(await door.handoff(one.pull)).toMatchObject({ attempt: 2, state: { kind: 'dispatched' } });
      expect(door.github.world.dispatches).toHaveLength(dispatches + 1);
    });
  });

  test('hold --cancel is for its PR alone', async () => {
    const [one, other] = [await running(), await running()];
    await say(door, one.pull, door.customer.author, '/ai-ops hold --cancel');
    expect([isCancelled(one.run), isCancelled(other.run)]).toEqual([true, false]);
    expect(await stateOf(one.pull)).toMatchObject({ kind: 'stopped', reason: null });
    expect(await stateOf(other.pull)).toMatchObject({ kind: 'running' });
  });

  test('a hold that only holds does not keep a stop from cancelling', async () => {
    const { pull, run } = await running();
    await say(door, pull, door.customer.author, '/ai-ops hold legal');
    await door.store.stops.change({
      kind: 'set',
      scope: 'everywhere',
      by: 'cli:root',
      reason: 'all',
      cancels: true,
    });
    await door.settle();
    expect(isCancelled(run)).toBe(true);
    expect(await stateOf(pull)).toMatchObject({ kind: 'stopped', by: 'cli:root', reason: 'all' });
  });

  test('set again without it, a stop only holds', async () => {
    const { pull } = await running();
    await say(door, pull, door.customer.author, '/ai-ops stop --cancel');
    await say(door, pull, door.customer.author, '/ai-ops stop');
    const { store, customer } = door;
    expect(await store.stops.inForce(door.target(pull))).toMatchObject({
      scope: 'repository',
      by: customer.author.login,
      cancels: false,
    });
  });

  test('who may not write cancels nothing', async () => {
    const { pull, run } = await running();
    await say(door, pull, door.customer.outsider, '/ai-ops stop --cancel');
    expect(isCancelled(run)).toBe(false);
    expect(await stateOf(pull)).toMatchObject({ kind: 'running' });
  });

  test('while nobody knows whether there is a run, it waits; the run that shows up is cancelled', async () => {
    door.github.fault({ match: DISPATCH, kind: 'answer-lost' });
    door.github.fault({
      match: { method: 'GET', path: /\/runs$/, nth: 'every' },
      kind: 'status',
      status: 502,
    });
    count += 1;
    const pull = await door.ready(`cancel/${count}`);
    await door.pass(4 * MINUTE);
    expect(await stateOf(pull)).toMatchObject({ kind: 'dispatch_unknown' });
    await say(door, pull, door.customer.author, '/ai-ops stop --cancel');
    expect(await stateOf(pull)).toMatchObject({ kind: 'dispatch_unknown' });
    door.github.service.faults.clear();
    await door.pass(2 * MINUTE);
    expect(await stateOf(pull)).toMatchObject({ kind: 'stopped' });
    expect(isCancelled(door.pipeline.handoffRun())).toBe(true);
  });

  test('a run started by hand is cancelled as well', async () => {
    for (const each of door.github.world.pulls) if (each.state === 'open') door.github.closePull(each);
    count += 1;
    const pull = door.pipeline.open(`cancel/${count}`);
    await door.pass(2_000);
    door.pipeline.label(pull);
    await door.settle();
    const run = door.github.startRun(door.customer.repository, {
      workflow: 'ai-ops-auto-handoff.yml',
      event: 'workflow_dispatch',
      actor: door.customer.maintainer,
    });
    await door.settle();
    expect(await door.handoff(pull)).toMatchObject({ origin: 'adopted', state: { kind: 'dispatched' } });
    await say(door, pull, door.customer.author, '/ai-ops stop --cancel');
    expect(isCancelled(run)).toBe(true);
    expect(await stateOf(pull)).toMatchObject({ kind: 'stopped' });
  });

  test('the record holds', async () => {
    expect(await door.store.ledger.verify()).toMatchObject([{ ok: true }]);
    expect(door.github.world.unexpected).toEqual([]);
  });
}
