import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CUSTOMER_CONFIG } from '../../demo/customer/customer.ts';
import type { Pull } from '../../demo/github/model/pull.ts';
import type { Message } from '../../demo/slack/model/channel.ts';
import { type Door, openDoor } from './door.ts';
import { type SlackPeople, slackPeopleOf } from './slack-people.ts';
import { buttonsOf, messageOf, settleMessages } from './slack-seen.ts';

const ROLLBACK = '.github/workflows/ai-ops-rollback.yml';
const MINUTE = 60_000;

export function slackButtonsSuite(): void {
  let door: Door;
  let people: SlackPeople;
  beforeAll(async () => {
    door = await openDoor({
      services: true,
      config: `${CUSTOMER_CONFIG}rollback:\n  workflow: ai-ops-rollback.yml\n`,
    });
    people = slackPeopleOf(door);
    const { repository, maintainer: author } = door.customer;
    const workflow =
      'name: AI Ops Rollback\non:\n  workflow_dispatch:\njobs:\n  back:\n    steps:\n      - run: x\n';
    door.github.commitTo(repository, {
      branch: repository.defaultBranch,
      changes: { [ROLLBACK]: workflow },
      author,
    });
  });
  afterAll(() => door.close());

  const settled = () => settleMessages(door);

  /** A handoff whose run has begun its first job, and the message about it. */
  async function started(branch: string): Promise<{ readonly pull: Pull; readonly message: Message }> {
    const pull = await door.ready(branch);
    door.pipeline.handoffStep(door.pipeline.handoffRun(), 'Review the pull request');
    await settled();
    return { pull, message: messageOf(door, pull) };
  }

  async function failed(branch: string) {
    const handoff = await started(branch);
    door.github.completeRun(door.pipeline.handoffRun(), 'failure', {
      failedJob: 'handoff',
      failedStep: 'Review the pull request',
    });
    await settled();
    return handoff;
  }

  async function approved(branch: string) {
    const handoff = await started(branch);
    const nested = door.pipeline.endHandoff(door.pipeline.handoffRun());
    await settled();
    door.pipeline.endNestedVerify(nested);
    await settled();
    return handoff;
  }

  const shown = ({ content }: Message) => JSON.stringify(content.blocks);
  const commandsOf = async (pull: Pull) =>
    (await door.ledger(pull))
      .filter(({ action }) => action.startsWith('command.'))
      .map(({ action, actor, data }) => [action, actor, (data as { readonly code: string }).code]);
  const rollbacks = () =>
    door.github.world.dispatches.filter(({ run }) => run?.workflow.path === ROLLBACK).length;

  describe('hold and let go', () => {
    let pull: Pull;
    let message: Message;
    beforeAll(async () => {
      ({ pull, message } = await started('press-hold'));
    });

    test('who may write holds the PR; who asked and when is in the message', async () => {
      expect(buttonsOf(message)).toEqual(['hold']);
      const author = door.workspace.people['codex-author'];
      expect(await people.press(message, 'hold', author)).toEqual([
        expect.stringContaining(`*Accepted*: \`hold acme/erp#${pull.number}\``),
      ]);
      expect(door.gates(pull).G5).toBe('stopped');
      expect(buttonsOf(message)).toEqual(['unhold']);
      expect(shown(message)).toMatch(/🚀 `hold` by codex-author/);
      expect(await commandsOf(pull)).toEqual([['command.answered', 'codex-author', 'command_granted']]);
    });

    test('only the team lets it go: a refusal is heard by nobody else, and leaves the button to others', async () => {
      const { mika, 'codex-author': author } = door.workspace.people;
      const before = door.workspace.channel.messages.length;
      expect(await people.press(message, 'unhold', author)).toEqual([
        expect.stringMatching(/\*Not done\*: `unhold acme\/erp#\d+`\. `command_not_allowed`/),
      ]);
      expect(door.workspace.channel.messages).toHaveLength(before);
      expect(shown(message)).not.toContain('command_not_allowed');
      expect(door.comments(pull).join()).not.toContain('command_not_allowed');
      expect((await commandsOf(pull)).at(-1)).toEqual([
        'command.refused',
        'codex-author',
        'command_not_allowed',
      ]);
      expect(door.gates(pull).G5).toBe('stopped');

      expect(await people.press(message, 'unhold', mika)).toEqual([expect.stringContaining('*Accepted*')]);
      expect(door.gates(pull).G5).toBe('way_clear');
      expect(buttonsOf(message)).toEqual(['hold']);
    });

    test('what is shown anew may be pressed anew', async () => {
      const { mika } = door.workspace.people;
      expect(await people.press(message, 'hold', mika)).toEqual([expect.stringContaining('*Accepted*')]);
      expect(door.gates(pull).G5).toBe('stopped');
      await people.press(message, 'unhold', mika);
      expect(door.gates(pull).G5).toBe('way_clear');
    });

    test('of two who press the same button, the second hears who was first', async () => {
      const { mika, 'codex-author': author } = door.workspace.people;
      const before = (await commandsOf(pull)).length;
      await people.touch(message, 'hold', mika);
      await door.workers.drain(['delivery']);
      expect(await people.press(message, 'hold', author)).toEqual([
        expect.stringMatching(/\*Already asked for\*: `hold acme\/erp#\d+` by mika, /),
      ]);
      expect((await commandsOf(pull)).slice(before)).toEqual([
        ['command.answered', 'mika', 'command_granted'],
      ]);
      await people.press(message, 'unhold', mika);
    });

    test('who may not press it keeps it from nobody, however fast', async () => {
      const { mika, 'codex-author': author } = door.workspace.people;
      await people.press(message, 'hold', mika);
      await people.touch(message, 'unhold', author);
      await door.workers.drain(['delivery']);
      expect(await people.press(message, 'unhold', mika)).toEqual([expect.stringContaining('*Accepted*')]);
      expect(door.gates(pull).G5).toBe('way_clear');
    });

    test('one delivery that comes twice is one press', async () => {
      const { mika } = door.workspace.people;
      const before = (await commandsOf(pull)).length;
      const { request } = await people.touch(message, 'hold', mika);
      const again = await fetch(request.url, {
        method: 'POST',
        headers: request.headers,
        body: request.body,
      });
      expect([again.status, await again.text()]).toEqual([200, '']);
      await settled();
      expect((await commandsOf(pull)).slice(before)).toHaveLength(1);
      expect(await people.press(message, 'unhold', mika)).toHaveLength(1);
    });
  });

  describe('a handoff that failed', () => {
    let pull: Pull;
    let message: Message;
    beforeAll(async () => {
      ({ pull, message } = await failed('press-again'));
    });

    test('is asked for again by the team alone', async () => {
      const { mika, 'codex-author': author } = door.workspace.people;
      expect(buttonsOf(message)).toEqual(['handoff', 'rollback']);
      expect(await people.press(message, 'handoff', author)).toEqual([
        expect.stringContaining('command_not_allowed'),
      ]);
      expect((await door.handoff(pull))?.attempt).toBe(1);
      expect(await people.press(message, 'handoff', mika)).toEqual([expect.stringContaining('*Accepted*')]);
      expect(await door.handoff(pull)).toMatchObject({ attempt: 2, requestedBy: { login: 'mika' } });
    });

    test('and shows who did, and asks for it no more', () => {
      expect(shown(message)).toMatch(/🚀 `handoff` by mika/);
      expect(buttonsOf(message)).not.toContain('handoff');
    });

    test('is never asked for with what an old message showed', async () => {
      const { mika } = door.workspace.people;
      const id = (await door.handoff(pull))?.id.replace(/-2$/, '-1');
      const row = await door.store.outbox.load(`slack:${id}`);
      if (row?.effect.kind !== 'slack_handoff') throw new Error(`there is no message about ${id}`);
      const value = JSON.stringify([id, row.effect.view.shown]);
      const user = { id: mika.id, team_id: mika.team.id };
      expect(await people.forge(message, 'handoff', { user, value })).toEqual([
        expect.stringMatching(/\*Already asked for\*: `handoff acme\/erp#\d+` by mika/),
      ]);
      expect((await door.handoff(pull))?.attempt).toBe(2);
    });
  });

  test('a handoff is for the head that the message showed', async () => {
    const { pull, message } = await failed('press-stale-head');
    door.github.push(pull, { changes: { 'templates/hr.md': 'another\n' }, by: door.customer.author });
    await settled();
    expect(await people.press(message, 'handoff', door.workspace.people.mika)).toEqual([
      expect.stringContaining('command_sha_mismatch'),
    ]);
  });

  describe('what follows an approval', () => {
    let pull: Pull;
    let message: Message;
    beforeAll(async () => {
      ({ pull, message } = await approved('press-done'));
    });

    test('the follow-up is settled by a release owner alone (H5), on a PR that is merged too', async () => {
      const { mika, rin } = door.workspace.people;
      door.github.mergePull(pull, door.customer.maintainer);
      await settled();
      expect(buttonsOf(message)).toEqual(['done', 'rollback']);
      expect(await people.press(message, 'done', mika)).toEqual([
        expect.stringContaining('command_not_allowed'),
      ]);
      expect(await people.press(message, 'done', rin)).toEqual([expect.stringContaining('*Accepted*')]);
      expect(shown(message)).toMatch(/done by rin/);
      expect(buttonsOf(message)).toEqual(['rollback']);
    });

    test('a rollback is asked for by the team alone, and once', async () => {
      const { mika, 'codex-author': author } = door.workspace.people;
      expect(await people.press(message, 'rollback', author)).toEqual([
        expect.stringContaining('command_not_allowed'),
      ]);
      expect(rollbacks()).toBe(0);
      await people.touch(message, 'rollback', mika);
      await door.workers.drain(['delivery']);
      expect(await people.press(message, 'rollback', mika)).toEqual([
        expect.stringMatching(/\*Already asked for\*: `rollback acme\/erp#\d+` by mika/),
        expect.stringContaining('*Accepted*'),
      ]);
      expect(rollbacks()).toBe(1);
      expect(buttonsOf(message)).not.toContain('rollback');
    });
  });

  describe('who is nobody', () => {
    let pull: Pull;
    let message: Message;
    beforeAll(async () => {
      ({ pull, message } = await started('press-nobody'));
    });
    const nothingDone = async () => {
      expect(door.gates(pull).G5).toBe('way_clear');
      expect(await commandsOf(pull)).toEqual(
        (await commandsOf(pull)).map(([, actor, code]) => ['command.refused', actor, code]),
      );
    };

    test('a colleague whom nobody has mapped is told what to have added', async () => {
      const { slack, channel } = door.workspace;
      const stranger = slack.addUser('mika');
      slack.join(channel, stranger);
      const [told = ''] = await people.press(message, 'hold', stranger);
      expect(told).toContain(`Nobody at GitHub is known as you in \`acme/erp#${pull.number}\``);
      expect(told).toContain(`workspace: ${slack.world.team.id}`);
      expect(told).toContain(`slack: ${stranger.id}`);
      expect((await commandsOf(pull)).at(-1)).toEqual([
        'command.refused',
        `slack:${slack.world.team.id}/${stranger.id}`,
        'command_person_unknown',
      ]);
      await nothingDone();
    });

    test('a guest from another workspace', async () => {
      const { slack, channel } = door.workspace;
      const guest = slack.addUser('guest', { team: slack.addTeam('elsewhere') });
      slack.join(channel, guest);
      expect(await people.press(message, 'hold', guest)).toEqual([
        expect.stringContaining('Nobody at GitHub'),
      ]);
      await nothingDone();
    });

    test('somebody elsewhere with the very user id of a colleague', async () => {
      const { mika } = door.workspace.people;
      const user = { id: mika.id, team_id: 'T0ELSEWHERE' };
      const { value } = buttonIn(message);
      expect(await people.forge(message, 'hold', { user, value })).toEqual([
        expect.stringContaining('Nobody at GitHub'),
      ]);
      await nothingDone();
    });
  });

  describe('what is not as it was shown', () => {
    let pull: Pull;
    let message: Message;
    let other: Message;
    beforeAll(async () => {
      ({ message: other } = await failed('press-other'));
      ({ pull, message } = await started('press-forged'));
    });

    test.each<[string, () => { readonly value: string; readonly ts?: string; readonly channel?: string }]>([
      ['no value', () => ({ value: '' })],
      ['a value that is none', () => ({ value: '{"x":1}' })],
      ['an unknown handoff', () => ({ value: JSON.stringify(['1-1-x-main-1', 'x']) })],
      ["another handoff's", () => ({ value: buttonIn(other).value })],
      ['a message of another time', () => ({ value: buttonIn(message).value, ts: '1.000200' })],
      ['a message in another channel', () => ({ value: buttonIn(message).value, channel: 'C0ELSEWHERE' })],
    ])('%s is refused', async (_name, forged) => {
      const { mika } = door.workspace.people;
      const user = { id: mika.id, team_id: mika.team.id };
      const before = (await door.effects()).filter(({ kind }) => kind === 'slack_answer').length;
      await people.forge(message, 'hold', { user, ...forged() });
      const told = (await door.effects()).filter(({ kind }) => kind === 'slack_answer').slice(before);
      expect(told).toMatchObject([{ answer: { says: 'refused', code: 'command_message_unknown' } }]);
      expect(door.gates(pull).G5).toBe('way_clear');
      expect(await commandsOf(pull)).toEqual([]);
    });
  });

  describe('services that fail', () => {
    let pull: Pull;
    let message: Message;
    beforeAll(async () => {
      ({ pull, message } = await started('press-while-down'));
    });

    test('GitHub away for too long: it is not done, and the person is told', async () => {
      door.github.fault({ kind: 'status', status: 502, match: { nth: 'every' } });
      await people.touch(message, 'hold', door.workspace.people.mika);
      await door.pass(30 * MINUTE, 2 * MINUTE);
      door.github.service.faults.clear();
      await settled();
      const told = (await door.effects()).findLast(({ kind }) => kind === 'slack_answer');
      expect(told).toMatchObject({ answer: { says: 'refused', code: 'command_permission_unknown' } });
      expect(door.gates(pull).G5).toBe('way_clear');
    });

    test('GitHub away: it is done once it is back', async () => {
      door.github.fault({ kind: 'status', status: 502, match: { nth: 'every' } });
      await people.touch(message, 'hold', door.workspace.people.mika);
      await door.pass(2 * MINUTE);
      door.github.service.faults.clear();
      await door.pass(4 * MINUTE);
      await settled();
      expect(door.gates(pull).G5).toBe('stopped');
    });

    test('Slack away: what was pressed is done, and answered later', async () => {
      const { channel, slack, people: colleagues } = door.workspace;
      const before = channel.ephemerals.length;
      await people.touch(message, 'unhold', colleagues.mika);
      const back = slack.goDown();
      await settled();
      expect(door.gates(pull).G5).toBe('way_clear');
      expect(channel.ephemerals).toHaveLength(before);
      back();
      await door.pass(2 * MINUTE, 5_000);
      expect(channel.ephemerals).toHaveLength(before + 1);
    });
  });

  test('nothing was asked of a service that it does not know, and nothing is dead', async () => {
    expect(door.workspace.slack.world.unexpected).toEqual([]);
    expect(door.github.world.unexpected).toEqual([]);
    expect(await door.store.deadLetters.list()).toEqual([]);
  });
}

function buttonIn({ content }: Message): { readonly value: string } {
  for (const block of content.blocks) {
    if (block.type !== 'actions') continue;
    for (const element of block.elements) {
      if (element.type === 'button') return { value: element.value ?? '' };
    }
  }
  throw new Error('the message has no button');
}
