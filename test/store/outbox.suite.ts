import { expect, test } from '@jest/globals';
import type { Effect, PullTarget } from '../../src/effect/effect.ts';
import { pullKey, type Settlement } from '../../src/store/store.ts';
import { claim, type TestStore } from '../support/store.ts';
import {
  approval,
  checkRun,
  commitOf,
  dispatch,
  draft,
  HEAD,
  handoff,
  newPull,
  reaction,
  stickyComment,
} from './samples.ts';

const RUN = { id: 12_345_678_901, attempt: 1, url: 'https://github.com/acme/shop/actions/runs/12345678901' };
const COMMENT = {
  id: 1,
  nodeId: 'IC_1',
  url: 'https://github.com/acme/shop/pull/12#issuecomment-1',
  bodyDigest: 'b1',
};

export function outboxSuite(stored: () => TestStore): void {
  const put = (pull: PullTarget, ...effects: readonly Effect[]) =>
    stored().store.pulls.commit(commitOf(pull, { effects }));

  /** Does the effect's job, if one is ready; returns whether it was. */
  async function work(key: string): Promise<boolean> {
    const jobs = await claim(stored().store, 'effect', key);
    for (const job of jobs) await stored().store.jobs.done(job);
    return jobs.length === 1;
  }

  async function settle(key: string, settlement: Settlement, generation = 1): Promise<void> {
    await stored().store.outbox.beginTry(key, generation);
    await stored().store.outbox.settle(key, generation, settlement, [draft(`effect.${settlement.kind}`)]);
  }

  test('an effect that happens once is kept once', async () => {
    const { store } = stored();
    const effect = reaction(newPull());
    await put(effect.pull, effect);
    await put(effect.pull, { ...effect, content: 'rocket' } as Effect);
    expect(await store.outbox.load(effect.key)).toMatchObject({ effect, generation: 1 });
    expect(await work(effect.key)).toBe(true);
    await settle(effect.key, { kind: 'sent', result: {} });
    await put(effect.pull, effect);
    expect(await work(effect.key)).toBe(false);
    expect(await store.outbox.load('no such effect')).toBeNull();
  });

  test('a level effect shows the newest state: replaced while it waits, left alone when it says the same', async () => {
    const { store } = stored();
    const pull = newPull();
    const { key } = checkRun(pull, '');
    await put(pull, checkRun(pull, 'd1'));
    await put(pull, checkRun(pull, 'd2'));
    expect(await store.outbox.load(key)).toMatchObject({ effect: checkRun(pull, 'd2'), generation: 2 });
    expect(await work(key)).toBe(true);
    expect(await work(key)).toBe(false);
    await settle(key, { kind: 'sent', result: { id: 4 } }, 2);

    await put(pull, checkRun(pull, 'd2'));
    expect(await work(key)).toBe(false);
    await put(pull, checkRun(pull, 'd3'));
    expect(await work(key)).toBe(true);
    expect(await store.outbox.load(key)).toMatchObject({
      generation: 3,
      state: 'pending',
      result: { id: 4 },
    });
  });

  test('one replaced while it is sent stays pending, knows what the sending left, and is sent again', async () => {
    const { store } = stored();
    const pull = newPull();
    const { key } = stickyComment(pull, '');
    await put(pull, stickyComment(pull, 'd1'));
    const [sending] = await claim(store, 'effect', key);
    await store.outbox.beginTry(key, 1);
    await put(pull, stickyComment(pull, 'd2'));
    await store.outbox.settle(key, 1, { kind: 'sent', result: COMMENT }, []);
    if (sending !== undefined) await store.jobs.done(sending);
    expect(await store.outbox.load(key)).toMatchObject({
      generation: 2,
      state: 'pending',
      triedAt: null,
      result: COMMENT,
    });
    expect((await store.pulls.memory(pull)).comments).toEqual([
      { kind: 'sticky', handoffId: null, ...COMMENT },
    ]);
    expect(await work(key)).toBe(true);
  });

  test('a level effect that was rejected is tried again when it is asked for again', async () => {
    const pull = newPull();
    const effect = checkRun(pull, 'd1');
    await put(pull, effect);
    await work(effect.key);
    await settle(effect.key, { kind: 'rejected', code: 'AIOPS_TEST', detail: 'GitHub answered 403' });
    await put(pull, effect);
    expect(await work(effect.key)).toBe(true);
  });

  test('one that is asked for once more as it was is sent once more', async () => {
    const { store } = stored();
    const effect = reaction(newPull());
    await put(effect.pull, effect);
    await work(effect.key);
    const reissue = commitOf(effect.pull, { reissue: [effect.key, 'no such effect'] });
    await store.pulls.commit(reissue);
    expect(await store.outbox.load(effect.key)).toMatchObject({ generation: 1 });
    await settle(effect.key, { kind: 'sent', result: { id: 4 } });
    await store.pulls.commit(reissue);
    expect(await store.outbox.load(effect.key)).toMatchObject({
      generation: 2,
      state: 'pending',
      result: { id: 4 },
    });
    expect(await work(effect.key)).toBe(true);
  });

  test('a dispatch is never sent once more', async () => {
    const effect = dispatch(newPull());
    await put(effect.pull, effect);
    await work(effect.key);
    await settle(effect.key, { kind: 'unanswered', detail: 'timeout' });
    await stored().store.pulls.commit(commitOf(effect.pull, { reissue: [effect.key] }));
    expect(await stored().store.outbox.load(effect.key)).toMatchObject({
      state: 'unanswered',
      generation: 1,
    });
    expect(await work(effect.key)).toBe(false);
  });

  test('a try is on record before it begins, and the first that may have been done is not forgotten', async () => {
    const { store, clock } = stored();
    const effect = dispatch(newPull());
    await put(effect.pull, effect);
    const first = new Date(clock.now()).toISOString();
    expect(await store.outbox.beginTry(effect.key, 1)).toMatchObject({ triedAt: null, tries: 0 });
    expect(await store.outbox.load(effect.key)).toMatchObject({ triedAt: first, tries: 1 });
    await stored().pass(5_000);
    // The first try had no answer; the second surely did nothing, which says nothing of the first.
    expect(await store.outbox.beginTry(effect.key, 1)).toMatchObject({ triedAt: first, tries: 1 });
    expect(await store.outbox.load(effect.key)).toMatchObject({ triedAt: first, tries: 2 });
    await store.outbox.clearTry(effect.key);
    expect(await store.outbox.load(effect.key)).toMatchObject({ triedAt: first, tries: 2 });

    const other = reaction(newPull());
    await put(other.pull, other);
    await store.outbox.beginTry(other.key, 1);
    await store.outbox.clearTry(other.key);
    expect(await store.outbox.load(other.key)).toMatchObject({ triedAt: null });
    expect(await store.outbox.beginTry('no such effect', 1)).toBeNull();
  });

  test('what was settled stays settled, with one ledger entry', async () => {
    const { store } = stored();
    const effect = reaction(newPull());
    await put(effect.pull, effect);
    await settle(effect.key, { kind: 'rejected', code: 'AIOPS_TEST', detail: 'gone' });
    await settle(effect.key, { kind: 'sent', result: { id: 9 } });
    await store.outbox.beginTry(effect.key, 1);
    expect(await store.outbox.load(effect.key)).toMatchObject({
      state: 'rejected',
      result: null,
      triedAt: null,
      tries: 1,
    });
    const entries = await store.ledger.entries(effect.pull.repositoryId, 1, 10);
    expect(entries.map(({ action }) => action)).toEqual(['effect.rejected']);
    await expect(store.outbox.settle('no such effect', 1, { kind: 'sent', result: {} }, [])).rejects.toThrow(
      'not in the outbox',
    );
  });

  const OUTCOMES = [
    [
      { kind: 'sent', result: { run: RUN } },
      { kind: 'sent', run: RUN },
    ],
    [
      { kind: 'withdrawn', code: 'label_missing' },
      { kind: 'withdrawn', code: 'label_missing' },
    ],
    [
      { kind: 'rejected', code: 'AIOPS_TEST', detail: 'GitHub answered 422' },
      { kind: 'refused', detail: 'GitHub answered 422' },
    ],
    [
      { kind: 'unanswered', detail: 'timeout' },
      { kind: 'unanswered', triedAt: expect.any(String) },
    ],
  ] as const satisfies readonly (readonly [Settlement, object])[];

  test.each(OUTCOMES)(
    'the PR learns what became of its dispatch, at once: %j',
    async (settlement, outcome) => {
      const { store } = stored();
      const pull = newPull();
      const effect = dispatch(pull);
      await put(pull, effect);
      expect((await store.pulls.memory(pull)).dispatches).toMatchObject([
        { key: effect.key, purpose: 'handoff', outcome: { kind: 'pending' } },
      ]);
      await settle(effect.key, settlement);
      expect((await store.pulls.memory(pull)).dispatches).toMatchObject([{ outcome }]);
      expect(await claim(store, 'evaluate', pullKey(pull))).toHaveLength(1);
    },
  );

  test('the run of a dispatch has its PR for an owner, also when its answer was lost', async () => {
    const { store } = stored();
    const [sent, lost] = [newPull(), newPull()];
    const of = { headSha: HEAD, baseRef: 'main', purpose: 'handoff' };
    await put(sent, dispatch(sent));
    await settle(dispatch(sent).key, { kind: 'sent', result: { run: RUN } });
    expect(await store.runs.ownerOf(sent.repositoryId, RUN.id)).toEqual({ pull: sent, ...of });
    expect(await store.runs.ownerOf(lost.repositoryId, RUN.id)).toBeNull();

    await put(lost, dispatch(lost));
    await settle(dispatch(lost).key, { kind: 'unanswered', detail: 'timeout' });
    await store.runs.foundDispatched(dispatch(lost).key, RUN);
    await store.runs.foundDispatched(dispatch(lost).key, { ...RUN, id: 1 });
    expect(await store.runs.ownerOf(lost.repositoryId, RUN.id)).toEqual({ pull: lost, ...of });
    expect(await store.outbox.load(dispatch(lost).key)).toMatchObject({
      state: 'sent',
      result: { run: RUN },
    });
    expect((await store.pulls.memory(lost)).dispatches).toMatchObject([
      { outcome: { kind: 'sent', run: RUN } },
    ]);
  });

  test('a dispatch cannot be settled as sent without its run', async () => {
    const effect = dispatch(newPull());
    await put(effect.pull, effect);
    await expect(settle(effect.key, { kind: 'sent', result: {} })).rejects.toThrow('without its run');
    expect(await stored().store.outbox.load(effect.key)).toMatchObject({ state: 'pending' });
  });

  test('the PR learns of its approval comment, at once', async () => {
    const { store } = stored();
    const pull = newPull();
    const effect = approval(pull, handoff(pull).id);
    await put(pull, effect);
    await settle(effect.key, { kind: 'sent', result: COMMENT });
    const { comments, approval: outcome } = await store.pulls.memory(pull);
    expect(outcome).toEqual({ handoffId: handoff(pull).id, outcome: { kind: 'posted', url: COMMENT.url } });
    expect(comments).toEqual([{ kind: 'approval', handoffId: handoff(pull).id, ...COMMENT }]);
    expect(await claim(store, 'evaluate', pullKey(pull))).toHaveLength(1);

    const again = approval(pull, 'next');
    await put(pull, again);
    await settle(again.key, { kind: 'rejected', code: 'AIOPS_TEST', detail: 'locked' });
    expect((await store.pulls.memory(pull)).approval).toEqual({
      handoffId: 'next',
      outcome: { kind: 'refused', detail: 'locked' },
    });
    const held = approval(pull, 'held');
    await put(pull, held);
    await settle(held.key, { kind: 'withdrawn', code: 'label_missing' });
    expect((await store.pulls.memory(pull)).approval).toEqual({
      handoffId: 'held',
      outcome: { kind: 'withdrawn' },
    });
  });

  test('a comment that GitHub refuses to write again is not watched over any more', async () => {
    const { store } = stored();
    const pull = newPull();
    const { key } = stickyComment(pull, '');
    await put(pull, stickyComment(pull, 'd1'));
    await settle(key, { kind: 'sent', result: COMMENT });
    await put(pull, stickyComment(pull, 'd2'));
    await settle(key, { kind: 'rejected', code: 'AIOPS_TEST', detail: 'locked' }, 2);
    expect((await store.pulls.memory(pull)).comments).toEqual([]);
  });
}
