import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Pull } from '../../demo/github/model/pull.ts';
import type { Message } from '../../demo/slack/model/channel.ts';
import { type Door, openDoor } from './door.ts';
import { headerOf } from './slack-seen.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export function messagesSuite(): void {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor({ services: true });
  });
  afterAll(() => door.close());

  const all = (): readonly Message[] => door.workspace.channel.messages;
  const parents = (): readonly Message[] => all().filter(({ threadTs }) => threadTs === null);
  const thread = ({ ts }: Message): readonly string[] =>
    all()
      .filter(({ threadTs }) => threadTs === ts)
      .map(({ content }) => content.text);
  const incidents = () => door.onCall.pagerDuty.world.incidents;
  /** Edits are gathered for a quarter of a minute. */
  const settled = async (): Promise<void> => {
    await door.settle();
    await door.pass(20_000, 5_000);
    await door.settle();
  };
  const parentOf = (pull: Pull): Message => {
    const found = parents().filter(({ content }) => content.text.includes(`acme/erp#${pull.number} `));
    expect(found).toHaveLength(1);
    return found[0] as Message;
  };

  /** A handoff whose run has begun its first job. */
  async function started(branch: string): Promise<Pull> {
    const pull = await door.ready(branch);
    door.pipeline.handoffStep(door.pipeline.handoffRun(), 'Review the pull request');
    await settled();
    return pull;
  }

  async function approved(branch: string): Promise<Pull> {
    const pull = await started(branch);
    const nested = door.pipeline.endHandoff(door.pipeline.handoffRun());
    await settled();
    door.pipeline.endNestedVerify(nested);
    await settled();
    return pull;
  }

  describe('a handoff that succeeds', () => {
    let pull: Pull;
    test('is not told of before its run has really started', async () => {
      const before = all().length;
      pull = await door.ready('told');
      expect(await door.handoff(pull)).toMatchObject({ state: { kind: 'dispatched' } });
      expect(all()).toHaveLength(before);
      door.pipeline.handoffStep(door.pipeline.handoffRun(), 'Review the pull request');
      await settled();
      expect(headerOf(parentOf(pull))).toBe('[AI Ops] Auto Handoff Started');
    });

    test('is one message, edited in place; what changes is told in its thread', async () => {
      const parent = parentOf(pull);
      const nested = door.pipeline.endHandoff(door.pipeline.handoffRun());
      await settled();
      door.pipeline.endNestedVerify(nested);
      await settled();
      expect(parentOf(pull)).toBe(parent);
      expect(parent.edits.length).toBeGreaterThan(0);
      expect(parent.content.text).toContain('approved');
      expect(thread(parent).join('\n')).toMatch(
        /LangGraph Verify[\s\S]*approved[\s\S]*Follow-up owed by rin/,
      );
    });

    test('message and approval comment link each other', async () => {
      const parent = parentOf(pull);
      const link = `https://acme.slack.com/archives/${parent.channel.id}/p${parent.ts.replace('.', '')}`;
      const approval = door.comments(pull).find((body) => body.includes('`@ai-ops` approval'));
      expect(approval).toContain(link);
      expect(door.comments(pull)[0]).toContain(link);
      const comment = pull.comments.find(({ body }) => body === approval);
      expect(JSON.stringify(parent.content.blocks)).toContain(`issuecomment-${comment?.id}`);
    });

    test('its release owner is called, reminded after 20 minutes, and SRE too after 30 (H5)', async () => {
      const parent = parentOf(pull);
      const { people, sre } = door.workspace;
      const calling = (from: number) => thread(parent).slice(from);
      expect(thread(parent).at(-1)).toContain(`<@${people.rin.id}>`);
      const before = thread(parent).length;
      await door.pass(18 * MINUTE, MINUTE);
      expect(calling(before)).toEqual([]);
      await door.pass(2 * MINUTE, MINUTE);
      expect(calling(before)).toEqual([expect.stringMatching(new RegExp(`<@${people.rin.id}> ⏰`))]);
      await door.pass(11 * MINUTE, MINUTE);
      expect(calling(before + 1)).toEqual([
        expect.stringMatching(new RegExp(`<@${people.rin.id}> <!subteam\\^${sre.id}> ❗`)),
      ]);
      await door.pass(2 * HOUR);
      expect(calling(before + 2)).toEqual([]);
      const entries = (await door.ledger(pull)).map(({ action }) => action);
      expect(entries.filter((action) => action.startsWith('obligation.'))).toEqual([
        'obligation.opened',
        'obligation.reminded',
        'obligation.missed',
      ]);
    });

    test('pages nobody, and stands beside the incidents as a change', () => {
      expect(incidents()).toEqual([]);
      expect(door.onCall.pagerDuty.world.changes.map(({ summary }) => summary)).toEqual([
        expect.stringContaining('Auto Handoff approved'),
      ]);
    });
  });

  describe('a handoff that fails', () => {
    let pull: Pull;
    test('is told in the channel, and whoever is on call is called', async () => {
      pull = await started('paged');
      door.github.completeRun(door.pipeline.handoffRun(), 'failure', {
        failedJob: 'handoff',
        failedStep: 'Review the pull request',
      });
      await settled();
      const broadcast = all().filter(({ isBroadcast }) => isBroadcast);
      expect(broadcast.at(-1)?.content.text).toContain('run_failed');
      expect(incidents()).toMatchObject([{ status: 'triggered' }]);
      expect(door.onCall.pagerDuty.world.notifications.map(({ user }) => user.name)).toEqual(['Aoi Sato']);
    });

    test('a second failure is the same incident; a success ends it', async () => {
      await door.pass(2_000);
      door.github.comment(pull, { by: door.customer.maintainer, body: '/ai-ops handoff' });
      await settled();
      door.github.completeRun(door.pipeline.handoffRun(), 'failure', {
        failedJob: 'handoff',
        failedStep: 'Review the pull request',
      });
      await settled();
      expect(incidents()).toMatchObject([{ status: 'triggered' }]);
      await door.pass(2_000);
      door.github.comment(pull, { by: door.customer.maintainer, body: '/ai-ops handoff' });
      await settled();
      const nested = door.pipeline.endHandoff(door.pipeline.handoffRun());
      await settled();
      door.pipeline.endNestedVerify(nested);
      await settled();
      expect(await door.handoff(pull)).toMatchObject({ attempt: 3, state: { kind: 'approved' } });
      expect(incidents()).toMatchObject([{ status: 'resolved' }]);
    });

    test("the PR's end ends it too", async () => {
      const other = await started('closed-while-paged');
      door.github.completeRun(door.pipeline.handoffRun(), 'failure', {
        failedJob: 'handoff',
        failedStep: 'Review the pull request',
      });
      await settled();
      expect(incidents().at(-1)).toMatchObject({ status: 'triggered' });
      door.github.closePull(other);
      await settled();
      expect(incidents().at(-1)).toMatchObject({ status: 'resolved' });
      expect(incidents()).toHaveLength(2);
    });
  });

  describe('both services down for an hour', () => {
    test('holds nothing up, loses nothing, and everything arrives later, in order, once', async () => {
      const before = all().length;
      const back = door.workspace.slack.goDown();
      door.onCall.pagerDuty.goDown();
      const good = await approved('down-good');
      const bad = await started('down-bad');
      door.github.completeRun(door.pipeline.handoffRun(), 'failure', {
        failedJob: 'handoff',
        failedStep: 'Review the pull request',
      });
      await settled();
      expect(await door.handoff(good)).toMatchObject({ state: { kind: 'approved' } });
      expect(await door.handoff(bad)).toMatchObject({ state: { kind: 'failed' } });
      const approval = door.comments(good).find((body) => body.includes('`@ai-ops` approval'));
      expect(approval).not.toContain('slack.com');
      expect(approval).toContain('Ledger: entry');
      await door.pass(HOUR, 5 * MINUTE);
      expect(all()).toHaveLength(before);
      expect(incidents()).toHaveLength(2);

      back();
      door.onCall.pagerDuty.comeBack();
      await door.pass(5 * MINUTE, 2_000);
      await settled();
      expect(parentOf(good).content.text).toContain('approved');
      expect(headerOf(parentOf(bad))).toBe('[AI Ops] Auto Handoff Started');
      const said = thread(parentOf(good));
      expect(said).toEqual([...new Set(said)]);
      expect(said.map((line) => /approved|owed|⏰|❗/.exec(line)?.[0] ?? line)).toEqual([
        expect.stringContaining('LangGraph Verify'),
        'approved',
        'owed',
        '⏰',
        '❗',
      ]);
      expect(incidents()).toHaveLength(3);
      expect(incidents().at(-1)).toMatchObject({ status: 'triggered' });
      expect(await door.store.deadLetters.list()).toEqual([]);
      const kept = door.comments(good).find((body) => body.includes('`@ai-ops` approval'));
      expect(kept).toBe(approval);
    });
  });

  describe('what Slack does with a message', () => {
    test('an answer that is lost after the work is not a second message', async () => {
      const lift = door.workspace.slack.fault({
        kind: 'answer-lost',
        match: { method: 'chat.postMessage' },
        times: 2,
      });
      const pull = await started('lost-message');
      await door.pass(3 * MINUTE, 5_000);
      lift();
      expect(headerOf(parentOf(pull))).toBe('[AI Ops] Auto Handoff Started');
    });

    test('a message that somebody deleted is written anew before what belongs into its thread', async () => {
      const pull = await started('deleted-message');
      const gone = parentOf(pull);
      door.workspace.slack.deleteMessage(gone);
      const nested = door.pipeline.endHandoff(door.pipeline.handoffRun());
      await settled();
      door.pipeline.endNestedVerify(nested);
      await door.pass(2 * MINUTE, 2_000);
      await settled();
      const parent = parentOf(pull);
      expect(parent.ts).not.toBe(gone.ts);
      expect(thread(parent).join('\n')).toContain('approved');
      const stray = parents().filter(({ content }) => /Follow-up owed/.test(content.text));
      expect(stray).toEqual([]);
    });

    test('a revoked token is asked for anew, and nothing is lost', async () => {
      const { slack, bot } = door.workspace;
      slack.revokeToken(bot);
      const before = all().length;
      const pull = await started('revoked');
      expect(all()).toHaveLength(before);
      expect(door.credentialsRefused()).toBeGreaterThan(0);
      slack.rotateToken(bot);
      await door.pass(3 * MINUTE, 5_000);
      expect(headerOf(parentOf(pull))).toBe('[AI Ops] Auto Handoff Started');
    });
  });

  describe('a stop', () => {
    test('is told to both, with who and why', async () => {
      const pull = door.pipeline.open('stopped-aloud');
      await settled();
      await door.pass(2_000);
      const by = door.customer.maintainer;
      door.github.comment(pull, { by, body: '/ai-ops stop release freeze' });
      await settled();
      expect(parents().at(-1)?.content.text).toMatch(/Auto Handoff stopped.*acme\/erp.*mika: release freeze/);
      await door.pass(2_000);
      door.github.comment(pull, { by, body: '/ai-ops resume' });
      await settled();
      expect(parents().at(-1)?.content.text).toMatch(/Auto Handoff resumed.*acme\/erp.*mika/);
      expect(door.onCall.pagerDuty.world.changes.slice(-2).map(({ summary }) => summary)).toEqual([
        expect.stringContaining('Auto Handoff stopped (acme/erp) by mika: release freeze'),
        expect.stringContaining('Auto Handoff resumed (acme/erp) by mika'),
      ]);
    });
  });

  test('nothing that was sent is more than Slack takes, and nothing was asked that it does not know', () => {
    expect(door.workspace.slack.world.unexpected).toEqual([]);
    expect(door.onCall.pagerDuty.world.unexpected).toEqual([]);
  });

  beforeEach(() => expect(door.github.world.unexpected).toEqual([]));
}
