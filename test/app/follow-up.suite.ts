import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CUSTOMER_CONFIG } from '../../demo/customer/customer.ts';
import type { Pull } from '../../demo/github/model/pull.ts';
import { say } from './asking.ts';
import { type Door, openDoor } from './door.ts';

const MINUTE = 60_000;

export function followUpSuite(): void {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor();
    door.hear('pull_request', 'issue_comment', 'workflow_run');
    own(door.customer.releaseOwner.id);
  });
  afterAll(() => door.close());

  /** Names the release owners; none means the team. */
  function own(...ids: readonly number[]): void {
    door.pipeline.configure(`${CUSTOMER_CONFIG}release_owners: [${ids.join(', ')}]\n`);
  }

  const obligations = async (pull: Pull) => (await door.store.pulls.memory(door.target(pull))).obligations;
  const shown = (pull: Pull) => `${door.check(pull)?.text}\n${door.comments(pull)[0]}`;
  const owedBy = (pull: Pull) => /\*\*Follow-up\*\* (.*)/.exec(door.comments(pull)[0] ?? '')?.[1];

  test('nothing is owed before an approval', async () => {
    const pull = await door.ready('not-approved');
    const { replies } = await say(door, pull, door.customer.maintainer, '/ai-ops status');
    expect(replies.join()).not.toContain('Deadlines');
    expect((await say(door, pull, door.customer.releaseOwner, '/ai-ops done')).outcome).toBe(
      'command_nothing_owed',
    );
    door.github.closePull(pull);
    await door.settle();
  });

  describe('after an approval', () => {
    let pull: Pull;
    beforeAll(async () => {
      pull = await door.approved('followed-up');
    });

    test('it is shown who owes the follow-up, and until when', () => {
      expect(owedBy(pull)).toMatch(/^owed by rin until .* UTC · `\/ai-ops done`/);
      expect(shown(pull).match(/\*\*Follow-up\*\* owed by rin/g)).toHaveLength(2);
    });

    test('and who asks where the PR stands is told with it', async () => {
      const { replies } = await say(door, pull, door.customer.maintainer, '/ai-ops status');
      const [{ dueAt } = { dueAt: '' }] = await obligations(pull);
      expect(replies.join()).toContain(
        `- ⏳ follow-up of the handoff of \`${pull.heads.at(-1)?.slice(0, 12)}\` (#${pull.number}), due ${dueAt.slice(0, 16).replace('T', ' ')} UTC`,
      );
      expect(replies.join()).not.toContain('missed');
    });

    test.each(['maintainer', 'author', 'outsider'] as const)('the %s cannot settle it', async (who) => {
      const { comment } = await say(door, pull, door.customer[who], '/ai-ops done');
      expect(comment.reactions.map(({ content }) => content)).toEqual(['eyes', '-1']);
      expect(await obligations(pull)).toMatchObject([{ settled: null }]);
    });

    test('the release owner does, with a note; the comment is the proof', async () => {
      await door.pass(5 * MINUTE, MINUTE);
      const { comment, reactions, replies } = await say(
        door,
        pull,
        door.customer.releaseOwner,
        '/ai-ops done told the shops',
      );
      expect([reactions, replies]).toEqual([['eyes', 'rocket'], []]);
      const settled = {
        by: 'rin',
        at: expect.any(String),
        note: 'told the shops',
        proof: `https://github.com/acme/erp/pull/${pull.number}#issuecomment-${comment.id}`,
      };
      expect(await obligations(pull)).toMatchObject([{ settled, missedAt: null }]);
      expect(owedBy(pull)).toMatch(/^✅ done by rin/);
      const entries = (await door.ledger(pull)).filter(({ action }) => action.startsWith('obligation.'));
      expect(entries).toMatchObject([
        { action: 'obligation.opened' },
        { action: 'obligation.settled', actor: 'rin', data: { settled: { note: 'told the shops' } } },
      ]);
    });

    test('then nobody is reminded, and there is nothing more to settle', async () => {
      await door.pass(40 * MINUTE, 5 * MINUTE);
      expect(await obligations(pull)).toMatchObject([{ remindedAt: null, missedAt: null }]);
      expect((await say(door, pull, door.customer.releaseOwner, '/ai-ops done')).outcome).toBe(
        'command_nothing_owed',
      );
    });
  });

  test('a reminder and a missed deadline are shown; done late, it is both missed and done', async () => {
    const pull = await door.approved('late');
    await door.pass(21 * MINUTE, MINUTE);
    expect(owedBy(pull)).toMatch(/^⏰ owed by rin/);
    await door.pass(10 * MINUTE, MINUTE);
    expect(owedBy(pull)).toMatch(/^❗ missed: owed by rin/);
    await say(door, pull, door.customer.releaseOwner, '/ai-ops done');
    expect(owedBy(pull)).toMatch(/^✅ done by rin/);
    expect(await obligations(pull)).toMatchObject([
      { missedAt: expect.any(String), settled: { by: 'rin', note: null } },
    ]);
    const { replies } = await say(door, pull, door.customer.maintainer, '/ai-ops status');
    expect(replies.join()).toContain(
      '**Deadlines of this repository**\n\n- ❗ missed within the last 30 days: 1',
    );
    expect(await door.store.deadlines.counts()).toContainEqual({
      kind: 'follow_up',
      outcome: 'missed',
      count: 1,
    });
  });

  test('on a merged PR it goes on', async () => {
    const pull = await door.approved('merged');
    door.github.mergePull(pull, door.customer.maintainer);
    await door.settle();
    expect((await say(door, pull, door.customer.releaseOwner, '/ai-ops done')).outcome).toBe('granted');
    expect(owedBy(pull)).toMatch(/^✅ done by rin/);
    expect(await door.store.pulls.open()).not.toContainEqual(door.target(pull));
  });

  test('when the PR has moved on, it is still shown and can be settled', async () => {
    const pull = await door.approved('moved-on');
    door.github.push(pull, { changes: { 'templates/hr.md': 'Again.\n' } });
    await door.settle();
    expect(door.comments(pull)[0]).toMatch(/\*\*Earlier handoff\*\*[^\n]*approved[\s\S]*owed by rin/);
    await say(door, pull, door.customer.releaseOwner, '/ai-ops done');
    expect(door.comments(pull)[0]).not.toContain('Earlier handoff');
    expect(await obligations(pull)).toMatchObject([{ settled: { by: 'rin' } }]);
  });

  test('where nobody is named it is the team’s', async () => {
    own();
    const pull = await door.approved('of-the-team');
    expect(owedBy(pull)).toMatch(/^owed by the AI Ops team/);
    expect((await say(door, pull, door.customer.releaseOwner, '/ai-ops done')).outcome).toBe(
      'command_not_allowed',
    );
    expect((await say(door, pull, door.customer.author, '/ai-ops done')).outcome).toBe('command_not_allowed');
    expect((await say(door, pull, door.customer.maintainer, '/ai-ops done')).outcome).toBe('granted');
    own(door.customer.releaseOwner.id);
  });

  test('a login that has changed hands is nobody', async () => {
    const pull = await door.approved('renamed');
    const { releaseOwner } = door.customer;
    const heir = door.github.addUser('rin-heir');
    own(heir.id);
    expect((await say(door, pull, releaseOwner, '/ai-ops done')).outcome).toBe('command_not_allowed');
    expect((await say(door, pull, heir, '/ai-ops done')).outcome).toBe('granted');
    own(releaseOwner.id);
  });

  test('two at once settle it once', async () => {
    const pull = await door.approved('twice');
    const { releaseOwner: by } = door.customer;
    const comments = ['/ai-ops done one', '/ai-ops done two'].map((body) =>
      door.github.comment(pull, { by, body }),
    );
    await door.settle();
    expect(comments.map(({ reactions }) => reactions.at(-1)?.content).sort()).toEqual(['-1', 'rocket']);
    const entries = await door.ledger(pull);
    expect(entries.filter(({ action }) => action === 'obligation.settled')).toHaveLength(1);
  });
}
