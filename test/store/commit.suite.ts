import { expect, test } from '@jest/globals';
import type { PullTarget } from '../../src/effect/effect.ts';
import type { Commit } from '../../src/store/store.ts';
import { pullKey } from '../../src/store/store.ts';
import { claim, type TestStore } from '../support/store.ts';
import {
  AT,
  checkRun,
  command,
  commitOf,
  decision,
  dispatch,
  draft,
  handoff,
  MONA,
  newPull,
} from './samples.ts';

export function commitSuite(stored: () => TestStore): void {
  test('state, decision, ledger, effects and timer are written together', async () => {
    const { store } = stored();
    const pull = newPull();
    const written: Commit = commitOf(pull, {
      handoffs: [handoff(pull)],
      decision: decision(pull),
      ledger: [draft('decision.made'), draft('handoff.opened')],
      effects: [checkRun(pull, 'd1')],
      wakeAt: '2026-03-03T09:00:00.000Z',
    });
    expect(await store.pulls.commit(written)).toEqual({ kind: 'committed' });
    const memory = await store.pulls.memory(pull);
    expect(memory).toMatchObject({
      pull,
      active: handoff(pull),
      handoffs: [handoff(pull)],
      lastDecision: { id: written.decision?.id, digest: 'd1', at: written.decision?.at },
    });
    expect(await store.pulls.decision(decision(pull).id)).toEqual(decision(pull));
    const entries = await store.ledger.entries(pull.repositoryId, 1, 10);
    expect(entries.map(({ action }) => action)).toEqual(['decision.made', 'handoff.opened']);
    expect(await store.outbox.load(checkRun(pull, '').key)).toMatchObject({
      effect: checkRun(pull, 'd1'),
      state: 'pending',
      ledger: { seq: 2, hash: entries[1]?.hash },
    });
    expect(await store.pulls.open()).toContainEqual(pull);
  });

  test('who waits for a dispatch is woken by its outcome, also where that came just before', async () => {
    const { store, pass } = stored();
    const pull = newPull();
    const other = { ...pull, number: pull.number + 1 };
    const late = { ...pull, number: pull.number + 2 };
    const waiting = (of: PullTarget) =>
      commitOf(of, {
        ledger: [draft()],
        handoffs: [
          handoff(of, 'waiting', { state: { kind: 'ready', since: AT, awaiting: 'other_dispatch' } }),
        ],
      });
    const woken = async (of: PullTarget) => {
      await pass(2_000);
      return (await claim(store, 'evaluate', pullKey(of))).length;
    };
    await store.pulls.commit(commitOf(other, { effects: [dispatch(other)] }));
    await store.pulls.commit(waiting(pull));
    expect(await woken(pull)).toBe(0);
    await store.outbox.beginTry(dispatch(other).key, 1);
    await store.outbox.settle(dispatch(other).key, 1, { kind: 'withdrawn', code: 'label_missing' }, [
      draft(),
    ]);
    expect(await woken(pull)).toBe(1);
    await store.pulls.commit(waiting(late));
    expect(await woken(late)).toBe(1);
  });

  test('when one part fails, nothing is written', async () => {
    const { store } = stored();
    const pull = newPull();
    const failing = commitOf(pull, {
      handoffs: [handoff(pull)],
      decision: decision(pull),
      ledger: [draft()],
      effects: [checkRun(pull, 'd1'), dispatch(pull, 1, 'nul \u0000')],
      wakeAt: '2026-03-03T09:00:00.000Z',
    });
    await expect(store.pulls.commit(failing)).rejects.toThrow(/0x00/);
    expect(await store.pulls.memory(pull)).toMatchObject({ handoffs: [], lastDecision: null });
    expect(await store.ledger.entries(pull.repositoryId, 1, 10)).toEqual([]);
    expect(await store.outbox.load(checkRun(pull, '').key)).toBeNull();
    expect(await claim(store, 'effect', checkRun(pull, '').key)).toEqual([]);
    expect(await store.pulls.byKey(pullKey(pull))).toBeNull();
  });

  test('what changed since it was read is a conflict, whoever changed it', async () => {
    const { store } = stored();
    const pull = newPull();
    const first = handoff(pull);
    const moved = handoff(pull, 'dispatching');
    await store.pulls.commit(commitOf(pull, { handoffs: [first] }));
    const conflict = { kind: 'conflict' };
    // One was added meanwhile, one changed meanwhile, one is not known.
    expect(await store.pulls.commit(commitOf(pull, { ledger: [draft()] }))).toEqual(conflict);
    expect(await store.pulls.commit(commitOf(pull, { expected: [moved], ledger: [draft()] }))).toEqual(
      conflict,
    );
    const unknown = handoff(pull, 'abandoned', { id: 'other' });
    expect(await store.pulls.commit(commitOf(pull, { expected: [first, unknown] }))).toEqual(conflict);
    expect(await store.ledger.entries(pull.repositoryId, 1, 10)).toEqual([]);

    expect(await store.pulls.commit(commitOf(pull, { expected: [first], handoffs: [moved] }))).toEqual({
      kind: 'committed',
    });
    expect((await store.pulls.memory(pull)).active).toEqual(moved);
  });

  test('of commits at the same moment from the same reading, one gets through', async () => {
    const { store } = stored();
    const pull = newPull();
    const outcomes = await Promise.all(
      [1, 2, 3].map((attempt) =>
        store.pulls.commit(
          commitOf(pull, {
            handoffs: [handoff(pull, 'waiting', { id: `h-${pull.repositoryId}-${attempt}`, attempt })],
          }),
        ),
      ),
    );
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['committed', 'conflict', 'conflict']);
    expect((await store.pulls.memory(pull)).handoffs).toHaveLength(1);
  });

  test('one handoff in flight per PR: a second is a conflict, the next after its end is not', async () => {
    const { store } = stored();
    const pull = newPull();
    const first = handoff(pull);
    const second = handoff(pull, 'waiting', { id: `${first.id}-again`, attempt: 2 });
    await store.pulls.commit(commitOf(pull, { handoffs: [first] }));
    expect(await store.pulls.commit(commitOf(pull, { expected: [first], handoffs: [second] }))).toEqual({
      kind: 'conflict',
    });
    const ended = handoff(pull, 'abandoned');
    expect(
      await store.pulls.commit(commitOf(pull, { expected: [first], handoffs: [second, ended] })),
    ).toEqual({
      kind: 'committed',
    });
    expect(await store.pulls.memory(pull)).toMatchObject({ active: second, handoffs: [ended, second] });
  });

  test('a second dispatch of one workflow waits for the outcome of the first', async () => {
    const { store } = stored();
    const pull = newPull();
    const neighbour = { ...pull, number: pull.number + 1 };
    const first = dispatch(pull);
    await store.pulls.commit(commitOf(pull, { handoffs: [handoff(pull)], effects: [first] }));
    const theirs = commitOf(neighbour, {
      handoffs: [handoff(neighbour, 'dispatching')],
      ledger: [draft()],
      effects: [dispatch(neighbour)],
    });
    expect(await store.pulls.commit(theirs)).toEqual({ kind: 'dispatch_unresolved' });
    expect(await store.pulls.memory(neighbour)).toMatchObject({
      handoffs: [],
      dispatchUnresolvedElsewhere: true,
    });
    expect(await store.ledger.entries(pull.repositoryId, 1, 10)).toEqual([]);
    expect((await store.pulls.memory(pull)).dispatchUnresolvedElsewhere).toBe(false);

    await store.outbox.beginTry(first.key, 1);
    await store.outbox.settle(first.key, 1, { kind: 'unanswered', detail: 'timeout' }, []);
    expect(await store.pulls.commit(theirs)).toEqual({ kind: 'dispatch_unresolved' });
    const other = { ...theirs, effects: [dispatch(neighbour, 1, '.github/workflows/other.yml')] };
    expect(await store.pulls.commit(other)).toEqual({ kind: 'committed' });
    const run = { id: 91, attempt: 1, url: 'https://github.com/acme/shop/actions/runs/91' };
    await store.runs.foundDispatched(first.key, run);
    const next = { ...pull, number: pull.number + 2 };
    expect(await store.pulls.commit(commitOf(next, { effects: [dispatch(next)] }))).toEqual({
      kind: 'committed',
    });
  });

  test('a handoff that ends without knowing gives its own dispatch up, and nobody else`s', async () => {
    const { store } = stored();
    const pull = newPull();
    const lost = handoff(pull, 'dispatching', { id: `${pull.repositoryId}-12-x%-1` });
    const alike = { ...pull, number: pull.number + 1 };
    const ofLost = { ...dispatch(pull), key: `dispatch:${lost.id}:1` };
    const ofAlike = {
      ...dispatch(alike, 1, '.github/workflows/b.yml'),
      key: `dispatch:${pull.repositoryId}-12-xyz-1:1`,
    };
    await store.pulls.commit(commitOf(pull, { handoffs: [lost], effects: [ofLost] }));
    await store.pulls.commit(commitOf(alike, { effects: [ofAlike] }));
    const ended = { ...lost, state: handoff(pull, 'abandoned').state };
    await store.pulls.commit(commitOf(pull, { expected: [lost], handoffs: [ended] }));
    expect((await store.pulls.memory(pull)).dispatches).toMatchObject([{ outcome: { kind: 'refused' } }]);
    expect((await store.pulls.memory(alike)).dispatches).toMatchObject([{ outcome: { kind: 'pending' } }]);
  });

  test('commands are settled once, and a granted one is used by the handoff that it opened', async () => {
    const { store } = stored();
    const pull = newPull();
    const asked = command(pull, 1);
    expect(await store.commands.remember(pull, asked, [])).toBe(true);
    expect(await store.commands.remember(pull, asked, [])).toBe(false);
    const settled = { id: asked.id, settled: 'granted', code: 'command_granted' } as const;
    const gates = handoff(pull);
    await store.pulls.commit(commitOf(pull, { handoffs: [gates], commands: [settled] }));
    await store.pulls.commit(
      commitOf(pull, {
        expected: [gates],
        commands: [{ ...settled, settled: 'refused', code: 'command_edited' }],
      }),
    );
    const [granted] = (await store.pulls.memory(pull)).commands;
    expect(granted).toEqual({ ...asked, state: 'granted', code: 'command_granted', used: false });

    const requested = { ...gates, requestedBy: MONA };
    await store.pulls.commit(commitOf(pull, { expected: [gates], handoffs: [requested] }));
    expect((await store.pulls.memory(pull)).commands).toMatchObject([{ used: true }]);

    // Asked again while that one ends: kept for the next handoff.
    const again = command(pull, 2);
    await store.commands.remember(pull, again, []);
    await store.pulls.commit(
      commitOf(pull, {
        expected: [requested],
        handoffs: [{ ...requested, state: handoff(pull, 'abandoned').state }],
        commands: [{ ...settled, id: again.id }],
      }),
    );
    expect((await store.pulls.memory(pull)).commands).toMatchObject([{ used: true }, { used: false }]);
  });

  test('memory shows what is pending or unused, and the last five that were settled', async () => {
    const { store } = stored();
    const pull = newPull();
    const ids = Array.from({ length: 9 }, (_, n) => command(pull, n));
    for (const asked of ids) await store.commands.remember(pull, asked, []);
    const settle = (n: number, settled: 'granted' | 'answered') => ({
      id: command(pull, n).id,
      settled,
      code: 'command_granted' as const,
    });
    await store.pulls.commit(
      commitOf(pull, {
        commands: [settle(0, 'granted'), ...[1, 2, 3, 4, 5, 6].map((n) => settle(n, 'answered'))],
      }),
    );
    const shown = (await store.pulls.memory(pull)).commands.map(({ commentId, state }) => [commentId, state]);
    expect(shown).toEqual([
      [0, 'granted'],
      ...[2, 3, 4, 5, 6].map((n) => [n, 'answered']),
      ...[7, 8].map((n) => [n, 'pending']),
    ]);
  });
}
