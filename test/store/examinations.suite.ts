import { expect, test } from '@jest/globals';
import type { Effect } from '../../src/effect/effect.ts';
import type { Finding } from '../../src/effect/finding.ts';
import type { Examination, Repository } from '../../src/store/store.ts';
import { claim, type TestStore } from '../support/store.ts';
import { checkRun, commitOf, draft, newPull, reaction } from './samples.ts';

const DAY_MS = 24 * 3_600_000;

const FINDINGS: readonly Finding[] = [
  { id: 'clock', area: 'bot', status: 'ok', about: null, seen: 'within 1 s', todo: null },
  {
    id: 'label_exists',
    area: 'people',
    status: 'fail',
    about: 'LG-Verified ✅ \u0000\ud800',
    seen: 'gone',
    todo: 'Make it.',
  },
];

export function examinationsSuite(stored: () => TestStore): void {
  async function newRepository(): Promise<Repository> {
    const { repositoryId: id, installationId, owner, repo: name } = newPull();
    const repository = { id, installationId, owner, name };
    await stored().store.installations.addRepositories([repository]);
    return repository;
  }

  function examination(repositoryId: number, findings = FINDINGS): Examination {
    const told = [{ id: 'label_exists', about: 'LG-Verified ✅', status: 'fail' } as const];
    return { repositoryId, at: '2026-03-02T09:00:00.000Z', findings, told };
  }

  test('the newest takes the place of the one before, with its entry and its message', async () => {
    const { store } = stored();
    const { id, owner, name, installationId } = await newRepository();
    expect(await store.examinations.last(id)).toBeNull();
    await store.examinations.keep(examination(id), { ledger: [], effects: [] });
    expect(await store.examinations.last(id)).toEqual(examination(id));
    const notice: Effect = {
      kind: 'slack_notice',
      key: `notice:doctor:${id}:1`,
      lane: `notice:doctor:${id}`,
      locale: 'en',
      channel: null,
      repository: { repositoryId: id, installationId, owner, repo: name },
      notice: { says: 'doctor', place: `${owner}/${name}`, worse: [], well: [{ id: 'clock', about: null }] },
      mentions: [],
    };
    const next = { ...examination(id), at: '2026-03-03T09:00:00.000Z', told: [] };
    await store.examinations.keep(next, { ledger: [draft('doctor.changed')], effects: [notice] });
    expect(await store.examinations.last(id)).toEqual(next);
    const [entry] = await store.ledger.entries(id, 1, 10);
    expect(entry).toMatchObject({ action: 'doctor.changed' });
    expect(await store.outbox.load(notice.key)).toMatchObject({
      effect: notice,
      ledger: { seq: entry?.seq, hash: entry?.hash },
    });
  });

  test('findings are counted by status, of repositories that are still there', async () => {
    const { store } = stored();
    const before = await store.examinations.counts();
    const [one, other] = [await newRepository(), await newRepository()];
    for (const { id } of [one, other])
      await store.examinations.keep(examination(id), { ledger: [], effects: [] });
    expect(await store.examinations.counts()).toEqual({
      ...before,
      ok: before.ok + 2,
      fail: before.fail + 2,
    });
    await store.installations.removeRepositories([other.id]);
    expect(await store.examinations.counts()).toEqual({
      ...before,
      ok: before.ok + 1,
      fail: before.fail + 1,
    });
  });

  test('one comes at once where none is to come, and again a day after each', async () => {
    const { store } = stored();
    const { id } = await newRepository();
    const schedule = () => store.examinations.schedule([id]);
    await schedule();
    await schedule();
    const [first, second] = await claim(store, 'doctor', String(id));
    expect([first?.key, second]).toEqual([String(id), undefined]);
    if (first !== undefined) await store.jobs.done(first);
    await schedule();
    await stored().pass(DAY_MS - 1_000);
    await schedule();
    expect(await claim(store, 'doctor', String(id))).toEqual([]);
    await stored().pass(1_000);
    const [next] = await claim(store, 'doctor', String(id));
    expect(next).toBeDefined();
    await store.installations.removeRepositories([id]);
    if (next !== undefined) await store.jobs.done(next);
    await stored().pass(DAY_MS);
    expect(await claim(store, 'doctor', String(id))).toEqual([]);
  });

  test('of what was never sent, the one that waits longest is known; edits do not count', async () => {
    const { store, database } = stored();
    await database.sql
      .updateTable('effects')
      .set({ state: 'withdrawn' })
      .where('state', '=', 'pending')
      .execute();
    expect(await store.outbox.oldestUnsent()).toBeNull();
    const pull = newPull();
    const shown = checkRun(pull, 'first');
    await store.pulls.commit(commitOf(pull, { effects: [shown] }));
    const since = new Date(stored().clock.now()).toISOString();
    await stored().pass(60_000);
    const eyes = reaction(newPull());
    await store.pulls.commit(commitOf(eyes.pull, { effects: [eyes] }));
    expect(await store.outbox.oldestUnsent()).toEqual({ kind: 'check_run', createdAt: since });
    await store.outbox.settle(shown.key, 1, { kind: 'sent', result: { id: 1 } }, []);
    await store.pulls.commit(commitOf(pull, { effects: [checkRun(pull, 'second')] }));
    expect(await store.outbox.oldestUnsent()).toMatchObject({ kind: 'reaction' });
  });
}
