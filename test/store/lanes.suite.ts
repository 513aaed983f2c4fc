import { expect, test } from '@jest/globals';
import type { Effect, PullTarget } from '../../src/effect/effect.ts';
import type { SlackEffect, SlackHandoffEffect, SlackThreadEffect } from '../../src/effect/messages.ts';
import type { Settlement } from '../../src/store/store.ts';
import { episode, episodeView, slackEpisode, slackEpisodeNote } from '../notifiers/episode-samples.ts';
import { pageEffect } from '../notifiers/message-effects.ts';
import { claim, type TestStore } from '../support/store.ts';
import { commitOf, HEAD, newPull } from './samples.ts';

const POSTED = { slack: { channel: 'C0123', ts: '1.000' }, url: 'https://acme.slack.com/archives/C0123/p1' };

export function lanesSuite(stored: () => TestStore): void {
  const put = (pull: PullTarget, ...effects: readonly SlackEffect[]) =>
    stored().store.pulls.commit(commitOf(pull, { effects }));
  const load = async (key: string) => {
    const row = await stored().store.outbox.load(key);
    if (row === null) throw new Error(`${key} is not in the outbox`);
    return row;
  };

  async function settle(key: string, settlement: Settlement): Promise<void> {
    const { generation } = await load(key);
    await stored().store.outbox.beginTry(key, generation);
    await stored().store.outbox.settle(key, generation, settlement, []);
  }

  /** Takes the job of that key, if one is ready; returns whether it was. */
  async function ready(key: string): Promise<boolean> {
    const jobs = await claim(stored().store, 'slack', key);
    for (const job of jobs) await stored().store.jobs.done(job);
    return jobs.length === 1;
  }

  test('what is said later waits until what came before was said, in order, and then knows where', async () => {
    const pull = newPull();
    const parent = message(pull, 'running');
    const [first, second] = [note(pull, 'one'), note(pull, 'two')];
    await put(pull, parent, first, second);
    expect([await load(parent.key), await load(first.key), await load(second.key)]).toMatchObject([
      { waitsItsTurn: false, about: null },
      { waitsItsTurn: true, about: null },
      { waitsItsTurn: true, about: null },
    ]);
    await settle(parent.key, { kind: 'sent', result: POSTED });
    expect([await load(first.key), await load(second.key)]).toMatchObject([
      { waitsItsTurn: false, about: POSTED },
      { waitsItsTurn: true },
    ]);
    await settle(first.key, { kind: 'sent', result: {} });
    expect(await load(second.key)).toMatchObject({ waitsItsTurn: false });
  });

  test('one that was given back is ready as soon as its turn has come', async () => {
    const pull = newPull();
    const [parent, reply] = [message(pull, 'running'), note(pull, 'one')];
    await put(pull, parent, reply);
    const later = new Date(stored().clock.now() + 60_000).toISOString();
    for (const job of await claim(stored().store, 'slack', reply.key))
      await stored().store.jobs.failed(job, { code: 'AIOPS_EFFECT_IN_TURN', message: 'waits' }, later);
    expect(await ready(reply.key)).toBe(false);
    await settle(parent.key, { kind: 'sent', result: POSTED });
    expect(await ready(reply.key)).toBe(true);
  });

  test('an edit of what stands holds nothing back, and leaves a quarter of a minute after the last', async () => {
    const pull = newPull();
    const parent = message(pull, 'running');
    await put(pull, parent);
    expect(await ready(parent.key)).toBe(true);
    await settle(parent.key, { kind: 'sent', result: POSTED });
    const reply = note(pull, 'one');
    await put(pull, message(pull, 'approving'), reply);
    expect(await load(reply.key)).toMatchObject({ waitsItsTurn: false });
    expect(await ready(parent.key)).toBe(false);
    await put(pull, message(pull, 'approved'));
    await stored().pass(15_000);
    expect(await ready(parent.key)).toBe(true);
    expect((await load(parent.key)).effect).toMatchObject({ view: { handoff: { state: 'approved' } } });
  });

  test('an episode, which is about no PR, has a lane as well', async () => {
    const pull = newPull();
    const parent = slackEpisode(episodeView(episode('severe', { id: `${pull.repositoryId}:severe:1` })), {
      repository: pull,
    });
    const note = slackEpisodeNote({ says: 'status', view: parent.view }, { repository: pull });
    await put(pull, parent, note);
    expect(await load(note.key)).toMatchObject({ waitsItsTurn: true });
    expect(await ready(parent.key)).toBe(true);
    await settle(parent.key, { kind: 'sent', result: POSTED });
    expect(await load(note.key)).toMatchObject({ waitsItsTurn: false, about: POSTED });
    await put(pull, { ...parent, shown: '2' });
    expect(await ready(parent.key)).toBe(false);
    await stored().pass(15_000);
    expect(await ready(parent.key)).toBe(true);
  });

  test('a call whose end waits behind it is over, and what calls after that is not', async () => {
    const pull = newPull();
    const lane = `page:${pull.repositoryId}`;
    const call = (key: string, action: 'trigger' | 'resolve') =>
      ({ ...pageEffect(), key: `${lane}:${key}`, lane, pull, action }) as const;
    const [first, end, next] = [call('1', 'trigger'), call('2', 'resolve'), call('3', 'trigger')];
    const commit = (...effects: readonly Effect[]) =>
      stored().store.pulls.commit(commitOf(pull, { effects }));
    await commit(first);
    expect(await load(first.key)).toMatchObject({ isOver: false });
    await commit(end, next);
    expect([await load(first.key), await load(end.key), await load(next.key)]).toMatchObject([
      { isOver: true },
      { isOver: false },
      { isOver: false },
    ]);
  });

  test('one that will never be sent holds nothing back', async () => {
    const pull = newPull();
    const [parent, reply] = [message(pull, 'running'), note(pull, 'one')];
    await put(pull, parent, reply);
    await settle(parent.key, { kind: 'rejected', code: 'AIOPS_SLACK_REFUSED', detail: 'invalid_blocks' });
    expect(await load(reply.key)).toMatchObject({ waitsItsTurn: false, about: null });
  });

  test('a parent that is gone is sent anew, before its replies', async () => {
    const pull = newPull();
    const [parent, reply] = [message(pull, 'running'), note(pull, 'one')];
    await put(pull, parent, reply);
    expect(await ready(parent.key)).toBe(true);
    await settle(parent.key, { kind: 'sent', result: POSTED });
    await stored().store.outbox.sendAnew(parent.key);
    expect(await load(parent.key)).toMatchObject({ state: 'pending', result: null, triedAt: null });
    expect(await load(reply.key)).toMatchObject({ waitsItsTurn: true });
    expect(await ready(parent.key)).toBe(true);
  });

  test('the PR remembers which handoffs have a message, and where', async () => {
    const pull = newPull();
    const parent = message(pull, 'running');
    await put(pull, parent);
    const said = async () => (await stored().store.pulls.memory(pull)).said.slack;
    expect(await said()).toEqual([{ handoffId: 'h1', url: null }]);
    await settle(parent.key, { kind: 'sent', result: POSTED });
    expect(await said()).toEqual([{ handoffId: 'h1', url: POSTED.url }]);
  });

  test('a page leaves before a status, and a status before an edit', async () => {
    const pull = newPull();
    const edited = message(pull, 'running');
    await put(pull, edited);
    await ready(edited.key);
    await settle(edited.key, { kind: 'sent', result: POSTED });
    await put(pull, message(pull, 'approved'));
    const [parent, answer] = [message(newPull(), 'running'), note(pull, 'one')];
    await put(parent.pull, { ...parent, key: `${parent.key}:x`, lane: `${parent.lane}:x` });
    await put(pull, answer);
    await stored().pass(20_000);
    const order: string[] = [];
    for (;;) {
      const [job] = await stored().store.jobs.take('slack', 1);
      if (job === undefined) break;
      if (job.key.startsWith(edited.key) || job.key.endsWith(':x')) order.push(job.key);
      await stored().store.jobs.done(job);
    }
    expect(order.at(-1)).toBe(edited.key);
    expect(order).toHaveLength(3);
  });
}

function message(pull: PullTarget, state: string): SlackHandoffEffect {
  const key = `slack:${pull.repositoryId}`;
  return {
    kind: 'slack_handoff',
    key,
    lane: key,
    locale: 'en',
    channel: null,
    pull,
    handoffId: 'h1',
    view: {
      pull: { title: 'A change', url: 'https://github.com/acme/shop/pull/12', name: 'acme/shop#12' },
      headSha: HEAD,
      baseRef: 'main',
      handoff: {
        id: 'h1',
        headSha: HEAD,
        attempt: 1,
        origin: 'gates',
        requestedBy: null,
        state,
        since: '2026-03-02T09:00:00.000Z',
        code: null,
        detail: null,
        phase: null,
        runUrl: null,
        approvalUrl: null,
        slackUrl: null,
        followUp: null,
        rollback: null,
      },
      started: true,
      stop: null,
      requests: [],
      buttons: [],
      shown: '0',
      statusUrl: null,
      playbookUrl: 'https://github.com/acme/shop/blob/main/docs/ai/ops-playbooks.md',
    },
  };
}

function note(pull: PullTarget, what: string): SlackThreadEffect {
  const { lane, key } = message(pull, 'running');
  return {
    kind: 'slack_thread',
    key: `${key}:${what}`,
    lane,
    locale: 'en',
    channel: null,
    pull,
    about: key,
    note: { says: 'follow_up_done', by: 'mika', note: null },
    mentions: [],
    broadcast: false,
  };
}
