import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Account } from '../../demo/github/model/account.ts';
import type { Comment, Pull } from '../../demo/github/model/pull.ts';
import { type Door, openDoor } from './door.ts';

export function commandsSuite(): void {
  let door: Door;
  let pull: Pull;
  beforeAll(async () => {
    door = await openDoor();
    door.hear('pull_request', 'issue_comment');
    pull = door.pipeline.open('commands');
    await door.settle();
  });
  afterAll(() => door.close());

  async function said(
    by: Account,
    body: string,
  ): Promise<{ readonly reactions: readonly string[]; readonly replies: readonly string[] }> {
    const before = door.comments(pull).length;
    const comment: Comment = door.github.comment(pull, { by, body });
    await door.settle();
    return {
      reactions: comment.reactions.map(({ content }) => content),
      replies: door.comments(pull).slice(before),
    };
  }

  test('help is made from the table, and asked for by whoever may write', async () => {
    const { reactions, replies } = await said(door.customer.author, '/ai-ops help');
    expect(reactions).toEqual(['eyes', 'rocket']);
    expect(replies).toHaveLength(1);
    for (const name of ['handoff', 'status', 'explain', 'help'])
      expect(replies[0]).toContain(`/ai-ops ${name}`);
  });

  test('explain answers for one gate', async () => {
    const { replies } = await said(door.customer.maintainer, '/ai-ops explain G4');
    expect(replies[0]).toContain('label_missing');
    expect(replies[0]).not.toContain('smoke_missing');
  });

  test('status answers with all of them', async () => {
    const { replies } = await said(door.customer.maintainer, '/ai-ops status');
    for (const gate of ['G1', 'G2', 'G3', 'G4', 'G5']) expect(replies[0]).toContain(gate);
  });

  test('a stranger is refused, once, with a reason', async () => {
    const { reactions, replies } = await said(door.customer.outsider, '/ai-ops status');
    expect(reactions).toEqual(['eyes', '-1']);
    expect(replies).toHaveLength(1);
    expect(replies[0]).toContain('command_not_allowed');
  });

  test('handoff with closed gates is refused and starts nothing', async () => {
    const { reactions, replies } = await said(
      door.customer.maintainer,
      `/ai-ops handoff ${pull.heads.at(-1)}`,
    );
    expect(reactions).toEqual(['eyes', '-1']);
    expect(replies[0]).toContain('command_gates_closed');
    expect(door.github.world.dispatches).toHaveLength(0);
  });

  test('handoff by somebody who is not in the team is refused', async () => {
    const { replies } = await said(door.customer.author, '/ai-ops handoff');
    expect(replies[0]).toContain('command_not_allowed');
  });

  test('one that is not understood gets the nearest suggested', async () => {
    const { replies } = await said(door.customer.maintainer, '/ai-ops handof');
    expect(replies[0]).toContain('/ai-ops handoff');
  });

  test.each([
    ['quoted', '> /ai-ops status'],
    ['fenced', '```\n/ai-ops status\n```'],
    ['in the middle', 'please /ai-ops status'],
    ['on the second line', 'hello\n/ai-ops status'],
    ['hidden', '<!-- -->/ai-ops status'],
  ])('%s: nothing happens', async (_name, body) => {
    expect(await said(door.customer.maintainer, body)).toEqual({ reactions: [], replies: [] });
  });

  test('an edited comment never acts, and one edited meanwhile is refused', async () => {
    const comment = door.github.comment(pull, { by: door.customer.maintainer, body: '/ai-ops handoff' });
    await door.courier.deliver();
    door.clock.now();
    await door.pass(1_000);
    const late = door.github.comment(pull, { by: door.customer.author, body: 'just talking' });
    await door.pass(1_000);
    door.github.editComment(late, { body: '/ai-ops status', by: door.customer.maintainer });
    await door.settle();
    expect(late.reactions).toEqual([]);
    expect(comment.reactions.map(({ content }) => content)).toEqual(['eyes', '-1']);
  });

  test('the same delivery twice is one command', async () => {
    door.courier.mischief = (waiting) => ({ send: waiting.flatMap((one) => [one, one]) });
    const { reactions, replies } = await said(door.customer.maintainer, '/ai-ops help');
    door.courier.mischief = (waiting) => ({ send: waiting });
    expect(reactions).toEqual(['eyes', 'rocket']);
    expect(replies).toHaveLength(1);
  });

  test('who may write can stop the repository, on every PR of it; only the team resumes', async () => {
    const neighbour = door.pipeline.open('commands-neighbour');
    await door.settle();
    const ways = () => [pull, neighbour].map((each) => door.gates(each).G5);
    const { author, maintainer, outsider } = door.customer;

    expect((await said(outsider, '/ai-ops stop')).reactions).toEqual(['eyes', '-1']);
    expect(ways()).toEqual(['way_clear', 'way_clear']);

    const stopped = await said(author, '/ai-ops stop release freeze');
    expect(stopped.reactions).toEqual(['eyes', 'rocket']);
    expect(stopped.replies.join()).toContain('**Stopped in this repository** by');
    expect(ways()).toEqual(['stopped', 'stopped']);
    expect(door.check(neighbour)?.text).toContain('release freeze');

    const refused = await said(author, '/ai-ops resume');
    expect(refused.replies.join()).toContain('command_not_allowed');
    expect(ways()).toEqual(['stopped', 'stopped']);

    expect((await said(maintainer, '/ai-ops resume')).reactions).toEqual(['eyes', 'rocket']);
    expect(ways()).toEqual(['way_clear', 'way_clear']);
    const entries = await door.store.ledger.entries(door.customer.repository.id, 1, 10_000);
    expect(entries.filter(({ action }) => action.startsWith('stop.'))).toMatchObject([
      { action: 'stop.set', subject: 'acme/erp', actor: author.login, data: { reason: 'release freeze' } },
      { action: 'stop.lifted', subject: 'acme/erp', actor: maintainer.login },
    ]);
  });

  test('a hold is for its PR alone', async () => {
    const neighbour = door.pipeline.open('commands-not-held');
    await door.settle();
    const ways = () => [pull, neighbour].map((each) => door.gates(each).G5);
    await said(door.customer.maintainer, '/ai-ops hold waits for legal');
    expect(ways()).toEqual(['stopped', 'way_clear']);
    await said(door.customer.maintainer, '/ai-ops unhold');
    expect(ways()).toEqual(['way_clear', 'way_clear']);
  });

  test.each([
    ['stop', 'resume', () => ({ repositoryId: door.customer.repository.id })],
    ['hold', 'unhold', () => ({ repositoryId: door.customer.repository.id, number: pull.number })],
  ])('a stop that is set while an older command waits to lift one stays: %s', async (set, lift, scope) => {
    const { author, maintainer } = door.customer;
    await said(author, `/ai-ops ${set} first`);
    door.github.fault({
      kind: 'status',
      status: 502,
      match: { path: /\/memberships\//, nth: 'every' },
    });
    const waiting = door.github.comment(pull, { by: maintainer, body: `/ai-ops ${lift}` });
    await door.settle();
    expect(waiting.reactions.map(({ content }) => content)).toEqual(['eyes']);
    await said(author, `/ai-ops ${set} the numbers are wrong`);
    door.github.service.faults.clear();
    await door.pass(2 * 60_000);
    await door.settle();

    expect(door.gates(pull).G5).toBe('stopped');
    expect(door.check(pull)?.text).toContain('the numbers are wrong');
    expect(waiting.reactions.map(({ content }) => content)).toEqual(['eyes', '-1']);
    expect(door.comments(pull).at(-1)).toContain('command_overtaken');
    await door.store.stops.change({ kind: 'lift', scope: scope(), by: 'test' });
    await door.settle();
  });
}
