import { expect, test } from '@jest/globals';
import type { Effect, PullTarget } from '../../src/effect/effect.ts';
import type { CommandGiven, CommandUse, StopChange } from '../../src/store/store.ts';
import type { TestStore } from '../support/store.ts';
import { AT, commitOf, draft, MONA, newPull } from './samples.ts';

const ROLLBACK: Extract<CommandUse, { readonly kind: 'button' }> = {
  kind: 'button',
  button: 'rollback',
  handoffId: 'h1',
  shown: AT,
};
const HOLD: CommandUse = { kind: 'hold' };

let pressed = 0;

/** What may be asked for once, and what is told of it. */
export function usesSuite(stored: () => TestStore): void {
  const press = (pull: PullTarget, use: CommandUse, by = MONA): Promise<CommandGiven | null> =>
    stored().store.commands.rememberOnce(pull, command(pull, by), use);
  const settle = (pull: PullTarget, id: string, settled: 'granted' | 'refused' | 'answered') => {
    const code = settled === 'refused' ? 'command_not_allowed' : 'command_granted';
    return stored().store.pulls.commit(commitOf(pull, { commands: [{ id, settled, code }] }));
  };
  const rowsOf = async (pull: PullTarget) => (await stored().store.pulls.memory(pull)).commands;
  const others = { id: 8, login: 'eve', kind: 'User' } as const;
  const buttonOf = (pull: PullTarget): typeof ROLLBACK => ({
    ...ROLLBACK,
    handoffId: `h-${pull.repositoryId}`,
  });

  test.each(['pending', 'granted', 'answered'] as const)(
    'what is %s is not kept a second time, whoever asks',
    async (state) => {
      const pull = newPull();
      expect(await press(pull, buttonOf(pull))).toBeNull();
      const [first] = await rowsOf(pull);
      if (state !== 'pending') await settle(pull, first?.id ?? '', state);
      expect(await press(pull, buttonOf(pull), others)).toMatchObject({ id: first?.id, by: MONA });
      expect(await rowsOf(pull)).toHaveLength(1);
    },
  );

  test('what was refused may be asked for by somebody else', async () => {
    const pull = newPull();
    await press(pull, buttonOf(pull), others);
    await settle(pull, (await rowsOf(pull))[0]?.id ?? '', 'refused');
    expect(await press(pull, buttonOf(pull))).toBeNull();
    expect((await rowsOf(pull)).map(({ by, state }) => [by.login, state])).toEqual([
      ['eve', 'refused'],
      ['mona', 'pending'],
    ]);
  });

  test('of two at the same moment one is kept', async () => {
    const pull = newPull();
    const kept = await Promise.all([press(pull, buttonOf(pull)), press(pull, buttonOf(pull), others)]);
    expect(kept.filter((other) => other === null)).toHaveLength(1);
    expect(await rowsOf(pull)).toHaveLength(1);
  });

  test('the same delivery again is no second request', async () => {
    const pull = newPull();
    const given = command(pull, MONA);
    const { commands } = stored().store;
    expect(await commands.rememberOnce(pull, given, buttonOf(pull))).toBeNull();
    expect(await commands.rememberOnce(pull, given, buttonOf(pull))).toBeNull();
    expect(await rowsOf(pull)).toHaveLength(1);
  });

  test('another state, another button and another handoff are other uses', async () => {
    const pull = newPull();
    const use = buttonOf(pull);
    for (const other of [
      use,
      { ...use, shown: 'later' },
      { ...use, button: 'done' },
      { ...use, handoffId: 'h2' },
    ])
      expect(await press(pull, other)).toBeNull();
    expect(await rowsOf(pull)).toHaveLength(4);
  });

  test('a hold is used up until it is lifted, and its end until the next one, by whomever', async () => {
    const pull = newPull();
    const scope = { repositoryId: pull.repositoryId, number: pull.number };
    const { stops } = stored().store;
    expect(await press(pull, HOLD)).toBeNull();
    await settle(pull, (await rowsOf(pull))[0]?.id ?? '', 'answered');
    await stops.change({ kind: 'set', scope, by: 'mona', reason: null });
    expect(await press(pull, HOLD, others)).toMatchObject({ by: MONA });
    await stops.change({ kind: 'set', scope: { repositoryId: pull.repositoryId }, by: 'x', reason: null });
    await stops.change({ kind: 'lift', scope: { repositoryId: pull.repositoryId }, by: 'x' });
    expect(await press(pull, HOLD, others)).toMatchObject({ by: MONA });
    await stops.change({ kind: 'lift', scope, by: 'somebody by a comment' });
    expect(await press(pull, HOLD, others)).toBeNull();

    expect(await press(pull, { kind: 'unhold' })).toBeNull();
    expect(await press(pull, { kind: 'unhold' }, others)).toMatchObject({ by: MONA });
    await stops.change({ kind: 'set', scope, by: 'mona', reason: null });
    expect(await press(pull, { kind: 'unhold' }, others)).toBeNull();
    expect(await press(newPull(), HOLD)).toBeNull();
  });

  test('a stop is changed and told of together: announced where it changed something, answered once', async () => {
    const { store } = stored();
    const pull = newPull();
    await store.pulls.remember(pull, true);
    const set: StopChange = {
      kind: 'set',
      scope: { repositoryId: pull.repositoryId },
      by: 'mona',
      reason: null,
    };
    const lift: StopChange = { kind: 'lift', scope: set.scope, by: 'mona' };
    const told = (key: string) => ({ announcement: [notice(pull, key)], answer: answer(pull, key) });
    const known = async (key: string) => (await store.outbox.load(key)) !== null;
    const key = `k${pull.repositoryId}`;

    await store.stops.change(lift, told(`${key}-0`));
    expect([await known(`notice:${key}-0`), await known(`answer:${key}-0`)]).toEqual([false, true]);
    await store.stops.change(set, told(`${key}-1`));
    expect([await known(`notice:${key}-1`), await known(`answer:${key}-1`)]).toEqual([true, true]);

    await store.stops.change(lift, told(`${key}-2`));
    await store.stops.change(set, told(`${key}-1`));
    expect(await store.stops.inForce(pull)).toEqual({ kind: 'none' });
    const entries = await store.ledger.entries(pull.repositoryId, 1, 10);
    expect(entries.map(({ action }) => action)).toEqual(['stop.set', 'stop.lifted']);
  });

  test('what is said by itself is kept once, with its ledger entry', async () => {
    const { store } = stored();
    const pull = newPull();
    const effect = answer(pull, `said-${pull.repositoryId}`);
    await store.outbox.say(effect, pull.repositoryId, [draft()]);
    await store.outbox.say(effect, pull.repositoryId, [draft()]);
    expect(await store.outbox.load(effect.key)).toMatchObject({ effect, state: 'pending' });
    expect(await store.ledger.entries(pull.repositoryId, 1, 10)).toHaveLength(1);
  });

  test('whom the bot speaks to is nobody before it says so, and then as it said last', async () => {
    const { store } = stored();
    expect(await store.audience()).toEqual({ slack: false, pagerduty: false, locale: 'en' });
    await store.keepAudience({ slack: true, pagerduty: false, locale: 'en' });
    await store.keepAudience({ slack: true, pagerduty: true, locale: 'ja' });
    expect(await store.audience()).toEqual({ slack: true, pagerduty: true, locale: 'ja' });
  });
}

function command({ repositoryId, number }: PullTarget, by: CommandGiven['by']): CommandGiven {
  pressed += 1;
  return {
    id: `slack-${repositoryId}-${pressed}`,
    repositoryId,
    number,
    source: 'slack',
    commentId: null,
    name: 'rollback',
    argument: null,
    by,
    shownHeadSha: null,
    at: AT,
    slack: { channel: 'C0', user: 'U0', handoffId: 'h1' },
  };
}

function notice(repository: PullTarget, key: string): Effect {
  return {
    kind: 'slack_notice',
    key: `notice:${key}`,
    lane: `notice:${key}`,
    locale: 'en',
    channel: null,
    repository,
    notice: { says: 'stop_set', place: 'acme/shop', by: 'mona', reason: null, cancels: false },
    mentions: [],
  };
}

function answer(repository: PullTarget, key: string): Effect {
  return {
    kind: 'slack_answer',
    key: `answer:${key}`,
    lane: `answer:${key}`,
    locale: 'en',
    channel: null,
    repository,
    to: { channel: 'C0', user: 'U0' },
    answer: { says: 'granted', what: 'stop acme/shop' },
  };
}
