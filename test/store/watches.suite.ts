import { expect, test } from '@jest/globals';
import type { Episode } from '../../src/alerts/episode.ts';
import type { WatchedRun } from '../../src/alerts/run.ts';
import { blastKey } from '../../src/effect/blast.ts';
import { dailyKey } from '../../src/effect/daily.ts';
import type { Effect, RepositoryTarget } from '../../src/effect/effect.ts';
import type { Obligation } from '../../src/handoff/obligation.ts';
import type { EpisodeQuery, KeptEpisode, WatchCommit } from '../../src/store/store.ts';
import { blastEffect } from '../notifiers/blast-samples.ts';
import { DAILY_VIEWS, slackDaily } from '../notifiers/daily-samples.ts';
import { claim, type TestStore } from '../support/store.ts';
import { AT, commitOf, draft, HEAD, handoff, newPull } from './samples.ts';

const DAY_MS = 24 * 3_600_000;

function watchedRun(repositoryId: number, change: Partial<WatchedRun> = {}): WatchedRun {
  return {
    repositoryId,
    role: 'smoke',
    workflowId: 3,
    workflowPath: '.github/workflows/smoke.yml',
    runId: 100,
    attempt: 1,
    url: 'https://github.com/acme/shop/actions/runs/100',
    event: 'pull_request',
    headSha: HEAD,
    headBranch: 'topic',
    eligible: true,
    pulls: [12],
    status: 'completed',
    result: 'failure',
    times: { requestedAt: AT, startedAt: AT, waitedMs: 0, waitingSince: null, endedAt: AT },
    failed: [{ kind: 'item', name: 'nul-\u0000-and-lone-\ud800' }],
    partCount: 13,
    slowBy: [],
    byActions: false,
    cancelledAsSlow: false,
    seenUpdatedAt: AT,
    ...change,
  };
}

function episode(repositoryId: number, change: Partial<Episode> = {}): Episode {
  const rate = { failed: 1, of: 7, runs: [] };
  return {
    id: `${repositoryId}:smoke_failure_rate:${Date.parse(AT)}`,
    repositoryId,
    rule: 'smoke_failure_rate',
    openedAt: AT,
    state: { kind: 'warning', since: AT },
    measure: { rule: 'smoke_failure_rate', raw: rate, confirmed: rate, window: 7, inARow: 1 },
    paged: null,
    confirmedAt: null,
    reruns: [],
    told: [],
    acknowledged: null,
    heldDown: null,
    flapping: false,
    noDataSince: null,
    partOf: null,
    ...change,
  };
}

function watchCommit(repository: RepositoryTarget, change: Partial<WatchCommit> = {}): WatchCommit {
  return {
    repository,
    expected: [],
    runs: [],
    episodes: [],
    obligations: [],
    ledger: [],
    effects: [],
    stops: [],
    wakeAt: null,
    ...change,
  };
}

function noticeTo(repository: RepositoryTarget): Effect {
  const key = `notice:${repository.repositoryId}`;
  return {
    kind: 'slack_notice',
    key,
    channel: null,
    lane: key,
    locale: 'en',
    repository,
    notice: { says: 'doctor', place: 'acme/shop', worse: [], well: [] },
    mentions: [],
  };
}

/** What is kept of a repository that is watched (M1, M2, M3). */
export function watchesSuite(stored: () => TestStore): void {
  async function newRepository(): Promise<RepositoryTarget> {
    const { number: _, ...repository } = newPull();
    const { repositoryId: id, installationId, owner, repo: name } = repository;
    await stored().store.installations.addRepositories([{ id, installationId, owner, name }]);
    return repository;
  }
  const memory = async (repository: RepositoryTarget) => {
    const memory = await stored().store.watches.memory(repository.repositoryId);
    if (memory === null) throw new Error('nothing is remembered');
    return memory;
  };
  const now = (plus = 0) => new Date(stored().clock.now() + plus).toISOString();

  test('what one look found is kept, all of it', async () => {
    const { store } = stored();
    const repository = await newRepository();
    const { repositoryId } = repository;
    const notice = noticeTo(repository);
    const owed: Obligation = {
      id: `status:${repositoryId}`,
      kind: 'status',
      about: episode(repositoryId).id,
      since: AT,
      remindAt: AT,
      dueAt: AT,
      remindedAt: null,
      missedAt: null,
      settled: null,
    };
    expect(
      await store.watches.commit(
        watchCommit(repository, {
          runs: [watchedRun(repositoryId)],
          episodes: [episode(repositoryId)],
          obligations: [owed],
          ledger: [draft('alert.opened')],
          effects: [notice],
          stops: [{ kind: 'set', scope: { repositoryId }, by: 'ai-ops', reason: 'severe' }],
          wakeAt: now(600_000),
        }),
      ),
    ).toBe('committed');
    expect(await memory(repository)).toEqual({
      repository,
      runs: [watchedRun(repositoryId)],
      episodes: [episode(repositoryId)],
      obligations: [owed],
      handoffs: [],
      pulls: [],
      done: [],
      asked: [],
      cancelled: [],
      said: [],
      incidents: [],
      daily: { owedSince: null, obligations: [], said: [] },
    });
    const [entry] = await store.ledger.entries(repositoryId, 1, 10);
    expect(entry).toMatchObject({ action: 'alert.opened' });
    expect(await store.outbox.load(notice.key)).toMatchObject({ ledger: { seq: 1, hash: entry?.hash } });
    expect(await store.stops.inForce(repository)).toMatchObject({ kind: 'stopped', by: 'ai-ops' });

    await store.watches.commit(
      watchCommit(repository, {
        expected: [episode(repositoryId)],
        obligations: [{ ...owed, settled: { by: null, at: AT, note: null, proof: 'https://slack.com/x' } }],
      }),
    );
    expect((await memory(repository)).obligations).toEqual([]);
  });

  test('since when there is a daily status, what is owed of it and what was said are kept', async () => {
    const { store } = stored();
    const repository = await newRepository();
    const { repositoryId } = repository;
    const owed = (about: string): Obligation => ({
      id: `daily_report:${repositoryId}:${about}`,
      kind: 'daily_report',
      about,
      since: AT,
      remindAt: AT,
      dueAt: AT,
      remindedAt: null,
      missedAt: null,
      settled: null,
    });
    const message = slackDaily(DAILY_VIEWS['many runs, late, more than is counted'], {
      key: dailyKey(repositoryId, '2026-03-01'),
      lane: dailyKey(repositoryId, '2026-03-01'),
      repository,
    });
    await store.watches.commit(
      watchCommit(repository, {
        obligations: [owed('2026-03-01'), owed('2026-03-02')],
        dailySince: AT,
        effects: [message],
      }),
    );
    const said = [{ key: message.key, sentAt: null, url: null, isLate: true }];
    const before = { owedSince: AT, obligations: [owed('2026-03-01'), owed('2026-03-02')], said };
    expect(await memory(repository)).toMatchObject({ daily: before, obligations: [] });
    await store.watches.commit(watchCommit(repository));
    expect((await memory(repository)).daily).toEqual(before);
    await store.watches.commit(watchCommit(repository, { dailySince: null }));
    expect((await memory(repository)).daily).toEqual({ ...before, owedSince: null });
  });

  test('of one day all attempts of the runs that ended on it are read, with what was said and due', async () => {
    const { store } = stored();
    const repository = await newRepository();
    const { repositoryId } = repository;
    const span = { from: '2026-03-02T00:00:00.000Z', to: '2026-03-03T00:00:00.000Z' };
    const old = { seenUpdatedAt: '2026-03-01T12:00:00.000Z' };
    const due = (id: string, dueAt: string): Obligation => ({
      ...{ id: `status:${repositoryId}:${id}`, kind: 'status', about: 'e', since: AT, remindAt: AT, dueAt },
      ...{ remindedAt: null, missedAt: null, settled: null },
    });
    const runs = [
      watchedRun(repositoryId, { runId: 1, ...old }),
      watchedRun(repositoryId, { runId: 2, ...old }),
      watchedRun(repositoryId, { runId: 2, attempt: 2 }),
      watchedRun(repositoryId, { runId: 3, eligible: false }),
      watchedRun(repositoryId, { runId: 4, role: 'handoff' }),
      watchedRun(repositoryId, { runId: 5, status: 'running', result: null }),
    ];
    await store.watches.commit(
      watchCommit(repository, { runs, obligations: [due('a', AT), due('b', span.to), due('c', span.from)] }),
    );
    const day = await store.watches.day(repositoryId, span);
    expect(day.runs.map(({ runId, attempt }) => [runId, attempt])).toEqual([
      [2, 2],
      [2, 1],
    ]);
    expect(day.deadlines.map(({ id }) => id.at(-1))).toEqual(['c', 'a']);
    expect(day).toMatchObject({ handoffs: [], warnings: [], calls: 0, isPartial: false });
  });

  test('an episode that changed since it was read, or one more, is a conflict and writes nothing', async () => {
    const { store } = stored();
    const repository = await newRepository();
    const { repositoryId } = repository;
    const open = episode(repositoryId);
    await store.watches.commit(watchCommit(repository, { episodes: [open] }));
    const stale = watchCommit(repository, {
      runs: [watchedRun(repositoryId)],
      episodes: [{ ...open, flapping: true }],
      ledger: [draft('alert.changed')],
    });
    expect(await store.watches.commit(stale)).toBe('conflict');
    expect(await store.watches.commit({ ...stale, expected: [{ ...open, flapping: true }] })).toBe(
      'conflict',
    );
    const second = episode(repositoryId, { id: `${repositoryId}:smoke_failure_rate:2` });
    expect(await store.watches.commit({ ...stale, expected: [open], episodes: [second] })).toBe('conflict');
    expect(await memory(repository)).toMatchObject({ runs: [], episodes: [open] });
    expect(await store.ledger.entries(repositoryId, 1, 10)).toEqual([]);

    const over: Episode = { ...open, state: { kind: 'resolved', since: now() } };
    expect(
      await store.watches.commit(watchCommit(repository, { expected: [open], episodes: [second, over] })),
    ).toBe('committed');
    expect((await memory(repository)).episodes).toEqual([over, second]);
    await stored().pass(DAY_MS + 1);
    // It has left the memory since it was read: that is no conflict.
    expect(await store.watches.commit(watchCommit(repository, { expected: [over, second] }))).toBe(
      'committed',
    );
    expect((await memory(repository)).episodes).toEqual([second]);
  });

  test('a run is a row per attempt, and an older reading does not replace a newer one', async () => {
    const { store } = stored();
    const repository = await newRepository();
    const { repositoryId } = repository;
    const first = watchedRun(repositoryId);
    const again = watchedRun(repositoryId, {
      attempt: 2,
      result: 'success',
      seenUpdatedAt: '2026-03-02T09:10:00.000Z',
    });
    const going = watchedRun(repositoryId, {
      attempt: 2,
      status: 'running',
      result: null,
      seenUpdatedAt: '2026-03-02T09:05:00.000Z',
    });
    await store.watches.commit(watchCommit(repository, { runs: [first, going] }));
    expect((await memory(repository)).runs).toEqual([going, first]);
    await store.watches.commit(watchCommit(repository, { runs: [again] }));
    await store.watches.commit(watchCommit(repository, { runs: [going] }));
    expect((await memory(repository)).runs).toEqual([again, first]);
  });

  test('runs that do not count push none out that do; of those that do, the ones under way stay', async () => {
    const { store } = stored();
    const repository = await newRepository();
    const { repositoryId } = repository;
    const counted = [1, 2, 3].map((runId) => watchedRun(repositoryId, { runId }));
    const going = watchedRun(repositoryId, { runId: 5, status: 'queued', result: null });
    const forks = Array.from({ length: 80 }, (_, i) =>
      watchedRun(repositoryId, {
        runId: 10 + i,
        eligible: false,
        ...(i === 0 && { status: 'queued', result: null }),
      }),
    );
    const verify = Array.from({ length: 80 }, (_, i) =>
      watchedRun(repositoryId, { runId: 200 + i, role: 'verify', workflowId: 4 }),
    );
    await store.watches.commit(watchCommit(repository, { runs: [...counted, going, ...forks, ...verify] }));
    const ids = (await memory(repository)).runs.map(({ runId }) => runId);
    expect(ids).toEqual([...Array.from({ length: 60 }, (_, i) => 279 - i), 5, 3, 2, 1]);
  });

  test('open PRs with their newest head, and handoffs until a day after they ended', async () => {
    const { store } = stored();
    const repository = await newRepository();
    const pull = { ...repository, number: 12 };
    const old = { headSha: 'b'.repeat(40), headRef: 'topic', headRepositoryId: 1, since: AT };
    const head = { ...old, headSha: HEAD, since: '2026-03-02T09:01:00.000Z' };
    await store.pulls.observeHead(pull, old);
    await store.pulls.observeHead(pull, head);
    const flying = handoff(pull, 'dispatched');
    await store.pulls.commit(commitOf(pull, { handoffs: [flying] }));
    expect(await memory(repository)).toMatchObject({
      pulls: [{ pull, headSha: HEAD, headRef: 'topic', headRepositoryId: 1 }],
      handoffs: [{ pull, handoff: flying, acceptedAt: null, isTold: false }],
    });
    const over = { ...flying, state: { kind: 'abandoned', since: now(), run: null } as const };
    await store.pulls.commit(commitOf(pull, { expected: [flying], handoffs: [over] }));
    expect((await memory(repository)).handoffs).toMatchObject([{ handoff: over }]);
    await stored().pass(DAY_MS + 1);
    expect((await memory(repository)).handoffs).toEqual([]);
    expect(await store.watches.pullsOfHeads(repository.repositoryId, [old.headSha, HEAD])).toMatchObject([
      { number: 12, baseRef: 'main' },
      { number: 12, baseRef: 'main' },
    ]);
    expect(await store.watches.pullsOfHeads(repository.repositoryId, ['c'.repeat(40)])).toEqual([]);
  });

  test('what is asked for within a second is one look; what comes while it looks is another', async () => {
    const { store } = stored();
    const repository = await newRepository();
    const key = String(repository.repositoryId);
    const ask = (reason: string, options = {}) => store.watches.request(repository, reason, options);
    await ask('one');
    await ask('two');
    expect(await claim(store, 'watch', key)).toEqual([]);
    await stored().pass(1_000);
    await ask('three');
    const [job, more] = await claim(store, 'watch', key);
    expect([job?.key, more]).toEqual([key, undefined]);
    expect(await store.watches.begin(repository.repositoryId)).toEqual(['one', 'two', 'three']);
    await ask('four', { now: true });
    expect(await claim(store, 'watch', key)).toEqual([]);
    if (job !== undefined) await store.jobs.done(job);
    const [next] = await claim(store, 'watch', key);
    expect(next?.key).toBe(key);
    expect(await store.watches.begin(repository.repositoryId)).toEqual(['four']);
    if (next !== undefined) await store.jobs.done(next);
  });

  test('a look that failed is tried again, and what is asked for meanwhile is not lost', async () => {
    const { store } = stored();
    const repository = await newRepository();
    const key = String(repository.repositoryId);
    await store.watches.request(repository, 'one', { now: true });
    const [job] = await claim(store, 'watch', key);
    await store.watches.begin(repository.repositoryId);
    if (job !== undefined) await store.jobs.failed(job, { code: 'X', message: 'down' }, now(60_000));
    await store.watches.request(repository, 'two');
    await stored().pass(9_000);
    expect(await claim(store, 'watch', key)).toEqual([]);
    await stored().pass(1_000);
    const [again, more] = await claim(store, 'watch', key);
    expect([again?.key, more]).toEqual([key, undefined]);
    if (again !== undefined) await store.jobs.done(again);
  });

  test('which runs are worth a look: of a watched file, or known', async () => {
    const { store } = stored();
    const repository = await newRepository();
    const { repositoryId } = repository;
    const ask = (id: number, path: string | null) => store.watches.isWatched(repositoryId, { id, path });
    expect(await ask(1, '.github/workflows/smoke.yml')).toBe(true);
    expect(await ask(1, null)).toBe(false);
    await store.watches.keepWorkflows(repositoryId, ['.github/workflows/smoke.yml']);
    expect(await ask(1, '.github/workflows/smoke.yml')).toBe(true);
    expect(await ask(1, '.github/workflows/ci.yml')).toBe(false);
    await store.watches.commit(watchCommit(repository, { runs: [watchedRun(repositoryId, { runId: 9 })] }));
    expect(await ask(9, null)).toBe(true);
    expect(await ask(9, '.github/workflows/ci.yml')).toBe(true);
  });

  test('what the bot did to runs by itself is remembered for a day, and what was refused is told apart', async () => {
    const { store, database } = stored();
    const repository = await newRepository();
    const { repositoryId } = repository;
    const put = (n: number, kind: string, act: object, state = 'pending', why: string | null = null) =>
      database.sql
        .insertInto('effects')
        .values({
          key: `act:${repositoryId}:${n}`,
          kind,
          lane: null,
          repository_id: repositoryId,
          number: 0,
          payload: JSON.stringify({ kind, attempt: 1, headSha: HEAD, ...act }),
          created_at: new Date(stored().clock.now()),
          ledger_seq: null,
          ledger_hash: null,
          state,
          withdrawn_for: why,
        })
        .execute();
    await put(1, 'rerun_watched', { runId: 1, role: 'verify', by: null });
    await put(2, 'rerun_watched', { runId: 2, role: 'smoke', by: null }, 'rejected');
    await put(3, 'rerun_watched', { runId: 3, role: 'smoke', by: 'mona' });
    await put(4, 'cancel_watched', { runId: 4 });
    await put(5, 'cancel_watched', { runId: 5 }, 'withdrawn', 'stopped');
    await put(6, 'rerun_watched', { runId: 6, role: 'smoke', by: null }, 'withdrawn', 'rerun_head_moved');
    const at = now();
    const { done, cancelled, said } = await memory(repository);
    expect(done).toEqual([
      { runId: 1, headSha: HEAD, role: 'verify', at, notDone: null },
      { runId: 2, headSha: HEAD, role: 'smoke', at, notDone: 'refused' },
      { runId: 5, headSha: HEAD, role: 'verify', at, notDone: 'stopped' },
      { runId: 6, headSha: HEAD, role: 'smoke', at, notDone: 'head_moved' },
    ]);
    expect(cancelled).toEqual([{ runId: 4, attempt: 1 }]);
    expect(said).toHaveLength(6);
    expect(said[0]).toEqual({
      key: `act:${repositoryId}:1`,
      kind: 'rerun_watched',
      state: 'pending',
      createdAt: at,
      sentAt: null,
      url: null,
    });
    await stored().pass(60_000);
    await store.outbox.settle(`act:${repositoryId}:1`, 1, { kind: 'sent', result: { url: 'https://x' } }, []);
    expect((await memory(repository)).said[0]).toMatchObject({ sentAt: now(), url: 'https://x' });
    await stored().pass(1_000);
    expect(await claim(store, 'watch', String(repositoryId))).toHaveLength(1);
    await stored().pass(DAY_MS);
    expect(await memory(repository)).toMatchObject({ done: [], said: [] });
  });

  test('a comment that is kept up to date is remembered for as long as its PR is open', async () => {
    const { store } = stored();
    const repository = await newRepository();
    const pull = { ...newPull(), ...repository };
    await store.pulls.commit(commitOf(pull));
    const effect = { ...blastEffect(), key: blastKey(pull.repositoryId, pull.number), pull };
    await store.watches.commit(watchCommit(repository, { effects: [effect] }));
    await stored().pass(10 * DAY_MS);
    expect((await memory(repository)).said.map(({ key }) => key)).toEqual([effect.key]);
    await stored()
      .database.sql.updateTable('pulls')
      .set({ open: false })
      .where('repository_id', '=', pull.repositoryId)
      .execute();
    expect((await memory(repository)).said).toEqual([]);
  });

  test('it is looked at when its time has come, and left alone where the App is not there', async () => {
    const { store } = stored();
    const repository = await newRepository();
    const { repositoryId: id, installationId } = repository;
    const key = `watch:${id}`;
    await store.watches.commit(watchCommit(repository, { wakeAt: now(600_000) }));
    await stored().pass(599_000);
    expect(await claim(store, 'timer', key)).toEqual([]);
    await stored().pass(1_000);
    const [timer] = await claim(store, 'timer', key);
    expect(timer?.key).toBe(key);
    if (timer !== undefined) await store.jobs.done(timer);

    await store.watches.commit(watchCommit(repository, { wakeAt: now(1_000) }));
    await store.watches.request(repository, 'event');
    await store.installations.removeRepositories([id]);
    await stored().pass(2_000);
    expect(await claim(store, 'timer', key)).toEqual([]);
    expect(await claim(store, 'watch', String(id))).toEqual([]);
    expect(await store.watches.memory(id)).toBeNull();

    await newRepository();
    await store.installations.put({ id: installationId, account: 'acme', suspended: false });
  });

  test('a suspended installation is not remembered, and looked at once it is taken up again', async () => {
    const { store } = stored();
    const place = { ...newPull(), installationId: 77 };
    const { repositoryId: id, installationId, owner, repo: name } = place;
    await store.installations.addRepositories([{ id, installationId, owner, name }]);
    await store.installations.put({ id: installationId, account: 'acme', suspended: true });
    expect(await store.watches.memory(id)).toBeNull();
    await store.installations.put({ id: installationId, account: 'acme', suspended: false });
    expect(await store.watches.memory(id)).not.toBeNull();
    await stored().pass(1_000);
    expect(await claim(store, 'watch', String(id))).toHaveLength(1);
  });

  test('all runs come a page at a time, each once, oldest first; or those since a time', async () => {
    const { store } = stored();
    const repository = await newRepository();
    const { repositoryId } = repository;
    const late = '2026-03-03T09:00:00.000Z';
    const runs = Array.from({ length: 502 }, (_, n) =>
      watchedRun(repositoryId, {
        runId: 1000 - Math.floor(n / 2),
        attempt: 1 + (n % 2),
        ...(n < 3 && { times: { ...watchedRun(repositoryId).times, requestedAt: late } }),
      }),
    );
    await store.watches.commit(watchCommit(repository, { runs }));
    const pages = async (since: string | null) => {
      const all: (readonly WatchedRun[])[] = [];
      for await (const page of store.watches.runPages(repositoryId, since)) all.push(page);
      return all;
    };
    const all = await pages(null);
    expect(all.map((page) => page.length)).toEqual([500, 2]);
    expect(all.flat()).toEqual(
      runs.toSorted((one, other) => one.runId - other.runId || one.attempt - other.attempt),
    );
    expect((await pages(late)).flat().map(({ runId, attempt }) => [runId, attempt])).toEqual([
      [999, 1],
      [1000, 1],
      [1000, 2],
    ]);
    expect(await pages('2027-01-01T00:00:00.000Z')).toEqual([]);
  });

  test('episodes come with their place and what of them reached people; those that were over before are left out', async () => {
    const { store } = stored();
    const repository = await newRepository();
    const { repositoryId, owner, repo } = repository;
    const over = (name: string, since: string) =>
      episode(repositoryId, {
        id: `${repositoryId}:severe:${name}`,
        rule: 'severe',
        state: { kind: 'resolved', since },
      });
    const open = episode(repositoryId);
    const kept = [over('old', now(-DAY_MS)), over('new', now()), open];
    const [call, message] = [`page:${open.id}:trigger`, `episode:${open.id}`];
    const effects = [call, message].map((key) => ({ ...noticeTo(repository), key, lane: key }));
    await store.watches.commit(watchCommit(repository, { episodes: kept, effects }));
    await store.outbox.settle(message, 1, { kind: 'sent', result: { url: 'https://slack.com/x' } }, []);
    const list = async (query: EpisodeQuery) => {
      const all: KeptEpisode[] = [];
      for await (const page of store.watches.episodePages(query)) all.push(...page);
      return all;
    };
    const place = { owner, repo };
    const listed = [
      { episode: kept[1], place, call: null, messageUrl: null },
      { episode: open, place, call: 'pending', messageUrl: 'https://slack.com/x' },
    ];
    expect(await list({ repositoryId, since: now(-1_000) })).toEqual(listed);
    expect(await list({ repositoryId, since: now(-DAY_MS) })).toHaveLength(3);
    expect(await list({ repositoryId: repositoryId + 1, since: now(-DAY_MS) })).toEqual([]);
    expect(await list({ repositoryId: null, since: now(-1_000) })).toEqual(expect.arrayContaining(listed));
  });
}
