import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CUSTOMER_CONFIG, LABEL } from '../../demo/customer/customer.ts';
import type { Account } from '../../demo/github/model/account.ts';
import type { Pull } from '../../demo/github/model/pull.ts';
import { type Door, openDoor } from './door.ts';

export function modesSuite(): void {
  const stop: { always: boolean; file: string | null } = { always: false, file: null };
  let folder: string;
  let door: Door;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ai-ops-stop-'));
    door = await openDoor({ stop });
    door.hear('pull_request', 'pull_request_review', 'issue_comment');
  });
  afterAll(async () => {
    await door.close();
    await rm(folder, { recursive: true });
  });

  const handoffs = () => door.github.world.dispatches.length;
  const stateOf = async (pull: Pull) => (await door.handoff(pull))?.state.kind;

  async function said(pull: Pull, by: Account, body: string) {
    const before = door.comments(pull).length;
    const { reactions } = door.github.comment(pull, { by, body });
    await door.settle();
    return {
      reactions: reactions.map(({ content }) => content),
      reply: door.comments(pull).slice(before).join(''),
    };
  }

  describe('where the bot does not act', () => {
    const OBSERVING: readonly (readonly [string, string | null])[] = [
      ['mode: observe', CUSTOMER_CONFIG.replace('mode: enforce', 'mode: observe')],
      ['no configuration', null],
    ];
    test.each(OBSERVING)(
      '%s: it shows what it would do, in a neutral check, and does nothing else',
      async (name, config) => {
        door.pipeline.configure(config);
        door.deeds();
        const pull = await door.ready(name.replaceAll(/\W+/g, '-'));
        door.github.unlabel(pull, { name: LABEL, by: door.customer.maintainer });
        door.pipeline.label(pull, door.customer.outsider);
        await door.settle();
        expect(door.deeds({ edits: true }).filter((deed) => !deed.includes(' /check-runs'))).toEqual([]);
        expect(door.check(pull)).toMatchObject({
          status: 'completed',
          conclusion: 'neutral',
          title: expect.stringMatching(/^Observing: \d of 5 gates open/),
        });
        expect(door.comments(pull)).toEqual([]);
        expect(await door.handoff(pull)).toBeUndefined();
      },
    );

    test('it answers, and refuses to hand off', async () => {
      door.pipeline.configure(OBSERVING[0]?.[1] ?? null);
      const pull = await door.ready('observed');
      expect(door.check(pull)?.title).toBe(
        'Observing: all 5 gates open; in enforce mode the bot would start the handoff',
      );
      const status = await said(pull, door.customer.maintainer, '/ai-ops status');
      expect(status).toMatchObject({
        reactions: ['eyes', 'rocket'],
        reply: expect.stringContaining('label_trusted'),
      });
      const handoff = await said(pull, door.customer.maintainer, '/ai-ops handoff');
      expect(handoff).toMatchObject({
        reactions: ['eyes', '-1'],
        reply: expect.stringContaining('command_not_enforcing'),
      });
      expect(await door.handoff(pull)).toBeUndefined();
    });

    test('a base branch that is not governed: nothing is shown', async () => {
      door.pipeline.configure(CUSTOMER_CONFIG);
      const { github, customer, pipeline } = door;
      github.moveBranch(customer.repository, {
        branch: 'legacy',
        to: github.world.tip(customer.repository).sha,
        actor: customer.maintainer,
      });
      const pull = pipeline.open('to-legacy', {}, { base: 'legacy' });
      await door.pass(2_000);
      pipeline.ready(pull);
      await door.settle();
      expect(door.check(pull)).toBeNull();
      expect(door.comments(pull)).toEqual([]);
      expect(await door.handoff(pull)).toBeUndefined();
      expect(await said(pull, customer.maintainer, '/ai-ops handoff')).toMatchObject({
        reply: expect.stringContaining('command_pr_not_governed'),
      });
    });

    test('none of this started anything', () => expect(handoffs()).toBe(0));
  });

  describe('a configuration that cannot be used', () => {
    const BROKEN: readonly (readonly [string, string, string, string])[] = [
      ['invalid', CUSTOMER_CONFIG.replace('team:', 'taem:'), 'config_invalid', 'line 2'],
      ['unreadable', `${CUSTOMER_CONFIG}# \0\n`, 'config_unreadable', 'does not show the file as text'],
      [
        'extending a repository that is not there',
        `extends: .github\n${CUSTOMER_CONFIG}`,
        'config_',
        '.github',
      ],
    ];
    test.each(BROKEN)(
      '%s: every gate is closed, and the check says where',
      async (name, config, code, where) => {
        door.pipeline.configure(config);
        door.deeds();
        const pull = await door.ready(name.replaceAll(/\W+/g, '-'));
        expect(door.deeds()).toEqual(['POST /check-runs 201']);
        expect(door.check(pull)).toMatchObject({
          conclusion: 'failure',
          title: 'Closed: the configuration cannot be used',
        });
        expect(Object.values(door.gates(pull))).toEqual(Array(5).fill(expect.stringContaining(code)));
        expect(door.check(pull)?.text).toContain(where);
      },
    );

    test('a base that was governed shows it as well', async () => {
      const governing = `${CUSTOMER_CONFIG}base_branches: [main, legacy]\n`;
      door.pipeline.configure(governing);
      const pull = door.pipeline.open('governed-legacy', {}, { base: 'legacy' });
      await door.settle();
      expect(door.check(pull)).toMatchObject({ status: 'in_progress' });
      door.pipeline.configure(governing.replace('team:', 'taem:'));
      await door.lookAgain(pull);
      expect(door.check(pull)).toMatchObject({ conclusion: 'failure' });
      expect(door.comments(pull)).toEqual([expect.stringContaining('config_invalid')]);
    });

    test('a handoff in flight is neither moved on nor cancelled, and goes on afterwards', async () => {
      door.pipeline.configure(CUSTOMER_CONFIG);
      const pull = await door.ready('in-flight');
      const run = door.pipeline.handoffRun();
      door.pipeline.configure(BROKEN[0]?.[1] ?? null);
      await door.lookAgain(pull);
      expect(door.check(pull)).toMatchObject({ conclusion: 'failure' });
      door.pipeline.endNestedVerify(door.pipeline.endHandoff(run));
      await door.lookAgain(pull);
      expect(await stateOf(pull)).not.toBe('approved');
      expect(pull.labels.map(({ name }) => name)).toEqual([LABEL]);
      expect(door.github.world.cancellations).toEqual([]);
      expect(door.comments(pull)).toHaveLength(1);
      expect(door.comments(pull)[0]).toContain('Closed: the configuration cannot be used');
      door.pipeline.configure(CUSTOMER_CONFIG);
      await door.lookAgain(pull);
      expect(await stateOf(pull)).toBe('approved');
      expect(door.comments(pull)).toHaveLength(2);
    });
  });

  test('extends: the file in the owner’s .github repository is the base', async () => {
    const { github, customer } = door;
    github.addRepository({
      owner: customer.organization,
      name: '.github',
      files: { '.github/ai-ops.yml': CUSTOMER_CONFIG.replace('enforce', 'observe') },
    });
    door.pipeline.configure('extends: .github\nmode: enforce\n');
    expect(await stateOf(await door.ready('extending'))).toBe('dispatched');
    door.pipeline.configure('extends: .github\n');
    expect(door.check(await door.ready('extending-observe'))).toMatchObject({ conclusion: 'neutral' });
  });

  test('start: command. Open gates wait for a person to ask', async () => {
    door.pipeline.configure(`${CUSTOMER_CONFIG}handoff: { start: command }\n`);
    const before = handoffs();
    const pull = await door.ready('asked');
    expect(await stateOf(pull)).toBe('ready');
    expect(handoffs()).toBe(before);
    await said(pull, door.customer.maintainer, '/ai-ops handoff');
    expect(await door.handoff(pull)).toMatchObject({ origin: 'command', state: { kind: 'dispatched' } });
    door.pipeline.configure(CUSTOMER_CONFIG);
  });

  test('a draft is not handed off before it is ready', async () => {
    const pull = door.pipeline.open('a-draft', {}, { draft: true });
    await door.pass(2_000);
    door.pipeline.ready(pull);
    await door.settle();
    expect(door.gates(pull)).toMatchObject({ G4: 'label_trusted', G5: 'pr_draft' });
    expect(await stateOf(pull)).toBe('waiting');
    door.github.setDraft(pull, false);
    await door.settle();
    expect(await stateOf(pull)).toBe('dispatched');
  });

  describe('stopped', () => {
    let pull: Pull;
    const STOPS: Readonly<Record<string, { readonly code: string; readonly set: () => unknown }>> = {
      STOP_FILE: {
        code: 'stopped',
        set: () => {
          stop.file = join(folder, 'stop');
          writeFileSync(stop.file, '');
        },
      },
      'STOP_FILE cannot be looked at: ENOTDIR': {
        code: 'stop_unreadable',
        set: () => {
          stop.file = join(folder, 'stop', 'below-a-file');
        },
      },
      AI_OPS_STOP: {
        code: 'stopped',
        set: () => {
          stop.always = true;
        },
      },
      'by mika (store): release freeze': {
        code: 'stopped',
        set: () =>
          door.store.stops.change({
            kind: 'set',
            scope: { repositoryId: door.customer.repository.id },
            by: 'mika',
            reason: 'release freeze',
          }),
      },
    };
    beforeAll(async () => {
      pull = door.pipeline.open('stopped');
      await door.pass(2_000);
      await door.settle();
    });

    test.each(Object.keys(STOPS))('%s', async (says) => {
      await STOPS[says]?.set();
      await door.restart();
      if (pull.labels.length === 0) door.pipeline.ready(pull);
      await door.lookAgain(pull);
      expect(door.gates(pull)).toMatchObject({ G4: 'label_trusted', G5: STOPS[says]?.code });
      expect(door.check(pull)?.text.replaceAll('\\', '')).toContain(says);
      expect(await stateOf(pull)).toBe('waiting');
      stop.always = false;
      stop.file = null;
    });

    test('and lifted', async () => {
      await door.database.sql.deleteFrom('stops').execute();
      await door.restart();
      await door.lookAgain(pull);
      expect(await stateOf(pull)).toBe('dispatched');
    });

    test('set between decision and act, nothing is dispatched', async () => {
      const before = handoffs();
      const late = door.pipeline.open('stopped-late');
      await door.pass(2_000);
      door.pipeline.ready(late);
      await door.courier.deliver();
      await door.workUntilDecided(late);
      const scope = { repositoryId: door.customer.repository.id, number: late.number };
      await door.store.stops.change({ kind: 'set', scope, by: 'mika', reason: 'wait' });
      await door.settle();
      expect(handoffs()).toBe(before);
      expect(door.gates(late)).toMatchObject({ G5: 'stopped' });
    });
  });

  test('locale: ja. Check, comment, reply and approval are Japanese, and English where it cannot be read', async () => {
    const japanese = `${CUSTOMER_CONFIG}locale: ja\n`;
    door.pipeline.configure(japanese);
    const pull = await door.ready('japanese');
    expect(door.check(pull)?.title).toBe('ハンドオフ: 開始済み / 全 5 ゲートを通過');
    const { reply } = await said(pull, door.customer.maintainer, '/ai-ops help');
    expect(reply).toMatch(/^### AI Ops コマンド/);
    door.pipeline.endNestedVerify(door.pipeline.endHandoff(door.pipeline.handoffRun()));
    await door.lookAgain(pull);
    const [sticky, , approval] = door.comments(pull);
    expect(sticky).toMatch(/^### ✅ ハンドオフ: 承認済み/);
    expect(approval).toMatch(/^`@ai-ops` 承認:/);
    door.pipeline.configure(japanese.replace('team:', 'taem:'));
    await door.lookAgain(pull);
    expect(door.check(pull)?.title).toBe('Closed: the configuration cannot be used');
  });
}
