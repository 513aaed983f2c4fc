import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { CUSTOMER_CONFIG } from '../../demo/customer/customer.ts';
import { headSha, type Pull } from '../../demo/github/model/pull.ts';
import type { Run } from '../../demo/github/model/run.ts';
import { say } from './asking.ts';
import { type Door, openDoor } from './door.ts';

const MINUTE = 60_000;
const ROLLBACK = '.github/workflows/ai-ops-rollback.yml';
const DISPATCH = { method: 'POST', path: /ai-ops-rollback\.yml\/dispatches$/ } as const;
const WORKFLOW = `name: AI Ops Rollback
on:
  workflow_dispatch:
    inputs:
      pr: { required: true }
      head: { required: true }
      handoff: { required: true }
jobs:
  rollback:
    steps: [{ name: Take it back, run: scripts/ci/rollback.sh }]
`;
const CONFIG = `${CUSTOMER_CONFIG}rollback:
  workflow: ai-ops-rollback.yml
  inputs: { pr: '{pr}', head: '{head_sha}', handoff: '{handoff_id}' }
`;

export function rollbackSuite(): void {
  let door: Door;
  const directory = mkdtempSync(join(tmpdir(), 'ai-ops-rollback-'));
  const stopFile = join(directory, 'STOP');
  beforeAll(async () => {
    door = await openDoor({ services: true, stop: { always: false, file: stopFile } });
    const { github, customer } = door;
    const { repository, maintainer: author } = customer;
    github.commitTo(repository, { branch: 'main', changes: { [ROLLBACK]: WORKFLOW }, author });
    configure(CONFIG);
  });
  afterEach(() => door.github.service.faults.clear());
  afterAll(() => {
    rmSync(directory, { recursive: true });
    return door.close();
  });

  function configure(config: string): void {
    door.pipeline.configure(`${config}release_owners: [${door.customer.releaseOwner.id}]\n`);
  }

  const runs = (): readonly Run[] =>
    door.github.world.runs.filter(({ workflow }) => workflow.path === ROLLBACK);
  const newest = (): Run => {
    const run = runs().at(-1);
    if (run === undefined) throw new Error('no rollback was started');
    return run;
  };
  const roll = (pull: Pull, by = door.customer.maintainer) => say(door, pull, by, '/ai-ops rollback');
  const shown = (pull: Pull) => /\*\*Rollback\*\* ([^,·]*)/.exec(door.comments(pull)[0] ?? '')?.[1]?.trim();
  const states = async (pull: Pull) =>
    (await door.store.pulls.memory(door.target(pull))).rollbacks.map(({ state }) => state.kind);
  const told = async (pull: Pull) =>
    (await door.ledger(pull)).map(({ action }) => action).filter((action) => action.startsWith('rollback.'));

  async function failed(branch: string): Promise<Pull> {
    const pull = await door.ready(branch);
    door.github.completeRun(door.pipeline.handoffRun(), 'failure');
    await door.settle();
    expect(await door.handoff(pull)).toMatchObject({ state: { kind: 'failed' } });
    return pull;
  }

  describe('of an approved handoff', () => {
    let pull: Pull;
    test('starts the configured workflow on the default branch, once, with the inputs of the handoff', async () => {
      pull = await door.approved('back/approved');
      const { outcome, replies } = await roll(pull);
      expect([outcome, replies]).toEqual([
        'granted',
        [expect.stringContaining('**Rollback** is being started')],
      ]);
      expect(runs()).toMatchObject([
        {
          headBranch: 'main',
          actor: door.customer.app.bot,
          inputs: {
            pr: String(pull.number),
            head: headSha(pull),
            handoff: (await door.handoff(pull))?.id,
          },
        },
      ]);
      expect(shown(pull)).toBe('running');
      expect(door.check(pull)?.text).toContain('**Rollback** running');
    });

    test('while it runs neither another nor a handoff is begun', async () => {
      expect((await roll(pull)).outcome).toBe('rollback_in_flight');
      const again = await say(door, pull, door.customer.maintainer, '/ai-ops handoff');
      expect(again.outcome).toBe('rollback_in_flight');
      expect(runs()).toHaveLength(1);
    });

    test('is followed to its end, shown, told and on record', async () => {
      door.github.completeRun(newest());
      await door.settle();
      await door.pass(MINUTE, 20_000);
      expect(shown(pull)).toBe('succeeded');
      expect(door.comments(pull).at(-1)).toContain('✅ **Rollback** succeeded');
      expect(await told(pull)).toEqual(['rollback.starting', 'rollback.running', 'rollback.succeeded']);
      const entries = await door.ledger(pull);
      expect(entries.find(({ action }) => action === 'rollback.running')).toMatchObject({
        actor: 'mika',
        data: { run: { id: newest().id } },
      });
      const said = door.workspace.channel.messages.map(({ content }) => content.text).join('\n');
      for (const word of ['is being started', 'running', 'succeeded'])
        expect(said).toContain(`Rollback asked for by mika: ${word}`);
      expect(door.onCall.pagerDuty.world.changes.map(({ summary }) => summary)).toContainEqual(
        `Rollback started (acme/erp#${pull.number}) by mika`,
      );
    });

    test('once it has succeeded there is no other', async () => {
      expect((await roll(pull)).outcome).toBe('command_rolled_back_already');
      expect(runs()).toHaveLength(1);
    });
  });

  describe('that fails', () => {
    let pull: Pull;
    test('is said so, with its run and the playbook, and can be asked for again', async () => {
      pull = await failed('back/fails');
      await roll(pull);
      const first = newest();
      door.github.completeRun(first, 'failure');
      await door.settle();
      expect(shown(pull)).toBe('failed');
      expect(door.comments(pull).at(-1)).toMatch(
        /Rollback\*\* failed[\s\S]*playbook[\s\S]*`rollback_failed`/,
      );
      expect((await roll(pull)).outcome).toBe('granted');
      expect(newest()).not.toBe(first);
      door.github.completeRun(newest());
      await door.settle();
      expect(await states(pull)).toEqual(['failed', 'succeeded']);
    });
  });

  describe('is refused, and starts nothing', () => {
    const refused = async (pull: Pull, outcome: string, by = door.customer.maintainer) => {
      const before = runs().length;
      expect((await roll(pull, by)).outcome).toBe(outcome);
      expect(runs()).toHaveLength(before);
    };

    test('to everybody but the team, the release owner too', async () => {
      const pull = await failed('back/not-allowed');
      for (const who of ['author', 'outsider', 'releaseOwner'] as const)
        await refused(pull, 'command_not_allowed', door.customer[who]);
    });

    test('where nothing was handed off', async () => {
      const pull = door.pipeline.open('back/nothing');
      await door.settle();
      await refused(pull, 'command_nothing_to_roll_back');
    });

    test('while the handoff runs, and to who asked before it ended', async () => {
      const pull = await door.ready('back/in-flight');
      await refused(pull, 'command_handoff_in_flight');
      const comment = door.github.comment(pull, { by: door.customer.maintainer, body: '/ai-ops rollback' });
      door.github.completeRun(door.pipeline.handoffRun(), 'failure');
      await door.settle();
      expect(comment.reactions.at(-1)?.content).toBe('-1');
      expect(await states(pull)).toEqual([]);
    });

    test('where none is configured: the answer is the playbook', async () => {
      const pull = await failed('back/by-hand');
      configure(CUSTOMER_CONFIG);
      const before = runs().length;
      const { replies } = await roll(pull);
      configure(CONFIG);
      expect(replies.join()).toMatch(
        /`command_rollback_not_configured`: Roll back by hand as the playbook says/,
      );
      expect(replies.join()).toContain(
        '[playbook](https://github.com/acme/erp/blob/main/docs/ai/ops-playbooks.md)',
      );
      expect(runs()).toHaveLength(before);
    });

    test.each([
      ['stops everything', 'command_stopped_by_operator', () => writeFileSync(stopFile, '')],
      ['cannot be looked at', 'stop_unreadable', () => symlinkSync(stopFile, stopFile)],
    ])("where the operator's file %s", async (name, outcome, put) => {
      const pull = await failed(`back/operator/${name.length}`);
      put();
      await refused(pull, outcome);
      rmSync(stopFile);
    });

    test("where the operator's file comes in the last moment", async () => {
      const pull = await failed('back/operator/late');
      const before = runs().length;
      door.github.comment(pull, { by: door.customer.maintainer, body: '/ai-ops rollback' });
      await door.decide();
      writeFileSync(stopFile, '');
      await door.settle();
      rmSync(stopFile);
      expect(await states(pull)).toEqual(['failed']);
      expect(door.comments(pull).at(-1)).toContain('`command_stopped_by_operator`');
      expect(runs()).toHaveLength(before);
    });

    test('where the bot only observes', async () => {
      const pull = await failed('back/observed');
      configure(CONFIG.replace('mode: enforce', 'mode: observe'));
      await refused(pull, 'command_not_enforcing');
      configure(CONFIG);
    });
  });

  test('a stop that people have set does not hold it: it takes back', async () => {
    const pull = await failed('back/stopped');
    const { maintainer } = door.customer;
    await say(door, pull, maintainer, '/ai-ops hold legal');
    await say(door, pull, maintainer, '/ai-ops stop freeze');
    await door.store.stops.change({ kind: 'set', scope: 'everywhere', by: 'cli:root', reason: 'all' });
    expect((await roll(pull)).outcome).toBe('granted');
    door.github.completeRun(newest());
    await door.settle();
    expect(await states(pull)).toEqual(['succeeded']);
    await door.store.stops.change({ kind: 'lift', scope: 'everywhere', by: 'cli:root' });
    await say(door, pull, maintainer, '/ai-ops resume');
  });

  test('on a merged PR whose branch is gone it goes on', async () => {
    const pull = await door.approved('back/merged');
    door.github.mergePull(pull, door.customer.maintainer);
    door.customer.repository.branches.delete(pull.headRef);
    await door.settle();
    expect((await roll(pull)).outcome).toBe('granted');
    door.github.completeRun(newest());
    await door.settle();
    expect(shown(pull)).toBe('succeeded');
  });

  test('of a handoff whose PR has moved on: it is shown beside the new one, which waits for it', async () => {
    const pull = await failed('back/moved-on');
    const { id } = (await door.handoff(pull)) ?? {};
    door.github.push(pull, { changes: { 'templates/hr.md': 'Mended.\n' } });
    await door.pass(2_000);
    await roll(pull);
    expect(newest().inputs.handoff).toBe(id);
    door.pipeline.ready(pull);
    await door.settle();
    expect(await door.handoff(pull)).toMatchObject({ state: { kind: 'ready', awaiting: 'rollback' } });
    expect(door.comments(pull)[0]).toMatch(
      /rollback_in_flight[\s\S]*Earlier handoff[\s\S]*Rollback\*\* running/,
    );
    door.github.completeRun(newest());
    await door.settle();
    expect(await door.handoff(pull)).toMatchObject({ state: { kind: 'dispatched' } });
    door.github.closePull(pull);
    await door.settle();
  });

  describe('with the same care as a handoff', () => {
    test.each([
      ['the connection breaks', { kind: 'answer-lost' }],
      ['a 502 in its place', { kind: 'status-after-work', status: 502 }],
    ] as const)(
      '%s after the work was done: its run is found, and nothing is sent twice',
      async (name, fault) => {
        const pull = await failed(`back/lost/${name.length}`);
        const before = runs().length;
        door.github.fault({ match: DISPATCH, ...fault });
        await roll(pull);
        await door.pass(MINUTE);
        expect(await states(pull)).toEqual(['running']);
        expect(runs()).toHaveLength(before + 1);
        door.github.completeRun(newest());
        await door.settle();
        expect(await states(pull)).toEqual(['succeeded']);
      },
    );

    test('nothing was done and no answer came: people are asked, it is never sent again by itself', async () => {
      const pull = await failed('back/lost/for-good');
      const before = runs().length;
      door.github.fault({ match: { ...DISPATCH, nth: 'every' }, kind: 'status', status: 502 });
      await roll(pull);
      await door.pass(4 * MINUTE);
      expect(shown(pull)).toBe('not known to have started');
      expect(door.comments(pull).at(-1)).toContain('`rollback_unknown`');
      await door.pass(31 * MINUTE);
      expect(await states(pull)).toEqual(['failed']);
      expect(door.comments(pull).at(-1)).toContain('`rollback_lost`');
      expect(runs()).toHaveLength(before);
      door.github.service.faults.clear();
      expect((await roll(pull)).outcome).toBe('granted');
      expect(runs()).toHaveLength(before + 1);
      door.github.completeRun(newest());
      await door.settle();
    });

    test('while the outcome of another is unknown it waits its turn, ten minutes at most', async () => {
      const [one, other] = [await failed('back/first'), await failed('back/second')];
      const before = runs().length;
      door.github.fault({ match: { ...DISPATCH, nth: 'every' }, kind: 'status', status: 502 });
      await roll(one);
      const { maintainer: by } = door.customer;
      const waits = door.github.comment(other, { by, body: '/ai-ops rollback' });
      await door.settle();
      expect((await say(door, other, by, '/ai-ops status')).outcome).toBe('granted');
      expect(waits.reactions.map(({ content }) => content)).toEqual(['eyes']);
      await door.pass(11 * MINUTE);
      expect(waits.reactions.at(-1)?.content).toBe('-1');
      expect(door.comments(other).at(-1)).toContain('`dispatch_unresolved_elsewhere`');
      expect(await states(other)).toEqual([]);
      await door.pass(31 * MINUTE);
      door.github.service.faults.clear();
      expect((await roll(other)).outcome).toBe('granted');
      expect(runs()).toHaveLength(before + 1);
      door.github.completeRun(newest());
      await door.settle();
    });

    test('GitHub refuses: it has failed and says why', async () => {
      const pull = await failed('back/refused');
      door.github.fault({ match: DISPATCH, kind: 'status', status: 422 });
      await roll(pull);
      expect(door.comments(pull).at(-1)).toContain('`rollback_refused`');
      expect(await states(pull)).toEqual(['failed']);
    });

    test('the bot is killed between the decision and the act, and between the act and its answer', async () => {
      const pull = await failed('back/killed');
      const before = runs().length;
      door.github.comment(pull, { by: door.customer.maintainer, body: '/ai-ops rollback' });
      await door.decide();
      expect(await states(pull)).toEqual(['starting']);
      await door.restart();
      door.github.fault({ match: DISPATCH, kind: 'answer-lost' });
      await door.settle();
      await door.restart();
      await door.pass(MINUTE);
      expect(await states(pull)).toEqual(['running']);
      expect(runs()).toHaveLength(before + 1);
      door.github.completeRun(newest());
      await door.settle();
    });

    test('it was taken out of the configuration in the last moment', async () => {
      const pull = await failed('back/overtaken');
      const before = runs().length;
      door.github.comment(pull, { by: door.customer.maintainer, body: '/ai-ops rollback' });
      await door.decide();
      configure(CUSTOMER_CONFIG);
      await door.settle();
      expect(door.comments(pull).at(-1)).toContain('`command_overtaken`');
      expect(runs()).toHaveLength(before);
      configure(CONFIG);
    });

    test('two PRs never have one without an outcome at the same time; both come to theirs', async () => {
      const [one, other] = [await failed('back/turn/one'), await failed('back/turn/other')];
      const before = runs().length;
      door.github.fault({ match: DISPATCH, kind: 'answer-lost' });
      for (const pull of [one, other])
        door.github.comment(pull, { by: door.customer.maintainer, body: '/ai-ops rollback' });
      await door.settle();
      await door.pass(3 * MINUTE);
      expect([await states(one), await states(other)]).toEqual([['running'], ['running']]);
      const mine = runs().slice(before);
      expect(mine.map(({ inputs }) => inputs.pr).sort()).toEqual(
        [one, other].map(({ number }) => String(number)).sort(),
      );
    });
  });

  test('the record holds', async () => {
    expect(await door.store.ledger.verify()).toMatchObject([{ ok: true }]);
    expect(await door.store.deadLetters.list()).toEqual([]);
    expect(door.github.world.unexpected).toEqual([]);
  });
}
