import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { JOB_TABLE } from '../../src/store/boss.ts';
import { type Job, pullKey } from '../../src/store/store.ts';
import { claim, type TestStore } from '../support/store.ts';
import { checkRun, commitOf, newPull, reaction } from './samples.ts';

const FAILURE = { code: 'AIOPS_TEST', message: 'GitHub answered 502' };
const iso = (ms: number) => new Date(ms).toISOString();

export function jobsSuite(stored: () => TestStore): void {
  /** An effect's job that is ready; its key. */
  async function newJob(): Promise<string> {
    const effect = reaction(newPull());
    await stored().store.pulls.commit(commitOf(effect.pull, { effects: [effect] }));
    return effect.key;
  }

  /** The one job of that key that is ready. */
  async function claimOne(key: string): Promise<Job> {
    const [job, ...others] = await claim(stored().store, 'effect', key);
    if (job === undefined || others.length > 0) throw new Error(`not one job of ${key} was ready`);
    return job;
  }

  test('a sweep is due at start and again five minutes after each', async () => {
    const { store } = stored();
    const [first] = await claim(store, 'sweep', 'sweep');
    expect(first).toBeDefined();
    if (first !== undefined) await store.jobs.done(first);
    await stored().pass(299_000);
    expect(await claim(store, 'sweep', 'sweep')).toEqual([]);
    await stored().pass(1_000);
    expect(await claim(store, 'sweep', 'sweep')).toHaveLength(1);
  });

  test('a job is claimed by one taker, however many take at once', async () => {
    const key = await newJob();
    const taken = await Promise.all(Array.from({ length: 5 }, () => stored().store.jobs.take('effect', 10)));
    expect(taken.flat().filter((job) => job.key === key)).toHaveLength(1);
  });

  test('one key is worked on once at a time, and does not hold up the others', async () => {
    const { store } = stored();
    const pull = newPull();
    await store.evaluations.request(pull, 'first', { now: true });
    const [first] = await claim(store, 'evaluate', pullKey(pull));
    await store.evaluations.begin(pullKey(pull));
    await store.evaluations.request(pull, 'second', { now: true });
    const other = newPull();
    await store.evaluations.request(other, 'other', { now: true });
    const takers = await Promise.all(Array.from({ length: 4 }, () => store.jobs.take('evaluate', 10)));
    expect(takers.flat().map(({ key }) => key)).toEqual([pullKey(other)]);
    if (first !== undefined) await store.jobs.done(first);
    expect(await claim(store, 'evaluate', pullKey(pull))).toHaveLength(1);
  });

  test('of two jobs of one key that are ready at once, one is claimed', async () => {
    const { store, clock } = stored();
    for (let round = 0; round < 5; round += 1) {
      const pull = newPull();
      await store.evaluations.request(pull, 'first', { now: true });
      const [first] = await claim(store, 'evaluate', pullKey(pull));
      await store.evaluations.begin(pullKey(pull));
      await store.evaluations.request(pull, 'second', { now: true });
      if (first !== undefined) await store.jobs.failed(first, FAILURE, iso(clock.now()));
      const takers = await Promise.all(Array.from({ length: 8 }, () => store.jobs.take('evaluate', 1)));
      expect(takers.flat().map(({ key }) => key)).toEqual([pullKey(pull)]);
    }
  });

  test('a failed job backs off, longer each time, up to a quarter of an hour', async () => {
    const { store, clock, database } = stored();
    const key = await newJob();
    const waits: number[] = [];
    for (let n = 0; n < 9; n += 1) {
      const job = await claimOne(key);
      expect(job.retries).toBe(n);
      await store.jobs.failed(job, FAILURE);
      const { rows } = await sql<{ start_after: Date }>`
        select start_after from ${sql.raw(JOB_TABLE)} where id = ${job.id}`.execute(database.sql);
      waits.push(Number(rows[0]?.start_after) - clock.now());
      await stored().pass((waits.at(-1) ?? 0) - 1_000);
      expect(await claim(store, 'effect', key)).toEqual([]);
      await stored().pass(1_001);
    }
    expect(waits[0]).toBeLessThanOrEqual(20_000);
    expect(waits[4]).toBeGreaterThan(100_000);
    expect(Math.max(...waits)).toBeGreaterThan(899_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(900_000);
    await store.jobs.done(await claimOne(key));
  });

  test('a job is given back for the time that the service named', async () => {
    const { store, clock } = stored();
    const key = await newJob();
    await store.jobs.failed(await claimOne(key), FAILURE, iso(clock.now() + 3_600_000));
    await stored().pass(3_599_000);
    expect(await claim(store, 'effect', key)).toEqual([]);
    await stored().pass(1_000);
    expect(await claim(store, 'effect', key)).toHaveLength(1);
  });

  test('after its last try it is a dead letter, which can be seen and tried again', async () => {
    const { store } = stored();
    const key = await newJob();
    const healthy = await newJob();
    const poisoned = { code: 'AIOPS_TEST', message: 'two\nlines \u0000 and \ud800' };
    let tries = 0;
    for (
      let job: Job | undefined = await claimOne(key);
      job !== undefined;
      [job] = await claim(store, 'effect', key)
    ) {
      tries += 1;
      await store.jobs.failed(job, poisoned);
      await stored().pass(16 * 60_000);
    }
    expect(tries).toBe(15);
    expect(await claim(store, 'effect', healthy)).toEqual([]);
    const [letter, ...others] = await store.deadLetters.list();
    expect(others).toEqual([]);
    expect(letter).toMatchObject({ queue: 'effect', key, error: 'AIOPS_TEST: two lines and \ufffd' });
    expect(Date.parse(letter?.diedAt ?? '')).toBeLessThanOrEqual(stored().clock.now());

    expect(await store.deadLetters.retry(['no-such-id'])).toBe(0);
    expect(await store.deadLetters.retry([])).toBe(1);
    expect(await store.deadLetters.list()).toEqual([]);
    expect((await claimOne(key)).retries).toBe(0);
  });

  test('a worker that lost its job ends nothing', async () => {
    const { store, clock } = stored();
    const key = await newJob();
    const slow = await claimOne(key);
    await store.jobs.failed(slow, FAILURE, iso(clock.now()));
    const again = await claimOne(key);
    await store.jobs.done(slow);
    await store.jobs.failed(slow, FAILURE);
    expect(stored().logged).toContain('a job took too long and was given to another worker');
    expect(await claim(store, 'effect', key)).toEqual([]);
    await store.jobs.failed(again, FAILURE, iso(clock.now()));
    expect((await claimOne(key)).retries).toBe(2);
  });

  test('the job of a worker that died comes back', async () => {
    const key = await newJob();
    await claimOne(key);
    await stored().clock.tick(5 * 60_000);
    expect((await claimOne(key)).retries).toBe(1);
  });

  test('a timer fires at its time, which can be moved both ways or removed', async () => {
    const { store, clock, database } = stored();
    const pull = newPull();
    const key = pullKey(pull);
    const set = (ms: number | null) =>
      store.pulls.commit(commitOf(pull, { wakeAt: ms === null ? null : iso(clock.now() + ms) }));
    const timers = () => database.sql.selectFrom('timers').selectAll().where('subject', '=', key).execute();

    await set(60_000);
    await set(30_000);
    expect(await timers()).toEqual([{ subject: key, due_at: new Date(clock.now() + 30_000) }]);
    await stored().pass(30_000);
    const [fired] = await claim(store, 'timer', key);
    if (fired !== undefined) await store.jobs.done(fired);
    expect(fired).toBeDefined();
    expect(await timers()).toEqual([]);

    await set(30_000);
    await set(90_000);
    await stored().pass(60_000);
    expect(await claim(store, 'timer', key)).toEqual([]);
    await set(null);
    await stored().pass(60_000);
    expect(await claim(store, 'timer', key)).toEqual([]);
    expect(await timers()).toEqual([]);
  });

  test('a timer that was set again while it fired stays', async () => {
    const { store, clock } = stored();
    const pull = newPull();
    await store.pulls.commit(commitOf(pull, { wakeAt: iso(clock.now()) }));
    const [fired] = await claim(store, 'timer', pullKey(pull));
    await store.pulls.commit(commitOf(pull, { wakeAt: iso(clock.now() + 5_000) }));
    if (fired !== undefined) await store.jobs.done(fired);
    await stored().pass(5_000);
    expect(await claim(store, 'timer', pullKey(pull))).toHaveLength(1);
  });

  test('a timer that was set to the same moment while it fired fires again', async () => {
    const { store, clock } = stored();
    const pull = newPull();
    const now = commitOf(pull, { wakeAt: iso(clock.now()) });
    await store.pulls.commit(now);
    const [fired] = await claim(store, 'timer', pullKey(pull));
    await store.pulls.commit(now);
    if (fired !== undefined) await store.jobs.done(fired);
    expect(await claim(store, 'timer', pullKey(pull))).toHaveLength(1);
  });

  test('who waits for a queue is told when a job is ready', async () => {
    const pull = newPull();
    const told = new Promise<void>((resolve) => {
      const stop = stored().store.jobs.onReady('effect', () => {
        stop();
        resolve();
      });
    });
    await stored().store.pulls.commit(commitOf(pull, { effects: [checkRun(pull, 'd1')] }));
    await told;
  });

  test('the backlog counts what is ready and what is worked on', async () => {
    const { store } = stored();
    for (const job of await store.jobs.take('effect', 100)) await store.jobs.done(job);
    const [one] = [await newJob(), await newJob()];
    await stored().pass(7_000);
    const [taken] = await store.jobs.take('effect', 1);
    expect(taken).toBeDefined();
    expect(one).toBeDefined();
    expect((await store.jobs.backlog()).find(({ queue }) => queue === 'effect')).toEqual({
      queue: 'effect',
      ready: 1,
      active: expect.any(Number),
      oldestSeconds: 7,
    });
  });
}
