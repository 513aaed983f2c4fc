import { expect, test } from '@jest/globals';
import type { DispatchEffect, PullTarget, RerunRunEffect } from '../../src/effect/effect.ts';
import type { Rollback, RollbackState } from '../../src/handoff/rollback.ts';
import type { TestStore } from '../support/store.ts';
import { AT, commitOf, dispatch, HEAD, MONA, newPull } from './samples.ts';

const RUN = { id: 120, attempt: 1, url: 'https://github.com/acme/shop/actions/runs/120' };
const STARTING: RollbackState = { kind: 'starting', since: AT };
const ASKED = { commandId: 'comment:7', by: MONA };

function rollback(pull: PullTarget, attempt = 1, state = STARTING): Rollback {
  const handoffId = `${pull.repositoryId}-${pull.number}-h-main-1`;
  const id = `rollback:${handoffId}:${attempt}`;
  return { id, handoffId, headSha: HEAD, baseRef: 'main', attempt, by: MONA, state };
}

function effectOf(pull: PullTarget, { id }: Rollback, workflowPath = 'rollback.yml'): DispatchEffect {
  return {
    kind: 'dispatch',
    key: `dispatch:${id}:1`,
    pull,
    purpose: 'rollback',
    workflowPath,
    ref: 'main',
    inputs: {},
    headSha: HEAD,
    baseRef: 'main',
    asked: ASKED,
  };
}

/** What is kept of rollbacks and of runs that were run once more (H6). */
export function rollbacksSuite(stored: () => TestStore): void {
  const begin = (pull: PullTarget, one = rollback(pull)) =>
    stored().store.pulls.commit(commitOf(pull, { rollbacks: [one], effects: [effectOf(pull, one)] }));

  test('a rollback is kept with its dispatch, and who asked for it', async () => {
    const { store } = stored();
    const pull = newPull();
    expect(await begin(pull)).toEqual({ kind: 'committed' });
    expect(await store.pulls.memory(pull)).toMatchObject({
      rollbacks: [rollback(pull)],
      dispatches: [{ purpose: 'rollback', asked: ASKED, outcome: { kind: 'pending' } }],
    });
  });

  test('one that changed since it was read, or one more, is a conflict and writes nothing', async () => {
    const { store } = stored();
    const pull = newPull();
    const one = rollback(pull);
    await begin(pull, one);
    const runs = { ...one, state: { kind: 'running', since: AT, run: RUN } as const };
    expect(await store.pulls.commit(commitOf(pull, { rollbacks: [runs] }))).toEqual({ kind: 'conflict' });
    expect(
      await store.pulls.commit(commitOf(pull, { expectedRollbacks: [one], rollbacks: [rollback(pull, 2)] })),
    ).toEqual({ kind: 'conflict' });
    expect((await store.pulls.memory(pull)).rollbacks).toEqual([one]);
    expect(await store.pulls.commit(commitOf(pull, { expectedRollbacks: [one], rollbacks: [runs] }))).toEqual(
      { kind: 'committed' },
    );
    expect((await store.pulls.memory(pull)).rollbacks).toEqual([runs]);
  });

  test('its dispatch and those of others share one turn per workflow; given up, it frees the turn', async () => {
    const { store } = stored();
    const pull = newPull();
    const neighbour = { ...pull, number: pull.number + 1 };
    const one = rollback(pull);
    await begin(pull, one);
    expect(await begin(neighbour)).toEqual({ kind: 'dispatch_unresolved' });
    expect(
      await store.pulls.commit(commitOf(neighbour, { effects: [dispatch(neighbour, 1, 'rollback.yml')] })),
    ).toEqual({ kind: 'dispatch_unresolved' });
    expect((await store.pulls.memory(neighbour)).rollbacks).toEqual([]);

    const lost: Rollback = {
      ...one,
      state: {
        kind: 'failed',
        since: AT,
        run: null,
        code: 'rollback_lost',
        detail: { say: 'no_run_showed_up' },
      },
    };
    await store.pulls.commit(commitOf(pull, { expectedRollbacks: [one], rollbacks: [lost] }));
    expect((await store.pulls.memory(pull)).dispatches).toMatchObject([{ outcome: { kind: 'refused' } }]);
    expect(await begin(neighbour)).toEqual({ kind: 'committed' });
  });

  test('a run that was found for a lost one is its outcome', async () => {
    const { store } = stored();
    const pull = newPull();
    const one = rollback(pull);
    await begin(pull, one);
    await store.runs.foundDispatched(`dispatch:${one.id}:1`, RUN);
    expect((await store.pulls.memory(pull)).dispatches).toMatchObject([
      { outcome: { kind: 'sent', run: RUN } },
    ]);
    expect(await store.runs.ownerOf(pull.repositoryId, RUN.id)).toMatchObject({ purpose: 'rollback', pull });
  });

  test('a run that is run once more is remembered, with what became of it', async () => {
    const { store } = stored();
    const pull = newPull();
    const effect: RerunRunEffect = {
      kind: 'rerun_run',
      key: `rerun:${pull.repositoryId}:1:1`,
      pull,
      purpose: 'verify',
      runId: 5,
      attempt: 1,
      headSha: HEAD,
      baseRef: 'main',
      asked: ASKED,
    };
    await store.pulls.commit(commitOf(pull, { effects: [effect] }));
    const { reruns } = await store.pulls.memory(pull);
    expect(reruns).toMatchObject([{ effect, state: 'pending' }]);
    await store.outbox.beginTry(effect.key, 1);
    await store.outbox.settle(effect.key, 1, { kind: 'rejected', code: 'X', detail: 'no' }, []);
    expect((await store.pulls.memory(pull)).reruns).toMatchObject([{ effect, state: 'rejected' }]);
    expect((await store.evaluations.begin(`${pull.repositoryId}#${pull.number}`))?.reasons).toContain(
      'rerun rejected',
    );
  });

  test('the stop that cancels is the one in force, else the nearest', async () => {
    const { stops } = stored().store;
    const pull = newPull();
    const { repositoryId, number } = pull;
    await stops.change({
      kind: 'set',
      scope: { repositoryId },
      by: 'mika',
      reason: 'freeze',
      cancels: true,
    });
    await stops.change({ kind: 'set', scope: { repositoryId, number }, by: 'mona', reason: 'legal' });
    expect(await stops.inForce(pull)).toMatchObject({ scope: 'repository', by: 'mika', cancels: true });
    await stops.change({ kind: 'set', scope: { repositoryId }, by: 'mika', reason: 'freeze' });
    expect(await stops.inForce(pull)).toMatchObject({ scope: 'pull_request', by: 'mona', cancels: false });
  });
}
