import { readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { PullTarget } from '../../src/effect/effect.ts';
import { MIGRATIONS } from '../../src/store/migrate.ts';
import { type LabelObservation, pullKey, type SeenHead, type StopScope } from '../../src/store/store.ts';
import { claim, type TestStore } from '../support/store.ts';
import { AT, commitOf, decision, HEAD, handoff, MONA, newPull, verdict } from './samples.ts';

export function memorySuite(stored: () => TestStore): void {
  test('every migration in the folder is in the list, in order, and applied', async () => {
    const folder = readdirSync(new URL('../../src/store/migrations', import.meta.url));
    const names = folder.map((name) => name.replace('.ts', '')).toSorted();
    expect(Object.keys(MIGRATIONS)).toEqual(names);
    const { rows } = await sql<{
      name: string;
    }>`select name from ai_ops.kysely_migration order by name`.execute(stored().database.sql);
    expect(rows.map(({ name }) => name)).toEqual(names);
  });

  test('markers are keyed alike, whoever asks first', async () => {
    const keys = await Promise.all([1, 2, 3].map(() => stored().store.markerKey()));
    expect(new Set(keys).size).toBe(1);
  });

  test('a PR that nothing is known of has an empty memory', async () => {
    const pull = newPull();
    expect(await stored().store.pulls.memory(pull)).toEqual({
      pull,
      heads: [],
      labels: [],
      active: null,
      handoffs: [],
      dispatches: [],
      approval: null,
      comments: [],
      commands: [],
      startedByHand: null,
      base: null,
      lastDecision: null,
      said: { slack: [], page: null },
      reruns: [],
      rollbacks: [],
      obligations: [],
      deadlines: { open: [], more: 0, missed: 0 },
      dispatchUnresolvedElsewhere: false,
    });
  });

  test('PRs are found by address, whatever its case, and by key; a closed one leaves the sweep', async () => {
    const { store } = stored();
    const pull = newPull();
    await store.pulls.remember(pull, true);
    const renamed = { ...pull, owner: 'Acme-Inc' };
    await store.pulls.remember(renamed, true);
    expect(await store.pulls.find('acme-inc', pull.repo.toUpperCase(), pull.number)).toEqual(renamed);
    expect(await store.pulls.find('acme', pull.repo, pull.number)).toBeNull();
    expect(await store.pulls.byKey(pullKey(pull))).toEqual(renamed);
    expect(await store.pulls.byKey('nonsense')).toBeNull();
    expect(await store.pulls.open()).toContainEqual(renamed);
    await store.pulls.remember(renamed, false);
    expect(await store.pulls.open()).not.toContainEqual(renamed);
  });

  const head = (headSha: string, since: string, headRef = 'feature'): SeenHead => ({
    headSha,
    headRef,
    headRepositoryId: 4,
    since,
  });

  test('a head is remembered with the newest time at which it became the head', async () => {
    const { store } = stored();
    const pull = newPull();
    for (const since of ['2026-03-02T09:00:05Z', '2026-03-02T09:00:09Z', '2026-03-02T09:00:07Z'])
      await store.pulls.observeHead(pull, head(HEAD, since));
    expect((await store.pulls.memory(pull)).heads).toEqual([
      { headSha: HEAD, since: '2026-03-02T09:00:09.000Z' },
    ]);
  });

  test('open PRs are found by their newest head, and a head that another PR had is known', async () => {
    const { store } = stored();
    const pull = newPull();
    const twin = { ...pull, number: pull.number + 1 };
    for (const each of [pull, twin]) await store.pulls.remember(each, true);
    const first = head(HEAD, '2026-03-02T09:00:00Z');
    await store.pulls.observeHead(pull, first);
    expect(await store.pulls.withHead(pull.repositoryId, HEAD)).toEqual([pull]);
    expect(await store.pulls.sharesHead(pull, first)).toBe(false);
    expect(await store.pulls.sharesHead(twin, first)).toBe(true);
    expect(await store.pulls.sharesHead(twin, { ...first, headRef: 'other' })).toBe(false);
    expect(await store.pulls.sharesHead(twin, { ...first, headRepositoryId: null })).toBe(false);
    await store.pulls.observeHead(pull, head('b'.repeat(40), '2026-03-02T09:00:01Z'));
    expect(await store.pulls.withHead(pull.repositoryId, HEAD)).toEqual([]);
  });

  test('the base branch is remembered, and when it was first seen to be another one', async () => {
    const { store } = stored();
    const pull = newPull();
    await store.pulls.commit(commitOf(pull));
    expect((await store.pulls.memory(pull)).base).toEqual({ ref: 'main', changedAt: null });
    await store.pulls.observeBase(pull, 'release', '2026-03-02T09:05:00Z');
    await store.pulls.commit(commitOf(pull, { baseRef: 'release', readAt: '2026-03-02T09:06:00Z' }));
    expect((await store.pulls.memory(pull)).base).toEqual({
      ref: 'release',
      changedAt: '2026-03-02T09:05:00.000Z',
    });
  });

  test('PRs in flight are those whose handoff has dispatched and not ended', async () => {
    const { store } = stored();
    const pull = newPull();
    const [waiting, gone] = [1, 2].map((n) => ({ ...pull, number: pull.number + n }));
    if (waiting === undefined || gone === undefined) throw new Error('no PRs');
    await store.pulls.commit(commitOf(pull, { handoffs: [handoff(pull, 'dispatched')] }));
    await store.pulls.commit(commitOf(waiting, { handoffs: [handoff(waiting)] }));
    await store.pulls.commit(commitOf(gone, { handoffs: [handoff(gone, 'abandoned')] }));
    expect(await store.pulls.inFlight(pull.repositoryId)).toEqual([pull]);
  });

  test('a label observation is kept once per delivery, in order', async () => {
    const { store } = stored();
    const pull = newPull();
    const observe = (deliveryGuid: string, at: string): LabelObservation => ({
      deliveryGuid: `${pull.repositoryId}-${deliveryGuid}`,
      repositoryId: pull.repositoryId,
      number: pull.number,
      labelNodeId: 'LA_1',
      labelName: 'LG-Verified ✅',
      action: 'labeled',
      by: MONA,
      headSha: HEAD,
      at,
    });
    const [first, second] = [observe('g1', '2026-03-02T09:00:00Z'), observe('g2', '2026-03-02T09:00:01Z')];
    for (const each of [second, first, { ...first, headSha: 'other' }]) await store.pulls.observeLabel(each);
    expect((await store.pulls.memory(pull)).labels).toEqual([first, second]);
  });

  test('a label is pinned once', async () => {
    const { store } = stored();
    const pull = newPull();
    expect(await store.pulls.pinLabel(pull.repositoryId, 'LG', 'LA_1')).toBe('LA_1');
    expect(await store.pulls.pinLabel(pull.repositoryId, 'LG', 'LA_2')).toBe('LA_1');
    expect(await store.pulls.pinnedLabels(pull.repositoryId)).toEqual([{ name: 'LG', nodeId: 'LA_1' }]);
  });

  test('decisions are kept as they were made, also with text that no database column can hold', async () => {
    const { store } = stored();
    const pull = newPull();
    const older = decision(pull);
    const newer = decision(pull, {
      id: `${older.id}-newer`,
      digest: 'd2',
      verdicts: [verdict('G1', 'fail')],
    });
    for (const each of [older, newer]) await store.pulls.commit(commitOf(pull, { decision: each }));
    expect(await store.pulls.decision(older.id)).toEqual(older);
    expect((await store.pulls.decisions(pull, 10)).map(({ id }) => id)).toEqual([newer.id, older.id]);
    expect(await store.pulls.decisions(pull, 1)).toEqual([
      { id: newer.id, headSha: HEAD, baseRef: 'main', at: AT, verdicts: newer.verdicts, policyVersion: '1' },
    ]);
    expect(await store.pulls.decision('no such decision')).toBeNull();
    expect((await store.pulls.memory(pull)).lastDecision).toEqual({ id: newer.id, digest: 'd2', at: AT });
  });

  test('a stop is in force for all that it covers, the nearest first', async () => {
    const { store } = stored();
    const pull = newPull();
    const neighbour = { ...pull, number: pull.number + 1 };
    const stopped = (scope: string, reason: string) => ({
      kind: 'stopped',
      scope,
      source: 'store',
      by: 'mona',
      reason,
      cancels: false,
      since: expect.any(String),
    });
    expect(await store.stops.inForce(pull)).toEqual({ kind: 'none' });
    const { repositoryId, number } = pull;
    const set = (scope: StopScope, by: string, reason: string) =>
      store.stops.change({ kind: 'set', scope, by, reason });
    await set({ repositoryId }, 'mona', 'incident');
    await set({ repositoryId, number }, 'hubot', 'first');
    await set({ repositoryId, number }, 'mona', 'hold');
    expect(await store.stops.inForce(pull)).toEqual(stopped('pull_request', 'hold'));
    expect(await store.stops.inForce(neighbour)).toEqual(stopped('repository', 'incident'));
    expect(await store.stops.inForce(newPull())).toEqual({ kind: 'none' });
    await set('everywhere', 'mona', 'all hands');
    expect(await store.stops.inForce(newPull())).toEqual(stopped('everywhere', 'all hands'));
    for (const scope of ['everywhere', { repositoryId }, { repositoryId, number }] as const)
      await store.stops.change({ kind: 'lift', scope, by: 'mona' });
    expect(await store.stops.inForce(pull)).toEqual({ kind: 'none' });
  });

  test('whoever lifts a stop does not lift what was set after they asked', async () => {
    const { stops } = stored().store;
    const pull = newPull();
    const { repositoryId } = pull;
    const scope = { repositoryId };
    const at = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, '0')}.000Z`;
    const set = (second: number) =>
      stops.change({ kind: 'set', scope, by: 'mona', reason: null, at: at(second) });
    const lift = (second: number) => stops.change({ kind: 'lift', scope, by: 'mika', at: at(second) });
    await set(30);
    expect(await stops.wasSetAfter(scope, at(29))).toBe(true);
    expect(await stops.wasSetAfter(scope, at(30))).toBe(false);
    await lift(29);
    expect(await stops.inForce(pull)).toMatchObject({ kind: 'stopped', since: at(30) });
    await set(10);
    expect(await stops.inForce(pull)).toMatchObject({ kind: 'stopped', since: at(30) });
    await lift(30);
    expect(await stops.inForce(pull)).toEqual({ kind: 'none' });
  });

  test('a stop is on record, and all that it concerns is looked at', async () => {
    const { store } = stored();
    const [pull, other] = [newPull(), newPull()];
    const neighbour = { ...pull, number: pull.number + 1 };
    const closed = { ...pull, number: pull.number + 2 };
    for (const open of [pull, neighbour, other]) await store.pulls.remember(open, true);
    const quiet = newPull();
    await store.installations.addRepositories([
      { id: quiet.repositoryId, installationId: quiet.installationId, owner: 'acme', name: 'quiet' },
    ]);
    await store.pulls.remember(closed, false);
    const asked = async () => {
      await stored().pass(1_000);
      const keys = (await store.jobs.take('evaluate', 100)).map(({ key }) => key);
      return [pull, neighbour, closed, other].map(pullKey).filter((key) => keys.includes(key));
    };
    const { repositoryId, number } = pull;
    await store.stops.change({ kind: 'set', scope: { repositoryId }, by: 'mona', reason: null });
    expect(await asked()).toEqual([pullKey(pull), pullKey(neighbour)]);
    await store.stops.change({ kind: 'lift', scope: { repositoryId, number }, by: 'mona' });
    await store.stops.change({ kind: 'lift', scope: { repositoryId }, by: 'mika' });
    await store.stops.change({ kind: 'set', scope: 'everywhere', by: 'cli:root', reason: 'incident' });
    await store.stops.change({ kind: 'lift', scope: 'everywhere', by: 'cli:root' });
    const entries = async (of: PullTarget) =>
      (await store.ledger.entries(of.repositoryId, 1, 10)).map(({ action, subject, actor, data }) => ({
        action,
        subject,
        actor,
        data,
      }));
    const subject = `${pull.owner}/${pull.repo}`;
    const incident = [
      {
        action: 'stop.set',
        subject,
        actor: 'cli:root',
        data: { everywhere: true, reason: 'incident', cancels: false },
      },
      { action: 'stop.lifted', subject, actor: 'cli:root', data: { everywhere: true } },
    ];
    expect(await entries(pull)).toEqual([
      {
        action: 'stop.set',
        subject,
        actor: 'mona',
        data: { everywhere: false, reason: null, cancels: false },
      },
      { action: 'stop.lifted', subject, actor: 'mika', data: { everywhere: false } },
      ...incident,
    ]);
    expect(await entries(other)).toMatchObject([{ action: 'stop.set' }, { action: 'stop.lifted' }]);
    expect(await entries(quiet)).toMatchObject([{ subject: 'acme/quiet' }, { subject: 'acme/quiet' }]);
    await store.installations.removeRepositories([quiet.repositoryId]);
  });

  test('a suspended installation is left alone, and one that is gone is forgotten', async () => {
    const { store, clock } = stored();
    const pull = { ...newPull(), installationId: 6 };
    const repository = { id: pull.repositoryId, installationId: 6, owner: 'acme', name: pull.repo };
    await store.installations.put({ id: 6, account: 'acme', suspended: false });
    await store.installations.addRepositories([repository, { ...repository, id: 1 }]);
    await store.pulls.commit(commitOf(pull, { wakeAt: new Date(clock.now()).toISOString() }));
    await store.evaluations.request(pull, 'push', { now: true });
    await store.installations.removeRepositories([1]);
    expect(await store.installations.repositories()).toEqual([repository]);

    await store.installations.put({ id: 6, account: 'acme', suspended: true });
    expect(await store.installations.repositories()).toEqual([]);
    expect(await store.pulls.open()).not.toContainEqual(pull);
    expect(await claim(store, 'timer', pullKey(pull))).toEqual([]);
    expect(await claim(store, 'evaluate', pullKey(pull))).toEqual([]);
    await store.installations.put({ id: 6, account: 'acme', suspended: false });
    expect(await store.pulls.open()).toContainEqual(pull);
    await store.evaluations.request(pull, 'back again');
    await stored().pass(1_000);
    expect(await claim(store, 'evaluate', pullKey(pull))).toHaveLength(1);

    await store.installations.remove(6);
    expect(await store.installations.repositories()).toEqual([]);
    expect(await store.pulls.open()).not.toContainEqual(pull);
  });
}
